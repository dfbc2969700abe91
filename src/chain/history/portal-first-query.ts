import type { Logger } from 'pino'
import type { LogQuery } from './log-query'

/** How long a portal that failed is not used. */
const PAUSE_MS = 300_000

export interface PortalFirstQuery {
  query: LogQuery
  /** The last answer contradicts the chain: only the providers are used for a while. */
  distrust(): void
}

/** Queries the portal while it works, else the providers. Headers always come from the providers, so its logs are checked. */
export function portalFirst(
  portal: LogQuery,
  providers: LogQuery,
  logger: Pick<Logger, 'warn'>,
  now: () => number = () => performance.now(),
): PortalFirstQuery {
  let pausedUntil = 0
  const pause = (reason: string) => {
    if (now() < pausedUntil) return
    pausedUntil = now() + PAUSE_MS
    const fields = { reason, minutes: PAUSE_MS / 60_000 }
    logger.warn(fields, 'portal is not used for a while: history is read from the providers')
  }
  return {
    async query(addresses, from, to, signal) {
      if (now() < pausedUntil) return providers(addresses, from, to, signal)
      try {
        return await portal(addresses, from, to, signal)
      } catch (error) {
        signal?.throwIfAborted()
        pause((error as Error).message)
        return providers(addresses, from, to, signal)
      }
    },
    distrust: () => pause('the portal contradicts the providers'),
  }
}
