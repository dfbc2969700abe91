import { describe, expect, test } from 'vitest'
import { toDecimal } from '../math/decimal'
import { type Ratio, ratio } from '../math/ratio'
import { top } from './concentration-ratio'
import { effectiveNumber, hhi, hhiPoints, normalizedHhi } from './herfindahl'
import { type NakamotoRule, nakamoto } from './nakamoto'
import { type Population, population } from './population'

const THIRD = ratio(1n, 3n)
const HALF = ratio(1n, 2n)
const TWO_THIRDS = ratio(2n, 3n)

function of(amounts: number[], options?: { includeZeros: boolean }): Population {
  return population(
    amounts.map((amount, index) => ({ id: `o${index + 1}`, amount: BigInt(amount) })),
    options,
  )
}

function points(amounts: number[]): string | null {
  const value = hhiPoints(of(amounts))
  return value && toDecimal(value)
}

function count(amounts: number[], threshold: Ratio, rule: NakamotoRule): number | string {
  const answer = nakamoto(of(amounts), threshold, rule)
  return answer.nullReason === null ? answer.count : answer.nullReason
}

describe('published: Edinburgh consensus-decentralization, tests/test_metrics.py', () => {
  test.each([
    [[8, 6, 3, 3], '2950'],
    [[2, 2], '5000'],
    [[1, 1, 1, 1, 1, 1, 1, 1, 1, 1], '1000'],
    [[1], '10000'],
    [[], null],
    [[0, 0], null],
  ])('HHI of %j is %s points', (amounts, expected) => {
    expect(points(amounts)).toBe(expected)
  })

  test.each([
    [[3, 2, 1], 1],
    [[3, 2, 1, 1, 1, 1], 2],
  ])('Nakamoto of %j at a half, with >= as in their code, is %i', (amounts, expected) => {
    expect(count(amounts, HALF, 'GTE')).toBe(expected)
  })

  test('tau-decentralisation at 33 of 100 takes 1 and 1, at 66 of 100 takes 2 and 3', () => {
    expect(count([3, 2, 1], ratio(33n, 100n), 'GTE')).toBe(1)
    expect(count([3, 2, 1, 1, 1, 1], ratio(33n, 100n), 'GTE')).toBe(1)
    expect(count([3, 2, 1], ratio(66n, 100n), 'GTE')).toBe(2)
    expect(count([3, 2, 1, 1, 1, 1], ratio(66n, 100n), 'GTE')).toBe(3)
  })
})

describe('textbook: shares in percent', () => {
  test.each([
    [[40, 30, 20, 10], '3000'],
    [[25, 20, 15, 10, 8, 7, 6, 5, 4], '1540'],
    [[25, 20, 15, 10, 8, 7, 6, 9], '1580'],
    [[45, 15, 10, 8, 7, 6, 5, 4], '2540'],
    [[60, 35, 5], '4850'],
    [[95, 5], '9050'],
  ])('HHI of %j is %s points', (amounts, expected) => {
    expect(points(amounts)).toBe(expected)
  })
})

describe('textbook: a merger adds twice the product of the shares', () => {
  test.each([
    ['the two smallest, 5 and 4', [25, 20, 15, 10, 8, 7, 6, 9], 40],
    ['the two largest, 25 and 20', [45, 15, 10, 8, 7, 6, 5, 4], 1000],
  ])('%s: HHI goes from 1540 by %s to %i more', (_, merged, gain) => {
    expect(Number(points(merged)) - Number(points([25, 20, 15, 10, 8, 7, 6, 5, 4]))).toBe(gain)
  })
})

describe('by hand: EigenLayer unique-stake example, set 1 holds 10 and 20 ETH', () => {
  test('HHI is 5/9', () => {
    expect(hhi(of([0, 10, 20]))).toEqual(ratio(5n, 9n))
  })
})

describe('by definition: strict and loose rule', () => {
  test.each([
    [[3, 2, 1], HALF, 'GT', 2],
    [[3, 2, 1, 1, 1, 1], HALF, 'GT', 2],
    [[3, 2, 1, 1, 1, 1], TWO_THIRDS, 'GT', 4],
    [[1, 1, 1], THIRD, 'GT', 2],
    [[1, 1, 1], THIRD, 'GTE', 1],
    [[1, 1, 1, 1], HALF, 'GT', 3],
    [[1, 1, 1, 1], HALF, 'GTE', 2],
    [[7, 0, 0], ratio(1n), 'GTE', 1],
    [[7], TWO_THIRDS, 'GT', 1],
  ] as const)('Nakamoto of %j at %o %s is %i', (amounts, threshold, rule, expected) => {
    expect(count([...amounts], threshold, rule)).toBe(expected)
  })
})

