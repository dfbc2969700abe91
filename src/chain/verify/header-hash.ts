import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Hex } from '../types'
import { dataBytes, numberBytes, rlp } from './rlp'

/** Fields of a header in the order in which they are hashed; forks added those from `baseFeePerGas` on. */
const FIELDS = [
  ['parentHash', 'data'],
  ['sha3Uncles', 'data'],
  ['miner', 'data'],
  ['stateRoot', 'data'],
  ['transactionsRoot', 'data'],
  ['receiptsRoot', 'data'],
  ['logsBloom', 'data'],
  ['difficulty', 'number'],
  ['number', 'number'],
  ['gasLimit', 'number'],
  ['gasUsed', 'number'],
  ['timestamp', 'number'],
  ['extraData', 'data'],
  ['mixHash', 'data'],
  ['nonce', 'data'],
  ['baseFeePerGas', 'number'],
  ['withdrawalsRoot', 'data'],
  ['blobGasUsed', 'number'],
  ['excessBlobGas', 'number'],
  ['parentBeaconBlockRoot', 'data'],
  ['requestsHash', 'data'],
] as const
const REQUIRED = 15

const PATTERN = { data: /^0x([0-9a-f]{2})*$/i, number: /^0x[0-9a-f]+$/i }

/** These fields, and those that a block has beside its header. */
const KNOWN = new Set<string>([
  ...FIELDS.map(([name]) => name),
  'hash',
  'size',
  'totalDifficulty',
  'transactions',
  'uncles',
  'withdrawals',
  // Name of `miner` in older nodes.
  'author',
])

/** `unknown`: the block has a field of a later fork, which may be part of the hash. */
export type HashCheck = 'right' | 'wrong' | 'unknown'

/** Recomputes a block's hash from the fields of `eth_getBlockByNumber`, and compares. */
export function checkHash(block: Record<string, unknown>): HashCheck {
  if (headerHash(block) === String(block.hash).toLowerCase()) return 'right'
  return Object.keys(block).some((name) => !KNOWN.has(name) && isPresent(block, name))
    ? 'unknown'
    : 'wrong'
}

/** Hash of a block's header fields; null when a field is missing or is not hex. */
export function headerHash(block: Record<string, unknown>): Hex | null {
  const encoded = encodeHeader(block)
  return encoded && `0x${bytesToHex(keccak_256(encoded))}`
}

/** RLP of a block's header fields, which its hash is the hash of; null when a field is missing or is not hex. */
export function encodeHeader(block: Record<string, unknown>): Uint8Array | null {
  let count: number = FIELDS.length
  while (count > REQUIRED && !isPresent(block, FIELDS[count - 1]![0])) count--
  const items: Uint8Array[] = []
  for (const [name, kind] of FIELDS.slice(0, count)) {
    const value = block[name]
    if (typeof value !== 'string' || !PATTERN[kind].test(value)) return null
    items.push(kind === 'number' ? numberBytes(BigInt(value)) : dataBytes(value))
  }
  return rlp(items)
}

function isPresent(block: Record<string, unknown>, name: string): boolean {
  return block[name] !== undefined && block[name] !== null
}
