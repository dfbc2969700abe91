import { describe, expect, test } from 'vitest'
import { ratio } from '../../../src/risk/math/ratio'
import { useRecordedApi } from '../../support/api/recorded-api'
import { FIXTURE, groundTruth } from '../../support/recordings'
import { near, sum } from '../../support/risk/exact'
import { busiestPool, poolNetwork } from '../../support/risk/pool-network'

const truth = groundTruth(FIXTURE).at(-1)!
const at = `block: {number: ${truth.block}}`

describe('robustness over several pools', () => {
  const api = useRecordedApi('manypools', FIXTURE)

  async function asked(given: string) {
    const { assets } = await api.ask(`{ assets(${at}, limit: 1000) { address } }`)
    const prices = assets.map(({ address }: { address: string }, index: number) => {
      return `{asset: "${address}", value: "${index + 1}"}`
    })
    const pricing = `pricing: {numeraire: ETH, sources: [ARGUMENTS], prices: [${prices}]}`
    const { avss } = await api.ask(`{ avss(${at}, limit: 100) { address } }`)
    const profit = avss.map(({ address }: { address: string }) => `{avs: "${address}", value: "1"}`)
    const assumptions = `assumptions: {profit: [${profit}], threshold: "1/3"}`
    const { robustness, exposure } = await api.ask(
      `{ robustness(${[assumptions, pricing, at, given]}) { verdict meta { basis nullReason } perAvs { avs { id } stake headroom costOfCorruption { lower upper operators { id } } } }
         exposure(basis: REGISTERED, ${pricing}, ${at}) { columns { member { id } operators(limit: 1000) { operator { id } amount } } } }`,
    )
    return { robustness, columns: exposure.columns }
  }

  test('answers by default: on SLASHABLE, and on REGISTERED in one pool', async () => {
    const { robustness } = await asked('')
    expect(robustness.meta).toEqual({ basis: 'SLASHABLE', nullReason: null })
    expect(robustness.verdict).not.toBeNull()
    const inPool = await asked(`scope: {pool: "${busiestPool(truth)}"}`)
    expect(inPool.robustness.meta).toEqual({ basis: 'REGISTERED', nullReason: null })
    expect(inPool.robustness.verdict).not.toBeNull()
  })

  test('without prices: what one pool answers, in each pool', async () => {
    const selection = 'perAvs { avs { id } stake } meta { basis nullReason }'
    const { robustness } = await api.ask(
      `{ robustness(assumptions: {threshold: "1/3"}, ${at}) { meta { nullReason } perPool(limit: 2) { pool { id } ${selection} } } }`,
    )
    expect(robustness.meta.nullReason).toBe('UNPRICED')
    for (const { pool, ...figures } of robustness.perPool) {
      const alone = await api.ask(
        `{ robustness(assumptions: {threshold: "1/3"}, scope: {pool: "${pool.id}"}, ${at}) { ${selection} } }`,
      )
      expect(figures).toEqual(alone.robustness)
      expect(figures.meta.basis).toBe('REGISTERED')
    }
  })

  test('on REGISTERED has no verdict, and the cost of corruption of every AVS all the same', async () => {
    const { robustness, columns } = await asked('basis: REGISTERED')
    expect(robustness).toMatchObject({ verdict: null, meta: { nullReason: 'NOT_DEFINED' } })
    let costs = 0
    for (const { avs, stake, headroom, costOfCorruption } of robustness.perAvs) {
      expect(headroom).toBeNull()
      if (stake === '0') continue
      const column = columns.find(({ member }: { member: { id: string } }) => member.id === avs.id)
      const held = costOfCorruption.operators.map(({ id }: { id: string }) =>
        Number(
          column.operators.find((one: { operator: { id: string } }) => one.operator.id === id)
            .amount,
        ),
      )
      const lost = held.reduce((sum: number, one: number) => sum + one, 0)
      expect(lost / Number(costOfCorruption.upper)).toBeCloseTo(1, 12)
      expect(lost).toBeGreaterThanOrEqual((Number(stake) / 3) * (1 - 1e-12))
      expect(Number(costOfCorruption.lower)).toBeLessThanOrEqual(Number(costOfCorruption.upper))
      costs++
    }
    expect(costs).toBeGreaterThan(3)
  })

  test('without assumptions has the least loss of all coalitions with a third, and says that a third is assumed', async () => {
    const pool = busiestPool(truth)
    const { sets } = poolNetwork(truth, pool)
    const of = `basis: SLASHABLE, scope: {pool: "${pool}"}, ${at}`
    const fields =
      '{ verdict perAvs { avs { id } stakeToCorrupt costOfCorruption { lower upper isExact } } meta { nullReason assumptions { name value } } }'
    const { none, empty, half } = await api.ask(
      `{ none: robustness(${of}) ${fields} empty: robustness(assumptions: {threshold: null}, ${of}) ${fields}
         half: robustness(assumptions: {threshold: "1/2"}, ${of}) ${fields} }`,
    )
    expect(none.meta).toEqual({
      nullReason: 'ASSUMPTION_MISSING',
      assumptions: [{ name: 'threshold', value: '1/3' }],
    })
    expect(empty).toEqual(none)
    expect(half.meta.assumptions).toEqual([{ name: 'threshold', value: '1/2' }])
    for (const [{ perAvs }, parts] of [
      [none, 3n],
      [half, 2n],
    ] as const) {
      let exact = 0
      for (const { avs, stakeToCorrupt, costOfCorruption } of perAvs) {
        const stakes = new Map<string, bigint>()
        for (const set of sets.values()) {
          if (set.avs !== avs.id) continue
          for (const [operator, amount] of set.slashable) {
            stakes.set(operator, (stakes.get(operator) ?? 0n) + amount)
          }
        }
        const held = [...stakes.values()]
        const total = sum(held)
        near(stakeToCorrupt, ratio(total, parts))
        if (total === 0n) continue
        // All coalitions: those that have the part, and of them the one that loses least.
        let sums = [0n]
        for (const one of held) sums = [...sums, ...sums.map((had) => had + one)]
        const least = sums
          .filter((one) => one * parts >= total)
          .reduce((least, one) => (one < least ? one : least))
        expect(BigInt(costOfCorruption.lower)).toBeLessThanOrEqual(least)
        expect(BigInt(costOfCorruption.upper)).toBeGreaterThanOrEqual(least)
        if (!costOfCorruption.isExact) continue
        expect(costOfCorruption).toMatchObject({ lower: `${least}`, upper: `${least}` })
        exact++
      }
      expect(exact).toBeGreaterThan(2)
    }
  })
})
