import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { compare, type Ratio, ratio } from '../math/ratio'
import type { CoverItem } from './cheapest-choice'
import { costOfCorruption } from './corruption'
import { cheapestCover } from './cover'

const THIRD = ratio(1n, 3n)
const OPERATORS = ['o1', 'o2', 'o3', 'o4']
const SERVICES = ['s1', 's2', 's3']
const SLASHABLE = exposureOf(OPERATORS, SERVICES, [
  [20n, 15n, 5n],
  [9n, 6n, 0n],
  [3n, 0n, 0n],
  [0n, 0n, 0n],
])
const REGISTERED = exposureOf(OPERATORS, SERVICES, [
  [50n, 50n, 50n],
  [30n, 30n, null],
  [15n, null, null],
  [null, null, 5n],
])

function costs(votes: typeof SLASHABLE) {
  return SERVICES.map((_, column) => {
    const cost = costOfCorruption(SLASHABLE, votes, column, THIRD)
    if (cost.nullReason !== null) return cost.nullReason
    expect([cost.exact, cost.upper]).toEqual([true, cost.lower])
    return { relaxed: cost.relaxed, cost: cost.lower, members: cost.members }
  })
}

describe('toy network of the metrics reference at alpha 1/3, computed there', () => {
  test('votes by slashable stake: bounds 32/3, 7, 5/3, exact 12, 15, 5', () => {
    expect(costs(SLASHABLE)).toEqual([
      { relaxed: ratio(32n, 3n), cost: ratio(12n), members: [1, 2] },
      { relaxed: ratio(7n), cost: ratio(15n), members: [0] },
      { relaxed: ratio(5n, 3n), cost: ratio(5n), members: [0] },
    ])
  })

  test('votes by registered stake: 12, 6, 5, because o2 has 30 of 80 votes and 6 to lose', () => {
    const answers = costs(REGISTERED).map((cost) => typeof cost === 'object' && cost.cost)
    expect(answers).toEqual([ratio(12n), ratio(6n), ratio(5n)])
  })

  test('no members are EMPTY, no votes are ZERO_TOTAL', () => {
    const nobody = exposureOf(['o'], ['none', 'zero'], [[null, 0n]])
    expect(costOfCorruption(nobody, nobody, 0, THIRD)).toEqual({ nullReason: 'EMPTY' })
    expect(costOfCorruption(nobody, nobody, 1, THIRD)).toEqual({ nullReason: 'ZERO_TOTAL' })
  })

  test('a threshold outside (0, 1] is refused', () => {
    expect(() => costOfCorruption(SLASHABLE, SLASHABLE, 0, ratio(0n))).toThrow('0/1')
    expect(() => costOfCorruption(SLASHABLE, SLASHABLE, 0, ratio(2n))).toThrow('2/1')
  })
})

const amount = fc.oneof(fc.bigInt({ min: 0n, max: 9n }), fc.bigInt({ min: 0n, max: 10n ** 26n }))
const items = fc.array(fc.record({ cost: amount, weight: amount }), { maxLength: 9 })
const part = fc
  .tuple(fc.bigInt({ min: 1n, max: 9n }), fc.bigInt({ min: 1n, max: 9n }))
  .map(([a, b]) => (a < b ? ratio(a, b) : ratio(b, a)))

/** Least cost over all choices. */
function slowCover(list: CoverItem[], target: Ratio): bigint | null {
  let least: bigint | null = null
  for (let mask = 0; mask < 2 ** list.length; mask++) {
    const chosen = list.filter((_, index) => (mask >> index) & 1)
    const weight = chosen.reduce((sum, item) => sum + item.weight, 0n)
    const cost = chosen.reduce((sum, item) => sum + item.cost, 0n)
    if (compare(ratio(weight), target) >= 0n && (least === null || cost < least)) least = cost
  }
  return least
}

describe('cheapest cover', () => {
  const of = (list: CoverItem[], alpha: Ratio) => {
    const total = list.reduce((sum, { weight }) => sum + weight, 0n)
    return ratio(alpha.num * total, alpha.den)
  }

  test('has the minimum cost of all choices, and its items are such a choice', () => {
    fc.assert(
      fc.property(items, part, (list, alpha) => {
        const target = of(list, alpha)
        const cover = cheapestCover(list, target)!
        expect([cover.lower, cover.upper]).toEqual([slowCover(list, target), cover.lower])
        const chosen = cover.items.map((item) => list[item]!)
        expect(chosen.reduce((sum, { cost }) => sum + cost, 0n)).toBe(cover.upper)
        const weight = chosen.reduce((sum, item) => sum + item.weight, 0n)
        expect(compare(ratio(weight), target) >= 0n).toBe(true)
        expect(compare(cover.relaxed, ratio(cover.lower)) <= 0n).toBe(true)
      }),
    )
  })

  test('with fewer items tried, the bounds enclose the minimum and the items still cover', () => {
    fc.assert(
      fc.property(items, part, fc.nat(8), (list, alpha, tried) => {
        const target = of(list, alpha)
        const cover = cheapestCover(list, target, tried)!
        const least = slowCover(list, target)!
        expect(cover.lower <= least && least <= cover.upper).toBe(true)
        const weight = cover.items.reduce((sum, item) => sum + list[item]!.weight, 0n)
        expect(compare(ratio(weight), target) >= 0n).toBe(true)
      }),
    )
  })

  test('taken in part costs the target if the cost of items is their weight', () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 9 }), part, (weights, alpha) => {
        const list = weights.map((weight) => ({ cost: weight, weight }))
        expect(cheapestCover(list, of(list, alpha))!.relaxed).toEqual(of(list, alpha))
      }),
    )
  })

  test('is null if all items together are too light', () => {
    expect(cheapestCover([{ cost: 1n, weight: 2n }], ratio(3n))).toBeNull()
  })

  test('thirty items are tried on request: of 1, 2, 4, ... the target in binary', () => {
    const list = [...Array(30).keys()].map((bit) => ({
      cost: 2n ** BigInt(bit),
      weight: 2n ** BigInt(bit),
    }))
    const target = 0x2a5f_13c7n
    const cover = cheapestCover(list, ratio(target), 30)!
    expect([cover.lower, cover.upper]).toEqual([target, target])
  })

  test('negative amounts, and more than forty items to be tried, are refused', () => {
    expect(() => cheapestCover([{ cost: -1n, weight: 1n }], ratio(1n))).toThrow('-1')
    expect(() => cheapestCover([], ratio(1n), 41)).toThrow('41')
  })
})
