const MAX_MS = 60_000

/**
 * Wait that a response asks for, in milliseconds, at most a minute; 0 if it asks for none.
 *
 * @param header value of Retry-After: seconds, or an HTTP date
 * @param now wall clock, in milliseconds since 1970
 */
export function retryAfterMs(header: string | null, now: number = Date.now()): number {
  if (header === null) return 0
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(header)
  const ms = seconds ? Number(header) * 1000 : Date.parse(header) - now
  return ms > 0 ? Math.min(Math.ceil(ms), MAX_MS) : 0
}
