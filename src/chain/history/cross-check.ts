import type { Logger } from 'pino'
import type { Narrowed } from '../narrowed'
import type { Rpc } from '../provider/rpc'
import type { TopicsOf } from '../verify/followed'
import type { Discover, WatchSet } from '../watch'
import type { LogQuery } from './log-query'
import { withNarrowed } from './narrowed-query'
import { createProviderQuery } from './provider-query'
import { type RangeLogs, readRangeLogs } from './range-logs'

/** Attempts per other provider before a range is read without a cross-check. */
const ATTEMPTS = 2

/** Logs of a range as another provider gives them. */
export interface OtherAnswer extends RangeLogs {
  /** Scheme and host. */
  provider: string
}

export interface CrossCheckOptions {
  rpc: Rpc
  watch: WatchSet
  discover: Discover
  maxAddresses: number
  sharedTopicsOf: TopicsOf
  /** Contracts of which only some logs are followed; null: none. */
  narrowed: Narrowed | null
  logger: Pick<Logger, 'warn'>
}

/** Reads ranges from providers other than the preferred one, to be compared with its answers. */
export class CrossCheck {
  private readonly queries = new Map<Rpc, LogQuery>()
  private isReported = false

  constructor(private readonly options: CrossCheckOptions) {}

  /** The range as another provider gives it; null if none answers. */
  async read(from: number, to: number, signal?: AbortSignal): Promise<OtherAnswer | null> {
    const { rpc, watch, discover, narrowed, logger } = this.options
    const others = rpc.others(ATTEMPTS)
    if (!others) return null
    const source = { query: this.queryOf(others), watch, discover, narrowed }
    try {
      const range = await readRangeLogs(source, from, to, signal)
      this.isReported = false
      return { ...range, provider: others.preferred() }
    } catch (error) {
      signal?.throwIfAborted()
      // Once, until another provider answers again.
      if (!this.isReported) {
        logger.warn({ reason: (error as Error).message }, 'no second provider for a cross-check')
      }
      this.isReported = true
      return null
    }
  }

  private queryOf(others: Rpc): LogQuery {
    const query = this.queries.get(others)
    if (query) return query
    const { narrowed, maxAddresses } = this.options
    const all = createProviderQuery({ ...this.options, rpc: others, attempts: ATTEMPTS })
    const created = narrowed
      ? withNarrowed(all, { rpc: others, maxAddresses, narrowed, attempts: ATTEMPTS })
      : all
    this.queries.set(others, created)
    return created
  }
}
