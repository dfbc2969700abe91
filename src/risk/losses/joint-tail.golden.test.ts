import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawnDistribution, jointTails } from '../../../test/support/risk/losses/loss-distribution'
import { add, compare, divide, type Ratio, ratio, subtract } from '../math/ratio'
import type { FaultModel } from './fault-model'

const ANY = { seed: 1, draws: 1_000 }
const rows = (amounts: readonly number[]) => new Map(amounts.entries())
const number = ({ num, den }: Ratio) => Number(num) / Number(den)

describe('tail dependence of two operators, metrics reference 4.10', () => {
  // The loss of A is as good as nothing in the whole, so that the whole is in its tail if B is
  // slashed.
  const whole = [0.001, 15]
  const given = (model: FaultModel) =>
    jointTails(whole, model, ANY).of(new Map([[0, 20]]), 0.985).tailDependence

  test('P(B | A) is .5101 with a common shock', () => {
    const own = [ratio(1n, 99n), ratio(2n, 99n)]
    const groups = [{ members: [0, 1], probability: ratio(1n, 100n) }]
    expect(given({ own, groups })).toBeCloseTo(0.510101, 6)
  })

  test('and .03 where they are independent', () => {
    expect(given({ own: [ratio(2n, 100n), ratio(3n, 100n)], groups: [] })).toBeCloseTo(0.03, 12)
  })
})

describe('joint tails by all combinations', () => {
  test('are those of plain sums in exact fractions, and shortfalls add up', () => {
    fc.assert(
      fc.property(networks, levels, ({ parts, model }, level) => {
        const losses = parts[0]!.map((_, row) => parts.reduce((sum, part) => sum + part[row]!, 0))
        const joint = jointTails(losses, model, ANY)
        expect(joint.cases.isExact).toBe(true)
        const cases = enumerate(losses, model)
        const slow = (part: readonly number[]) => slowTail(cases, losses, part, level)
        for (const part of parts) {
          const [found, expected] = [joint.of(rows(part), number(level)), slow(part)]
          for (const [name, value] of Object.entries(expected)) {
            expect(found[name as keyof typeof found], name).toBeCloseTo(number(value), 9)
          }
        }
        const shortfalls = parts.reduce(
          (sum, part) => sum + joint.of(rows(part), number(level)).marginalShortfall!,
          0,
        )
        const all = joint.of(rows(losses), number(level))
        expect(shortfalls).toBeCloseTo(all.marginalShortfall!, 9)
        expect(all.tailDependence).toBeCloseTo(1, 12)
      }),
      { numRuns: 200 },
    )
  })

  test('the same sum in another order is the same loss', () => {
    // 0.1 + 0.2 is not 0.3 in doubles.
    const model = { own: [1n, 1n, 1n].map((one) => ratio(one, 2n)), groups: [] }
    const joint = jointTails([0.1, 0.2, 0.3], model, ANY)
    const tail = joint.of(rows([0.1, 0.2, 0.3]), 0.7)
    // Of eight combinations two lose .3, and two more than .4.
    expect(tail.valueAtRisk).toBeCloseTo(0.4, 12)
    expect(joint.of(rows([0.1, 0.2, 0.3]), 0.5).inDistress).toBe(5 / 8)
  })
})

