import type { RpcCall, RpcErrorBody } from '../jsonrpc'
import { MethodError, RPC_CODE } from '../jsonrpc'
import { parseQuantity, toQuantity } from '../normalize'
import type { Hex } from '../types'
import type { ChainView, RecordedBlock, RecordedLog } from './chain-view'

/** The part of a chain that a node serves, and the node's limits. */
export interface ServedChain {
  chain: ChainView
  /** Highest block served. */
  head: number
  /** Distance of `safe` and `finalized` below the head. */
  finality: number
  /** Maximum number of logs in one answer; more are refused as providers do. */
  maxLogs: number
}

interface LogFilter {
  addresses: Set<Hex> | null
  /** Per position: any of these; null matches all. */
  topics: (Set<Hex> | null)[]
}

/** Answers one call with JSON text. Throws MethodError. */
export function answerCall(served: ServedChain, { method, params }: RpcCall): string {
  switch (method) {
    case 'eth_chainId':
      return `"${toQuantity(served.chain.chainId)}"`
    case 'net_version':
      return `"${served.chain.chainId}"`
    case 'web3_clientVersion':
      return '"linchpin/replay"'
    case 'eth_syncing':
      return 'false'
    case 'eth_blockNumber':
      return `"${toQuantity(served.head)}"`
    case 'eth_getBlockByNumber':
      refuseBodies(params[1])
      return servedBlock(served, resolveBlock(served, params[0]))?.json ?? 'null'
    case 'eth_getBlockByHash':
      refuseBodies(params[1])
      return blockByHash(served, params[0])?.json ?? 'null'
    case 'eth_getLogs':
      return logs(served, params[0])
    default:
      throw new MethodError(RPC_CODE.METHOD_NOT_FOUND, `method ${method} is not served`)
  }
}

/** The JSON-RPC error for anything thrown by `answerCall`. */
export function toErrorBody(error: unknown): RpcErrorBody {
  if (error instanceof MethodError) return { code: error.code, message: error.message }
  return { code: RPC_CODE.SERVER, message: `internal error: ${(error as Error).message}` }
}

function refuseBodies(full: unknown): void {
  if (full !== undefined && typeof full !== 'boolean') {
    throw invalid(`second parameter must be true or false`)
  }
  if (full) throw new MethodError(RPC_CODE.SERVER, 'a recording has no transaction bodies')
}

function resolveBlock(served: ServedChain, value: unknown): number {
  switch (value) {
    case 'earliest':
      return served.chain.first
    case 'latest':
    case 'pending':
      return served.head
    case 'safe':
    case 'finalized':
      return Math.max(served.chain.first, served.head - served.finality)
    default: {
      const number = parseQuantity(value)
      if (number === undefined) throw invalid(`${JSON.stringify(value)} is not a block number`)
      return number
    }
  }
}

function servedBlock(served: ServedChain, number: number): RecordedBlock | undefined {
  return number <= served.head ? served.chain.blockAt(number) : undefined
}

function blockByHash(served: ServedChain, hash: unknown): RecordedBlock | undefined {
  if (typeof hash !== 'string' || !/^0x[0-9a-f]{64}$/i.test(hash)) {
    throw invalid(`${JSON.stringify(hash)} is not a block hash`)
  }
  const block = served.chain.blockByHash(hash.toLowerCase())
  return block && block.number <= served.head ? block : undefined
}

function logs(served: ServedChain, raw: unknown): string {
  if (typeof raw !== 'object' || raw === null) throw invalid('filter is not an object')
  const { address, topics, ...range } = raw as Record<string, unknown>
  const filter = { addresses: parseAddresses(address), topics: parseTopics(topics) }
  const found: string[] = []
  for (const block of blocksOf(served, range)) {
    for (const log of block.logs) if (matches(filter, log)) found.push(log.json)
    if (found.length > served.maxLogs) {
      const message = `query returned more than ${served.maxLogs} results`
      throw new MethodError(RPC_CODE.LIMIT, message)
    }
  }
  return `[${found.join(',')}]`
}

function* blocksOf(served: ServedChain, range: Record<string, unknown>): Generator<RecordedBlock> {
  const { blockHash, fromBlock = 'latest', toBlock = 'latest' } = range
  if (blockHash !== undefined) {
    if (range.fromBlock !== undefined || range.toBlock !== undefined) {
      throw invalid('blockHash excludes fromBlock and toBlock')
    }
    const block = blockByHash(served, blockHash)
    if (!block) throw new MethodError(RPC_CODE.SERVER, 'unknown block')
    yield block
    return
  }
  const from = resolveBlock(served, fromBlock)
  const to = resolveBlock(served, toBlock)
  if (from > to) throw invalid(`fromBlock ${from} is above toBlock ${to}`)
  const last = Math.min(to, served.head)
  for (let number = Math.max(from, served.chain.first); number <= last; number++) {
    yield served.chain.blockAt(number)!
  }
}

function matches({ addresses, topics }: LogFilter, log: RecordedLog): boolean {
  if (addresses && !addresses.has(log.address)) return false
  // A position beyond the log's topics does not match, even when it is null.
  if (topics.length > log.topics.length) return false
  return topics.every((wanted, i) => !wanted || wanted.has(log.topics[i]!))
}

function parseAddresses(value: unknown): Set<Hex> | null {
  if (value === undefined || value === null) return null
  const list = Array.isArray(value) ? value : [value]
  return list.length === 0 ? null : new Set(list.map((item) => parseHex(item, 40)))
}

function parseTopics(value: unknown): (Set<Hex> | null)[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || value.length > 4) throw invalid('topics is not a list of up to 4')
  return value.map((position) => {
    if (position === null) return null
    const list: unknown[] = Array.isArray(position) ? position : [position]
    // An empty list, or null among the alternatives, matches everything.
    if (list.length === 0 || list.includes(null)) return null
    return new Set(list.map((item) => parseHex(item, 64)))
  })
}

function parseHex(value: unknown, digits: number): Hex {
  if (typeof value !== 'string' || !/^0x[0-9a-f]*$/i.test(value) || value.length !== digits + 2) {
    throw invalid(`${JSON.stringify(value)} is not ${digits / 2} bytes of hex`)
  }
  return value.toLowerCase()
}

function invalid(message: string): MethodError {
  return new MethodError(RPC_CODE.INVALID_PARAMS, message)
}
