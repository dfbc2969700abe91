import { expect, it } from 'vitest'
import { retryAfterMs } from './retry-after'

const now = Date.parse('2026-05-01T12:00:00Z')

it.each([
  [null, 0],
  ['', 0],
  ['soon', 0],
  ['-5', 0],
  ['0', 0],
  ['1', 1_000],
  [' 1.5 ', 1_500],
  ['60', 60_000],
  ['86400', 60_000],
  ['Fri, 01 May 2026 12:00:07 GMT', 7_000],
  ['Fri, 01 May 2026 11:59:00 GMT', 0],
  ['Sat, 02 May 2026 12:00:00 GMT', 60_000],
])('Retry-After %j asks for %i ms', (header, ms) => {
  expect(retryAfterMs(header, now)).toBe(ms)
})
