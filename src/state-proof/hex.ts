import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { ProofRefused } from './refused'

/** Bytes as `0x` and hex digits in lower case. */
export type Hex = string

const DATA = /^0x([0-9a-f]{2})*$/
const WORD = 32

/** Bytes of hex data in lower case. @throws ProofRefused for anything else */
export function toBytes(hex: unknown, what: string): Uint8Array {
  if (typeof hex !== 'string' || !DATA.test(hex)) throw new ProofRefused(`${what} is not hex data`)
  return hexToBytes(hex.slice(2))
}

/** Hex of bytes. */
export function toHex(bytes: Uint8Array): Hex {
  return `0x${bytesToHex(bytes)}`
}

/** A number as a word of the EVM. @param value below 2^256; negative: as two's complement */
export function toWord(value: bigint): Uint8Array {
  return hexToBytes(
    BigInt.asUintN(8 * WORD, value)
      .toString(16)
      .padStart(2 * WORD, '0'),
  )
}

/** A number as a word of the EVM, in hex. */
export function wordHex(value: bigint): Hex {
  return toHex(toWord(value))
}

/** A big-endian number. */
export function toNumber(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(toHex(bytes))
}

/** An address, from the last 20 bytes of a word. */
export function toAddress(word: bigint): Hex {
  return `0x${BigInt.asUintN(160, word).toString(16).padStart(40, '0')}`
}
