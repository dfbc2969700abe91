import { expect, test } from 'vitest'
import { atTimeOf } from './at-time'
import { exact, UNKNOWN_HEADER } from './block-times'

/** Number of the epoch, of 100 s from 1000 on. */
const epochAt = (time: bigint) => (time - 1000n) / 100n
const between = (timestampAtLeast: number | null, timestampAtMost: number | null) => ({
  ...UNKNOWN_HEADER,
  timestampAtLeast,
  timestampAtMost,
})
const UNKNOWN = { value: null, nullReason: 'BLOCK_TIME_UNKNOWN' }

test('a value at a stored time is that of the time', () => {
  expect(atTimeOf(exact('0x00', 1_250), epochAt)).toEqual({ value: 2n, nullReason: null })
})

test('between two known times it is known if it is the same at both', () => {
  expect(atTimeOf(between(1_200, 1_299), epochAt)).toEqual({ value: 2n, nullReason: null })
  expect(atTimeOf(between(1_200, 1_300), epochAt)).toEqual(UNKNOWN)
  const value = { epoch: 2n, of: ['a'] }
  expect(atTimeOf(between(1_200, 1_299), () => structuredClone(value)).value).toEqual(value)
})

test('a value that is null at both is null without a reason', () => {
  expect(atTimeOf(between(1, 2), () => null)).toEqual({ value: null, nullReason: null })
})

test.each([
  [null, 1_300],
  [1_200, null],
  [null, null],
])('without a bound (%s, %s) nothing is known', (atLeast, atMost) => {
  expect(atTimeOf(between(atLeast, atMost), epochAt)).toEqual(UNKNOWN)
})
