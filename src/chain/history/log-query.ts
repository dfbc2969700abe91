import { setTimeout as wait } from 'node:timers/promises'
import { EXIT, LinchpinError } from '../../errors'
import { MalformedAnswer, toList, toLog, toQuantity } from '../normalize'
import { RangeTooLarge } from '../provider/errors'
import type { Rpc } from '../provider/rpc'
import type { Hex, RawLog } from '../types'

/** Reads all logs of some contracts in a block range, in as many calls as it takes. */
export type LogQuery = (
  addresses: readonly Hex[],
  from: number,
  to: number,
  signal?: AbortSignal,
) => Promise<RawLog[]>

/** Pause before a range is requested again when no provider has its last block. */
const BEHIND_MS = 500

/**
 * Filtered eth_getLogs for any number of addresses over any range.
 *
 * Address lists are sent in chunks of `maxAddresses`. When a provider finds a range too large, or does not answer it but
 * answers a smaller one, it is split into ranges of the size that the provider names, else in halves, down to one block,
 * then the address list is halved; the size that worked is remembered for each provider. The query throws LinchpinError
 * LP2004 when the logs of one contract in one block are still too large.
 *
 * @param attempts how often a range is requested whose last block no provider has, before the query throws
 */
export function createLogQuery(
  rpc: Rpc,
  maxAddresses: number,
  attempts: number = Number.POSITIVE_INFINITY,
): LogQuery {
  const reader = new LogReader(rpc, maxAddresses, attempts)
  return async (addresses, from, to, signal) => {
    const found: RawLog[] = []
    await reader.read(addresses, from, to, found, signal)
    return found
  }
}

/** Reads ranges in parts of sizes that adapt to what the providers accept. */
class LogReader {
  constructor(
    private readonly rpc: Rpc,
    private readonly maxAddresses: number,
    private readonly attempts: number,
  ) {}

  /** Adds the logs of a range to `found`, in as many parts as it takes. */
  async read(
    addresses: readonly Hex[],
    from: number,
    to: number,
    found: RawLog[],
    signal?: AbortSignal,
  ): Promise<void> {
    for (let at = 0; at < addresses.length; ) {
      const size = Math.min(this.maxAddresses, this.rpc.sizes().addresses.current)
      await this.readRange(addresses.slice(at, at + size), from, to, found, signal)
      at += size
    }
  }

  /** The same for addresses that one call may take. */
  private async readRange(
    addresses: readonly Hex[],
    from: number,
    to: number,
    found: RawLog[],
    signal?: AbortSignal,
  ): Promise<void> {
    // The provider that fails may not be the one that is preferred.
    let most = Number.POSITIVE_INFINITY
    for (let start = from; start <= to; ) {
      const end = Math.min(start + Math.min(most, this.rpc.sizes().blocks.current) - 1, to)
      try {
        for (const log of await this.request(addresses, start, end, signal)) found.push(log)
        start = end + 1
        most = Number.POSITIVE_INFINITY
      } catch (error) {
        if (!(error instanceof RangeTooLarge)) throw error
        if (error.of === 'addresses' && addresses.length > 1) {
          this.rpc.sizes(error.provider).addresses.failed(addresses.length)
          await this.readHalves(addresses, start, to, found, error, signal)
          return
        }
        const { blocks } = this.rpc.sizes(error.provider)
        if (end > start) {
          // Some providers name a limit that they do not accept either.
          blocks.failed(end - start + 1, error.blocks)
          most = blocks.current
        } else {
          await this.readHalves(addresses, start, start, found, error, signal)
          start = end + 1
        }
      }
    }
  }

  /** One call. Its answer counts only together with the last block of the range. */
  private async request(
    addresses: readonly Hex[],
    from: number,
    to: number,
    signal?: AbortSignal,
  ): Promise<RawLog[]> {
    const { rpc, attempts } = this
    const wanted = new Set(addresses)
    const filter = { address: addresses, fromBlock: toQuantity(from), toBlock: toQuantity(to) }
    const calls = [
      { method: 'eth_getLogs', params: [filter] },
      { method: 'eth_getBlockByNumber', params: [toQuantity(to), false] },
    ]
    for (let attempt = 1; ; attempt++) {
      let by = ''
      const [logs, end] = await rpc.batch<unknown>(calls, {
        ...(signal && { signal }),
        // A node that is behind answers a range that it does not have with no logs.
        together: true,
        parse: (result, call, provider) => {
          by = provider
          return call.method === 'eth_getLogs' ? parseLogs(result, wanted, from, to) : result
        },
      })
      if (end !== null) {
        const { blocks, addresses: count } = rpc.sizes(by)
        blocks.worked(to - from + 1)
        count.worked(addresses.length)
        return logs as RawLog[]
      }
      if (attempt >= attempts) throw new Error(`${rpc.preferred()} does not have block ${to} yet`)
      await wait(BEHIND_MS, undefined, signal ? { signal } : {})
    }
  }

  /** Reads a range with half of the addresses, then with the other half. */
  private async readHalves(
    addresses: readonly Hex[],
    from: number,
    to: number,
    found: RawLog[],
    error: RangeTooLarge,
    signal?: AbortSignal,
  ): Promise<void> {
    if (addresses.length === 1) throw tooLarge(addresses[0]!, from, error)
    const half = Math.ceil(addresses.length / 2)
    await this.readRange(addresses.slice(0, half), from, to, found, signal)
    await this.readRange(addresses.slice(half), from, to, found, signal)
  }
}

/** Parses logs. @throws MalformedAnswer for a log that was not requested */
function parseLogs(result: unknown, wanted: Set<Hex>, from: number, to: number): RawLog[] {
  const logs = toList(result, toLog)
  const stray = logs.find(
    (log) => !wanted.has(log.address) || log.blockNumber < from || log.blockNumber > to,
  )
  if (!stray) return logs
  throw new MalformedAnswer(
    `log ${stray.blockNumber}/${stray.logIndex} was not requested (blocks ${from} to ${to})`,
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
