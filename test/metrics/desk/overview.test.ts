import { describe, expect, test } from 'vitest'
import { ratio, subtract } from '../../../src/risk/math/ratio'
import { useRecordedApi } from '../../support/api/recorded-api'
import {
  near,
  networkOf,
  slowHhi,
  slowNakamoto,
  stakes,
  sum,
} from '../../support/risk/dense-network'
import { busiestPool, CHECKED } from '../../support/risk/pool-network'
import { expectQueued, slowAtRisk } from '../../support/risk/slow-at-risk'

const FIGURES = `{ block { number } operators avss operatorSets pools stake hhi nakamoto topShare registered registeredMultiplier slashable
  slashableLeverage phantomShare capitalAtRisk coverage { isComplete pools pricedPools } nullReason }`

describe.each(CHECKED)('the overview of $name', ({ dir, chosen }) => {
  const api = useRecordedApi('overview', dir)

  test.each(chosen)(
    'is that of plain loops over what the contracts answered, at block $block',
    async (truth) => {
      const pool = busiestPool(truth)
      const network = networkOf(truth, pool)
      const { alone, overview } = await api.ask(
        `{ alone: overview(includeQueued: false, scope: {pool: "${pool}"}, block: {number: ${truth.block}}) { now { capitalAtRisk } }
           overview(scope: {pool: "${pool}"}, block: {number: ${truth.block}}) { now ${FIGURES}
           topExposures(limit: 1000) { operator { id } avs { id } slashable share } dataQuality { indexedTo isFinal unknownBases } } }`,
      )
      const { now } = overview
      const amounts = stakes(network.cap)
      const [stake, all] = [
        sum(amounts),
        (matrix: typeof network.registered) =>
          sum([...matrix.values()].flatMap((column) => [...column.values()])),
      ]
      const [registered, slashable] = [all(network.registered), all(network.slashable)]
      expect([now.stake, now.registered, now.slashable]).toEqual(
        [stake, registered, slashable].map(String),
      )
      near(now.hhi, slowHhi(amounts))
      expect(now.nakamoto).toBe(slowNakamoto(amounts))
      near(
        now.topShare,
        ratio(
          amounts.reduce((most, one) => (one > most ? one : most), 0n),
          stake,
        ),
      )
      near(now.slashableLeverage, ratio(slashable, stake))
      const registeredTo = (avs: string) => network.registered.get(avs) ?? new Map<string, bigint>()
      const ofMembers = sum(
        [...network.slashable].flatMap(([avs, column]) =>
          [...column].flatMap(([operator, amount]) =>
            registeredTo(avs).has(operator) ? [amount] : [],
          ),
        ),
      )
      // An operator that left one set of an AVS, and is a member of another, is no member of the first.
      expect(Number(now.phantomShare)).toBeGreaterThanOrEqual(
        Number(subtract(ratio(1n), ratio(ofMembers, registered)).num) / Number(registered) - 1e-12,
      )
      const atRisk = slowAtRisk(truth, network)
      expect(alone.now.capitalAtRisk).toBe(`${sum([...atRisk.values()].map((one) => one.alone))}`)
      expectQueued(now.capitalAtRisk, atRisk.values())
      expect([now.avss, now.pools]).toEqual([network.registered.size, 1])
      const operators = new Set([
        ...[...network.cap].flatMap(([operator, cap]) => (cap > 0n ? [operator] : [])),
        ...[...network.registered.values()].flatMap((column) => [...column.keys()]),
      ])
      expect(now.operators).toBe(operators.size)
      // Whatever pools they accept.
      const sets = Object.values(truth.operatorSets).filter(({ members }) => members.length > 0)
      expect(now.operatorSets).toBe(sets.length)
      const cells = [...network.slashable].flatMap(([avs, column]) =>
        [...column].flatMap(([operator, amount]) => {
          return amount === 0n ? [] : [`${operator} ${avs} ${amount}`]
        }),
      )
      type Exposure = { operator: { id: string }; avs: { id: string }; slashable: string }
      expect(
        overview.topExposures
          .map(({ operator, avs, slashable }: Exposure) => `${operator.id} ${avs.id} ${slashable}`)
          .sort(),
      ).toEqual(cells.sort())
      expect(overview.dataQuality).toMatchObject({ isFinal: expect.any(Boolean), unknownBases: [] })
    },
  )

  test('equals the single answers, now and at an earlier block, with the prices of some pools', async () => {
    const { assets } = await api.ask('{ assets { id } }')
    const prices = (assets as { id: string }[])
      .slice(1)
      .map(({ id }, i) => `{asset: "${id}", value: "${i + 1}"}`)
    const pricing = `pricing: {numeraire: ETH, prices: [${prices}]}`
    const [first, last] = [chosen[0]!.block, chosen.at(-1)!.block]
    const { overview } = await api.ask(
      `{ overview(${pricing}, since: ${first}, block: {number: ${last}}) { now ${FIGURES} before ${FIGURES}
           changes { came { operators { total } } left { pools { total } } slashings { total } moved { total } }
           topOperators { operator { id } stake } topAvss { avs { id } stake phantomShare } meta { coverage { unpriced { id } } } } }`,
    )
    for (const [figures, block] of [
      [overview.now, last],
      [overview.before, first],
    ]) {
      const at = `${pricing}, block: {number: ${block}}`
      const { concentration, leverage } = await api.ask(
        `{ concentration(of: OPERATORS, ${at}) { hhi top(k: 1) nakamoto(threshold: ONE_THIRD) { count } universe { value } }
           leverage(${at}) { registered registeredMultiplier slashable slashableLeverage capitalAtRisk meta { coverage { isComplete pools pricedPools } } } }`,
      )
      const { meta, ...promised } = leverage
      expect(figures.coverage).toEqual(meta.coverage)
      expect(figures.block.number).toBe(block)
      expect(figures).toMatchObject({
        ...promised,
        hhi: concentration.hhi,
        topShare: concentration.top,
        nakamoto: concentration.nakamoto.count,
      })
      expect(Number(figures.stake)).toBeCloseTo(Number(concentration.universe.value), 6)
    }
    const { diff, services, operatorRanking } = await api.ask(
      `{ diff(from: ${first}, to: ${last}) { came { operators { total } } left { pools { total } } slashings { total } moved { total } }
         services(${pricing}, block: {number: ${last}}) { avss(limit: 5) { avs { id } stake phantomShare } }
         operatorRanking(${pricing}, block: {number: ${last}}) { operators(limit: 5) { operator { id } stake } } }`,
    )
    expect(overview.changes).toEqual(diff)
    expect(overview.topAvss).toEqual(services.avss)
    expect(overview.topOperators).toEqual(operatorRanking.operators)
  })

  test('without prices it counts, and answers pool by pool', async () => {
    const { block } = chosen.at(-1)!
    const { overview } = await api.ask(
      `{ overview(block: {number: ${block}}, since: ${chosen[0]!.block}) { now ${FIGURES} perPool(limit: 12) { pool { id } now ${FIGURES} before { stake pools } } dataQuality { indexedTo } meta { nullReason } } }`,
    )
    expect(overview.meta.nullReason).toBe('UNPRICED')
    expect(overview.now).toMatchObject({ stake: null, hhi: null, nullReason: 'UNPRICED' })
    expect(overview.now.operators).toBeGreaterThan(10)
    expect(overview.perPool).toHaveLength(overview.now.pools)
    for (const { pool, now, before } of overview.perPool) {
      const { single, leverage } = await api.ask(
        `{ single: overview(scope: {pool: "${pool.id}"}, block: {number: ${block}}, since: ${chosen[0]!.block}) { now ${FIGURES} before { stake pools } }
           leverage(scope: {pool: "${pool.id}"}, block: {number: ${block}}) { slashable capitalAtRisk } }`,
      )
      expect({ now, before }).toEqual(single)
      expect(now).toMatchObject(leverage)
    }
  })

  test('some of what can be lost is in the withdrawal queue, and capitalAtRisk has it', async () => {
    const more: bigint[] = []
    for (const { block } of chosen) {
      const { all, alone } = await api.ask(
        `{ all: overview(block: {number: ${block}}) { perPool(limit: 20) { now { capitalAtRisk } } }
           alone: overview(includeQueued: false, block: {number: ${block}}) { perPool(limit: 20) { now { capitalAtRisk } } } }`,
      )
      all.perPool.forEach(({ now }: { now: { capitalAtRisk: string } }, pool: number) => {
        more.push(BigInt(now.capitalAtRisk) - BigInt(alone.perPool[pool].now.capitalAtRisk))
      })
    }
    expect(more.every((one) => one >= 0n)).toBe(true)
    expect(more.filter((one) => one > 1000n).length).toBeGreaterThan(0)
  })

  test('an unknown pool has no answer, and a later block to compare with is refused', async () => {
    const unknown = '0x00000000000000000000000000000000000000aa'
    const { overview } = await api.ask(
      `{ overview(scope: {pool: "${unknown}"}) { now { stake } dataQuality { indexedTo } topAvss { stake } meta { nullReason } } }`,
    )
    expect(overview).toEqual({
      now: null,
      dataQuality: null,
      topAvss: [],
      meta: { nullReason: 'UNKNOWN_SCOPE' },
    })
    expect(
      await api.refuse('{ overview(block: {number: 100}, since: 101) { now { stake } } }'),
    ).toMatchObject({
      code: 'BAD_USER_INPUT',
    })
  })
})