describe('by definition, computed: toy network, one pool of 50, 30, 15 and 5', () => {
  const toy = of([50, 30, 15, 5])

  test('HHI .365, 3650 points, normalised .15333, effective number 2.739726', () => {
    expect(hhi(toy)).toEqual(ratio(73n, 200n))
    expect(toDecimal(hhiPoints(toy)!)).toBe('3650')
    expect(normalizedHhi(toy)).toEqual(ratio(23n, 150n))
    expect(toDecimal(effectiveNumber(toy)!)).toBe('2.73972602739726027')
  })

  test('CR_k .50, .80, .95, 1, and 1 beyond the last member', () => {
    const shares = [1, 2, 3, 4, 5].map((k) => toDecimal(top(toy, k)!.share))
    expect(shares).toEqual(['0.5', '0.8', '0.95', '1', '1'])
    expect(top(toy, 2)!.members.map(({ id }) => id)).toEqual(['o1', 'o2'])
  })

  test('Nakamoto at 1/3, 1/2, 2/3 is 1, 2, 2 strict and 1, 1, 2 loose', () => {
    const at = (rule: NakamotoRule) =>
      [THIRD, HALF, TWO_THIRDS].map((threshold) => count([50, 30, 15, 5], threshold, rule))
    expect(at('GT')).toEqual([1, 2, 2])
    expect(at('GTE')).toEqual([1, 1, 2])
  })

  test('HHI per service, registered, is .4017, .5312 and .8347', () => {
    const services = [of([50, 30, 15]), of([50, 30]), of([50, 5])]
    expect(services.map((service) => toDecimal(hhi(service)!).slice(0, 8))).toEqual([
      '0.401662',
      '0.53125',
      '0.834710',
    ])
  })

  test('Nakamoto names its members, its margin and no tie', () => {
    expect(nakamoto(toy, THIRD, 'GT')).toEqual({
      count: 1,
      members: [{ id: 'o1', amount: 50n }],
      margin: ratio(50n, 3n),
      tieSet: [],
      nullReason: null,
    })
  })
})

describe('edge cases', () => {
  test('no members are EMPTY, members that hold nothing are ZERO_TOTAL', () => {
    for (const [amounts, reason, nZero] of [
      [[], 'EMPTY', 0],
      [[0, 0], 'ZERO_TOTAL', 2],
    ] as const) {
      const nobody = of([...amounts])
      expect(nobody).toMatchObject({ nullReason: reason, n: 0, nZero, total: 0n })
      expect([hhi(nobody), hhiPoints(nobody), normalizedHhi(nobody)]).toEqual([null, null, null])
      expect([effectiveNumber(nobody), top(nobody, 1)]).toEqual([null, null])
      expect(nakamoto(nobody, HALF, 'GT')).toEqual({ nullReason: reason })
    }
  })

  test('one member has HHI 1, effective number 1, Nakamoto 1 and no normalised HHI', () => {
    const one = of([9])
    expect([hhi(one), effectiveNumber(one)]).toEqual([ratio(1n), ratio(1n)])
    expect(normalizedHhi(one)).toBeNull()
    expect(count([9], HALF, 'GT')).toBe(1)
  })

  test('zeros count in nZero, and in n only with includeZeros, which changes the normalised HHI alone', () => {
    const without = of([0, 5, 5, 0])
    const included = of([0, 5, 5, 0], { includeZeros: true })
    expect(without).toMatchObject({ n: 2, nZero: 2 })
    expect(included).toMatchObject({ n: 4, nZero: 2 })
    expect(hhi(included)).toEqual(hhi(without))
    expect(nakamoto(included, HALF, 'GT')).toEqual(nakamoto(without, HALF, 'GT'))
    expect([normalizedHhi(without), normalizedHhi(included)]).toEqual([ratio(0n), ratio(1n, 3n)])
  })

  test('a negative amount is refused, even if it would cancel out', () => {
    const holdings = [
      { id: 'a', amount: 11n },
      { id: 'a', amount: -1n },
    ]
    expect(() => population(holdings)).toThrow('Negative amount of a: -1')
  })

  test('[11, 2, -1], which the published tests shift to be positive, is refused (documented deviation)', () => {
    expect(() => of([11, 2, -1])).toThrow('Negative amount of o3: -1')
  })

  test('holdings of one id are added before measuring', () => {
    const holdings = [
      { id: 'a', amount: 1n },
      { id: 'b', amount: 2n },
      { id: 'a', amount: 1n },
    ]
    expect(population(holdings).members).toEqual([
      { id: 'a', amount: 2n },
      { id: 'b', amount: 2n },
    ])
  })

  test('the tie set has all holders of the same amount as the last member', () => {
    const answer = nakamoto(of([5, 3, 3, 3]), HALF, 'GT')
    expect(answer).toMatchObject({ count: 2, margin: ratio(1n) })
    expect(answer.nullReason === null && answer.tieSet.map(({ id }) => id)).toEqual([
      'o2',
      'o3',
      'o4',
    ])
  })

  test('more than the total is UNREACHABLE', () => {
    expect(count([3, 2, 1], ratio(1n), 'GT')).toBe('UNREACHABLE')
  })

  test('a threshold outside (0, 1] and a k below 1 are refused', () => {
    expect(() => count([1], ratio(0n), 'GT')).toThrow('0/1')
    expect(() => count([1], ratio(4n, 3n), 'GT')).toThrow('4/3')
    expect(() => top(of([1]), 0)).toThrow('0')
    expect(() => top(of([1]), 1.5)).toThrow('1.5')
  })
})
