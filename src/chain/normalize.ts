import type { BlockHeader, Hex, RawLog } from './types'

const LOWER_HEX = /^0x[0-9a-f]*$/
const HEX = /^0x[0-9a-f]*$/i
const QUANTITY = /^0x[0-9a-f]+$/i

/** Parses a hex quantity (`0x1f`, also zero-padded or upper-case); undefined if it is not one. */
export function parseQuantity(value: unknown): number | undefined {
  if (typeof value !== 'string' || !QUANTITY.test(value)) return undefined
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : undefined
}

/** Parses a hex quantity. @throws MalformedAnswer */
export function toNumber(value: unknown): number {
  const number = parseQuantity(value)
  if (number === undefined) throw new MalformedAnswer('answer is not a hex number')
  return number
}

/** A number as a JSON-RPC hex quantity. */
export function toQuantity(value: number): Hex {
  return `0x${value.toString(16)}`
}

/** An answer that does not match the method's specification: it counts as a fault of the provider. */
export class MalformedAnswer extends Error {}

/** Parses an `eth_getBlockByNumber` result. Throws MalformedAnswer, also for null. */
export function toHeader(raw: unknown): BlockHeader {
  const block = asObject(raw, 'block')
  return {
    number: quantity(block, 'number'),
    hash: hex(block, 'hash'),
    parentHash: hex(block, 'parentHash'),
    timestamp: quantity(block, 'timestamp'),
  }
}

/** Parses one item of an `eth_getLogs` result. Throws MalformedAnswer. */
export function toLog(raw: unknown): RawLog {
  const log = asObject(raw, 'log')
  const topics = log.topics
  if (!Array.isArray(topics)) throw new MalformedAnswer('log without topics')
  return {
    address: intern(log.address, 'address'),
    topics: topics.map((topic, at) => (at === 0 ? intern : asHex)(topic, 'topic')),
    data: hex(log, 'data'),
    blockNumber: quantity(log, 'blockNumber'),
    blockHash: internHash('blockHash', log.blockHash),
    transactionHash: internHash('transactionHash', log.transactionHash),
    transactionIndex: quantity(log, 'transactionIndex'),
    logIndex: quantity(log, 'logIndex'),
  }
}

/** A log as an item of an `eth_getLogs` result. */
export function fromLog(log: RawLog): unknown {
  return {
    ...log,
    blockNumber: toQuantity(log.blockNumber),
    transactionIndex: toQuantity(log.transactionIndex),
    logIndex: toQuantity(log.logIndex),
    removed: false,
  }
}

/** Maps a list result. Throws MalformedAnswer if it is not a list. */
export function toList<T>(raw: unknown, item: (raw: unknown) => T): T[] {
  if (!Array.isArray(raw)) throw new MalformedAnswer('answer is not a list')
  return raw.map(item)
}

function asObject(raw: unknown, what: string): Record<string, unknown> {
  if (typeof raw !== 'object' || raw === null) throw new MalformedAnswer(`${what} is ${raw}`)
  return raw as Record<string, unknown>
}

/** Hex of whole bytes: an odd number of digits is a fault of the provider, and no column takes it. */
function asHex(value: unknown, what: string): Hex {
  if (typeof value === 'string' && value.length % 2 === 0) {
    if (LOWER_HEX.test(value)) return value
    if (HEX.test(value)) return value.toLowerCase()
  }
  throw new MalformedAnswer(`${what} is not hex`)
}

/**
 * Interned strings: logs are kept while their batch is indexed, and most of their addresses and first topics are equal.
 */
const interned = new Map<string, Hex>()
const MAX_INTERNED = 4_096

function intern(value: unknown, what: string): Hex {
  const known = interned.get(value as string)
  if (known !== undefined) return known
  const text = asHex(value, what)
  if (interned.size >= MAX_INTERNED) interned.clear()
  interned.set(text, text)
  return text
}

/** Interns the hash of a block or transaction, which is usually that of the log before. */
function internHash(key: 'blockHash' | 'transactionHash', value: unknown): Hex {
  const before = last[key]
  if (before !== undefined && before === value) return before
  const hash = asHex(value, key)
  last[key] = hash
  return hash
}

const last: { blockHash?: Hex; transactionHash?: Hex } = {}

function hex(raw: Record<string, unknown>, key: string): Hex {
  return asHex(raw[key], key)
}

function quantity(raw: Record<string, unknown>, key: string): number {
  const value = parseQuantity(raw[key])
  if (value === undefined) throw new MalformedAnswer(`${key} is not a hex number`)
  return value
}
