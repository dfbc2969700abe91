/** How a receiver that fails is asked again. */
export interface Backoff {
  /** Pause after the first failure; it doubles with each. */
  firstMs: number
  maxMs: number
  /** Attempts at one message; then it is put aside. */
  maxAttempts: number
  /** The same, if the receiver answers that the message itself is wrong. */
  maxRefusals: number
}

/** About three days; a message that is refused holds up the next ones for about half a minute. */
export const BACKOFF: Backoff = {
  firstMs: 1_000,
  maxMs: 300_000,
  maxAttempts: 1_200,
  maxRefusals: 6,
}

/** Longest wait that a receiver can ask for. */
const MAX_RETRY_AFTER_MS = 3_600_000

/** Statuses that say: not now. */
const NOT_NOW = new Set([408, 409, 425, 429])

/**
 * Milliseconds until the next attempt; null: the message is put aside.
 * @param attempts that failed
 * @param status of the last answer; null: none came
 * @param random from 0 to 1: half of the pause is random, so that many receivers of one host are not asked at once
 */
export function pauseAfter(
  attempts: number,
  status: number | null,
  retryAfterMs: number,
  { firstMs, maxMs, maxAttempts, maxRefusals }: Backoff,
  random: number,
): number | null {
  const isRefused = status !== null && status >= 400 && status < 500 && !NOT_NOW.has(status)
  if (status === 410 || attempts >= (isRefused ? maxRefusals : maxAttempts)) return null
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempts - 1, 30))
  return Math.max(full * (0.5 + random / 2), Math.min(retryAfterMs, MAX_RETRY_AFTER_MS))
}
