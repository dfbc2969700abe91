import { describe, expect, test } from 'vitest'
import { useRecordedApi } from '../support/api/recorded-api'
import { busiestPool, CHECKED } from '../support/risk/pool-network'
import { type Promises, promisesIn, sum, total } from '../support/risk/promises'

/*
 * Contagion and joint tails of one pool, computed a second time: by plain loops over what the contracts answered, without
 * the indexer, the graph and the room risk.
 */

const DIGITS = 10n ** 40n

/** Distress in units of 1e-40, by increments, one AVS and one operator after the other. */
function slowDistress(
  registered: Promises,
  shocked: string,
  fraction: [bigint, bigint],
  isOnce: boolean,
) {
  const avss = [...registered].filter(([, column]) => total(column) > 0n).map(([avs]) => avs)
  /** What `by` takes of the stake of `on`, of each operator that serves both, times the fraction. */
  const taken = (by: string, on: string) =>
    sum(
      [...registered.get(on)!].map(([operator, stake]) =>
        registered.get(by)!.has(operator) ? stake : 0n,
      ),
    )
  const common = new Map(
    avss.flatMap((on) => avss.map((by) => [`${by} ${on}`, by === on ? 0n : taken(by, on)])),
  )
  let passing = new Map(avss.map((avs) => [avs, avs === shocked ? DIGITS : 0n]))
  const level = new Map(passing)
  const isDone = new Set<string>()
  for (let round = 0; round < 3_000 && [...passing.values()].some((one) => one > 0n); round++) {
    for (const [avs, own] of passing) if (own > 0n) isDone.add(avs)
    const next = new Map<string, bigint>()
    for (const on of avss) {
      const received = avss.reduce(
        (all, by) => all + passing.get(by)! * common.get(`${by} ${on}`)!,
        0n,
      )
      const part = (received * fraction[0]) / (fraction[1] * total(registered.get(on)))
      const before = level.get(on)!
      const after = before + part > DIGITS ? DIGITS : before + part
      level.set(on, after)
      if (isOnce) next.set(on, isDone.has(on) ? 0n : after)
      else next.set(on, after - before)
    }
    passing = next
  }
  return { avss, common, level }
}

/** What is lost, by everybody and by each AVS, in every combination of slashed operators. */
function slowCases(slashable: Promises, faults: [string, number][]) {
  return Array.from({ length: 2 ** faults.length }, (_, state) => {
    const slashed = faults.filter((_, bit) => Math.floor(state / 2 ** bit) % 2 === 1)
    const probability = faults.reduce(
      (all, [, p], bit) => all * (Math.floor(state / 2 ** bit) % 2 === 1 ? p : 1 - p),
      1,
    )
    const byAvs = new Map(
      [...slashable].map(([avs, column]) => [
        avs,
        sum(slashed.map(([operator]) => column.get(operator) ?? 0n)),
      ]),
    )
    return { probability, byAvs, whole: sum(byAvs.values()) }
  })
}

type Case = ReturnType<typeof slowCases>[number]

/** Least loss that is not exceeded in a part q of the cases. */
function valueAtRisk(cases: Case[], q: number, loss: (one: Case) => bigint): bigint {
  const sorted = [...cases].sort((a, b) => (loss(a) < loss(b) ? -1 : loss(a) > loss(b) ? 1 : 0))
  const all = sorted.reduce((mass, { probability }) => mass + probability, 0)
  let below = 0
  for (const one of sorted) {
    below += one.probability
    if (below >= all * q - 1e-13) return loss(one)
  }
  throw new Error('No case')
}

const mass = (cases: Case[]) => cases.reduce((all, { probability }) => all + probability, 0)

