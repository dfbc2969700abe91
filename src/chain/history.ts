import { setTimeout as wait } from 'node:timers/promises'
import { EXIT, LinchpinError } from '../errors'
import { createLogQuery } from './log-query'
import { MalformedAnswer, parseQuantity, toHeader, toQuantity } from './normalize'
import type { Rpc } from './rpc'
import type { BlockData, BlockHeader, Hex, RawLog } from './types'
import type { WatchSet } from './watch'

/** Names the contracts that a log reveals; lower-case addresses. */
export type Discover = (log: RawLog) => Hex[]

export interface HistoryOptions {
  rpc: Rpc
  watch: WatchSet
  discover: Discover
  /** Addresses in one eth_getLogs call. */
  maxAddresses?: number
  /** Times a range is read before its contradictions are given up on. */
  attempts?: number
  /** Pause between those. */
  retryMs?: number
  /** Told of every contradiction found in a provider's answers. */
  onWarning?: (message: string) => void
}

/** Finalized history, read by RPC. */
export interface History {
  /**
   * Blocks from..to that hold logs of followed contracts, with those logs, and block `to` always.
   *
   * Contracts revealed on the way are followed from the block that reveals them, that whole block
   * included. @throws LinchpinError LP2004 when the answers keep contradicting each other.
   */
  readRange(from: number, to: number, signal?: AbortSignal): Promise<BlockData[]>
}

/** Answers that cannot all be true. */
class Contradiction extends Error {}

export function createHistory(options: HistoryOptions): History {
  const { rpc, watch, discover, attempts = 5, retryMs = 500, onWarning } = options
  const query = createLogQuery(rpc, options.maxAddresses ?? 500)

  /** Logs of followed contracts and of those they reveal, and from where the latter count. */
  async function readLogs(from: number, to: number, signal?: AbortSignal) {
    const logs = new Map<string, RawLog>()
    const revealed = new Map<Hex, number>()
    const firstBlock = (address: Hex) => revealed.get(address) ?? watch.firstBlock(address)
    let addresses = watch.followedAt(to)
    let start = from
    while (addresses.length > 0) {
      const fresh: RawLog[] = []
      for (const log of await query(addresses, start, to, signal)) {
        if (log.blockNumber >= firstBlock(log.address) && addLog(logs, log)) fresh.push(log)
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
      addresses = [...next]
    }
    return { logs: [...logs.values()].sort(inLogOrder), revealed }
  }

  function readHeaders(numbers: number[], signal?: AbortSignal): Promise<BlockHeader[]> {
    const calls = numbers.map((number) => ({
      method: 'eth_getBlockByNumber',
      params: [toQuantity(number), false],
    }))
    return rpc.batch(calls, {
      ...(signal && { signal }),
      parse: (result, call) => {
        const header = toHeader(result)
        if (header.number === parseQuantity(call.params[0])) return header
        throw new MalformedAnswer(`block ${header.number} instead of ${Number(call.params[0])}`)
      },
    })
  }

  async function readOnce(from: number, to: number, signal?: AbortSignal): Promise<BlockData[]> {
    const { logs, revealed } = await readLogs(from, to, signal)
    const numbers = [...new Set([...logs.map((log) => log.blockNumber), to])]
    const blocks = assemble(await readHeaders(numbers, signal), logs)
    // Only now: a range that is read again must start from the same watch set.
    for (const [address, firstBlock] of revealed) watch.add(address, firstBlock)
    return blocks
  }

  return {
    async readRange(from, to, signal) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await readOnce(from, to, signal)
        } catch (error) {
          if (!(error instanceof Contradiction)) throw error
          if (attempt >= attempts) throw contradictory(from, to, error)
          onWarning?.(`blocks ${from} to ${to}: ${error.message}; asking again`)
          rpc.rotate()
          await wait(retryMs, undefined, signal ? { signal } : {})
        }
      }
    },
  }
}

/** Adds a log unless it is there already. Throws if another log holds its place. */
function addLog(logs: Map<string, RawLog>, log: RawLog): boolean {
  const place = `${log.blockNumber}/${log.logIndex}`
  const known = logs.get(place)
  if (!known) {
    logs.set(place, log)
    return true
  }
  if (known.blockHash === log.blockHash && known.address === log.address) return false
  throw new Contradiction(
    `two logs at ${place}: ${known.address} in ${known.blockHash}, ${log.address} in ${log.blockHash}`,
  )
}

function inLogOrder(a: RawLog, b: RawLog): number {
  return a.blockNumber - b.blockNumber || a.logIndex - b.logIndex
}

/** Puts ordered logs into their ordered headers. Throws Contradiction if they do not fit. */
function assemble(headers: BlockHeader[], logs: RawLog[]): BlockData[] {
  const blocks = headers.map((header): BlockData => ({ header, logs: [] }))
  for (let i = 1; i < headers.length; i++) {
    const [parent, child] = [headers[i - 1]!, headers[i]!]
    if (child.number === parent.number + 1 && child.parentHash !== parent.hash) {
      throw new Contradiction(
        `block ${child.number} has parent ${child.parentHash}, but block ${parent.number} is ${parent.hash}`,
      )
    }
  }
  let at = 0
  for (const log of logs) {
    while (blocks[at]!.header.number < log.blockNumber) at++
    const block = blocks[at]!
    if (block.header.hash !== log.blockHash) {
      throw new Contradiction(
        `log ${log.blockNumber}/${log.logIndex} names block hash ${log.blockHash}, but the block is ${block.header.hash}`,
      )
    }
    block.logs.push(log)
  }
  return blocks
}

function contradictory(from: number, to: number, error: Contradiction): LinchpinError {
  return new LinchpinError(
    'LP2004',
    `the provider contradicts itself in blocks ${from} to ${to}: ${error.message}`,
    'Nothing was stored. Try another provider in RPC_ENDPOINT.',
    EXIT.UNAVAILABLE,
    { cause: error },
  )
}
