import { describe, expect, test } from 'vitest'
import { ratio, subtract } from '../../src/risk/math/ratio'
import { useRecordedApi } from '../support/api/recorded-api'
import {
  near,
  networkOf,
  slowGamma,
  slowGini,
  slowHhi,
  slowNakamoto,
  slowOverlap,
  stakes,
  sum,
} from '../support/risk/dense-network'
import { busiestPool, CHECKED } from '../support/risk/pool-network'

const lower = (text: string) => text.toLowerCase()

describe.each(CHECKED)('metrics of $name, recomputed', ({ dir, chosen }) => {
  const api = useRecordedApi('riskslow', dir)

  describe.each(chosen)('at block $block', (truth) => {
    const pool = busiestPool(truth)
    const network = networkOf(truth, pool)
    const at = `scope: {pool: "${pool}"}, block: {number: ${truth.block}}`

    test.each([
      ['REGISTERED', network.registered],
      ['SLASHABLE', network.slashable],
    ] as const)('concentration of every AVS, %s', async (basis, matrix) => {
      let compared = 0
      for (const [avs, column] of matrix) {
        const { concentration } = await api.ask(
          `{ concentration(of: OPERATORS, scope: {pool: "${pool}", avs: "${avs}"}, basis: ${basis}, block: {number: ${truth.block}}) { hhi gini universe { n total } nakamoto(threshold: ONE_THIRD) { count } } }`,
        )
        const amounts = stakes(column)
        if (amounts.length === 0) {
          expect(concentration.hhi).toBeNull()
          continue
        }
        near(concentration.hhi, slowHhi(amounts))
        near(concentration.gini, slowGini(amounts))
        expect(concentration.nakamoto.count).toBe(slowNakamoto(amounts))
        expect(concentration.universe).toEqual({ n: amounts.length, total: `${sum(amounts)}` })
        compared++
      }
      expect(compared).toBeGreaterThan(1)
    })

    test.each([
      ['REGISTERED', network.registered],
      ['SLASHABLE', network.slashable],
    ] as const)('overlap and directed exposure of all pairs of AVSs, %s', async (basis, matrix) => {
      const { ruzicka, cosine, exposure } = await api.ask(
        `{ ruzicka: overlap(among: AVSS, measure: RUZICKA, basis: ${basis}, ${at}) { pairs(limit: 1000) { a { id } b { id } value } }
           cosine: overlap(among: AVSS, measure: COSINE, basis: ${basis}, ${at}) { pairs(limit: 1000) { a { id } b { id } value } }
           exposure(of: AVSS, basis: ${basis}, ${at}) { columns { member { id } total operators(limit: 1000) { operator { id } amount } } directed(limit: 1000) { from { id } to { id } share } } }`,
      )
      type Pair = { a: { id: string }; b: { id: string }; value: string | null }
      const of = (avs: string) => matrix.get(avs) ?? new Map<string, bigint>()
      for (const { a, b, value } of ruzicka.pairs as Pair[]) {
        const expected = slowOverlap(of(a.id), of(b.id)).ruzicka
        if (expected === null) expect(value).toBeNull()
        else near(value!, expected)
      }
      for (const { a, b, value } of cosine.pairs as Pair[]) {
        const expected = slowOverlap(of(a.id), of(b.id)).cosine
        if (expected === null) expect(value).toBeNull()
        else expect(Number(value)).toBeCloseTo(expected, 11)
      }
      for (const { member, total, operators } of exposure.columns) {
        expect(total).toBe(`${sum(of(member.id).values())}`)
        const listed = operators.map((one: { operator: { id: string }; amount: string }) => [
          one.operator.id,
          one.amount,
        ])
        expect(new Map(listed)).toEqual(
          new Map([...of(member.id)].map(([one, amount]) => [one, `${amount}`])),
        )
      }
      for (const { from, to, share } of exposure.directed) {
        const common = sum(
          [...of(to.id)].flatMap(([operator, amount]) =>
            of(from.id).has(operator) ? [amount] : [],
          ),
        )
        near(share, ratio(common, sum(of(to.id).values())))
      }
    })

    test('leverage: multiplier, slashable leverage, phantom shares', async () => {
      const { leverage } = await api.ask(
        `{ leverage(${at}) { stake registered fromDirectory registeredMultiplier slashable slashableLeverage nominalToSlashable avss { avs { id } registered fromDirectory slashable departed phantomShare } } }`,
      )
      const serving = new Set(
        [...network.registered.values()].flatMap((column) => [...column.keys()]),
      )
      const stake = sum([...serving].map((operator) => network.cap.get(operator) ?? 0n))
      const registered = sum(
        [...network.registered.values()].flatMap((column) => [...column.values()]),
      )
      const slashable = sum(
        [...network.slashable.values()].flatMap((column) => [...column.values()]),
      )
      expect(leverage.registered).toBe(`${registered}`)
      expect(leverage.slashable).toBe(`${slashable}`)
      // Who serves an AVS only in other pools is an operator that serves one, too.
      expect(BigInt(leverage.stake)).toBeGreaterThanOrEqual(stake)
      near(leverage.registeredMultiplier, ratio(registered, BigInt(leverage.stake)))
      near(leverage.slashableLeverage, ratio(slashable, sum(network.cap.values())))
      near(leverage.nominalToSlashable, ratio(registered, slashable))
      expect(leverage.fromDirectory).toBe(`${sum(network.fromDirectory.values())}`)
      for (const one of leverage.avss) {
        const own = sum(network.registered.get(one.avs.id)?.values() ?? [])
        const cut = sum(network.slashable.get(one.avs.id)?.values() ?? [])
        expect(BigInt(one.slashable) + BigInt(one.departed)).toBe(cut)
        expect(one.fromDirectory).toBe(`${network.fromDirectory.get(one.avs.id) ?? 0n}`)
        if (own === 0n) expect(one.phantomShare).toBeNull()
        else near(one.phantomShare, subtract(ratio(1n), ratio(BigInt(one.slashable), own)))
      }
    })

    test('criticality: what every operator holds of every AVS', async () => {
      const { criticality } = await api.ask(
        `{ criticality(limit: 1000, basis: REGISTERED, ${at}) { operators { operator { id } lost avss { avs { id } share isDecisive } } } }`,
      )
      for (const { operator, lost, avss } of criticality.operators) {
        let all = 0n
        for (const { avs, share, isDecisive } of avss) {
          const column = network.registered.get(avs.id)!
          const [held, total] = [column.get(operator.id)!, sum(column.values())]
          all += held
          if (total === 0n) expect(share).toBeNull()
          else {
            near(share, ratio(held, total))
            expect(isDecisive).toBe(held * 3n >= total)
          }
        }
        expect(lost).toBe(`${all}`)
      }
    })

    test('robustness: gamma of the certificate', async () => {
      const chosen = [...network.registered]
        .filter(([, column]) => sum(column.values()) > 0n)
        .slice(0, 6)
      const profits = new Map(
        chosen.map(([avs, column], i) => [avs, sum(column.values()) / BigInt(4 + i)]),
      )
      const list = [...profits].map(([avs, value]) => `{avs: "${avs}", value: "${value}"}`)
      const { robustness } = await api.ask(
        `{ robustness(assumptions: {profit: [${list}], threshold: "1/3"}, ${at}) { verdict gamma gammaRounded attack { gain cost } } }`,
      )
      const gamma = slowGamma(network, profits, ratio(1n, 3n))!
      near(robustness.gamma, gamma)
      expect(Number(robustness.gammaRounded)).toBeGreaterThanOrEqual(Number(robustness.gamma))
      if (robustness.verdict === 'ATTACK') {
        expect(BigInt(robustness.attack.gain)).toBeGreaterThan(BigInt(robustness.attack.cost))
      }
    })

    test('worst operators: the largest losses, and a group that controls the reported stake', async () => {
      const { worstOperators } = await api.ask(
        `{ worstOperators(k: 3, basis: REGISTERED, includeQueued: false, ${at}) { operators { id } avss { id } value atMost loss { operators { id } value } } }`,
      )
      const losses = new Map<string, bigint>()
      for (const column of network.slashable.values()) {
        for (const [operator, amount] of column)
          losses.set(operator, (losses.get(operator) ?? 0n) + amount)
      }
      const largest = [...losses.values()].sort((a, b) => (a > b ? -1 : 1)).slice(0, 3)
      expect(worstOperators.loss.value).toBe(`${sum(largest)}`)
      const group = new Set(worstOperators.operators.map(({ id }: { id: string }) => id))
      const controlled = [...network.registered].filter(([, column]) => {
        const total = sum(column.values())
        const held = sum(
          [...column].flatMap(([operator, amount]) => (group.has(operator) ? [amount] : [])),
        )
        return total > 0n && held * 3n >= total
      })
      expect(worstOperators.value).toBe(
        `${sum(controlled.flatMap(([, column]) => [...column.values()]))}`,
      )
      expect(Number(worstOperators.atMost)).toBeGreaterThanOrEqual(
        Number(worstOperators.value) * (1 - 1e-12),
      )
    })

    test.each([
      ['REGISTERED', network.registered],
      ['SLASHABLE', network.slashable],
    ] as const)('loss correlation of all pairs of AVSs, %s', async (basis, matrix) => {
      const { correlation } = await api.ask(
        `{ correlation(faults: {probability: "0.05"}, basis: ${basis}, ${at}) { items(limit: 1000) { member { id } expectedLoss standardDeviation } pairs(limit: 1000) { a { id } b { id } value bothHit } } }`,
      )
      const of = (avs: string) => matrix.get(avs) ?? new Map<string, bigint>()
      for (const { member, expectedLoss, standardDeviation } of correlation.items) {
        const amounts = [...of(member.id).values()]
        near(expectedLoss, ratio(sum(amounts), 20n))
        const variance = amounts.reduce((total, x) => total + Number(x) ** 2 * 0.05 * 0.95, 0)
        if (variance === 0) expect(standardDeviation).toBe('0')
        else expect(Number(standardDeviation) / Math.sqrt(variance)).toBeCloseTo(1, 11)
      }
      for (const { a, b, value, bothHit } of correlation.pairs) {
        // Without groups, losses are as alike as the stakes behind them.
        const expected = slowOverlap(of(a.id), of(b.id)).cosine
        if (expected === null) expect(value).toBeNull()
        else expect(Number(value)).toBeCloseTo(expected, 11)
        if (basis === 'SLASHABLE') continue
        const [first, second] = [[...of(a.id).keys()], [...of(b.id).keys()]]
        const hit = (operators: Iterable<string>) => 1 - 0.95 ** new Set(operators).size
        const both = hit(first) + hit(second) - hit([...first, ...second])
        expect(Number(bothHit)).toBeCloseTo(both, 11)
      }
    })

    test('loss distribution: every combination of three operators with the largest losses', async () => {
      const losses = new Map<string, bigint>()
      for (const column of network.slashable.values()) {
        for (const [operator, amount] of column)
          losses.set(operator, (losses.get(operator) ?? 0n) + amount)
      }
      const largest = [...losses]
        .filter(([, loss]) => loss > 0n)
        .sort((a, b) => (a[1] > b[1] ? -1 : 1))
        .slice(0, 3)
      const parts = [0.1, 0.2, 0.3]
      const given = largest.map(
        ([operator], i) => `{operator: "${operator}", probability: "${parts[i]}"}`,
      )
      const { lossDistribution } = await api.ask(
        `{ lossDistribution(faults: {probability: "0", operators: [${given}]}, includeQueued: false, levels: ["0.95"], ${at}) { expectedLoss maximalLoss anyLoss tails { valueAtRisk expectedShortfall } meta { method } } }`,
      )
      const cases = Array.from({ length: 2 ** largest.length }, (_, state) => {
        let [loss, probability] = [0, 1]
        largest.forEach(([, amount], bit) => {
          const happens = (state >> bit) % 2 === 1
          if (happens) loss += Number(amount)
          probability *= happens ? parts[bit]! : 1 - parts[bit]!
        })
        return { loss, probability }
      }).sort((x, y) => x.loss - y.loss)
      let left = 0.05
      let tail = 0
      let valueAtRisk = 0
      for (const { loss, probability } of cases.reverse()) {
        const used = Math.min(left, probability)
        if (used > 1e-12) valueAtRisk = loss
        tail += used * loss
        left -= used
      }
      const [found] = lossDistribution.tails
      expect(lossDistribution.meta.method).toBe('EXACT')
      expect(lossDistribution.maximalLoss).toBe(`${sum(losses.values())}`)
      const mean = cases.reduce((total, one) => total + one.loss * one.probability, 0)
      expect(Number(lossDistribution.expectedLoss) / mean).toBeCloseTo(1, 11)
      expect(Number(found.valueAtRisk) / valueAtRisk).toBeCloseTo(1, 11)
      expect(Number(found.expectedShortfall) / (tail / 0.05)).toBeCloseTo(1, 11)
      const none = parts.slice(0, largest.length).reduce((product, p) => product * (1 - p), 1)
      expect(Number(lossDistribution.anyLoss)).toBeCloseTo(1 - none, 12)
    })

    test('look-through of the stakers with the most stake', async () => {
      const holders = Object.entries(truth.stakers)
        .flatMap(([staker, { delegatedTo, withdrawable }]) =>
          Object.entries(withdrawable)
            .filter(([pool, amount]) => lower(pool) === network.pool && amount !== '0')
            .map(([, amount]) => ({
              staker: lower(staker),
              operator: lower(delegatedTo ?? `0x${'0'.repeat(40)}`),
              stake: BigInt(amount),
            })),
        )
        .sort((a, b) => (a.stake > b.stake ? -1 : 1))
        .slice(0, 15)
      expect(holders.length).toBeGreaterThan(3)
      for (const { staker, operator, stake } of holders) {
        const { slashable, registered } = await api.ask(
          `{ slashable: lookThrough(staker: "${staker}", includeQueued: false, ${at}) { operator { id } stake positions { shares isCounted } avss(limit: 1000) { member { id } amount } maximalLoss }
             registered: lookThrough(staker: "${staker}", basis: REGISTERED, ${at}) { avss(limit: 1000) { member { id } amount } } }`,
        )
        expect(slashable.stake).toBe(`${stake}`)
        expect(slashable.operator?.id ?? `0x${'0'.repeat(40)}`).toBe(operator)
        expect(slashable.positions).toContainEqual({ shares: `${stake}`, isCounted: true })
        const whole = network.cap.get(operator) ?? 0n
        for (const [answer, matrix] of [
          [slashable, network.slashable],
          [registered, network.registered],
        ] as const) {
          const expected = new Map(
            [...matrix].flatMap(([avs, column]) => {
              const amount = column.get(operator) ?? 0n
              return amount > 0n ? [[avs, ratio(stake * amount, whole)] as const] : []
            }),
          )
          expect(answer.avss.length).toBe(expected.size)
          for (const { member, amount } of answer.avss) near(amount, expected.get(member.id)!)
        }
        const most = sum([...network.slashable.values()].map((one) => one.get(operator) ?? 0n))
        if (whole > 0n) near(slashable.maximalLoss, ratio(stake * most, whole))
      }
    })

    test.each(['SLASHER', 'REDISTRIBUTION_RECIPIENT'] as const)(
      'power over slashable stake: %s',
      async (by) => {
        const { controllers } = await api.ask(
          `{ controllers(by: ${by}, ${at}) { controllers(limit: 1000) { controller { id } stake operatorSets { id } } slashable redistributionShare unknown } }`,
        )
        const powers = new Map<string, { stake: bigint; sets: Set<string> }>()
        let all = 0n
        for (const [set, answers] of Object.entries(truth.operatorSets)) {
          if (!answers.strategies.map(lower).includes(network.pool)) continue
          const amount = sum(
            Object.values(answers.minSlashableNow).flatMap((stakes) =>
              Object.entries(stakes).flatMap(([pool, one]) =>
                lower(pool) === network.pool ? [BigInt(one)] : [],
              ),
            ),
          )
          all += amount
          const holder = by === 'SLASHER' ? answers.slasher : answers.redistributionRecipient
          if (amount === 0n || (by !== 'SLASHER' && !answers.isRedistributing)) continue
          const power = powers.get(lower(holder)) ?? { stake: 0n, sets: new Set() }
          powers.set(lower(holder), power)
          power.stake += amount
          power.sets.add(lower(set))
        }
        expect(controllers.slashable).toBe(`${all}`)
        expect(controllers.unknown).toBe('0')
        const found = controllers.controllers.map(
          (one: { controller: { id: string }; stake: string; operatorSets: { id: string }[] }) => [
            one.controller.id,
            { stake: BigInt(one.stake), sets: new Set(one.operatorSets.map(({ id }) => id)) },
          ],
        )
        expect(new Map(found)).toEqual(powers)
        if (by === 'REDISTRIBUTION_RECIPIENT') {
          const redistributed = sum([...powers.values()].map(({ stake }) => stake))
          near(controllers.redistributionShare, ratio(redistributed, all))
        }
      },
    )
  })
})
