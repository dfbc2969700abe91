const LONGEST_MS = 60_000

/**
 * How long an answer asks to wait, in milliseconds, at most a minute; 0 if it does not say.
 *
 * @param header of the name Retry-After: seconds, or an HTTP date
 * @param now of the wall clock, in milliseconds since 1970
 */
export function retryAfterMs(header: string | null, now: number = Date.now()): number {
  if (header === null) return 0
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(header)
  const ms = seconds ? Number(header) * 1000 : Date.parse(header) - now
  return ms > 0 ? Math.min(Math.ceil(ms), LONGEST_MS) : 0
}
