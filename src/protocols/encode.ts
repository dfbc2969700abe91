import { keccak_256 } from '@noble/hashes/sha3.js'
import type { ContractEvent } from '../facts/contract-event'
import type { Codec } from './decode-any'
import type { AnyEvent } from './event'
import type { SourceLog } from './log'
import { eventOf } from './tables'

type Bytes = Pick<SourceLog, 'topics' | 'data'>

/**
 * The log of a stored event: its bytes if it was stored raw, else encoded again from its arguments, so that `decode` gives
 * the same arguments.
 * @returns null if no event of this version has its signature and arguments
 */
export function encodeLog(stored: ContractEvent): SourceLog | null {
  const { address, at } = stored
  const { transactionHash, transactionIndex, logIndex } = at
  const bytes = stored.topics ? { topics: stored.topics, data: stored.data! } : encodeEvent(stored)
  return bytes && { address, ...bytes, transactionHash, transactionIndex, logIndex }
}

function encodeEvent(stored: ContractEvent): Bytes | null {
  if (stored.signature === null) return null
  const event = eventOf(stored.kind, topicOf(stored.signature))
  if (!event) return null
  try {
    return encode(event, stored.arguments)
  } catch {
    // Whatever the error: the arguments are not those of the event.
    return null
  }
}

function encode(event: AnyEvent, values: unknown): Bytes {
  const codecs = Object.entries(event.params as Record<string, Codec>)
  const args = valuesOf(
    values,
    codecs.map(([name]) => name),
  )
  const params = codecs.map(([, codec], i): [Codec, unknown] => [codec, args[i]])
  const indexed = params.filter(([codec]) => codec.indexed)
  const data = tuple(params.filter(([codec]) => !codec.indexed))
  // Of a value of any length a topic is the hash, which is what was stored.
  const topics = indexed.map(([codec, value]) => `0x${static32(codec, value)}`)
  return { topics: [event.topic, ...topics], data: `0x${data}` }
}

/** Topics by signature. */
const topics = new Map<string, string>()

function topicOf(signature: string): string {
  let topic = topics.get(signature)
  if (topic === undefined) {
    const hash = keccak_256(new TextEncoder().encode(signature))
    topic = `0x${Buffer.from(hash).toString('hex')}`
    topics.set(signature, topic)
  }
  return topic
}

/** Hex digits of a word. */
const WORD = 64
const word = (value: bigint) => BigInt.asUintN(256, value).toString(16).padStart(WORD, '0')
const padded = (hex: string) => hex.padEnd(Math.ceil(hex.length / WORD) * WORD, '0')

/**
 * Contract ABI encoding of a struct, hex without 0x. Not by the codecs, which leave no room for the structs of an array
 * (@subsquid/evm-codec 0.3.0).
 */
function tuple(fields: readonly [Codec, unknown][]): string {
  const parts = fields.map(([codec, value]) => ({ codec, text: encodeValue(codec, value) }))
  let end = parts.reduce((sum, { codec, text }) => sum + (codec.isDynamic ? WORD : text.length), 0)
  const heads = parts.map(({ codec, text }) => {
    if (!codec.isDynamic) return text
    const offset = word(BigInt(end / 2))
    end += text.length
    return offset
  })
  const tails = parts.filter(({ codec }) => codec.isDynamic).map(({ text }) => text)
  return [...heads, ...tails].join('')
}

/** A value without its offset. */
function encodeValue(codec: Codec, value: unknown): string {
  if (codec.baseType === 'array') {
    const items = (value as unknown[]).map((item): [Codec, unknown] => [codec.item!, item])
    return (codec.size === undefined ? word(BigInt(items.length)) : '') + tuple(items)
  }
  if (codec.baseType === 'struct') {
    const names = Object.keys(codec.components!)
    const values = valuesOf(value, names)
    return tuple(names.map((name, i) => [codec.components![name]!, values[i]]))
  }
  if (!codec.isDynamic) return static32(codec, value)
  const isText = codec.baseType === 'string'
  const hex = isText ? Buffer.from(value as string).toString('hex') : digits(value)
  return word(BigInt(hex.length / 2)) + padded(hex)
}

/** A value of one word. */
function static32({ baseType }: Codec, value: unknown): string {
  if (baseType === 'int') return word(BigInt(value as string))
  if (baseType === 'bool') return word(value === true ? 1n : 0n)
  return baseType === 'address' ? digits(value).padStart(WORD, '0') : padded(digits(value))
}

/** @throws for what is no 0x-hex */
function digits(value: unknown): string {
  if (typeof value !== 'string' || !/^0x([0-9a-f]{2})*$/.test(value)) throw new Error('not hex')
  return value.slice(2)
}

/** Fields of a JSON object in the order of the names. @throws if it has others */
function valuesOf(value: unknown, names: readonly string[]): unknown[] {
  const fields = value as Record<string, unknown>
  if (Object.keys(fields).length !== names.length) throw new Error('other fields')
  return names.map((name) => {
    if (fields[name] === undefined) throw new Error(`no field ${name}`)
    return fields[name]
  })
}
