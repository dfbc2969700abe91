import { keccak_256 } from '@noble/hashes/sha3.js'
import { type Hex, toBytes, toHex, toNumber } from './hex'
import { ProofRefused } from './refused'
import { decodeRlp, toStrings } from './rlp'

/** What a header says that proofs need. */
export interface Header {
  /** keccak256 of its RLP. */
  hash: Hex
  stateRoot: Uint8Array
  number: number
  /** Unix seconds. */
  timestamp: number
}

/** Fields of the first release; forks only add some behind them. */
const FIRST_FIELDS = 15
const MAX_BYTES = 8_192

/** Reads a header from its RLP. @throws ProofRefused if it is none */
export function readHeader(hex: unknown): Header {
  const bytes = toBytes(hex, 'the header')
  if (bytes.length > MAX_BYTES) throw new ProofRefused(`the header has ${bytes.length} bytes`)
  const fields = toStrings(decodeRlp(bytes))
  const [, , , stateRoot, , , , , number, , , timestamp] = fields
  if (fields.length < FIRST_FIELDS || stateRoot!.length !== 32) {
    throw new ProofRefused('the header is no header of a block')
  }
  return {
    hash: toHex(keccak_256(bytes)),
    stateRoot: stateRoot!,
    number: safeNumber(number!),
    timestamp: safeNumber(timestamp!),
  }
}

function safeNumber(bytes: Uint8Array): number {
  const number = toNumber(bytes)
  if (bytes[0] === 0 || number > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new ProofRefused('the header is no header of a block')
  }
  return Number(number)
}
