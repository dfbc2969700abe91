import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rounded } from '../../../test/support/risk/rounded'
import { type Ratio, ratio } from '../math/ratio'
import { FlowPairs, multipleComparisons } from './flow-correlation'
import { correlationInterval, pearson, sumsOf } from './pearson'
import { doubledRanks, kendall, spearman } from './rank-correlation'

const big = (...values: number[]) => values.map(BigInt)
const coefficients = (x: bigint[], y: bigint[]) => ({
  r: pearson(sumsOf(x, y)).value,
  rank: spearman(doubledRanks(x), doubledRanks(y)).value,
  tau: kendall(doubledRanks(x), doubledRanks(y)).value,
})
const near = (value: Ratio | null) => Number(value!.num) / Number(value!.den)

const A = big(10, -5, 0, 20, -10, 4)
const B = big(8, -2, 1, 15, -12, 30)
/** Two series with ties, and what SciPy 1.17.1 gives for them. */
const X = Array.from({ length: 24 }, (_, i) => ((i * 37) % 41) - 20)
const Y = X.map((x, i) => ((i * i * 11) % 29) - 14 + Math.floor(x / 2))

describe('the coefficients', () => {
  test('of two flows are as in the golden vectors: .638069, .828571, .733333', () => {
    const { r, rank, tau } = coefficients(A, B)
    expect([rounded(r, 6), rounded(rank, 6), rounded(tau, 6)]).toEqual([
      '0.638069',
      '0.828571',
      '0.733333',
    ])
  })

  test('rank correlation with ties is as in the golden vectors, .948683; tau b is 5 / root 30', () => {
    const { rank, tau } = coefficients(big(1, 2, 2, 3), big(1, 3, 2, 4))
    expect(rounded(rank, 6)).toBe('0.948683')
    expect(near(tau)).toBeCloseTo(5 / Math.sqrt(30), 15)
  })

  test('of 24 observations with ties equal those of SciPy 1.17.1, with the interval', () => {
    const { r, rank, tau } = coefficients(big(...X), big(...Y))
    expect(near(r)).toBeCloseTo(0.5089774416077977, 14)
    expect(near(rank)).toBeCloseTo(0.5107881312022742, 14)
    expect(near(tau)).toBeCloseTo(0.3646909808045915, 14)
    const [low, high] = correlationInterval(r!, 24)!
    expect(low).toBeCloseTo(0.13285940080859754, 12)
    expect(high).toBeCloseTo(0.7569560644631541, 12)
  })

  test('are unknown if one side is constant, and the interval if r is 1 or -1', () => {
    expect(coefficients(big(1, 2, 3), big(7, 7, 7))).toEqual({ r: null, rank: null, tau: null })
    expect(coefficients([], [])).toEqual({ r: null, rank: null, tau: null })
    expect(correlationInterval(ratio(1n), 30)).toBeNull()
    expect(correlationInterval(ratio(-1n), 30)).toBeNull()
    expect(correlationInterval(ratio(1n, 2n), 3)).toBeNull()
    expect(() => pearson(sumsOf(big(1, 2), big(1)))).toThrow(RangeError)
  })

  const values = fc
    .integer({ min: 2, max: 12 })
    .chain((n) =>
      fc.tuple(
        fc.array(fc.bigInt({ min: -5n, max: 10n ** 27n }), { minLength: n, maxLength: n }),
        fc.array(fc.bigInt({ min: -3n, max: 3n }), { minLength: n, maxLength: n }),
      ),
    )

  test('are between -1 and 1, symmetric, 1 with itself and -1 with its opposite', () => {
    fc.assert(
      fc.property(values, ([x, y]) => {
        const found = coefficients(x, y)
        expect(coefficients(y, x)).toEqual(found)
        for (const value of Object.values(found)) {
          if (value) expect(Math.abs(near(value))).toBeLessThanOrEqual(1)
        }
        if (new Set(y).size < 2) return
        expect(Object.values(coefficients(y, y))).toEqual([ratio(1n), ratio(1n), ratio(1n)])
        const opposite = y.map((one) => -one)
        expect(Object.values(coefficients(y, opposite))).toEqual([
          ratio(-1n),
          ratio(-1n),
          ratio(-1n),
        ])
      }),
    )
  })

  test('do not change with the unit or the mean of the flows', () => {
    fc.assert(
      fc.property(
        values,
        fc.bigInt({ min: 1n, max: 10n ** 18n }),
        fc.bigInt(),
        ([x, y], unit, mean) => {
          const moved = x.map((one) => one * unit + mean)
          expect(coefficients(moved, y)).toEqual(coefficients(x, y))
        },
      ),
    )
  })
})

