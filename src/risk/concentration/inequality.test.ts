import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { collisionEntropy, minEntropy, theilSplit } from '../../../test/support/risk/entropies'
import { doubleToDecimal, toDecimal } from '../math/decimal'
import { compare, type Ratio, ratio } from '../math/ratio'
import { entropy, entropyNumber, evenness, normalizedTheil, theil } from './entropy'
import { correctedGini, gini } from './gini'
import { lorenz } from './lorenz'
import { type Population, population } from './population'

const of = (amounts: (number | bigint)[], options?: { includeZeros: boolean }): Population =>
  population(
    amounts.map((amount, index) => ({ id: `o${index + 1}`, amount: BigInt(amount) })),
    options,
  )
const number = ({ num, den }: Ratio) => Number(num) / Number(den)
const bits = (nats: number | null) => nats! / Math.LN2
const withZeros = { includeZeros: true }

describe('published: Edinburgh consensus-decentralization, tests/test_metrics.py', () => {
  test.each([
    [[5, 4, 3, 2, 1], 0.26667, 5],
    [[368, 156, 20, 7, 10, 49, 22, 1], 0.67792, 5],
    [[1, 1, 3, 0, 0], 0.56, 2],
    [[1], 0, 9],
  ])('Gini of %j, zeros counted, is %f', (amounts, expected, digits) => {
    expect(number(gini(of(amounts, withZeros))!)).toBeCloseTo(expected, digits)
  })

  test('entropies of [3, 2, 1] and [432, 288, 216, 64]', () => {
    expect(bits(entropy(of([3, 2, 1])))).toBeCloseTo(1.459, 3)
    expect(bits(minEntropy(of([3, 2, 1])))).toBeCloseTo(1, 9)
    expect(bits(collisionEntropy(of([432, 288, 216, 64])))).toBeCloseTo(1.642, 3)
    expect(evenness(of([3, 2, 1]))).toBeCloseTo(0.921, 3)
    // The most that three can have.
    expect(bits(entropy(of([1, 1, 1])))).toBeCloseTo(1.585, 3)
  })

  test.each([
    [[3, 2, 1], 0.087],
    [[3, 2, 1, 1, 1, 1], 0.115],
    [[432, 0, 0, 0], 1.386],
  ])('Theil of %j, zeros counted, is %f', (amounts, expected) => {
    expect(theil(of(amounts, withZeros))).toBeCloseTo(expected, 3)
  })
})

test('reported by Rated: their formula over ranks gives the Gini of [5, 4, 3, 2, 1]', () => {
  const counts = [5, 4, 3, 2, 1]
  const ranked = counts.reduce((sum, count, rank) => sum + count * rank + count / 2, 0)
  expect(number(gini(of(counts))!)).toBeCloseTo(1 - (2 * ranked) / 5 / 15, 12)
})

describe('worked example [50, 30, 15, 5] of the metrics reference', () => {
  const toy = of([50, 30, 15, 5])

  test('Gini .375, corrected .5', () => {
    expect(toDecimal(gini(toy)!)).toBe('0.375')
    expect(toDecimal(correctedGini(toy)!)).toBe('0.5')
  })

  test('entropy 1.142120043 nats, 1.647730922 bits, number 3.133404281, Theil .244174318 and .176134539', () => {
    expect(entropy(toy)).toBeCloseTo(1.142120043, 9)
    expect(bits(entropy(toy))).toBeCloseTo(1.647730922, 9)
    // The golden vectors are compared to 1e-9; this one is rounded from a rounded entropy.
    expect(Math.abs(entropyNumber(toy)! - 3.133404281)).toBeLessThan(1e-9)
    expect(theil(toy)).toBeCloseTo(0.244174318, 9)
    expect(normalizedTheil(toy)).toBeCloseTo(0.176134539, 9)
  })

  test('Theil by groups {50, 15}, {30, 5}: between .045700542, within .198473777', () => {
    const split = theilSplit(toy, (id) => (['o1', 'o3'].includes(id) ? 'a' : 'b'))!
    expect(split.between).toBeCloseTo(0.045700542, 9)
    expect(split.within).toBeCloseTo(0.198473777, 9)
  })

  test('Lorenz (0,0) (.25,.05) (.5,.2) (.75,.5) (1,1)', () => {
    const curve = lorenz(toy, 20)!.map((point) => [number(point.population), number(point.share)])
    expect(curve).toEqual([
      [0, 0],
      [0.25, 0.05],
      [0.5, 0.2],
      [0.75, 0.5],
      [1, 1],
    ])
  })
})

