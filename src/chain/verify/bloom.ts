import { keccak_256 } from '@noble/hashes/sha3.js'
import type { Hex } from '../types'
import { dataBytes } from './rlp'

/** The logs bloom of a header: 2048 bits, three of which are set for each address and topic. */
export type Bloom = Uint8Array

/** Positions of three bits in a bloom. */
export type Bits = readonly [number, number, number]

const BYTES = 256
/** More than a busy index has addresses and topics; about 20 MB. */
const MAX_CACHED = 200_000
const cache = new Map<Hex, Bits>()

/** Parses a header's bloom; null if it is malformed. */
export function parseBloom(value: unknown): Bloom | null {
  if (typeof value !== 'string' || !/^0x[0-9a-f]{512}$/i.test(value)) return null
  return dataBytes(value)
}

/** Bits of an address or a topic. Cached, because hashing is slow. */
export function bitsOf(item: Hex): Bits {
  const known = cache.get(item)
  if (known) return known
  const hash = keccak_256(dataBytes(item))
  const bit = (at: number) => ((hash[at]! << 8) | hash[at + 1]!) & 2047
  const bits: Bits = [bit(0), bit(2), bit(4)]
  if (cache.size >= MAX_CACHED) cache.clear()
  cache.set(item, bits)
  return bits
}

/** Whether an item with these bits may have been added to the bloom; false is certain, true may be a false positive. */
export function mayContain(bloom: Bloom, bits: Bits): boolean {
  return has(bloom, bits[0]) && has(bloom, bits[1]) && has(bloom, bits[2])
}

/** The bloom of logs. */
export function bloomOf(logs: Iterable<{ address: Hex; topics: readonly Hex[] }>): Bloom {
  const bloom = new Uint8Array(BYTES)
  for (const log of logs) {
    add(bloom, bitsOf(log.address))
    for (const topic of log.topics) add(bloom, bitsOf(topic))
  }
  return bloom
}

/** Whether no bit is set: a block without logs, or a network without blooms. */
export function isEmpty(bloom: Bloom): boolean {
  return bloom.every((byte) => byte === 0)
}

export function sameBloom(a: Bloom, b: Bloom): boolean {
  return a.every((byte, at) => byte === b[at])
}

/** Bit 0 is the lowest bit of the last byte. */
function has(bloom: Bloom, bit: number): boolean {
  return (bloom[BYTES - 1 - (bit >> 3)]! & (1 << (bit & 7))) !== 0
}

function add(bloom: Bloom, bits: Bits): void {
  for (const bit of bits) bloom[BYTES - 1 - (bit >> 3)]! |= 1 << (bit & 7)
}

/** Fraction of bits set, in [0, 1]. */
export function fill(bloom: Bloom): number {
  let set = 0
  for (const byte of bloom) for (let rest = byte; rest > 0; rest &= rest - 1) set++
  return set / (8 * bloom.length)
}