describe('flows', () => {
  const long = (values: number[], without: number[] = []) =>
    values.map((value, at) => (without.includes(at) ? null : BigInt(value)))

  test('are compared in the periods in which both were observed', () => {
    const pairs = new FlowPairs([
      { id: 'x', flows: long([...X, 1_000, -1_000], [25]) },
      { id: 'y', flows: long([...Y, 7, 9], [24]) },
    ])
    const found = pairs.of(0, 1)
    expect(found.observations).toBe(24)
    expect(near(found.pearson.value)).toBeCloseTo(0.5089774416077977, 14)
    expect(found.interval![1]).toBeCloseTo(0.7569560644631541, 12)
  })

  test('with 19 common periods have no correlation, with 20 they have one', () => {
    const none = { value: null, nullReason: 'INSUFFICIENT_OBSERVATIONS' }
    // All the time, from some time on, and with gaps.
    for (const without of [[], [0, 1], [4, 7]]) {
      const of = (common: number) => {
        const count = common + without.length
        return new FlowPairs([
          { id: 'x', flows: long(X.slice(0, count), without) },
          { id: 'y', flows: long(Y.slice(0, count)) },
        ])
      }
      expect(of(19).of(0, 1)).toEqual({
        observations: 19,
        pearson: none,
        interval: null,
        spearman: none,
        kendall: none,
      })
      expect(of(19).pearson(0, 1)).toEqual(none)
      expect(of(20).of(0, 1).pearson.value).not.toBeNull()
    }
  })

  test('have the same correlation with the fast sums and with gaps', () => {
    const flow = fc.option(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), {
      nil: null,
      freq: 9,
    })
    const series = fc
      .tuple(fc.array(flow, { minLength: 30, maxLength: 30 }), fc.nat(8), fc.boolean())
      .map(([flows, start, hasGaps]) =>
        flows.map((one, at) => (at < start ? null : hasGaps ? one : (one ?? 0n))),
      )
    fc.assert(
      fc.property(series, series, (f, g) => {
        const pairs = new FlowPairs([
          { id: 'f', flows: f },
          { id: 'g', flows: g },
        ])
        const at = f.flatMap((one, i) => (one === null || g[i] === null ? [] : [i]))
        const [x, y] = [at.map((i) => f[i]!), at.map((i) => g[i]!)]
        expect(pairs.of(0, 1).observations).toBe(at.length)
        const expected = at.length < 20 ? null : coefficients(x, y).r
        expect(pairs.pearson(0, 1).value).toEqual(expected)
        expect(pairs.of(0, 1).pearson.value).toEqual(expected)
      }),
    )
  })

  test('pairs are ranked by correlation, unknown ones last', () => {
    const pairs = new FlowPairs([
      { id: 'a', flows: long(X) },
      { id: 'b', flows: long(X.map(() => 3)) },
      { id: 'c', flows: long(X.map((x) => -x)) },
      { id: 'd', flows: long(X.map((x) => 2 * x)) },
    ])
    expect(pairs.ranked().map(({ a, b, value }) => [a, b, value && near(value)])).toEqual([
      [0, 3, 1],
      [0, 2, -1],
      [2, 3, -1],
      [0, 1, null],
      [1, 2, null],
      [1, 3, null],
    ])
  })
})

test('95 % intervals that exclude 0 by chance are one of 20 comparisons', () => {
  expect(multipleComparisons(0)).toBeNull()
  expect(multipleComparisons(45)).toBe(
    '45 correlations were compared: if no flows were related, about 2.25 of the 95 % intervals would still exclude 0.',
  )
})
