import type { Narrowed } from '../narrowed'
import type { Hex, RawLog } from '../types'
import { Contradiction } from '../verify/contradiction'
import { inLogOrder, positionOf, sameLog } from '../verify/logs'
import type { Discover, WatchSet } from '../watch'
import type { LogQuery } from './log-query'

export interface RangeSource {
  query: LogQuery
  watch: WatchSet
  discover: Discover
  /** Contracts of which only some logs are followed; null: none. */
  narrowed: Narrowed | null
}

/** Logs of followed contracts in a range of blocks, and the contracts that they reveal. */
export interface RangeLogs {
  /** In log order. */
  logs: RawLog[]
  /** Block from which each is followed. */
  revealed: Map<Hex, number>
}

/**
 * Reads the logs of followed contracts and of those that they reveal, in passes until no new contract appears. The watch set
 * is not changed.
 *
 * @throws Contradiction when two logs have the same position
 */
export async function readRangeLogs(
  { query, watch, discover, narrowed }: RangeSource,
  from: number,
  to: number,
  signal?: AbortSignal,
): Promise<RangeLogs> {
  const logs = new Map<string, RawLog>()
  const revealed = new Map<Hex, number>()
  const firstBlock = (address: Hex) => revealed.get(address) ?? watch.firstBlock(address)
  let addresses = watch.followedAt(to)
  let start = from
  while (addresses.length > 0) {
    const fresh: RawLog[] = []
    for (const log of await query(addresses, start, to, signal)) {
      const isFollowed =
        log.blockNumber >= firstBlock(log.address) &&
        (narrowed === null || narrowed.isFollowed(log, firstBlock))
      if (isFollowed && addLog(logs, log)) fresh.push(log)
    }
    const next = new Set<Hex>()
    start = to
    for (const log of fresh) {
      for (const address of discover(log)) {
        if (firstBlock(address) <= log.blockNumber) continue
        revealed.set(address, log.blockNumber)
        next.add(address)
        start = Math.min(start, log.blockNumber)
      }
    }
    // What was revealed may be an account of narrowed contracts.
    if (narrowed && next.size > 0) {
      for (const address of [...watch.followedAt(to), ...revealed.keys()]) {
        if (narrowed.accountsOf(address)) next.add(address)
      }
    }
    addresses = [...next]
  }
  return { logs: [...logs.values()].sort(inLogOrder), revealed }
}

/** Adds a log unless it is there already. Throws if another log has its position. */
function addLog(logs: Map<string, RawLog>, log: RawLog): boolean {
  const position = positionOf(log)
  const known = logs.get(position)
  if (!known) {
    logs.set(position, log)
    return true
  }
  if (sameLog(known, log)) return false
  throw new Contradiction(
    'place',
    `two logs at ${log.blockNumber}/${log.logIndex}: ${known.address} in ${known.blockHash}, ${log.address} in ${log.blockHash}`,
  )
}
