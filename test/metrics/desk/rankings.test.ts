import { describe, expect, test } from 'vitest'
import { compare, ratio } from '../../../src/risk/math/ratio'
import { useRecordedApi } from '../../support/api/recorded-api'
import {
  near,
  networkOf,
  slowHhi,
  slowNakamoto,
  stakes,
  sum,
} from '../../support/risk/dense-network'
import { busiestPool, CHECKED, poolNetwork } from '../../support/risk/pool-network'
import { expectQueued, slowAtRisk } from '../../support/risk/slow-at-risk'

const THIRD = ratio(1n, 3n)
const SERVICE = `avs { id } stake members hhi nakamoto topOperator { id } topShare exclusiveShare registered slashable departed phantomShare
  costOfCorruption redistributes redistributable operatorSets { operatorSet { id } slashable slasher { id } pendingSlasher { id } redistributionRecipient { id } }
  coverage { isComplete holders } nullReason`
const OPERATOR = `operator { id } stake share avss registered registeredMultiplier slashable slashableLeverage capitalAtRisk hhi nakamoto
  topAvs { id } topShare decisive coverage { isComplete } nullReason`

/** Expects a decimal to equal a fraction to 12 digits, or no value where there is none. */
function nearOrNull(text: string | null, num: bigint, den: bigint) {
  if (den === 0n) expect(text).toBeNull()
  else near(text!, ratio(num, den))
}

