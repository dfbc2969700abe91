import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toDecimal } from './decimal'
import { ratio } from './ratio'
import { integerRoot, overRoot } from './square-root'

describe('num / root of the radicand', () => {
  // Roots of 2 and 6, and of a half; trailing zeros are dropped.
  test.each([
    [2n, 2n, '1.41421356237309505'],
    [1n, 2n, '0.707106781186547524'],
    [-1n, 2n, '-0.707106781186547524'],
    [6n, 6n, '2.4494897427831781'],
    [1n, 2n * 10n ** 40n, '0.00000000000000000000707106781186547524'],
  ])('%s / root of %s is %s (OEIS A002193, A010503, A010464)', (num, radicand, expected) => {
    expect(toDecimal(overRoot(num, radicand))).toBe(expected)
  })

  test('is exact if it is rational', () => {
    expect(overRoot(2n, 9n)).toEqual(ratio(2n, 3n))
    expect(overRoot(0n, 7n)).toEqual(ratio(0n))
  })

  test('needs a radicand above 0', () => {
    expect(() => overRoot(1n, 0n)).toThrow(RangeError)
    expect(() => overRoot(1n, -4n)).toThrow(RangeError)
  })
})

describe('integer root', () => {
  test('is the largest whose square is at most the value', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 600n }), (value) => {
        const root = integerRoot(value)
        expect(root * root <= value && (root + 1n) * (root + 1n) > value).toBe(true)
      }),
    )
  })

  test('is exact around squares', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 300n }), (root) => {
        expect(integerRoot(root * root)).toBe(root)
        expect(integerRoot(root * root - 1n)).toBe(root - 1n)
      }),
    )
  })

  test('refuses negative values', () => {
    expect(() => integerRoot(-1n)).toThrow(RangeError)
  })
})
