import { expect, test } from 'vitest'
import { ratio } from './ratio'
import { toWadUp, WAD } from './wad'

test('a fraction as a wad is rounded up to the next part of 1e18', () => {
  expect(toWadUp(ratio(1n, 2n))).toBe(WAD / 2n)
  expect(toWadUp(ratio(1n, 3n))).toBe(333_333_333_333_333_334n)
  expect(toWadUp(ratio(1n, 10n ** 30n))).toBe(1n)
  expect([toWadUp(ratio(0n)), toWadUp(ratio(1n))]).toEqual([0n, WAD])
})
