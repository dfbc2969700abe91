import { concatBytes, hexToBytes } from '@noble/hashes/utils.js'
import type { Hex } from '../types'

/** Input of RLP: bytes, or a list of items. */
export type RlpItem = Uint8Array | readonly RlpItem[]

/** Recursive length prefix encoding, as in appendix B of the Ethereum yellow paper. */
export function rlp(item: RlpItem): Uint8Array {
  if (item instanceof Uint8Array) {
    return item.length === 1 && item[0]! < 0x80
      ? item
      : concatBytes(prefix(0x80, item.length), item)
  }
  const body = concatBytes(...(item as readonly RlpItem[]).map(rlp))
  return concatBytes(prefix(0xc0, body.length), body)
}

/** Encodes a list of items that are encoded already. */
export function rlpList(encoded: readonly Uint8Array[]): Uint8Array {
  const body = concatBytes(...encoded)
  return concatBytes(prefix(0xc0, body.length), body)
}

/** Bytes of hex data; leading zeros count. */
export function dataBytes(hex: Hex): Uint8Array {
  return hexToBytes(hex.slice(2))
}

/** Bytes of a number for RLP: big endian, without leading zeros, empty for 0. */
export function numberBytes(value: bigint | number): Uint8Array {
  const hex = value.toString(16)
  return value === 0 || value === 0n
    ? new Uint8Array()
    : hexToBytes(hex.padStart(hex.length + (hex.length % 2), '0'))
}

function prefix(offset: number, length: number): Uint8Array {
  if (length < 56) return Uint8Array.of(offset + length)
  const size = numberBytes(length)
  return Uint8Array.of(offset + 55 + size.length, ...size)
}
