import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import {
  drawnDistribution,
  lossDistribution,
} from '../../../test/support/risk/losses/loss-distribution'
import { atPar, toyGraph } from '../../../test/support/risk/risk-graph'
import { rounded } from '../../../test/support/risk/rounded'
import { lossCorrelation, lossMoments } from '../correlation/loss-correlation'
import { exposure } from '../graph/exposure'
import { add, type Ratio, ratio, subtract } from '../math/ratio'
import type { FaultModel } from './fault-model'
import { HitProbability } from './hit-probability'

const part = (num: bigint, den = 100n): Ratio => ({ num, den })
const alone = (...percent: bigint[]): FaultModel => ({
  own: percent.map((p) => part(p)),
  groups: [],
})
const TOY = alone(2n, 3n, 1n, 1n)
/** A bug in the client of O1 and O2. */
const CLIENT = { ...TOY, groups: [{ members: [0, 1], probability: part(1n) }] }
const ANY = { seed: 1, draws: 1_000 }

/** Correlations of the pairs of three columns, as the tables print them. */
function correlations(basis: 'REGISTERED' | 'SLASHABLE', model: FaultModel) {
  const graph = toyGraph()
  const moments = lossMoments(exposure(graph, basis, atPar(graph)), model)
  return [
    [0, 1],
    [0, 2],
    [1, 2],
  ].map(([a, b]) => rounded(lossCorrelation(moments, a!, b!).value, 6))
}

describe('the correlation of losses', () => {
  test.each([
    ['REGISTERED', TOY, ['0.985509', '0.793568', '0.805237']],
    ['SLASHABLE', TOY, ['0.994511', '0.873033', '0.898915']],
    ['REGISTERED', CLIENT, ['0.991840', '0.866566', '0.873696']],
    ['SLASHABLE', CLIENT, ['0.996881', '0.915665', '0.931736']],
  ] as const)(
    'of the toy network is that of the golden vectors, which equals enumeration: %s',
    (basis, model, expected) => {
      expect(correlations(basis, model)).toEqual(expected)
    },
  )

  test.each([
    ['REGISTERED', ['2.050', '1.900', '1.050']],
    ['SLASHABLE', ['0.700', '0.480', '0.100']],
  ] as const)(
    'expected losses of the toy network are those of the golden vectors, by hand: %s',
    (basis, expected) => {
      const graph = toyGraph()
      const { mean } = lossMoments(exposure(graph, basis, atPar(graph)), TOY)
      expect(mean.map((loss) => rounded(loss, 3))).toEqual(expected)
    },
  )

  test('is unknown where a loss is impossible or certain', () => {
    const graph = toyGraph()
    const matrix = exposure(graph, 'REGISTERED', atPar(graph))
    for (const percent of [0n, 100n]) {
      const moments = lossMoments(matrix, alone(percent, percent, percent, percent))
      expect(lossCorrelation(moments, 0, 1)).toEqual({ value: null, nullReason: 'NO_VARIANCE' })
    }
  })

  test('moments equal the sums over all combinations of faults', () => {
    fc.assert(
      fc.property(networks, ({ amounts, model }) => {
        const rows = amounts.map((_, row) => `o${row}`)
        const columns = amounts[0]!.map((_, column) => `s${column}`)
        const matrix = {
          rows,
          columns,
          start: Int32Array.from([0, ...columns.map((_, column) => (column + 1) * rows.length)]),
          row: Int32Array.from(columns.flatMap(() => rows.map((_, row) => row))),
          value: columns.flatMap((_, column) => amounts.map((line) => BigInt(line[column]!))),
          unit: 7n,
          unpriced: [],
        }
        const moments = lossMoments(matrix, model)
        const { mean, product } = enumerate(amounts, model, 7n)
        expect(moments.mean.map(reduced)).toEqual(mean.map(reduced))
        columns.forEach((_, s) => {
          const expected = subtract(product(s, s), ratio(mean[s]!.num ** 2n, mean[s]!.den ** 2n))
          expect(reduced(ratio(moments.variance[s]!, moments.scale))).toEqual(reduced(expected))
        })
        const shared = subtract(
          product(0, 1),
          ratio(mean[0]!.num * mean[1]!.num, mean[0]!.den * mean[1]!.den),
        )
        expect(reduced(ratio(moments.covariance[0]!, moments.scale))).toEqual(reduced(shared))
      }),
      { numRuns: 60 },
    )
  })

  test('a row without a probability is refused, rather than taken as one that never fails', () => {
    const matrix = exposureOf(['a', 'b'], ['s'], [[1n], [1n]])
    expect(() => lossMoments(matrix, alone(2n))).toThrow('1 of 2')
    expect(() => new HitProbability(matrix, alone(2n))).toThrow('1 of 2')
    expect(() => lossDistribution([1, 1], alone(2n), ANY)).toThrow('1 of 2')
  })

  test('a probability outside [0, 1] and a row in two groups are refused', () => {
    const group = { members: [0], probability: part(1n) }
    const losses = [1, 1]
    expect(() => lossDistribution(losses, alone(2n, 101n), ANY)).toThrow(RangeError)
    for (const groups of [
      [group, group],
      [{ ...group, members: [0, 0] }],
      [{ ...group, members: [5] }],
    ])
      expect(() => lossDistribution(losses, { ...alone(2n, 3n), groups }, ANY)).toThrow(RangeError)
  })
})

