import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exact, pricedPart, whole } from '../../../test/support/risk/values'
import { compare, multiply, type Ratio, ratio } from '../math/ratio'
import { Valuation } from './valuation'
import { Value } from './value'

// Pool 0 has weight 3, pool 1 weight 5, pools 2 and 3 no price.
const some = new Valuation([3n, 5n, null, null], 2n)
const { none } = some
const of = (...amounts: bigint[]) =>
  Value.sum(
    amounts.map((amount, pool) => some.worth(pool, amount)),
    none,
  )

describe('a value', () => {
  test('is divided by the unit of its valuation: 4 and 2 at 3/2 and 5/2 are 11', () => {
    expect(exact(of(4n, 2n))).toEqual(ratio(11n))
  })

  test('of a pool without a price is not 0, and not known', () => {
    const unknown = of(0n, 0n, 7n)
    expect([unknown.isUnknown, unknown.isComplete, unknown.isZero]).toEqual([true, false, null])
    expect(of(0n, 0n, 0n).isZero).toBe(true)
  })

  test('is at least its priced part, and keeps what has none through every sum', () => {
    const sum = of(4n)
      .plus(of(0n, 2n, 1n))
      .plus(of(0n, 0n, 0n, 1n))
    expect(pricedPart(sum)).toEqual(ratio(11n))
    expect(Value.coverage([sum])).toEqual({
      pools: 4,
      pricedPools: 2,
      holders: 1,
      pricedHolders: 0,
      unpriced: [2, 3],
      isComplete: false,
    })
    expect(pricedPart(sum.less(of(2n)))).toEqual(ratio(8n))
    expect(sum.less(of(2n)).isComplete).toBe(false)
    expect(sum.times(ratio(1n, 2n)).isComplete).toBe(false)
    expect(sum.times(ratio(0n)).isZero).toBe(true)
  })

  test('of the others does not lack what one of them lacks', () => {
    const [first, second, third] = Value.sumsOfOthers([of(2n), of(0n, 0n, 1n), of(4n)], none)
    expect([first!.isComplete, third!.isComplete]).toEqual([false, false])
    expect(exact(second!)).toEqual(ratio(9n))
  })

  test('out of the scope is nothing', () => {
    const inPool = new Valuation([3n, null], 1n, 0)
    expect(inPool.worth(1, 9n).isZero).toBe(true)
    expect([inPool.isPriced(0), inPool.isPriced(1), inPool.isInScope(1)]).toEqual([
      true,
      false,
      false,
    ])
  })

  test('has no share of what is unknown, nor an unknown share; of 0 it has none', () => {
    expect(of(2n).share(of(4n, 0n, 1n)).value).toEqual(ratio(1n, 2n))
    expect(of(0n, 0n, 1n).share(of(4n)).nullReason).toBe('UNPRICED')
    expect(none.share(of(0n, 0n, 1n)).nullReason).toBe('UNPRICED')
    expect(none.share(none).nullReason).toBe('ZERO_TOTAL')
  })

  test('of two is smaller for certain if it is less than what is known of the other', () => {
    expect(of(2n).smaller(of(4n, 0n, 1n)).isComplete).toBe(true)
    expect(of(4n).smaller(of(2n, 0n, 1n)).isComplete).toBe(false)
    expect(of(2n, 0n, 1n).smaller(of(4n)).isComplete).toBe(false)
    expect(of(0n, 0n, 2n).smaller(of(0n, 0n, 3n)).isUnknown).toBe(true)
  })

  test('does not compare with one of another valuation, and is no smaller than a part of it', () => {
    const other = new Valuation([3n], 1n).worth(0, 1n)
    expect(() => of(1n).plus(other)).toThrow(RangeError)
    expect(() => of(1n).isAtLeast(other)).toThrow(RangeError)
    expect(() => of(1n).less(of(2n))).toThrow(RangeError)
  })

  test('gives its integers with what they are a part of', () => {
    const { amounts, unit, coverage } = Value.pricedPart(
      [of(1n), of(0n, 1n, 5n).times(ratio(1n, 3n))],
      none,
    )
    expect([amounts, unit]).toEqual([[9n, 5n], 6n])
    expect(coverage.unpriced).toEqual([2])
  })

  test('that was computed from the priced part of another lacks what the other lacks', () => {
    const derived = of(4n, 0n, 1n).derived(ratio(5n, 7n))
    expect(pricedPart(derived)).toEqual(ratio(5n, 7n))
    expect(derived.isComplete).toBe(false)
    expect(whole(of(4n).derived(ratio(5n)))).toBe(5n)
  })
})

test('what is said without some prices holds for any prices that are added', () => {
  const amounts = fc.array(fc.bigInt({ min: 0n, max: 9n }), { minLength: 4, maxLength: 4 })
  const weights = fc.array(fc.bigInt({ min: 1n, max: 9n }), { minLength: 4, maxLength: 4 })
  const missing = fc.array(fc.boolean(), { minLength: 4, maxLength: 4 })
  const factor = fc.integer({ min: 0, max: 3 }).map((num) => ratio(BigInt(num), 2n))
  fc.assert(
    fc.property(amounts, amounts, weights, missing, factor, (a, b, all, without, by) => {
      const full = new Valuation(all, 3n)
      const part = new Valuation(
        all.map((weight, pool) => (without[pool] ? null : weight)),
        3n,
      )
      const said = (valuation: Valuation) => {
        const [x, y] = [a, b].map((list) =>
          Value.sum(
            list.map((amount, pool) => valuation.worth(pool, amount)),
            valuation.none,
          ),
        )
        const sum = x!.plus(y!.times(by))
        return {
          values: [x!, sum, sum.less(x!), x!.smaller(y!)],
          verdicts: [x!.isAtLeast(y!), x!.reaches(ratio(7n)), sum.isZero, sum.isAtLeast(x!)],
        }
      }
      const [truth, known] = [said(full), said(part)]
      known.values.forEach((value, i) => {
        const [bound, exactly] = [pricedPart(value), exact(truth.values[i]!)]
        expect(compare(bound, exactly) <= 0n).toBe(true)
        if (value.isComplete) expect(bound).toEqual(exactly)
        if (value.isZero) expect(exactly.num).toBe(0n)
      })
      known.verdicts.forEach((verdict, i) => {
        if (verdict !== null) expect(verdict).toBe(truth.verdicts[i])
      })
    }),
  )
})

test('arithmetic is that of fractions', () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 30n })
  const factor = fc
    .tuple(amount, fc.bigInt({ min: 1n, max: 10n ** 9n }))
    .map(([n, d]): Ratio => ratio(n, d))
  fc.assert(
    fc.property(amount, amount, factor, (a, b, by) => {
      const product = multiply(ratio(3n * a, 2n), by)
      expect(exact(of(a).times(by))).toEqual(product)
      const sum = of(a).times(by).plus(of(0n, b))
      expect(exact(sum)).toEqual(ratio(product.num * 2n + 5n * b * product.den, product.den * 2n))
      expect(exact(sum.less(of(0n, b)))).toEqual(product)
    }),
  )
})
