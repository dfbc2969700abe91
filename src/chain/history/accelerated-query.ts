import type { LogQuery } from './log-query'

/** How long a source that failed is left alone. */
const REST_MS = 300_000

export interface AcceleratedQuery {
  query: LogQuery
  /** What was read last contradicts the chain: for a while only `slow` is asked. */
  distrust(): void
}

/** Asks `fast` where it answers, else `slow`. Headers are not its matter: they come from the providers, and vouch for the logs. */
export function accelerate(
  fast: LogQuery,
  slow: LogQuery,
  onWarning: (message: string) => void,
  now: () => number = () => performance.now(),
): AcceleratedQuery {
  let restsUntil = 0
  const rest = (reason: string) => {
    if (now() < restsUntil) return
    restsUntil = now() + REST_MS
    onWarning(`${reason}; for ${REST_MS / 60_000} minutes history is read from the providers alone`)
  }
  return {
    async query(addresses, from, to, signal) {
      if (now() < restsUntil) return slow(addresses, from, to, signal)
      try {
        return await fast(addresses, from, to, signal)
      } catch (error) {
        signal?.throwIfAborted()
        rest((error as Error).message)
        return slow(addresses, from, to, signal)
      }
    },
    distrust: () => rest('the portal contradicts the providers'),
  }
}
