import { setTimeout as wait } from 'node:timers/promises'
import type { TestApi } from './api-client'

/** Long enough for both ends of an idle connection to notice that it was closed. */
const PAUSE_MS = 50

/**
 * Pauses before each request. Server and client share one event loop: while a test computes for seconds between two
 * requests, neither notices that an idle connection timed out, and the next request would use a closed one.
 */
export function paced(api: Pick<TestApi, 'ask'>): Pick<TestApi, 'ask'> {
  return {
    async ask(query, variables) {
      await wait(PAUSE_MS)
      return api.ask(query, variables)
    },
  }
}
