import { EXIT, LinchpinError } from '../../errors'
import { RangeTooLarge } from '../provider/errors'
import type { Rpc } from '../provider/rpc'
import type { Hex, RawLog } from '../types'
import { requestLogs } from './request-logs'

/** Reads all logs of some contracts in a block range, in as many calls as it takes. */
export type LogQuery = (
  addresses: readonly Hex[],
  from: number,
  to: number,
  signal?: AbortSignal,
) => Promise<RawLog[]>

/** Nobody has a contract at the last addresses. */
const LAST_ADDRESS = 2n ** 160n - 1n

/**
 * Filtered eth_getLogs for any number of addresses over any range.
 *
 * Address lists are sent in chunks of `maxAddresses`. When a provider finds a range too large, or does not answer it but
 * answers a smaller one, it is split into ranges of the size that the provider names, else in halves, down to one block,
 * then the address list is halved; the size that worked is remembered for each provider. The query throws LinchpinError
 * LP2004 when the logs of one contract in one block are still too large.
 *
 * @param attempts how often a range is requested whose last block no provider has, before the query throws
 * @param topics that logs must have, one of a list at each position; null: any
 */
export function createLogQuery(
  rpc: Rpc,
  maxAddresses: number,
  attempts: number = Number.POSITIVE_INFINITY,
  topics: readonly (readonly Hex[] | null)[] = [],
): LogQuery {
  const reader = new AddressReader(rpc, maxAddresses, attempts, topics)
  return async (addresses, from, to, signal) => {
    const found: RawLog[] = []
    await reader.read(addresses, from, to, found, signal)
    return found
  }
}

/** Reads ranges in parts of sizes that adapt to what the providers accept. */
class AddressReader {
  constructor(
    private readonly rpc: Rpc,
    private readonly maxAddresses: number,
    private readonly attempts: number,
    private readonly topics: readonly (readonly Hex[] | null)[],
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
    /** Maximum number of blocks before ranges were found too large. */
    let before: number | null = null
    for (let start = from; start <= to; ) {
      const end = Math.min(start + Math.min(most, this.rpc.sizes().blocks.current) - 1, to)
      try {
        const { logs, provider } = await this.request(addresses, start, end, signal)
        for (const log of logs) found.push(log)
        const { blocks, addresses: count } = this.rpc.sizes(provider)
        blocks.worked(end - start + 1)
        count.worked(addresses.length)
        start = end + 1
        most = Number.POSITIVE_INFINITY
        before = null
      } catch (error) {
        if (!(error instanceof RangeTooLarge)) throw error
        if (error.of === 'addresses' && addresses.length > 1) {
          this.rpc.sizes(error.provider).addresses.failed(addresses.length)
          await this.readParts(addresses, start, to, found, error, signal)
          return
        }
        const { blocks, addresses: count } = this.rpc.sizes(error.provider)
        if (end > start) {
          before ??= blocks.current
          // Some providers name a limit that they do not accept either.
          blocks.failed(end - start + 1, error.blocks)
          most = blocks.current
        } else if (
          addresses.length > count.best &&
          (await this.areTooMany(addresses, end, signal))
        ) {
          count.failed(addresses.length)
          if (before !== null) blocks.acquitted(before)
          await this.readParts(addresses, start, to, found, error, signal)
          return
        } else {
          await this.readParts(addresses, start, start, found, error, signal)
          start = end + 1
        }
      }
    }
  }

  /**
   * Whether a block is found too large for its number of addresses: the same number of addresses that have no logs is found
   * too large as well. Errors have the same words for both.
   */
  private async areTooMany(
    { length }: readonly Hex[],
    block: number,
    signal?: AbortSignal,
  ): Promise<boolean> {
    if (length === 1) return false
    const silent = Array.from(
      { length },
      (_, at) => `0x${(LAST_ADDRESS - BigInt(at)).toString(16)}`,
    )
    try {
      await requestLogs(this.rpc, {
        filter: { address: silent },
        isWanted: () => true,
        from: block,
        to: block,
        attempts: 1,
        call: { attempts: 1, isOptional: true },
        signal,
      })
      return false
    } catch (error) {
      signal?.throwIfAborted()
      return error instanceof RangeTooLarge
    }
  }

  private request(addresses: readonly Hex[], from: number, to: number, signal?: AbortSignal) {
    const wanted = new Set(addresses)
    const { attempts, topics } = this
    return requestLogs(this.rpc, {
      filter: topics.length > 0 ? { address: addresses, topics } : { address: addresses },
      isWanted: (log) =>
        wanted.has(log.address) &&
        topics.every((list, at) => list === null || list.includes(log.topics[at] ?? '')),
      from,
      to,
      attempts,
      signal,
    })
  }

  /** Reads a range with some of the addresses at a time: half of them, or as many as the provider is known to take. */
  private async readParts(
    addresses: readonly Hex[],
    from: number,
    to: number,
    found: RawLog[],
    error: RangeTooLarge,
    signal?: AbortSignal,
  ): Promise<void> {
    if (addresses.length === 1) throw tooLarge(addresses[0]!, from, error)
    const half = Math.ceil(addresses.length / 2)
    for (let at = 0; at < addresses.length; ) {
      const size = Math.min(half, this.rpc.sizes(error.provider).addresses.current)
      await this.readRange(addresses.slice(at, at + size), from, to, found, signal)
      at += size
    }
  }
}

function tooLarge(address: Hex, block: number, error: Error): LinchpinError {
  return new LinchpinError(
    'LP2004',
    `the provider cannot return the logs of ${address} in block ${block}: ${error.message}`,
    'Add a provider with a higher limit to RPC_ENDPOINT.',
    EXIT.UNAVAILABLE,
  )
}