describe('joint tails by draws', () => {
  /** 20 faults of 5 %: more than are combined. Parts are the first and the second half. */
  const losses = Array.from({ length: 20 }, (_, row) => 1 + (row % 4))
  const model: FaultModel = { own: losses.map(() => ratio(1n, 20n)), groups: [] }
  const half = new Map([...losses.entries()].slice(0, 10))
  const level = 0.9

  test('are those of the exact distribution of two independent halves', () => {
    const [a, b] = [fold(losses.slice(0, 10), 0.05), fold(losses.slice(10), 0.05)]
    const cases = a.flatMap((p, x) => b.map((q, y) => ({ x, sum: x + y, p: p * q })))
    const at = (key: 'x' | 'sum', q: number, isIn = (_: { x: number }) => true) => {
      const some = cases.filter(isIn).sort((one, two) => one[key] - two[key])
      const total = some.reduce((all, { p }) => all + p, 0)
      let below = 0
      return some.find(({ p }) => {
        below += p
        return below >= q * total
      })![key]
    }
    const mass = (isIn: (one: { x: number; sum: number }) => boolean) =>
      cases.reduce((all, one) => (isIn(one) ? all + one.p : all), 0)
    const [part, whole] = [at('x', level), at('sum', level)]
    const drawn = jointTails(losses, model, { seed: 7, draws: 400_000 }).of(half, level)
    expect(drawn.valueAtRisk).toBe(part)
    const distress = mass(({ x }) => x >= part)
    expect(drawn.inDistress! / distress).toBeCloseTo(1, 1)
    expect(drawn.coVaR).toBe(at('sum', level, ({ x }) => x >= part))
    const calm = at('sum', level, ({ x }) => x <= at('x', 0.5))
    expect(drawn.deltaCoVaR).toBe(at('sum', level, ({ x }) => x >= part) - calm)
    const dependence = mass(({ x, sum }) => x >= part && sum >= whole) / distress
    expect(drawn.tailDependence! / dependence).toBeCloseTo(1, 1)
    const shortfall =
      cases.reduce((all, { x, sum, p }) => (sum >= whole ? all + x * p : all), 0) /
      mass(({ sum }) => sum >= whole)
    expect(drawn.marginalShortfall! / shortfall).toBeCloseTo(1, 1)
  })

  test('use the draws of the loss distribution: every loss is equal', () => {
    const groups = [{ members: [0, 1, 2], probability: ratio(1n, 10n) }]
    const drawing = { seed: 3, draws: 150_000 }
    const { tail } = drawnDistribution(losses, { ...model, groups }, drawing)
    const joint = jointTails(losses, { ...model, groups }, drawing)
    for (const one of [0.5, 0.9, 0.99, 0.999]) {
      expect(joint.of(rows(losses), one).valueAtRisk).toBe(tail(one).valueAtRisk)
    }
    expect(joint.cases.isExact).toBe(false)
  })

  test('add up: shortfalls of the halves are the mean of the system in its tail', () => {
    const joint = jointTails(losses, model, { seed: 5, draws: 20_000 })
    const other = new Map([...losses.entries()].slice(10))
    const sum = [half, other].reduce((all, one) => all + joint.of(one, level).marginalShortfall!, 0)
    expect(sum).toBeCloseTo(joint.of(rows(losses), level).marginalShortfall!, 9)
  })

  test('have no value where the interval is wider than a tenth of it to each side', () => {
    const many = Array.from({ length: 60 }, (_, row) => 1 + row * Math.SQRT2)
    const likely: FaultModel = { own: many.map(() => ratio(3n, 10n)), groups: [] }
    const part = new Map([...many.entries()].slice(0, 20))
    const at = (draws: number) => jointTails(many, likely, { seed: 1, draws }).of(part, level)
    const { intervals: none, ...few } = at(50)
    expect(new Set([...Object.values(few), ...Object.values(none)])).toEqual(new Set([null]))
    const some = at(400)
    expect(some).toMatchObject({ tailDependence: null, deltaCoVaR: null })
    expect(some.intervals).toMatchObject({ tailDependence: null, deltaCoVaR: null })
    expect(some.valueAtRisk).toBeGreaterThan(0)
    const { intervals, ...figures } = at(100_000)
    for (const [name, value] of Object.entries(figures)) {
      if (value === null) continue
      const [lower, upper] = intervals[name as keyof typeof intervals]!
      expect(lower).toBeLessThanOrEqual(value)
      expect(upper).toBeGreaterThanOrEqual(value)
      expect((upper - lower) / 2).toBeLessThanOrEqual(value / 10)
    }
  })
})

