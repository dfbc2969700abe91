import type { RawLog } from '../types'
import type { LogQuery } from './log-query'

/** A query whose answers are replaced, in some blocks, by the logs that these blocks are known to have. */
export function correct(query: LogQuery, known: ReadonlyMap<number, readonly RawLog[]>): LogQuery {
  if (known.size === 0) return query
  return async (addresses, from, to, signal) => {
    const logs = await query(addresses, from, to, signal)
    const wanted = new Set(addresses)
    const right = [...known].flatMap(([number, all]) =>
      number < from || number > to ? [] : all.filter(({ address }) => wanted.has(address)),
    )
    return [...logs.filter(({ blockNumber }) => !known.has(blockNumber)), ...right]
  }
}
