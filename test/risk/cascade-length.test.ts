import { describe, expect, test } from 'vitest'
import { ratio } from '../../src/risk/math/ratio'
import { cascadeLengthBound } from '../support/risk/cascade-length'

describe('length of a cascade', () => {
  test('by hand: slack 1, shock 1/2 of 16, minimum 1, depth 1: 1 + log2(8) = 4', () => {
    expect(cascadeLengthBound(ratio(1n), ratio(1n, 2n), 16n, 1n, 1)).toBeCloseTo(4, 12)
  })

  test('by hand: depth 2 doubles it, and a shock below the minimum stake leaves the depth', () => {
    expect(cascadeLengthBound(ratio(1n), ratio(1n, 2n), 16n, 1n, 2)).toBeCloseTo(8, 12)
    expect(cascadeLengthBound(ratio(1n), ratio(1n, 100n), 16n, 1n, 3)).toBe(3)
  })

  test('keeps its digits if the logarithms are near 0', () => {
    // log(1 + 2e-18) / log(1 + 1e-18) is 2 to eighteen digits, though 1 + 1e-18 is 1 as a double.
    const slack = ratio(1n, 10n ** 18n)
    const bound = cascadeLengthBound(slack, slack, 10n ** 18n + 2n, 10n ** 18n, 1)
    expect(bound).toBeCloseTo(3, 12)
  })

  test.each([
    [ratio(0n), ratio(1n), 1n, 1n, 1],
    [ratio(1n), ratio(0n), 1n, 1n, 1],
    [ratio(1n), ratio(2n), 1n, 1n, 1],
    [ratio(1n), ratio(1n), 1n, 2n, 1],
    [ratio(1n), ratio(1n), 1n, 0n, 1],
    [ratio(1n), ratio(1n), 1n, 1n, 0],
  ])('refuses slack %o, shock %o, stakes %s and %s, depth %i', (gamma, shock, stake, least, k) => {
    expect(() => cascadeLengthBound(gamma, shock, stake, least, k)).toThrow(RangeError)
  })
})