const tenths = fc.nat(10).map((one) => ratio(BigInt(one), 10n))
const levels = fc.constantFrom(ratio(1n, 2n), ratio(4n, 5n), ratio(19n, 20n), ratio(99n, 100n))
/** Up to five operators behind three parts, the first ones in a group. */
const networks = fc
  .record({
    size: fc.integer({ min: 1, max: 5 }),
    parts: fc.array(fc.array(fc.nat(5), { minLength: 5, maxLength: 5 }), {
      minLength: 3,
      maxLength: 3,
    }),
    own: fc.array(tenths, { minLength: 5, maxLength: 5 }),
    shock: tenths,
    grouped: fc.nat(5),
  })
  .map(({ size, parts, own, shock, grouped }) => ({
    parts: parts.map((part) => part.slice(0, size)),
    model: {
      own: own.slice(0, size),
      groups: [{ members: [...own.slice(0, size).keys()].slice(0, grouped), probability: shock }],
    },
  }))

interface Case {
  readonly p: Ratio
  readonly hit: ReadonlySet<number>
}

/** Every combination of faults and shocks. */
function enumerate(losses: readonly number[], { own, groups }: FaultModel): Case[] {
  const faults = [
    ...own.map((p, row) => ({ p, hit: [row] })),
    ...groups.map(({ members, probability }) => ({ p: probability, hit: members })),
  ]
  return Array.from({ length: 2 ** faults.length }, (_, state) => {
    const happens = faults.map((_, bit) => ((state >> bit) & 1) === 1)
    return {
      p: faults.reduce(
        (all, { p }, bit) =>
          ratio(all.num * (happens[bit] ? p.num : p.den - p.num), all.den * p.den),
        ratio(1n),
      ),
      hit: new Set(
        faults.flatMap(({ hit }, bit) => (happens[bit] ? hit.filter((row) => losses[row]) : [])),
      ),
    }
  })
}

/** The definitions, word for word. */
function slowTail(
  cases: readonly Case[],
  losses: readonly number[],
  part: readonly number[],
  level: Ratio,
) {
  const lost = (amounts: readonly number[]) => (one: Case) =>
    [...one.hit].reduce((sum, row) => sum + amounts[row]!, 0)
  const [whole, own] = [lost(losses), lost(part)]
  const mass = (isIn: (one: Case) => boolean) =>
    cases.reduce((sum, one) => (isIn(one) ? add(sum, one.p) : sum), ratio(0n))
  const valueAtRisk = (of: (one: Case) => number, q: Ratio, isIn: (one: Case) => boolean) => {
    const total = mass(isIn)
    const values = [...new Set(cases.filter(isIn).map(of))].sort((a, b) => a - b)
    return values.find(
      (x) =>
        compare(
          divide(
            mass((one) => isIn(one) && of(one) <= x),
            total,
          ),
          q,
        ) >= 0n,
    )!
  }
  const always = () => true
  const ownAt = valueAtRisk(own, level, always)
  const wholeAt = valueAtRisk(whole, level, always)
  const median = valueAtRisk(own, ratio(1n, 2n), always)
  const stressed = (one: Case) => own(one) >= ownAt
  const inTail = (one: Case) => whole(one) >= wholeAt
  const coVaR = valueAtRisk(whole, level, stressed)
  const calm = valueAtRisk(whole, level, (one) => own(one) <= median)
  const sum = cases.reduce(
    (all, one) => (inTail(one) ? add(all, ratio(one.p.num * BigInt(own(one)), one.p.den)) : all),
    ratio(0n),
  )
  return {
    valueAtRisk: ratio(BigInt(ownAt)),
    inDistress: mass(stressed),
    coVaR: ratio(BigInt(coVaR)),
    deltaCoVaR: subtract(ratio(BigInt(coVaR)), ratio(BigInt(calm))),
    marginalShortfall: divide(sum, mass(inTail)),
    tailDependence: divide(
      mass((one) => stressed(one) && inTail(one)),
      mass(stressed),
    ),
  }
}

/** Probability of each whole loss, by adding one row after the other. */
function fold(losses: readonly number[], probability: number): number[] {
  let before = [1]
  for (const loss of losses) {
    const after = new Array<number>(before.length + loss).fill(0)
    before.forEach((p, at) => {
      after[at]! += p * (1 - probability)
      after[at + loss]! += p * probability
    })
    before = after
  }
  return before
}
