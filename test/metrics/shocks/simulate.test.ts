import { describe, expect, test } from 'vitest'
import { useRecordedApi } from '../../support/api/recorded-api'
import { FIXTURE, groundTruth } from '../../support/recordings'
import { sum } from '../../support/risk/exact'
import { busiestPool } from '../../support/risk/pool-network'
import { promisesIn } from '../../support/risk/promises'

/*
 * Field `simulate` on the recorded chain of the project. That a slashing of the past, simulated at the block before it, gives
 * the state after it, is tested in ../back-test.test.ts.
 */

const upper = (id: string) => id.toUpperCase().replace('X', 'x')
const STRANGER = `0x${'7'.repeat(40)}`

describe('simulate', () => {
  const api = useRecordedApi('simulate', FIXTURE)
  const truth = groundTruth(FIXTURE).at(-1)!
  const pool = busiestPool(truth)
  const { slashable } = promisesIn(truth, pool)
  /** The AVS that can slash the most operators in the pool. */
  const [[avs, stakes]] = [...slashable].sort(([, a], [, b]) => b.size - a.size) as [
    [string, Map<string, bigint>],
  ]
  const [operator] = [...stakes.keys()] as [string]
  const at = `block: {number: ${truth.block}}`
  const inPool = `scope: {pool: "${pool}"}, ${at}`
  const byzantine = (id = avs) => `shocks: [{byzantineAvs: {avs: "${id}"}}]`

  test('of an AVS that slashes everything, what each operator and all lose is what contracts say it can slash', async () => {
    const { simulate } = await api.ask(
      `{ simulate(${byzantine(upper(avs))}, ${inPool}) { operators { operator { id } pool { id } sharesBefore sharesAfter }
         capitalLoss { pool { id } shares } capitalLossValue avss { avs { id } pool { id } after failedRound } rounds { round causes } meta { basis nullReason } } }`,
    )
    expect(simulate.meta).toEqual({ basis: 'SLASHABLE', nullReason: null })
    const losses = new Map<string, bigint>()
    for (const one of simulate.operators) {
      if (one.pool.id !== pool) continue
      losses.set(one.operator.id, BigInt(one.sharesBefore) - BigInt(one.sharesAfter))
    }
    expect(losses.size).toBeGreaterThan(1)
    for (const [id, stake] of stakes) {
      if (stake === 0n) continue
      // The contract rounds what it slashes, and what is left, by a unit each.
      const off = losses.get(id)! - stake
      expect(off >= -2n && off <= 2n, `${id}: ${off}`).toBe(true)
    }
    const lost = simulate.capitalLoss.find((one: { pool: { id: string } }) => one.pool.id === pool)
    expect(BigInt(lost.shares)).toBe(sum(losses.values()))
    expect(simulate.capitalLossValue).toBe(lost.shares)
    const slashed = simulate.avss.find((one: { avs: { id: string } }) => one.avs.id === avs)
    expect(slashed).toEqual({ avs: { id: avs }, pool: null, after: '0', failedRound: null })
    expect(simulate.rounds).toHaveLength(1)
  })

  test('rules are repeated as assumptions, in their order, with addresses in lower case', async () => {
    const rules = `rules: {ejection: "0.5", minimumShare: "1/3", minimum: [{avs: "${upper(avs)}", value: "1"}]}`
    const { simulate } = await api.ask(
      `{ simulate(${byzantine()}, ${rules}, ${inPool}) { avss { avs { id } failedRound } meta { assumptions { name value } } } }`,
    )
    expect(simulate.meta.assumptions).toEqual([
      { name: `minimum of ${avs}`, value: '1' },
      { name: 'minimumShare', value: '1/3' },
      { name: 'ejection', value: '0.5' },
    ])
    const failed = simulate.avss.find((one: { avs: { id: string } }) => one.avs.id === avs)
    expect(failed.failedRound).toBe(1)
  })

  test('stake of several pools needs prices only if rules or a depeg compare amounts', async () => {
    const fields = '{ avss { pool { id } } capitalLossValue rounds { round } meta { nullReason } }'
    const { plain, ruled, depeg } = await api.ask(
      `{ plain: simulate(${byzantine()}, ${at}) ${fields}
         ruled: simulate(${byzantine()}, rules: {ejection: "1"}, ${at}) ${fields}
         depeg: simulate(shocks: [{depeg: {pool: "${pool}", fraction: "1"}}], ${at}) ${fields} }`,
    )
    expect(plain.meta.nullReason).toBeNull()
    expect(plain.capitalLossValue).toBeNull()
    for (const { pool } of plain.avss) expect(pool).not.toBeNull()
    const unpriced = { capitalLossValue: null, meta: { nullReason: 'UNPRICED' } }
    expect(depeg).toEqual({ ...unpriced, avss: [], rounds: [{ round: 0 }] })
    // What happens to shares needs no prices.
    expect(ruled).toMatchObject({ ...unpriced, avss: plain.avss })
    expect(ruled.rounds[0]).toEqual({ round: 0 })
  })

  test('a pool that is not known is UNKNOWN_SCOPE', async () => {
    const { simulate } = await api.ask(
      `{ simulate(${byzantine()}, scope: {pool: "${STRANGER}"}, ${at}) { operators { sharesAfter } avss { after } capitalLoss { shares } meta { nullReason } } }`,
    )
    const nothing = { operators: [], avss: [], capitalLoss: [] }
    expect(simulate).toEqual({ ...nothing, meta: { nullReason: 'UNKNOWN_SCOPE' } })
  })

  const slash = (parts: string) => `{slash: {operator: "${operator}", operatorSet: ${parts}}}`
  const set = Object.keys(truth.operatorSets)[0]!.toLowerCase()
  test.each([
    ['an unknown AVS', `{byzantineAvs: {avs: "${STRANGER}"}}`, 'No such AVS at that block.'],
    ['an unknown operator', `{loss: {operator: "${STRANGER}", fraction: "1"}}`, 'No such operator'],
    ['an unknown pool', `{drainPool: {pool: "${STRANGER}", fraction: "1"}}`, 'No such pool'],
    [
      'an unknown operator set',
      slash(`"${STRANGER}/0", pools: ["${pool}"], wads: ["1"]`),
      'No such operator set',
    ],
    ['an unknown member of a group', `{group: {operators: ["${STRANGER}"]}}`, 'No such operator'],
    [
      'an unknown AVS of a group',
      `{group: {operators: ["${operator}"], avss: ["${STRANGER}"]}}`,
      'No such AVS',
    ],
    ['no pool', slash(`"${set}", pools: [], wads: []`), 'Name one pool or more.'],
    ['wads without pools', slash(`"${set}", pools: ["${pool}"], wads: ["1", "2"]`), 'Give one for'],
    ['a wad of 0', slash(`"${set}", pools: ["${pool}"], wads: ["0"]`), 'A wad is from 1 to 1e18.'],
    ['a group of nobody', '{group: {operators: []}}', 'Name one operator or more.'],
    ['a group without members', '{group: {}}', 'Give operators, or a grouping and a name.'],
    ['a grouping that is not there', '{group: {grouping: "x", name: "y"}}', 'Label files have'],
    ['nothing', '{}', 'A shock has exactly one member'],
    [
      'two things',
      `{byzantineAvs: {avs: "${avs}"}, loss: {operator: "${operator}", fraction: "1"}}`,
      'A shock has exactly one member',
    ],
    ['a part above 1', `{massExit: {pool: "${pool}", fraction: "1.1"}}`, 'Write a decimal or'],
  ])('a shock of %s is refused', async (_, shock, hint) => {
    expect(
      await api.refuse(`{ simulate(shocks: [${shock}], ${at}) { rounds { round } } }`),
    ).toEqual({ code: 'BAD_USER_INPUT', hint: expect.stringContaining(hint) })
  })

  test.each([
    ['shocks: []', 'Give one shock or more.'],
    [`${byzantine()}, basis: DELEGATED`, 'AVSs count REGISTERED or slashable stake.'],
    [
      `${byzantine()}, rules: {minimum: [{avs: "${STRANGER}", value: "1"}]}, ${inPool}`,
      'No such AVS at that block.',
    ],
    [`${byzantine()}, rules: {ejection: "0"}`, 'Write a part above 0'],
  ])('%s is refused', async (args, hint) => {
    const given = args.includes('block:') ? args : `${args}, ${at}`
    expect(await api.refuse(`{ simulate(${given}) { rounds { round } } }`)).toMatchObject({
      code: 'BAD_USER_INPUT',
      hint: expect.stringContaining(hint),
    })
  })
})
