import type { RpcCall, RpcErrorBody } from '../../../src/chain/jsonrpc'
import { RPC_CODE } from '../../../src/chain/jsonrpc'
import { bloomOf } from '../../../src/chain/verify/bloom'
import { headerHash } from '../../../src/chain/verify/header-hash'
import { toReceipts } from '../../../src/chain/verify/receipts'

// biome-ignore lint/suspicious/noExplicitAny: JSON of an RPC, which tests change at will
export type Json = any

/** A block as a node returns it. */
export interface SimBlock {
  header: Json
  receipts: Json[]
  logs: Json[]
}

export interface SimOptions {
  seed: number
  blocks: number
  /** Log indexes restart with each transaction. */
  byTransaction?: boolean
}

/** Random numbers from a seed (mulberry32). */
export function seeded(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(next() * n)
  const hex = (bytes: number) =>
    `0x${Array.from({ length: bytes }, () => below(256).toString(16).padStart(2, '0')).join('')}`
  return { below, hex, pick: <T>(list: readonly T[]): T => list[below(list.length)]! }
}

export type Random = ReturnType<typeof seeded>

const contract = (n: number) => `0x${n.toString(16).padStart(40, '0')}`
const topic = (n: number) => `0x${n.toString(16).padStart(64, 'e')}`
export const quantity = (n: number) => `0x${n.toString(16)}`

/** Contracts that are followed, and the first topics they emit. */
export const WATCHED = Array.from({ length: 12 }, (_, n) => contract(0x1000 + n))
export const TOPICS = Array.from({ length: 5 }, (_, n) => topic(n))
/** The topic whose blocks are always verified. */
export const ALWAYS_VERIFIED = TOPICS[0]!
const OTHERS = Array.from({ length: 30 }, (_, n) => contract(0x2000 + n))

const ZERO = `0x${'0'.repeat(64)}`
const hexOf = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`

/** A chain of blocks with logs of followed and other contracts, whose headers commit to their receipts. */
export function simChain({ seed, blocks, byTransaction = false }: SimOptions): SimBlock[] {
  const random = seeded(seed)
  const chain: SimBlock[] = []
  let parentHash = random.hex(32)
  for (let number = 0; number < blocks; number++) {
    const receipts = randomReceipts(random, number, byTransaction)
    const logs = receipts.flatMap((receipt) => receipt.logs)
    const header: Json = {
      number: quantity(number),
      parentHash,
      timestamp: quantity(1_700_000_000 + number * 12),
      sha3Uncles: random.hex(32),
      miner: random.hex(20),
      stateRoot: random.hex(32),
      transactionsRoot: random.hex(32),
      receiptsRoot: toReceipts(receipts).root,
      logsBloom: hexOf(bloomOf(logs)),
      difficulty: '0x0',
      gasLimit: '0x1c9c380',
      gasUsed: quantity(receipts.length * 21_000),
      extraData: random.hex(random.below(32)),
      mixHash: random.hex(32),
      nonce: '0x0000000000000000',
      baseFeePerGas: quantity(random.below(1e9)),
      withdrawalsRoot: random.hex(32),
      blobGasUsed: '0x0',
      excessBlobGas: '0x0',
      parentBeaconBlockRoot: random.hex(32),
      requestsHash: random.hex(32),
      transactions: receipts.map((receipt) => receipt.transactionHash),
      uncles: [],
      size: '0x400',
    }
    const hash = headerHash(header)!
    header.hash = hash
    for (const part of [...receipts, ...logs]) part.blockHash = hash
    chain.push({ header, receipts, logs })
    parentHash = hash
  }
  return chain
}

function randomReceipts(random: Random, number: number, byTransaction: boolean): Json[] {
  const count = random.pick([0, 1, 2, 3, 5, 9])
  const receipts: Json[] = []
  let logIndex = 0
  for (let index = 0; index < count; index++) {
    if (byTransaction) logIndex = 0
    const at = {
      blockNumber: quantity(number),
      blockHash: ZERO,
      transactionHash: random.hex(32),
      transactionIndex: quantity(index),
    }
    const logs = Array.from({ length: random.below(6) }, () => ({
      address: random.pick(random.below(3) === 0 ? WATCHED : OTHERS),
      topics: [
        random.below(40) === 0 ? ALWAYS_VERIFIED : random.pick(TOPICS.slice(1)),
        ...Array.from({ length: random.below(3) }, () => topic(0x100 + random.below(50))),
      ],
      data: random.hex(32 * random.below(4)),
      ...at,
      logIndex: quantity(logIndex++),
      removed: false,
    }))
    receipts.push({
      ...at,
      type: quantity(random.below(5)),
      status: quantity(random.below(8) === 0 && logs.length === 0 ? 0 : 1),
      cumulativeGasUsed: quantity((index + 1) * 21_000),
      logsBloom: hexOf(bloomOf(logs)),
      logs,
    })
  }
  return receipts
}

/** The answer of a node with this chain. */
export function answerFrom(
  chain: readonly SimBlock[],
  { method, params }: RpcCall,
  refuse: readonly string[] = [],
): { result: Json } | { error: RpcErrorBody } {
  const at = (value: unknown) => chain[Number(value)]
  const [first] = params as Json[]
  if (refuse.includes(method)) {
    return { error: { code: RPC_CODE.METHOD_NOT_FOUND, message: 'no such method' } }
  }
  switch (method) {
    case 'eth_blockNumber':
      return { result: quantity(chain.length - 1) }
    case 'eth_getBlockByNumber':
      return { result: at(first === 'finalized' ? chain.length - 1 : first)?.header ?? null }
    case 'eth_getBlockReceipts':
      return { result: at(first)?.receipts ?? null }
    case 'eth_getLogs': {
      const { address, fromBlock, toBlock, blockHash } = first
      const wanted = address && new Set(address)
      const blocks = chain.filter(({ header }) =>
        blockHash
          ? header.hash === blockHash
          : Number(header.number) >= Number(fromBlock) && Number(header.number) <= Number(toBlock),
      )
      const logs = blocks.flatMap((block) => block.logs)
      return { result: wanted ? logs.filter((log) => wanted.has(log.address)) : logs }
    }
    default:
      return { error: { code: RPC_CODE.METHOD_NOT_FOUND, message: 'no such method' } }
  }
}
