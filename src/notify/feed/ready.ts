import type { Pool } from 'pg'
import { notReady, unavailable, within } from '../../api/http/readiness'
import type { JsonResponse } from '../../api/http/responses'
import { readRulesState } from '../../store/notify/delivery'

/** A database that does not answer in this time is not waited for. */
const DEADLINE_MS = 4_000

/**
 * GET /ready of `linchpin notify`: 200 if the database answers and no change has waited for the rules for too long. Whether the index
 * is current is said by the API, and receivers that are down are no fault of this process.
 * @param maxSeconds that a change may wait
 */
export async function ready(pool: Pool, maxSeconds: number): Promise<JsonResponse> {
  try {
    const { seq, block, indexed, waitSeconds } = await within(DEADLINE_MS, readRulesState(pool))
    if (waitSeconds === null || waitSeconds <= maxSeconds) {
      return { status: 200, body: { ready: true, cursor: seq, block, indexed } }
    }
    const seconds = Math.floor(waitSeconds)
    return notReady({
      code: 'NOT_READY',
      message: `Rules have seen block ${block}, of ${indexed}: the next change has waited for ${seconds} s.`,
      hint: 'After a long pause they catch up; else see the log of this process and the load of the database.',
      seconds,
    })
  } catch (error) {
    return unavailable(error, notReady)
  }
}
