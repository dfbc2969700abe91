import type { BlockHeader, Hex, RawLog } from './types'

const LOWER_HEX = /^0x[0-9a-f]*$/
const HEX = /^0x[0-9a-f]*$/i
const QUANTITY = /^0x[0-9a-f]+$/i

/** A hex quantity (`0x1f`, zero-padded or upper-case too) as a number; undefined if it is none. */
export function parseQuantity(value: unknown): number | undefined {
  if (typeof value !== 'string' || !QUANTITY.test(value)) return undefined
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : undefined
}

/** A hex quantity as a number. @throws MalformedAnswer */
export function toNumber(value: unknown): number {
  const number = parseQuantity(value)
  if (number === undefined) throw new MalformedAnswer('answer is not a hex number')
  return number
}

/** A number as the hex quantity JSON-RPC wants. */
export function toQuantity(value: number): Hex {
  return `0x${value.toString(16)}`
}

/** An answer that is not what the method promises: taken as a fault of the provider. */
export class MalformedAnswer extends Error {}

/** `eth_getBlockByNumber` answer -> header. Throws MalformedAnswer, also for null. */
export function toHeader(raw: unknown): BlockHeader {
  const block = asObject(raw, 'block')
  return {
    number: quantity(block, 'number'),
    hash: hex(block, 'hash'),
    parentHash: hex(block, 'parentHash'),
    timestamp: quantity(block, 'timestamp'),
  }
}

/** One item of an `eth_getLogs` answer -> log. Throws MalformedAnswer. */
export function toLog(raw: unknown): RawLog {
  const log = asObject(raw, 'log')
  const topics = log.topics
  if (!Array.isArray(topics)) throw new MalformedAnswer('log without topics')
  return {
    address: shared(log.address, 'address'),
    topics: topics.map((topic, at) => (at === 0 ? shared : asHex)(topic, 'topic')),
    data: hex(log, 'data'),
    blockNumber: quantity(log, 'blockNumber'),
    blockHash: repeated('blockHash', log.blockHash),
    transactionHash: repeated('transactionHash', log.transactionHash),
    transactionIndex: quantity(log, 'transactionIndex'),
    logIndex: quantity(log, 'logIndex'),
  }
}

/** A log as an item of an `eth_getLogs` answer. */
export function fromLog(log: RawLog): unknown {
  return {
    ...log,
    blockNumber: toQuantity(log.blockNumber),
    transactionIndex: toQuantity(log.transactionIndex),
    logIndex: toQuantity(log.logIndex),
    removed: false,
  }
}

/** A list answer, mapped. Throws MalformedAnswer if it is no list. */
export function toList<T>(raw: unknown, item: (raw: unknown) => T): T[] {
  if (!Array.isArray(raw)) throw new MalformedAnswer('answer is not a list')
  return raw.map(item)
}

function asObject(raw: unknown, what: string): Record<string, unknown> {
  if (typeof raw !== 'object' || raw === null) throw new MalformedAnswer(`${what} is ${raw}`)
  return raw as Record<string, unknown>
}

/** Whole bytes: half a byte is a fault of the provider, and no column takes it. */
function asHex(value: unknown, what: string): Hex {
  if (typeof value === 'string' && value.length % 2 === 0) {
    if (LOWER_HEX.test(value)) return value
    if (HEX.test(value)) return value.toLowerCase()
  }
  throw new MalformedAnswer(`${what} is not hex`)
}

/**
 * Equal texts as one in memory: a log is kept while its batch is worked on, and most of what it holds is what others hold.
 * Contracts and first topics are few.
 */
const texts = new Map<string, Hex>()
const MAX_TEXTS = 4_096

function shared(value: unknown, what: string): Hex {
  const known = texts.get(value as string)
  if (known !== undefined) return known
  const text = asHex(value, what)
  if (texts.size >= MAX_TEXTS) texts.clear()
  texts.set(text, text)
  return text
}

/** The hash of a block, or of a transaction, is mostly that of the log before. */
function repeated(key: 'blockHash' | 'transactionHash', value: unknown): Hex {
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