describe('the distribution of losses', () => {
  /**
   * 2 % and 3 % alone and with a common shock of 1 %: the same probability of each, another tail.
   */
  const shocked: FaultModel = {
    own: [part(1n, 99n), part(2n, 99n)],
    groups: [{ members: [0, 1], probability: part(1n) }],
  }

  test.each([
    [alone(2n, 3n), 0.95, 0, 17],
    [alone(2n, 3n), 0.97, 15, 18.633333],
    [alone(2n, 3n), 0.99, 20, 20.9],
    [alone(2n, 3n), 0.999, 20, 29],
    [shocked, 0.97, 15, 23.434343],
    [shocked, 0.99, 35, 35],
  ])(
    'has the tail of the golden vectors, by enumeration (case %#)',
    (model, level, valueAtRisk, expectedShortfall) => {
      const tail = lossDistribution([20, 15], model, ANY).tail(level)
      expect(tail.valueAtRisk).toBe(valueAtRisk)
      expect(tail.expectedShortfall).toBeCloseTo(expectedShortfall, 6)
      expect(tail.interval).toBeNull()
    },
  )

  test.each([
    ['independent', alone(2n, 3n), [0.9506, 0.0294, 0.0194, 0.0006]],
    ['with a common shock', shocked, [0.96020202, 0.01979798, 0.00979798, 0.01020202]],
  ])(
    'gives 0, 15, 20 and 35 the probabilities of the golden vectors, by enumeration: %s',
    (_, model, expected) => {
      const found = lossDistribution([20, 15], model, ANY)
      // The least loss at a level is one while the level is below the sum of the probabilities up
      // to it, and the next after.
      let below = 0
      for (const [index, probability] of expected.entries()) {
        below += probability
        expect(found.tail(below - 1e-7).valueAtRisk).toBe([0, 15, 20, 35][index])
        if (index < 3) expect(found.tail(below + 1e-7).valueAtRisk).toBe([15, 20, 35][index])
      }
      expect(found.anyLoss).toBeCloseTo(1 - expected[0]!, 8)
      // Both models have the mean .85, and the worst of all cases are all cases.
      expect(found.tail(1e-12).expectedShortfall).toBeCloseTo(0.85, 9)
    },
  )

  test('the value at risk at a level that is reached exactly is the loss that reaches it, by the definition', () => {
    const { tail } = lossDistribution([20, 15], alone(2n, 3n), ANY)
    expect([0.9506, 0.98, 0.9994].map((level) => tail(level).valueAtRisk)).toEqual([0, 15, 20])
  })

  test('two losses with a common shock have the correlation .40205742 of the golden vectors, alone 0', () => {
    const matrix = exposureOf(
      ['a', 'b'],
      ['s', 't'],
      [
        [20n, null],
        [null, 15n],
      ],
    )
    const of = (model: FaultModel) => lossCorrelation(lossMoments(matrix, model), 0, 1).value
    expect(rounded(of(shocked), 8)).toBe('0.40205742')
    expect(of(alone(2n, 3n))).toEqual(ratio(0n))
  })

  test.each([
    [TOY, 40, 40.96],
    [CLIENT, 55, 55.0318],
  ])(
    'has the tail of the toy network in the golden vectors, by enumeration (case %#)',
    (model, valueAtRisk, shortfall) => {
      const tail = lossDistribution([40, 15, 3, 0], model, ANY).tail(0.99)
      expect(tail.valueAtRisk).toBe(valueAtRisk)
      expect(tail.expectedShortfall).toBeCloseTo(shortfall, 4)
    },
  )

  test('has a mean of the sum of probability times loss, and a shortfall that rises, is at least the value at risk, and is never more than the sum of those of its parts', () => {
    fc.assert(
      fc.property(networks, ({ amounts, model }) => {
        const at = (pick: (line: readonly [number, number]) => number) =>
          lossDistribution(amounts.map(pick), model, ANY)
        const all = [at(([a]) => a), at(([, b]) => b), at(([a, b]) => a + b)] as const
        const [first, second, both] = all
        const mean = enumerate(amounts, model, 1n).mean.map(
          ({ num, den }) => Number(num) / Number(den),
        )
        expect(both.tail(1e-12).expectedShortfall).toBeCloseTo(mean[0]! + mean[1]!, 9)
        let before = 0
        for (const level of [0.3, 0.5, 0.9, 0.97, 0.999]) {
          const [x, y, z] = [first, second, both].map((one) => one.tail(level))
          expect(z!.expectedShortfall! + 1e-9).toBeGreaterThanOrEqual(z!.valueAtRisk!)
          expect(z!.expectedShortfall! + 1e-9).toBeGreaterThanOrEqual(before)
          before = z!.expectedShortfall!
          const parts = x!.expectedShortfall! + y!.expectedShortfall!
          expect(before).toBeLessThanOrEqual(parts + 1e-9)
        }
      }),
    )
  })

  /**
   * 20 faults, more than are combined: compared with the exact sum by folding one after the other.
   */
  const losses = Array.from({ length: 20 }, (_, row) => 1 + (row % 4))
  const many: FaultModel = { own: losses.map(() => part(5n)), groups: [] }
  const level = 0.95

  test('has an exact value at risk inside the 99 % interval of the draws for at least 98 of 100 seeds', () => {
    const exact = quantile(fold(losses, 0.05), level)
    const hits = Array.from({ length: 100 }, (_, seed) => {
      const drawn = drawnDistribution(losses, many, { seed, draws: 5_000 })
      expect(drawn.isExact).toBe(false)
      const { interval } = drawn.tail(level)
      return interval![0] <= exact && exact <= interval![1]
    })
    expect(hits.filter(Boolean).length).toBeGreaterThanOrEqual(98)
  })

  test('has a shortfall from draws that is near the exact one, grows with the level, and is at least the value at risk', () => {
    const drawn = drawnDistribution(losses, many, { seed: 3, draws: 200_000 })
    const exact = fold(losses, 0.05)
    const tails = [0.5, 0.9, 0.95, 0.99].map((one) => ({ one, ...drawn.tail(one) }))
    for (const { one, valueAtRisk, expectedShortfall } of tails) {
      expect(expectedShortfall! / shortfall(exact, one)).toBeCloseTo(1, 1)
      expect(expectedShortfall).toBeGreaterThanOrEqual(valueAtRisk!)
    }
    const found = tails.map(({ expectedShortfall }) => expectedShortfall!)
    expect([...found].sort((a, b) => a - b)).toEqual(found)
    expect(drawn.anyLoss).toBeCloseTo(1 - 0.95 ** 20, 2)
  })

  test('the same seed gives the same draws, and too few draws beyond a level give no value', () => {
    const once = drawnDistribution(losses, many, { seed: 9, draws: 5_000 })
    const again = drawnDistribution(losses, many, { seed: 9, draws: 5_000 })
    expect(again.tail(level)).toEqual(once.tail(level))
    const few = drawnDistribution(losses, many, { seed: 9, draws: 50 })
    expect(few.tail(0.99)).toEqual({
      valueAtRisk: null,
      expectedShortfall: null,
      interval: null,
      shortfallInterval: null,
    })
  })

  test('a row with its own fault and a shock at once loses once', () => {
    const certain: FaultModel = {
      own: losses.map(() => ratio(1n)),
      groups: [{ members: losses.map((_, row) => row), probability: ratio(1n) }],
    }
    const sum = losses.reduce((total, loss) => total + loss, 0)
    for (const of of [lossDistribution, drawnDistribution]) {
      const { tail } = of(losses, certain, { seed: 1, draws: 1_000 })
      expect(tail(0.5)).toMatchObject({ valueAtRisk: sum, expectedShortfall: sum })
    }
  })
})

