import { expect, test } from 'vitest'
import { BACKOFF, pauseAfter } from './backoff'

const pause = (attempts: number, status: number | null, retryAfterMs = 0, random = 1) =>
  pauseAfter(attempts, status, retryAfterMs, BACKOFF, random)

test('pauses double up to five minutes, and half of each is random', () => {
  expect([1, 2, 3, 9, 10, 500].map((attempts) => pause(attempts, null))).toEqual([
    1_000, 2_000, 4_000, 256_000, 300_000, 300_000,
  ])
  expect(pause(3, 500, 0, 0)).toBe(2_000)
})

test('a receiver that is down is asked for more than a day, and at most about four', () => {
  let total = 0
  let attempts = 1
  for (; pause(attempts, null, 0, 0.5) !== null; attempts++) total += pause(attempts, null, 0, 0.5)!
  expect(total / 86_400_000).toBeGreaterThan(2.5)
  expect(total / 86_400_000).toBeLessThan(4)
})

test('a message that is refused is put aside soon, 410 at once, and "not now" is no refusal', () => {
  expect(pause(6, 400)).toBeNull()
  expect(pause(5, 400)).not.toBeNull()
  expect(pause(1, 410)).toBeNull()
  for (const status of [408, 425, 429, 500, 302]) expect(pause(6, status)).not.toBeNull()
})

test('the wait that a receiver asks for is kept, up to an hour', () => {
  expect(pause(1, 429, 60_000)).toBe(60_000)
  expect(pause(1, 429, 86_400_000)).toBe(3_600_000)
})