describe.each(CHECKED)('contagion and joint tails of $name', ({ dir, chosen }) => {
  const api = useRecordedApi('contagion', dir)

  describe.each(chosen)('at block $block', (truth) => {
    const pool = busiestPool(truth)
    const { registered, slashable } = promisesIn(truth, pool)
    const at = `scope: {pool: "${pool}"}, block: {number: ${truth.block}}`
    /** The AVS with the most stake. */
    const [shocked] = [...registered].sort((a, b) => (total(a[1]) > total(b[1]) ? -1 : 1))[0]!

    test.each([
      ['LINEAR', '1/50', [1n, 50n]],
      ['ONCE', '0.1', [1n, 10n]],
    ] as const)('distress of every AVS, %s, equals plain loops', async (how, text, parts) => {
      const { contagion } = await api.ask(
        `{ contagion(shocked: [{avs: "${shocked}"}], fraction: "${text}", propagation: ${how}, ${at}) {
             index hasChannel avsCount impactCount avss(limit: 1000) { avs { id } weight shock distress nullReason }
             impacts(limit: 1000) { by { id } on { id } part } spectralRadius { atLeast atMost } meta { basis nullReason } } }`,
      )
      const { avss, common, level } = slowDistress(registered, shocked, [...parts], how === 'ONCE')
      expect(contagion.meta).toEqual({ basis: 'REGISTERED', nullReason: null })
      expect(contagion.avsCount).toBe(avss.length)
      const all = sum(avss.map((avs) => total(registered.get(avs))))
      let index = 0
      for (const { avs, weight, shock, distress } of contagion.avss) {
        const expected = Number(level.get(avs.id)!) / Number(DIGITS)
        expect(Math.abs(Number(distress) - expected)).toBeLessThanOrEqual(expected * 1e-12)
        expect(Number(weight)).toBeCloseTo(Number(total(registered.get(avs.id))) / Number(all), 14)
        expect(shock).toBe(avs.id === shocked ? '1' : '0')
        index += Number(weight) * (expected - Number(shock))
      }
      expect(Number(contagion.index)).toBeCloseTo(index, 12)
      const links = [...common].filter(([, stake]) => stake > 0n)
      expect(contagion.impactCount).toBe(links.length)
      expect(contagion.hasChannel).toBe(links.length > 0)
      expect(links.length).toBeGreaterThan(1)
      for (const { by, on, part } of contagion.impacts) {
        const share =
          Number(common.get(`${by.id} ${on.id}`)!) / Number(total(registered.get(on.id)))
        expect(Number(part) / ((share * Number(parts[0])) / Number(parts[1]))).toBeCloseTo(1, 12)
      }
      // No row adds up to more than the largest sum of a row.
      const sums = avss.map((on) =>
        avss.reduce(
          (row, by) => row + Number(common.get(`${by} ${on}`)!) / Number(total(registered.get(on))),
          0,
        ),
      )
      const { atLeast, atMost } = contagion.spectralRadius
      const largest = (Math.max(...sums) * Number(parts[0])) / Number(parts[1])
      expect(Number(atLeast)).toBeLessThanOrEqual(largest * (1 + 1e-12))
      expect(Number(atMost)).toBeGreaterThanOrEqual(Number(atLeast))
    })

    test('stake that can be slashed once has no contagion channel: hasChannel is false', async () => {
      const avs = [...slashable.keys()][0]!
      const { contagion } = await api.ask(
        `{ contagion(shocked: [{avs: "${avs}", distress: "0.5"}], fraction: "1", basis: SLASHABLE, ${at}) {
             index rounds hasChannel impactCount impacts { part } avss { avs { id } distress } spectralRadius { atMost } meta { nullReason } } }`,
      )
      expect(contagion).toMatchObject({
        index: '0',
        rounds: 1,
        hasChannel: false,
        impactCount: 0,
        impacts: [],
        spectralRadius: { atMost: '0' },
        meta: { nullReason: null },
      })
      expect(contagion.avss.length).toBe(slashable.size)
      expect(contagion.avss[0]).toEqual({ avs: { id: avs }, distress: '0.5' })
      for (const one of contagion.avss.slice(1)) expect(one.distress).toBe('0')
    })

    const operators = [...slashable.values()]
      .flatMap((column) => [...column.keys()])
      .filter((one, place, all) => all.indexOf(one) === place)
      .sort()
      .slice(0, 8)
    const faults = operators.map((one, place): [string, number] => [one, (place + 1) / 32])

    test.each([0.8, 0.95, 0.99])('tails of every AVS at %d, of all combinations', async (level) => {
      const given = faults.map(([operator, p]) => `{operator: "${operator}", probability: "${p}"}`)
      const { lossDistribution } = await api.ask(
        `{ lossDistribution(faults: {probability: "0", operators: [${given}]}, includeQueued: false, levels: ["${level}"], ${at}) {
             tails { valueAtRisk } meta { method } avsCount
             avss(level: "${level}", limit: 1000) { avs { id } valueAtRisk inDistress coVaR deltaCoVaR marginalShortfall tailDependence nullReason } } }`,
      )
      const cases = slowCases(slashable, faults)
      const whole = (one: Case) => one.whole
      const wholeAt = valueAtRisk(cases, level, whole)
      const tail = cases.filter((one) => one.whole >= wholeAt)
      const close = (text: string, expected: number) =>
        expect(Math.abs(Number(text) - expected)).toBeLessThanOrEqual(
          Math.abs(expected) * 1e-11 + 1e-12,
        )
      expect(lossDistribution.meta.method).toBe('EXACT')
      close(lossDistribution.tails[0].valueAtRisk, Number(wholeAt))
      expect(lossDistribution.avss.length).toBe(lossDistribution.avsCount)
      expect(lossDistribution.avsCount).toBeGreaterThanOrEqual(slashable.size)
      let shortfalls = 0
      for (const one of lossDistribution.avss) {
        const own = ({ byAvs }: Case) => byAvs.get(one.avs.id) ?? 0n
        const ownAt = valueAtRisk(cases, level, own)
        const stressed = cases.filter((each) => own(each) >= ownAt)
        const median = valueAtRisk(cases, 0.5, own)
        const calm = cases.filter((each) => own(each) <= median)
        const coVaR = valueAtRisk(stressed, level, whole)
        close(one.valueAtRisk, Number(ownAt))
        close(one.inDistress, mass(stressed))
        close(one.coVaR, Number(coVaR))
        close(one.deltaCoVaR, Number(coVaR - valueAtRisk(calm, level, whole)))
        const lost = tail.reduce((all, each) => all + each.probability * Number(own(each)), 0)
        close(one.marginalShortfall, lost / mass(tail))
        close(
          one.tailDependence,
          mass(stressed.filter((each) => each.whole >= wholeAt)) / mass(stressed),
        )
        expect(one.nullReason).toBeNull()
        shortfalls += Number(one.marginalShortfall)
      }
      const mean = tail.reduce((all, each) => all + each.probability * Number(each.whole), 0)
      close(`${shortfalls}`, mean / mass(tail))
    })
  })
})
