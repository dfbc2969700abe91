import type { Rpc } from '../provider/rpc'
import type { WatchSet } from '../watch'
import { createLogQuery, type LogQuery } from './log-query'
import { type Discover, type RangeLogs, readRangeLogs } from './range-logs'

/** Tries per other provider before a range goes without a second opinion. */
const ATTEMPTS = 2

/** Logs of a range as another provider gives them. */
export interface Opinion extends RangeLogs {
  /** Scheme and host. */
  provider: string
}

/** Reads a range from a provider other than the preferred one; null if none gives an answer. */
export type SecondOpinion = (
  from: number,
  to: number,
  signal?: AbortSignal,
) => Promise<Opinion | null>

export function createSecondOpinion(options: {
  rpc: Rpc
  watch: WatchSet
  discover: Discover
  maxAddresses: number
  onWarning?: (message: string) => void
}): SecondOpinion {
  const { rpc, watch, discover, maxAddresses, onWarning } = options
  const queries = new Map<Rpc, LogQuery>()
  let silent = false

  return async (from, to, signal) => {
    const others = rpc.others(ATTEMPTS)
    if (!others) return null
    const query = queries.get(others) ?? createLogQuery(others, maxAddresses, ATTEMPTS)
    queries.set(others, query)
    try {
      const read = await readRangeLogs({ query, watch, discover }, from, to, signal)
      silent = false
      return { ...read, provider: others.preferred() }
    } catch (error) {
      signal?.throwIfAborted()
      // Said once, until it answers again.
      if (!silent) onWarning?.(`no second provider to compare with: ${(error as Error).message}`)
      silent = true
      return null
    }
  }
}