const probabilities = fc.integer({ min: 0, max: 10 }).map((tenths) => ratio(BigInt(tenths), 10n))
/** Up to four operators and two services, the first operators in a group. */
const networks = fc
  .record({
    amounts: fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: 4 }),
    own: fc.array(probabilities, { minLength: 4, maxLength: 4 }),
    shock: probabilities,
    grouped: fc.nat(3),
  })
  .map(({ amounts, own, shock, grouped }) => ({
    amounts,
    model: {
      own: own.slice(0, amounts.length),
      groups: [{ members: amounts.slice(0, grouped).map((_, row) => row), probability: shock }],
    },
  }))

const reduced = ({ num, den }: Ratio) => {
  let [a, b] = [num < 0n ? -num : num, den]
  while (b !== 0n) [a, b] = [b, a % b]
  return a === 0n ? [0n, 1n] : [num / a, den / a]
}

/** Means and products of losses over every combination of single faults and shocks. */
function enumerate(amounts: readonly (readonly number[])[], model: FaultModel, unit: bigint) {
  const faults = [
    ...model.own.map((p, row) => ({ p, rows: [row] })),
    ...model.groups.map(({ members, probability }) => ({ p: probability, rows: members })),
  ]
  const cases = Array.from({ length: 2 ** faults.length }, (_, state) => {
    let probability = ratio(1n)
    const hit = new Set<number>()
    faults.forEach(({ p, rows }, bit) => {
      const happens = ((state >> bit) & 1) === 1
      probability = ratio(
        probability.num * (happens ? p.num : p.den - p.num),
        probability.den * p.den,
      )
      if (happens) for (const row of rows) hit.add(row)
    })
    const loss = (column: number) =>
      BigInt([...hit].reduce((sum, row) => sum + amounts[row]![column]!, 0))
    return { probability, loss }
  })
  const product = (s: number, t: number) =>
    cases.reduce(
      (sum, { probability: { num, den }, loss }) =>
        add(sum, ratio(num * loss(s) * loss(t), den * unit * unit)),
      ratio(0n),
    )
  const mean = amounts[0]!.map((_, s) =>
    cases.reduce(
      (sum, { probability: { num, den }, loss }) => add(sum, ratio(num * loss(s), den * unit)),
      ratio(0n),
    ),
  )
  return { mean, product }
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

function quantile(distribution: readonly number[], level: number): number {
  let below = 0
  return distribution.findIndex((p) => {
    below += p
    return below >= level
  })
}

function shortfall(distribution: readonly number[], level: number): number {
  const at = quantile(distribution, level)
  const upTo = distribution.slice(0, at + 1).reduce((sum, p) => sum + p, 0)
  const beyond = distribution.reduce((sum, p, loss) => (loss > at ? sum + p * loss : sum), 0)
  return (beyond + at * (upTo - level)) / (1 - level)
}
