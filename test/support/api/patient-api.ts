import { setTimeout as wait } from 'node:timers/promises'
import type { TestApi } from './api-client'

/** Long enough for both ends of an idle connection to see that it was closed. */
const PAUSE_MS = 50

/**
 * Asks after a pause. Server and client share one event loop: a test that computes for seconds between two requests keeps
 * both from seeing that a connection was idle for too long, and the next request would go into a closed one.
 */
export function patient(api: TestApi): Pick<TestApi, 'ask'> {
  return {
    async ask(query, variables) {
      await wait(PAUSE_MS)
      return api.ask(query, variables)
    },
  }
}
