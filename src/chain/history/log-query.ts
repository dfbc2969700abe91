import { setTimeout as wait } from 'node:timers/promises'
import { EXIT, LinchpinError } from '../../errors'
import { MalformedAnswer, toList, toLog, toQuantity } from '../normalize'
import { RangeTooLarge } from '../provider/errors'
import type { Rpc } from '../provider/rpc'
import type { Hex, RawLog } from '../types'

/** Asks for all logs of some contracts in a block range, in as many calls as it takes. */
export type LogQuery = (
  addresses: readonly Hex[],
  from: number,
  to: number,
  signal?: AbortSignal,
) => Promise<RawLog[]>

/** Pause before a range is asked for again, when no provider has its last block. */
const BEHIND_MS = 500
/** Successful calls in a row after which a wider range is tried again. */
const WIDEN_AFTER = 20

/**
 * Filtered eth_getLogs for any number of addresses over any range.
 *
 * Address lists go in chunks of `maxAddresses`. When a provider finds an answer too large, the
 * range becomes what the provider says it takes, else half, down to one block, then the address list
 * is halved; the range that worked is remembered. The query throws LinchpinError LP2004 when one
 * contract's logs in one block are still too large.
 *
 * @param looks how often a range is asked for whose last block no provider has, before the query throws
 */
export function createLogQuery(
  rpc: Rpc,
  maxAddresses: number,
  looks: number = Number.POSITIVE_INFINITY,
): LogQuery {
  let span = Number.POSITIVE_INFINITY
  let successes = 0

  const ask: LogQuery = async (addresses, from, to, signal) => {
    const wanted = new Set(addresses)
    const filter = { address: addresses, fromBlock: toQuantity(from), toBlock: toQuantity(to) }
    const calls = [
      { method: 'eth_getLogs', params: [filter] },
      { method: 'eth_getBlockByNumber', params: [toQuantity(to), false] },
    ]
    for (let look = 1; ; look++) {
      const [logs, end] = await rpc.batch<unknown>(calls, {
        ...(signal && { signal }),
        // A node that is behind answers a range it does not have with no logs.
        together: true,
        parse: (result, call) =>
          call.method === 'eth_getLogs' ? parseLogs(result, wanted, from, to) : result,
      })
      if (end !== null) return logs as RawLog[]
      if (look >= looks) throw new Error(`${rpc.preferred()} does not have block ${to} yet`)
      await wait(BEHIND_MS, undefined, signal ? { signal } : {})
    }
  }

  async function walk(
    addresses: readonly Hex[],
    from: number,
    to: number,
    found: RawLog[],
    signal?: AbortSignal,
  ): Promise<void> {
    for (let start = from; start <= to; ) {
      const end = Math.min(start + span - 1, to)
      try {
        for (const log of await ask(addresses, start, end, signal)) found.push(log)
        start = end + 1
        if (++successes % WIDEN_AFTER === 0) span *= 2
      } catch (error) {
        if (!(error instanceof RangeTooLarge)) throw error
        successes = 0
        if (end > start) {
          const asked = end - start + 1
          // Some name a range that they do not take either.
          const isOffer = error.blocks !== null && error.blocks < asked
          span = isOffer ? error.blocks! : Math.ceil(asked / 2)
        } else if (addresses.length > 1) {
          const half = Math.ceil(addresses.length / 2)
          await walk(addresses.slice(0, half), start, start, found, signal)
          await walk(addresses.slice(half), start, start, found, signal)
          start = end + 1
        } else {
          throw tooLarge(addresses[0]!, start, error)
        }
      }
    }
  }

  return async (addresses, from, to, signal) => {
    const found: RawLog[] = []
    for (let i = 0; i < addresses.length; i += maxAddresses) {
      await walk(addresses.slice(i, i + maxAddresses), from, to, found, signal)
    }
    return found
  }
}

/** Logs that were asked for. @throws MalformedAnswer for any other */
function parseLogs(result: unknown, wanted: Set<Hex>, from: number, to: number): RawLog[] {
  const logs = toList(result, toLog)
  const stray = logs.find(
    (log) => !wanted.has(log.address) || log.blockNumber < from || log.blockNumber > to,
  )
  if (!stray) return logs
  throw new MalformedAnswer(
    `log ${stray.blockNumber}/${stray.logIndex} was not asked for (blocks ${from} to ${to})`,
  )
}

function tooLarge(address: Hex, block: number, error: Error): LinchpinError {
  return new LinchpinError(
    'LP2004',
    `the provider cannot return the logs of ${address} in block ${block}: ${error.message}`,
    'Add a provider with a higher limit to RPC_ENDPOINT.',
    EXIT.UNAVAILABLE,
  )
}
