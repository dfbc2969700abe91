import type { Logger } from 'pino'
import { LinchpinError } from '../../errors'
import { type Clock, SYSTEM_CLOCK } from './clock'

/** How long a start waits for a provider, as for the database. */
const WAIT_MS = 60_000
const PAUSE_MS = 1_000

/** What stands in the way of a start until a provider is there and synced. */
const PASSING: ReadonlySet<string> = new Set(['LP2010', 'LP2011', 'LP2016'])

export interface WaitOptions {
  logger: Pick<Logger, 'warn' | 'info'>
  clock?: Clock
}

/**
 * Repeats what a start needs from the providers while none answers, or their node is still syncing. One line says that it
 * waits, one that it goes on.
 * @throws what `attempt` threw last, if that lasts; other errors at once
 */
export async function waitForProviders<T>(
  attempt: () => Promise<T>,
  { logger, clock = SYSTEM_CLOCK }: WaitOptions,
): Promise<T> {
  const since = clock.now()
  for (let isFirst = true; ; isFirst = false) {
    try {
      const result = await attempt()
      const seconds = Math.round((clock.now() - since) / 1000)
      if (!isFirst) logger.info({ seconds }, 'RPC providers answer: the start goes on')
      return result
    } catch (error) {
      const isPassing = error instanceof LinchpinError && PASSING.has(error.code)
      if (!isPassing || clock.now() + PAUSE_MS > since + WAIT_MS) throw error
      const { code, message: reason, hint } = error
      const seconds = WAIT_MS / 1000
      if (isFirst) logger.warn({ code, reason, hint, seconds }, 'waiting for the RPC providers')
    }
    await clock.wait(PAUSE_MS)
  }
}
