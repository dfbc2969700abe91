import { describe, expect, test } from 'vitest'
import { useRecordedApi } from '../support/api/recorded-api'
import { MIDDLEWARE, middlewareTruth } from '../support/middleware/truth'

const low = (hex: string) => hex.toLowerCase()
const BLOCKS = [263, 501, 881, 1102, 1500]

/** Weights of one quorum, the largest first, then by address. */
interface Votes {
  set: string
  quorum: string
  holders: { id: string; weight: bigint }[]
  total: bigint
}

/** Weights as the contracts answered, of quorums that somebody votes in. */
function votesAt(block: number): Votes[] {
  const { avsMiddleware: truth } = middlewareTruth(MIDDLEWARE).find((one) => one.block === block)!
  return Object.entries(truth.quorums).flatMap(([number, { operatorIds }]) => {
    const ids = new Set(operatorIds.map(low))
    const holders = []
    for (const [operator, { id, stake }] of Object.entries(truth.operators)) {
      if (ids.has(low(id))) holders.push({ id: low(operator), weight: BigInt(stake[number]!) })
    }
    holders.sort((a, b) =>
      a.weight === b.weight ? (a.id < b.id ? -1 : 1) : a.weight > b.weight ? -1 : 1,
    )
    let total = 0n
    for (const { weight } of holders) total += weight
    const quorum = `${low(truth.coordinator)}/${number}`
    return total === 0n ? [] : [{ set: `${low(truth.avs)}/${number}`, quorum, holders, total }]
  })
}

/** The fewest of the largest holders who have more than (or, with `orEqual`, as much as) a part of the whole. */
function fewest({ holders, total }: Votes, num: bigint, den: bigint, orEqual = false): number {
  let sum = 0n
  for (const [index, { weight }] of holders.entries()) {
    sum += weight
    if (sum * den > num * total || (orEqual && sum * den === num * total)) return index + 1
  }
  return -1
}

const close = (found: string, num: bigint, den: bigint) => {
  const expected = Number((num * 10n ** 15n) / den) / 1e15
  // Amounts are beyond the integers of a double.
  expect(Math.abs(Number(found) - expected)).toBeLessThan(1e-12 * Math.max(1, expected))
}