describe('edges', () => {
  test('an empty population has no value, never 0 or NaN', () => {
    for (const amounts of [[], [0, 0]]) {
      const nobody = of(amounts, withZeros)
      const all = [gini, correctedGini, entropy, minEntropy, collisionEntropy, entropyNumber]
      for (const metric of [...all, evenness, theil, normalizedTheil]) {
        expect(metric(nobody)).toBeNull()
      }
      expect(lorenz(nobody, 20)).toBeNull()
      expect(theilSplit(nobody, () => undefined)).toBeNull()
    }
  })

  test('one member: Gini, entropy and Theil are 0, measures divided by n - 1 or ln n have no value', () => {
    const one = of([7])
    expect(toDecimal(gini(one)!)).toBe('0')
    expect([entropy(one), theil(one), minEntropy(one)]).toEqual([0, 0, 0])
    expect([correctedGini(one), evenness(one), normalizedTheil(one)]).toEqual([null, null, null])
  })

  test('one of three holds everything, zeros counted: Gini 2/3, corrected 1', () => {
    const population = of([0, 0, 7], withZeros)
    expect(gini(population)).toEqual(ratio(2n, 3n))
    expect(correctedGini(population)).toEqual(ratio(1n))
  })

  test('almost equal amounts keep their digits: Theil of x + 1 and x - 1 is 1 / (2 x^2)', () => {
    const x = 10n ** 9n
    expect(theil(of([x + 1n, x - 1n]))! / 0.5e-18).toBeCloseTo(1, 12)
  })

  test('one member with almost everything keeps its digits: entropy of 1 and e is e (1 - ln e)', () => {
    const e = 1e-9
    expect(entropy(of([10n ** 9n - 1n, 1n]))! / (e * (1 - Math.log(e)))).toBeCloseTo(1, 9)
  })

  test('a curve has no more points than asked for, and refuses more than 200', () => {
    const many = of(Array.from({ length: 1000 }, (_, i) => i + 1))
    for (const points of [2, 3, 11, 12, 20, 200]) {
      expect(lorenz(many, points)!.length).toBeLessThanOrEqual(points)
    }
    for (const points of [0, 1, 201, 2.5]) expect(() => lorenz(many, points)).toThrow(RangeError)
    const at = new Set(lorenz(many, 20)!.map(({ population }) => number(population)))
    for (const part of [0, 0.01, 0.05, 0.1, 0.5, 0.9, 0.95, 0.99, 1]) expect(at).toContain(part)
  })
})

describe('for any population', () => {
  const amounts = fc.array(fc.bigInt({ min: 0n, max: 10n ** 27n }), { minLength: 1, maxLength: 30 })
  const measurable = amounts.filter((list) => list.some((amount) => amount > 0n))

  test('Gini is half the mean difference divided by the mean', () => {
    fc.assert(
      fc.property(measurable, (list) => {
        const total = list.reduce((sum, x) => sum + x, 0n)
        const pairs = list.flatMap((x) => list.map((y) => (x > y ? x - y : y - x)))
        const differences = pairs.reduce((sum, x) => sum + x, 0n)
        const expected = ratio(differences, 2n * BigInt(list.length) * total)
        expect(gini(of(list, withZeros))).toEqual(expected)
      }),
    )
  })

  test('Theil is ln n minus entropy, and the sum of its parts between and within any groups', () => {
    fc.assert(
      fc.property(measurable, fc.integer({ min: 1, max: 5 }), (list, groups) => {
        const population = of(list, withZeros)
        const index = theil(population)!
        expect(index).toBeCloseTo(Math.log(list.length) - entropy(population)!, 9)
        const { between, within } = theilSplit(
          population,
          (id) => `${Number(id.slice(1)) % groups}`,
        )!
        expect(between + within).toBeCloseTo(index, 9)
        expect(Math.min(between, within)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('measures with logarithms are the same for amounts beyond the range of doubles', () => {
    const huge = 10n ** 400n
    fc.assert(
      fc.property(measurable, (list) => {
        const small = of(list)
        const large = of(list.map((amount) => amount * huge))
        for (const measure of [entropy, minEntropy, collisionEntropy, theil]) {
          const value = measure(small)
          if (value === null) expect(measure(large)).toBeNull()
          else expect(measure(large)).toBeCloseTo(value, 9)
        }
        const groupOf = (id: string) => (id < 'o4' ? 'some' : undefined)
        const split = theilSplit(large, groupOf)
        if (split) expect(split.between + split.within).toBeCloseTo(theil(small)!, 9)
      }),
    )
    const uneven = of([huge, 1n])
    expect([entropy(uneven), theil(uneven)]).toEqual([0, Math.LN2])
  })

  test('the Lorenz curve is convex and below the diagonal, and Gini is double the area between', () => {
    fc.assert(
      fc.property(measurable, (list) => {
        const population = of(list, withZeros)
        const curve = lorenz(population, 200)!
        let area = 0
        let steepness = 0
        for (const [index, point] of curve.slice(1).entries()) {
          const before = curve[index]!
          expect(compare(point.share, point.population) <= 0n).toBe(true)
          const rise = number(point.share) - number(before.share)
          expect(rise).toBeGreaterThanOrEqual(steepness - 1e-12)
          steepness = rise
          area += (number(point.share) + number(before.share)) / 2 / list.length
        }
        expect(number(gini(population)!)).toBeCloseTo(1 - 2 * area, 9)
      }),
    )
  })

  test('a double is serialised with 15 digits that parse back to it', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 })
    fc.assert(
      fc.property(double, (value) => {
        const text = doubleToDecimal(value)
        expect(text).toMatch(/^-?\d+(\.\d*[1-9])?$/)
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-14)
      }),
    )
    expect(() => doubleToDecimal(Number.NaN)).toThrow(RangeError)
  })
})
