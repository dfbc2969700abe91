import type { Narrowed } from '../narrowed'
import type { Rpc } from '../provider/rpc'
import type { Hex, RawLog } from '../types'
import { positionOf } from '../verify/logs'
import { createLogQuery, type LogQuery } from './log-query'

export interface NarrowedQueryOptions {
  rpc: Rpc
  /** Addresses, or accounts, in one eth_getLogs call. */
  maxAddresses: number
  narrowed: Narrowed
  /** How often a range is requested whose last block no provider has. */
  attempts?: number
}

/**
 * A query that reads narrowed contracts by address and account, and the others by `query`: the transfers of a token that
 * everybody has are never read.
 */
export function withNarrowed(query: LogQuery, options: NarrowedQueryOptions): LogQuery {
  const { narrowed } = options
  return async (addresses, from, to, signal) => {
    const others: Hex[] = []
    const groups = new Map<readonly Hex[], Hex[]>()
    for (const address of addresses) {
      const accounts = narrowed.accountsOf(address)
      if (!accounts) others.push(address)
      else groups.set(accounts, [...(groups.get(accounts) ?? []), address])
    }
    if (groups.size === 0) return query(addresses, from, to, signal)
    const answers = [others.length > 0 ? query(others, from, to, signal) : []]
    for (const [accounts, tokens] of groups) {
      for (const some of queriesFor(accounts, options)) answers.push(some(tokens, from, to, signal))
    }
    return distinct((await Promise.all(answers)).flat())
  }
}

/** Queries for logs that name one of the accounts, in one of the two topics. */
function* queriesFor(
  accounts: readonly Hex[],
  { rpc, maxAddresses, narrowed, attempts }: NarrowedQueryOptions,
): Generator<LogQuery> {
  const { topics } = narrowed
  for (let start = 0; start < accounts.length; start += maxAddresses) {
    const some = accounts.slice(start, start + maxAddresses)
    yield createLogQuery(rpc, maxAddresses, attempts, [topics, some])
    yield createLogQuery(rpc, maxAddresses, attempts, [topics, null, some])
  }
}

/** Each log once: a transfer can be from and to an account. */
function distinct(logs: readonly RawLog[]): RawLog[] {
  return [...new Map(logs.map((log) => [positionOf(log), log])).values()]
}