describe.each(CHECKED)('rankings of $name', ({ dir, chosen }) => {
  const api = useRecordedApi('rankings', dir)

  describe.each(chosen)('at block $block', (truth) => {
    const pool = busiestPool(truth)
    const network = networkOf(truth, pool)
    const { sets } = poolNetwork(truth, pool)
    const at = `scope: {pool: "${pool}"}, block: {number: ${truth.block}}`

    test('services are as plain loops over what the contracts answered', async () => {
      const { services } = await api.ask(
        `{ services(${at}) { count avss(limit: 200) { ${SERVICE} } } }`,
      )
      const known = new Set([...network.registered.keys(), ...network.slashable.keys()])
      expect(new Set(services.avss.map((one: { avs: { id: string } }) => one.avs.id))).toEqual(
        known,
      )
      expect(services.count).toBe(known.size)
      const order = services.avss.map((one: { stake: string }) => BigInt(one.stake))
      expect(order).toEqual([...order].sort((a, b) => (a === b ? 0 : a > b ? -1 : 1)))
      for (const one of services.avss) {
        const column = network.registered.get(one.avs.id) ?? new Map<string, bigint>()
        const amounts = stakes(column)
        const total = sum(amounts)
        expect([one.stake, one.registered, one.members]).toEqual([
          `${total}`,
          `${total}`,
          column.size,
        ])
        expect(one.nakamoto).toBe(total === 0n ? null : slowNakamoto(amounts))
        if (total > 0n) near(one.hhi, slowHhi(amounts))
        const largest = [...amounts].sort((a, b) => (a > b ? -1 : 1))[0] ?? 0n
        nearOrNull(one.topShare, largest, total)
        if (total > 0n) expect(column.get(one.topOperator.id)).toBe(largest)
        const own = [...column].flatMap(([operator, amount]) => {
          const serves = [...network.registered.values()].filter((other) => other.has(operator))
          return serves.length === 1 ? [amount] : []
        })
        nearOrNull(one.exclusiveShare, sum(own), total)
        const cut = [...(network.slashable.get(one.avs.id) ?? [])]
        expect(BigInt(one.slashable) + BigInt(one.departed)).toBe(
          sum(cut.map(([, amount]) => amount)),
        )
        nearOrNull(one.phantomShare, total - BigInt(one.slashable), total)
        // A coalition that reaches a third loses its stake there.
        const cost = Number(one.costOfCorruption ?? 0)
        expect(cost).toBeGreaterThanOrEqual((Number(total) / 3) * (1 - 1e-12))
        for (const set of one.operatorSets) {
          const expected = sets.get(set.operatorSet.id)
          if (!expected) continue
          expect(set.slashable).toBe(`${sum(expected.slashable.values())}`)
          expect(set.slasher?.id ?? null).toBe(expected.slasher)
          expect(set.redistributionRecipient?.id ?? null).toBe(expected.recipient)
        }
      }
    })

    test('operators are as plain loops over what the contracts answered', async () => {
      const { alone, operatorRanking } = await api.ask(
        `{ alone: operatorRanking(${at}, includeQueued: false) { operators(limit: 1000) { operator { id } capitalAtRisk } }
           operatorRanking(${at}, orderBy: REGISTERED) { count operators(limit: 1000) { ${OPERATOR} } } }`,
      )
      expect(operatorRanking.count).toBe(Object.keys(truth.operators).length)
      const all = sum(network.cap.values())
      const atRisk = slowAtRisk(truth, network)
      type AtRisk = { operator: { id: string }; capitalAtRisk: string }
      const withoutQueue = new Map(
        alone.operators.map(({ operator, capitalAtRisk }: AtRisk) => [operator.id, capitalAtRisk]),
      )
      for (const one of operatorRanking.operators) {
        const id = one.operator.id
        const cap = network.cap.get(id) ?? 0n
        const served = [...network.registered].filter(([, column]) => column.has(id))
        const held = served.map(([, column]) => column.get(id)!)
        const cut = sum([...network.slashable.values()].map((column) => column.get(id) ?? 0n))
        expect([one.stake, one.avss, one.registered, one.slashable]).toEqual([
          `${cap}`,
          served.length,
          `${sum(held)}`,
          `${cut}`,
        ])
        expectQueued(one.capitalAtRisk, [atRisk.get(id)!])
        expect(withoutQueue.get(id)).toBe(`${cut < cap ? cut : cap}`)
        nearOrNull(one.share, cap, all)
        nearOrNull(one.registeredMultiplier, sum(held), cap)
        nearOrNull(one.slashableLeverage, cut, cap)
        const amounts = held.filter((amount) => amount > 0n)
        if (amounts.length === 0) expect([one.hhi, one.nakamoto]).toEqual([null, null])
        else {
          near(one.hhi, slowHhi(amounts))
          expect(one.nakamoto).toBe(slowNakamoto(amounts))
        }
        const parts = served.flatMap(([, column]) => {
          const total = sum(column.values())
          return total === 0n ? [] : [ratio(column.get(id)!, total)]
        })
        const largest = parts.reduce(
          (most, part) => (compare(part, most) > 0n ? part : most),
          ratio(0n),
        )
        if (parts.length === 0) expect(one.topShare).toBeNull()
        else if (largest.num === 0n) expect(one.topShare).toBe('0')
        else near(one.topShare, largest)
        expect(one.decisive).toBe(parts.filter((part) => compare(part, THIRD) >= 0n).length)
      }
    })

    test('both equal the single answers, with prices of some pools', async () => {
      const { assets } = await api.ask('{ assets { id } }')
      const prices = (assets as { id: string }[])
        .slice(1)
        .map(({ id }, i) => `{asset: "${id}", value: "${i + 1}"}`)
      const of = `pricing: {numeraire: ETH, prices: [${prices}]}, block: {number: ${truth.block}}`
      const { services, operatorRanking, leverage, robustness } = await api.ask(
        `{ services(${of}, orderBy: PHANTOM_SHARE) { avss(limit: 200) { ${SERVICE} } }
           operatorRanking(${of}, orderBy: STAKE) { operators(limit: 1000) { ${OPERATOR} } }
           leverage(${of}) { avss { avs { id } registered slashable departed phantomShare exclusiveShare nullReason coverage { isComplete holders } }
             operators(limit: 1000) { operator { id } registeredMultiplier slashableLeverage } }
           robustness(${of}, basis: SLASHABLE, assumptions: {threshold: "1/3"}) { perAvs { avs { id } stake costOfCorruption { lower } } } }`,
      )
      type Single = { avs: { id: string }; nullReason: string | null }
      const single = new Map((leverage.avss as Single[]).map((one) => [one.avs.id, one]))
      for (const {
        avs,
        registered,
        slashable,
        departed,
        phantomShare,
        exclusiveShare,
        redistributable,
        nullReason,
        coverage,
      } of services.avss) {
        expect({
          avs,
          registered,
          slashable,
          departed,
          phantomShare,
          exclusiveShare,
          // Stake that redistributes may lie in the pool without a price alone.
          nullReason: redistributable === null ? single.get(avs.id)!.nullReason : nullReason,
          coverage,
        }).toEqual(single.get(avs.id))
      }
      const shares = services.avss.flatMap(
        (one: { phantomShare: string | null }) => one.phantomShare ?? [],
      )
      expect(shares.map(Number)).toEqual(shares.map(Number).sort((a: number, b: number) => b - a))
      const ofOperators = new Map(
        leverage.operators.map((one: { operator: { id: string } }) => [one.operator.id, one]),
      )
      for (const {
        operator,
        registeredMultiplier,
        slashableLeverage,
      } of operatorRanking.operators) {
        expect({ operator, registeredMultiplier, slashableLeverage }).toEqual(
          ofOperators.get(operator.id),
        )
      }
      const { services: slashable } = await api.ask(
        `{ services(${of}, basis: SLASHABLE, orderBy: COST_OF_CORRUPTION, descending: false) { avss(limit: 1000) { avs { id } costOfCorruption } } }`,
      )
      const costs = new Map(
        robustness.perAvs.map(
          (one: { avs: { id: string }; costOfCorruption: { lower: string } | null }) => [
            one.avs.id,
            one.costOfCorruption?.lower ?? null,
          ],
        ),
      )
      for (const { avs, costOfCorruption } of slashable.avss) {
        expect(costOfCorruption).toBe(costs.get(avs.id) ?? null)
      }
    })
  })

  test('filters keep those that fit, for certain', async () => {
    const { services: all, operatorRanking: everybody } = await api.ask(
      `{ services(orderBy: MEMBERS) { avss(limit: 200) { avs { id } members redistributes operatorSets { slasher { id } } } }
         operatorRanking { operators(limit: 1000) { operator { id } avss } } }`,
    )
    type Service = {
      avs: { id: string }
      redistributes: boolean
      operatorSets: { slasher: { id: string } | null }[]
    }
    const slasher = (all.avss as Service[])
      .flatMap(({ operatorSets }) => operatorSets)
      .find((set) => set.slasher)!.slasher!.id
    const { redistributing, slashed, none, many } = await api.ask(
      `{ redistributing: services(where: {redistributes: true}) { count }
         slashed: services(where: {slasher: "${slasher}"}, orderBy: MEMBERS) { avss(limit: 1000) { avs { id } } }
         none: services(where: {minStake: "1"}) { count meta { nullReason } }
         many: operatorRanking(where: {minAvss: 3}) { count } }`,
    )
    expect(redistributing.count).toBe(
      (all.avss as Service[]).filter((one) => one.redistributes).length,
    )
    expect(slashed.avss.map((one: Service) => one.avs.id)).toEqual(
      (all.avss as Service[])
        .filter(({ operatorSets }) => operatorSets.some((set) => set.slasher?.id === slasher))
        .map(({ avs }) => avs.id),
    )
    // Without prices, no stake of several pools is certain.
    expect(none).toEqual({ count: 0, meta: { nullReason: 'UNPRICED' } })
    expect(many.count).toBe(
      everybody.operators.filter((one: { avss: number }) => one.avss >= 3).length,
    )
    expect(
      await api.refuse(
        '{ services(where: {avss: ["0x00000000000000000000000000000000000000aa"]}) { count } }',
      ),
    ).toMatchObject({ code: 'BAD_USER_INPUT' })
  })

  test('pages of operators by stake, whose figures alone are computed, are parts of the whole list', async () => {
    const { pools } = await api.ask('{ pools(limit: 3) { id } }')
    for (const { id } of pools) {
      for (const descending of [true, false]) {
        const asked = (filter: string, page: string) =>
          `operatorRanking(scope: {pool: "${id}"}, descending: ${descending} ${filter}) {
             count operators(${page}) { operator { id } stake share avss registered slashable capitalAtRisk hhi topShare decisive nullReason }
           }`
        const { whole, first, second } = await api.ask(`{
          whole: ${asked('where: {minStake: "0"}', 'limit: 1000')}
          first: ${asked('', 'limit: 4')}
          second: ${asked('', 'limit: 1000, offset: 4')}
        }`)
        expect(first.count).toBe(whole.count)
        expect(whole.count).toBeGreaterThan(4)
        expect([...first.operators, ...second.operators]).toEqual(whole.operators)
      }
    }
  })
})
