import { RangeTooLarge } from '../provider/errors'
import type { Rpc } from '../provider/rpc'
import { CallSize } from '../provider/sizes/call-size'
import type { Hex, RawLog } from '../types'
import type { TopicsOf } from '../verify/followed'
import type { LogQuery } from './log-query'
import { requestLogs } from './request-logs'

/** Ranges read by address before topics are tried again, after they failed or cost more; it doubles each time. */
const PAUSE_RANGES = { first: 10, max: 640 }
/** Rounds over the providers; what fails then is read by address. */
const ATTEMPTS = 2

export interface TopicQueryOptions {
  rpc: Rpc
  /** All contracts, in any number of calls. */
  byAddress: LogQuery
  /** Addresses in one eth_getLogs call. */
  maxAddresses: number
  /** The topics of a contract that is one of very many of its kind; null: it is always read by address. */
  sharedTopicsOf: TopicsOf
  /** How often a range is requested whose last block no provider has. */
  attempts?: number
}

/** Logs of a range with some first topics, of any contract. */
interface Answer {
  from: number
  to: number
  topics: ReadonlySet<Hex>
  logs: readonly RawLog[]
}

/**
 * A query that reads contracts of which there are very many by what they emit, with no address, where that takes fewer calls
 * than their addresses do. The logs of others are dropped, but kept for the range: contracts that it reveals need no call.
 */
export function createTopicQuery(options: TopicQueryOptions): LogQuery {
  const reader = new TopicReader(options)
  return (addresses, from, to, signal) => reader.query(addresses, from, to, signal)
}

class TopicReader {
  /** Most blocks by topic in one call, apart from that by address: the logs of others count, too. */
  private size = new CallSize(Number.POSITIVE_INFINITY)
  private last: Answer | null = null
  private pause = 0
  private nextPause = PAUSE_RANGES.first

  constructor(private readonly options: TopicQueryOptions) {}

  async query(
    addresses: readonly Hex[],
    from: number,
    to: number,
    signal?: AbortSignal,
  ): Promise<RawLog[]> {
    const { byAddress, sharedTopicsOf } = this.options
    const others: Hex[] = []
    const many: Hex[] = []
    const lists = new Set<readonly Hex[]>()
    for (const address of addresses) {
      const topics = sharedTopicsOf(address)
      if (topics) lists.add(topics)
      if (topics) many.push(address)
      else others.push(address)
    }
    const topics = new Set([...lists].flat())
    const known = this.known(topics, from, to)
    const isCheaper = !known && this.isCheaper(addresses.length, others.length, to - from + 1)
    if (!known && !isCheaper) {
      this.last = null
      return byAddress(addresses, from, to, signal)
    }
    const [ofOthers, answer] = await Promise.all([
      others.length > 0 ? byAddress(others, from, to, signal) : [],
      known ?? this.read(topics, from, to, signal),
    ])
    this.last = answer
    if (!answer) return [...ofOthers, ...(await byAddress(many, from, to, signal))]
    const wanted = new Set(many)
    return [
      ...ofOthers,
      ...answer.logs.filter((log) => wanted.has(log.address) && log.blockNumber >= from),
    ]
  }

  /** Whether topics take fewer calls than the addresses beyond `others` do. */
  private isCheaper(all: number, others: number, span: number): boolean {
    const { rpc, maxAddresses } = this.options
    const { blocks, addresses } = rpc.sizes()
    const perCall = Math.min(maxAddresses, addresses.current)
    const chunks = Math.ceil(all / perCall) - Math.ceil(others / perCall)
    const callsOf = (size: number) => Math.max(1, Math.ceil(span / size))
    const byAddress = chunks * callsOf(blocks.current)
    const byTopic = callsOf(Math.min(blocks.current, this.size.current))
    if (chunks === 0 || (this.pause > 0 && this.pause-- > 0)) return false
    if (byTopic < byAddress) return true
    if (Number.isFinite(this.size.current)) this.restLater()
    return false
  }

  private restLater(): void {
    this.pause = this.nextPause
    this.nextPause = Math.min(2 * this.nextPause, PAUSE_RANGES.max)
    this.size = new CallSize(Number.POSITIVE_INFINITY)
  }

  /**
   * The last answer, if it holds the whole of this one. Only for the end of its range: one that is read again, because
   * something was wrong, must not be answered by what was read before.
   */
  private known(topics: ReadonlySet<Hex>, from: number, to: number): Answer | null {
    const { last } = this
    if (!last || topics.size === 0 || last.from >= from || last.to !== to) return null
    return [...topics].every((topic) => last.topics.has(topic)) ? last : null
  }

  /** @returns null if no provider answers such a call */
  private async read(
    topics: ReadonlySet<Hex>,
    from: number,
    to: number,
    signal?: AbortSignal,
  ): Promise<Answer | null> {
    const logs: RawLog[] = []
    let most = Number.POSITIVE_INFINITY
    for (let start = from; start <= to; ) {
      const { blocks } = this.options.rpc.sizes()
      const end = Math.min(start + Math.min(most, blocks.current, this.size.current) - 1, to)
      try {
        for (const log of await this.request(topics, start, end, signal)) logs.push(log)
        this.size.worked(end - start + 1)
        start = end + 1
        most = Number.POSITIVE_INFINITY
      } catch (error) {
        signal?.throwIfAborted()
        if (error instanceof RangeTooLarge && end > start) {
          this.size.failed(end - start + 1, error.blocks)
          most = this.size.current
          continue
        }
        // A wrong chain, too: reading by address says so.
        this.restLater()
        return null
      }
    }
    this.nextPause = PAUSE_RANGES.first
    return { from, to, topics, logs }
  }

  private async request(
    topics: ReadonlySet<Hex>,
    from: number,
    to: number,
    signal?: AbortSignal,
  ): Promise<RawLog[]> {
    const { rpc, attempts = Number.POSITIVE_INFINITY } = this.options
    const { logs } = await requestLogs(rpc, {
      filter: { topics: [[...topics]] },
      isWanted: (log) => topics.has(log.topics[0] ?? ''),
      from,
      to,
      attempts,
      call: { attempts: ATTEMPTS, isOptional: true },
      signal,
    })
    return logs
  }
}