describe('risk on the basis VOTES equals plain loops over the weights that the contracts answered', () => {
  const api = useRecordedApi('votes', MIDDLEWARE)

  test.each(BLOCKS)('concentration at block %i', async (block) => {
    const votes = votesAt(block)
    expect(votes.length).toBeGreaterThan(1)
    for (const one of votes) {
      const { concentration } = await api.ask(
        `{ concentration(of: OPERATORS, basis: VOTES, scope: {operatorSet: "${one.set}"}, block: {number: ${block}}) {
          hhi top(k: 3) nakamoto(threshold: ONE_THIRD) { count members { id } } universe { n nZero total } meta { basis nullReason } } }`,
      )
      const holding = one.holders.filter(({ weight }) => weight > 0n)
      expect(concentration.meta).toEqual({ basis: 'VOTES', nullReason: null })
      expect(concentration.universe.total).toBe(`${one.total}`)
      let squares = 0n
      let three = 0n
      one.holders.forEach(({ weight }, index) => {
        squares += weight * weight
        if (index < 3) three += weight
      })
      close(concentration.hhi, squares, one.total * one.total)
      close(concentration.top, three, one.total)
      const count = fewest(one, 1n, 3n)
      expect(concentration.nakamoto).toEqual({
        count,
        members: holding.slice(0, count).map(({ id }) => ({ id })),
      })
    }
  })

  test.each(BLOCKS)(
    'robustness, worst operators and criticality, quorum by quorum, at block %i',
    async (block) => {
      const votes = votesAt(block)
      const at = `basis: VOTES, block: {number: ${block}}`
      const answer = await api.ask(`{
      robustness(${at}) { perPool(limit: 4) { pool { id } perAvs { stake stakeToCorrupt } } meta { nullReason } }
      worstOperators(${at}, k: 2) { perPool(limit: 4) { pool { id } value share loss { value } lossNullReason } }
      criticality(${at}, limit: 30) { perPool(limit: 4) { pool { id } operators { operator { id } lost avss { share isDecisive } } } }
    }`)
      expect(answer.robustness.meta.nullReason).toBe('UNPRICED')
      for (const one of votes) {
        const isOfQuorum = ({ pool }: { pool: { id: string } }) => pool.id === one.quorum
        const { perAvs } = answer.robustness.perPool.find(isOfQuorum)
        expect(perAvs).toHaveLength(1)
        expect(perAvs[0].stake).toBe(`${one.total}`)
        close(perAvs[0].stakeToCorrupt, one.total, 3n)
        // Two operators control the quorum if they have a third of its weight.
        const worst = answer.worstOperators.perPool.find(isOfQuorum)
        const needed = fewest(one, 1n, 3n, true)
        expect(worst.value).toBe(needed <= 2 ? `${one.total}` : '0')
        expect(worst.loss).toBeNull()
        expect(worst.lossNullReason).toBe('NOT_DEFINED')
        const { operators } = answer.criticality.perPool.find(isOfQuorum)
        type Critical = {
          operator: { id: string }
          lost: string
          avss: { share: string; isDecisive: boolean }[]
        }
        const byOperator = new Map<string, Critical>(
          operators.map((found: Critical) => [found.operator.id, found]),
        )
        for (const { id, weight } of one.holders) {
          if (weight === 0n) continue
          const found = byOperator.get(id)!
          expect(found.lost).toBe(`${weight}`)
          close(found.avss[0]!.share, weight, one.total)
          expect(found.avss[0]!.isDecisive).toBe(weight * 3n >= one.total)
        }
      }
    },
  )

  test('a series has at each block what the contracts answered there', async () => {
    const [first] = votesAt(1500)
    for (const block of BLOCKS) {
      const one = votesAt(block).find(({ set }) => set === first!.set)!
      const { total, thirds } = await api.ask(`{
        total: series(metric: TOTAL, basis: VOTES, scope: {operatorSet: "${one.set}"}, from: ${block}, to: ${block}, every: 1) { value nullReason }
        thirds: series(metric: NAKAMOTO_THIRD, basis: VOTES, scope: {operatorSet: "${one.set}"}, from: ${block}, to: ${block}, every: 1) { value }
      }`)
      expect(total).toEqual([{ value: `${one.total}`, nullReason: null }])
      expect(thirds).toEqual([{ value: `${fewest(one, 1n, 3n)}` }])
    }
  })

  test.each(BLOCKS)('the ranking of services, quorum by quorum, at block %i', async (block) => {
    const { services } = await api.ask(
      `{ services(basis: VOTES, block: {number: ${block}}) { meta { nullReason } perPool(limit: 4) { pool { id } avss(limit: 5) { avs { id } stake members hhi nakamoto topOperator { id } topShare corruptionThreshold thresholdSource registered slashable phantomShare redistributable operatorSets { slashable } } } } }`,
    )
    expect(services.meta.nullReason).toBe('UNPRICED')
    for (const one of votesAt(block)) {
      const { avss } = services.perPool.find(
        ({ pool }: { pool: { id: string } }) => pool.id === one.quorum,
      )
      const [found] = avss
      expect(avss).toHaveLength(1)
      expect(found).toMatchObject({
        avs: { id: one.set.split('/')[0] },
        stake: `${one.total}`,
        nakamoto: fewest(one, 1n, 3n),
        topOperator: { id: one.holders[0]!.id },
        thresholdSource: 'DEFAULT',
        registered: null,
        slashable: null,
        phantomShare: null,
        redistributable: null,
      })
      let squares = 0n
      for (const { weight } of one.holders) squares += weight * weight
      close(found.hhi, squares, one.total * one.total)
      close(found.topShare, one.holders[0]!.weight, one.total)
      expect(found.operatorSets.length).toBeGreaterThan(0)
      for (const { slashable } of found.operatorSets) expect(slashable).toBeNull()
    }
  })

  test('figures of votes beside those of stake in one series', async () => {
    const [first] = votesAt(1500)
    const scope = `scope: {operatorSet: "${first!.set}"}`
    for (const block of BLOCKS) {
      const one = votesAt(block).find(({ set }) => set === first!.set)!
      const { seriesOf } = await api.ask(
        `{ seriesOf(from: ${block}, to: ${block}, every: 1, figures: [
          {figure: TOTAL, name: "votes", basis: VOTES, ${scope}}
          {figure: MEMBERS, name: "operators"}
          {figure: NAKAMOTO, name: "third", basis: VOTES, ${scope}, threshold: "1/3"}
          {figure: TOP, name: "three", basis: VOTES, ${scope}, k: 3}
        ]) { points { block values { name value nullReason coverage { pools } } } } }`,
      )
      const [{ values }] = seriesOf.points
      const { series } = await api.ask(
        `{ series(metric: MEMBERS, from: ${block}, to: ${block}, every: 1) { value } }`,
      )
      let three = 0n
      for (const { weight } of one.holders.slice(0, 3)) three += weight
      expect(values.slice(0, 3)).toMatchObject([
        { name: 'votes', value: `${one.total}`, nullReason: null, coverage: null },
        { name: 'operators', value: series[0].value },
        { name: 'third', value: `${fewest(one, 1n, 3n)}`, nullReason: null, coverage: null },
      ])
      close(values[3].value, three, one.total)
    }
    const { hint } = await api.refuse(
      `{ seriesOf(from: 1, to: 1, every: 1, figures: [{figure: EXCLUSIVE_SHARE, basis: VOTES, scope: {avs: "${first!.set.split('/')[0]}"}}]) { points { block } } }`,
    )
    expect(hint).toContain('which votes are not')
  })

  test('fields that do not measure votes refuse the basis, and name those that they know', async () => {
    const { code, hint } = await api.refuse('{ communities(basis: VOTES) { meta { basis } } }')
    expect(code).toBe('BAD_USER_INPUT')
    expect(hint).toContain('DELEGATED or REGISTERED or SLASHABLE or MIN_SLASHABLE')
  })
})
