import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exact, whole } from '../../../test/support/risk/values'
import { divide, multiply, ratio } from '../math/ratio'
import { nativeValuation, noValue, valuation } from './valuation'

const price = (num: bigint, den = 1n) => ratio(num, den)

describe('a valuation', () => {
  test('is tokens per share, by decimals, times price: 2e6 shares at rate 1.5 of a 6-decimal token at 3 are 9', () => {
    const valued = valuation([{ decimals: 6, rate: 1_500_000_000_000_000_000n, price: price(3n) }])
    expect(whole(valued.worth(0, 2_000_000n))).toBe(9n)
  })

  test('of pools with other decimals adds up in one unit', () => {
    const rate = 10n ** 18n
    const valued = valuation([
      { decimals: 18, rate, price: price(1n) },
      { decimals: 8, rate, price: price(25n) },
    ])
    const value = valued.worth(0, 10n ** 18n).plus(valued.worth(1, 10n ** 8n))
    expect(whole(value)).toBe(26n)
  })

  test.each([
    [{ decimals: 18, rate: 1n, price: null }, 'NO_PRICE'],
    [{ decimals: 18, rate: null, price: price(1n) }, 'NO_RATE'],
    [{ decimals: null, rate: 1n, price: price(1n) }, 'NO_DECIMALS'],
  ])(
    'leaves out pools with unknown inputs, and never assumes 0 or 18 decimals (%#)',
    (pool, reason) => {
      expect(noValue(pool)).toBe(reason)
      expect(valuation([pool]).isPriced(0)).toBe(false)
    },
  )

  test('refuses a price of 0 or less', () => {
    for (const invalid of [0n, -1n]) {
      expect(() => valuation([{ decimals: 18, rate: 1n, price: price(invalid) }])).toThrow(
        RangeError,
      )
    }
  })

  test('is exact, whatever the pools', () => {
    const pool = fc.record({
      decimals: fc.integer({ min: 0, max: 30 }),
      rate: fc.bigInt({ min: 0n, max: 10n ** 40n }),
      price: fc
        .tuple(fc.bigInt({ min: 1n, max: 10n ** 30n }), fc.bigInt({ min: 1n, max: 10n ** 30n }))
        .map(([num, den]) => ratio(num, den)),
    })
    fc.assert(
      fc.property(fc.array(pool, { maxLength: 6 }), (pools) => {
        const valued = valuation(pools)
        pools.forEach(({ decimals, rate, price }, index) => {
          const tokens = divide(ratio(rate, 10n ** 18n), ratio(10n ** BigInt(decimals)))
          expect(exact(valued.worth(index, 1n))).toEqual(multiply(tokens, price))
        })
      }),
    )
  })
})

test('without prices one pool counts, in its own shares', () => {
  const native = nativeValuation(3, 1)
  expect([0, 1, 2].map((pool) => whole(native.worth(pool, 7n)))).toEqual([0n, 7n, 0n])
  const open = nativeValuation(3, 1, null)
  expect([0, 1, 2].map((pool) => open.worth(pool, 7n).isUnknown)).toEqual([true, false, true])
})
