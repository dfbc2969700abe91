import { bytesToHex, concatBytes } from '@noble/hashes/utils.js'
import { MalformedAnswer, parseQuantity, toList, toLog } from '../normalize'
import type { Hex, RawLog } from '../types'
import { dataBytes, numberBytes, rlp } from './rlp'
import { orderedTrieRoot } from './trie'

/** Highest transaction type whose receipt encoding is known (EIP-2718). */
const LAST_TYPE = 4

/** Receipts of a block: their root, and the logs in them. */
export interface Receipts {
  /** Null: the encoding of a receipt's type is not known. */
  root: Hex | null
  /** All logs of the block, in order. */
  logs: RawLog[]
}

/** `eth_getBlockReceipts` answer -> receipts. Throws MalformedAnswer, also for null. */
export function toReceipts(result: unknown): Receipts {
  const receipts = toList(result, (raw) => Object(raw) as Record<string, unknown>)
  const logs: RawLog[][] = []
  const encoded: (Uint8Array | null)[] = []
  const byIndex = [...receipts].sort((a, b) => indexOf(a) - indexOf(b))
  for (const receipt of byIndex) {
    const own = toList(receipt.logs, toLog)
    logs.push(own)
    encoded.push(encode(receipt, own))
  }
  const known = encoded.filter((bytes) => bytes !== null)
  const root = known.length === encoded.length ? `0x${bytesToHex(orderedTrieRoot(known))}` : null
  return { root, logs: logs.flat() }
}

function indexOf(receipt: Record<string, unknown>): number {
  const index = parseQuantity(receipt.transactionIndex)
  if (index === undefined) throw new MalformedAnswer('receipt without transactionIndex')
  return index
}

/** Encodes a receipt as in the trie; null for an unknown type. */
function encode(receipt: Record<string, unknown>, logs: RawLog[]): Uint8Array | null {
  // Receipts from before EIP-2718 have no type.
  const type = receipt.type === undefined ? 0 : parseQuantity(receipt.type)
  if (type === undefined || type > LAST_TYPE) return null
  const gas = parseQuantity(receipt.cumulativeGasUsed)
  const status = parseQuantity(receipt.status)
  const { root, logsBloom } = receipt
  // Before Byzantium a receipt had a state root where the status is now.
  const outcome = status !== undefined ? numberBytes(status) : isHex(root) ? dataBytes(root) : null
  if (gas === undefined || outcome === null || !isHex(logsBloom)) {
    throw new MalformedAnswer('receipt without cumulativeGasUsed, status or logsBloom')
  }
  const body = rlp([
    outcome,
    numberBytes(gas),
    dataBytes(logsBloom),
    logs.map((log) => [dataBytes(log.address), log.topics.map(dataBytes), dataBytes(log.data)]),
  ])
  return type === 0 ? body : concatBytes(Uint8Array.of(type), body)
}

function isHex(value: unknown): value is Hex {
  return typeof value === 'string' && /^0x([0-9a-f]{2})+$/i.test(value)
}
