import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toDecimal } from '../math/decimal'
import { compare, multiply, ratio } from '../math/ratio'
import { lift, type Membership, phi } from './association'

/** Members of each of all, first and second. */
function membership(first: readonly boolean[], second: readonly boolean[]): Membership {
  const count = (list: readonly boolean[]) => list.filter(Boolean).length
  return {
    both: first.filter((isIn, index) => isIn && second[index]).length,
    first: count(first),
    second: count(second),
    all: first.length,
  }
}

describe('toy network, S1 and S2 of four operators (golden vectors, computed)', () => {
  const toy = { both: 2, first: 3, second: 2, all: 4 }

  test('phi of the table 2, 1, 0, 1 is 1/root(3), lift 4/3', () => {
    expect(toDecimal(phi(toy).value!)).toBe('0.577350269189625765')
    expect(lift(toy).value).toEqual(ratio(4n, 3n))
  })

  test('with members counted by their stake of 50, 30, 15 and 5, phi is .458831', () => {
    const byStake = { both: 80, first: 95, second: 80, all: 100 }
    expect(Number(toDecimal(phi(byStake).value!))).toBeCloseTo(0.458831, 6)
  })
})

const flags = fc.integer({ min: 1, max: 12 }).chain((length) => {
  const list = fc.array(fc.boolean(), { minLength: length, maxLength: length })
  return fc.tuple(list, list)
})

describe('for any membership', () => {
  test('phi is the correlation of 0 and 1 by the textbook sums, symmetric, in [-1, 1]', () => {
    fc.assert(
      fc.property(flags, ([first, second]) => {
        const found = phi(membership(first, second))
        expect(phi(membership(second, first))).toEqual(found)
        const [x, y] = [first, second].map((list) => list.map(Number)) as [number[], number[]]
        const n = x.length
        const mean = (list: number[]) => list.reduce((sum, one) => sum + one, 0) / n
        const covariance = mean(x.map((one, i) => (one - mean(x)) * (y[i]! - mean(y))))
        const variance = (list: number[]) => mean(list.map((one) => (one - mean(list)) ** 2))
        if (found.value === null) {
          expect(found.nullReason).toBe('NO_VARIANCE')
          expect(Math.min(variance(x), variance(y))).toBeCloseTo(0, 12)
          return
        }
        expect(compare(multiply(found.value, found.value), ratio(1n)) <= 0n).toBe(true)
        const expected = covariance / Math.sqrt(variance(x) * variance(y))
        expect(Number(toDecimal(found.value))).toBeCloseTo(expected, 12)
      }),
    )
  })

  test('lift is common members / expected common members, and unknown for an empty set', () => {
    fc.assert(
      fc.property(flags, ([first, second]) => {
        const { both, first: a, second: b, all } = membership(first, second)
        const found = lift({ both, first: a, second: b, all })
        if (a * b === 0) expect(found).toEqual({ value: null, nullReason: 'EMPTY' })
        else expect(Number(toDecimal(found.value!))).toBeCloseTo(both / ((a * b) / all), 12)
      }),
    )
  })

  test('phi of equal sets is 1, of complements -1', () => {
    fc.assert(
      fc.property(flags, ([first]) => {
        fc.pre(first.includes(true) && first.includes(false))
        expect(phi(membership(first, first)).value).toEqual(ratio(1n))
        const others = first.map((isIn) => !isIn)
        expect(phi(membership(first, others)).value).toEqual(ratio(-1n))
      }),
    )
  })
})
