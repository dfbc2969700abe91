import type { SourceLog } from '../log'
import { cleanText } from '../text'
import { type AnyEvent, eventOf } from './abis'
import { decodeWords } from './decode-words'
import { isSound } from './soundness'

/** A log of a followed contract, decoded as far as it goes. */
export interface DecodedLog {
  log: SourceLog
  /** Kind of the contract that emitted it. */
  kind: string
  /** The event, if its topic is known. */
  event: AnyEvent | null
  /** Arguments by name: addresses and bytes as lower-case 0x-hex, integers of up to 32 bits as number, others bigint. */
  args: Args | null
}

export type Args = Record<string, unknown>

/**
 * Decodes by (kind of contract, topic0). Never throws: `event` is null for a topic in no ABI (and for a log without
 * topics), `args` is null for data that does not fit the event, or contradicts itself.
 */
export function decode(kind: string, log: SourceLog): DecodedLog {
  const topic0 = log.topics[0]
  const event = topic0 === undefined ? undefined : eventOf(kind, topic0)
  if (!event) return { log, kind, event: null, args: null }
  if (!dataFits(event, log.data)) return { log, kind, event, args: null }
  try {
    const args = decodeWords(event, log) ?? decodeAny(event, log)
    return { log, kind, event, args: isSound(event, args) ? args : null }
  } catch {
    // Any error of the decoder means the same: the bytes are not what the ABI says. The raw log is kept.
    return { log, kind, event, args: null }
  }
}

/** Arguments of any event. @throws for bytes that are not what the ABI says */
export function decodeAny(event: AnyEvent, log: SourceLog): Args {
  return plainFields(event.decode(log), event.params as Record<string, Codec>)
}

/** Event name without its parameters. */
export function eventName(event: AnyEvent): string {
  return event.signature.slice(0, event.signature.indexOf('('))
}

/** Whole words, and exactly as many as an event without dynamic parameters has: the decoder ignores what is left over. */
function dataFits(event: AnyEvent, data: string): boolean {
  const bytes = (data.length - 2) / 2
  if (!/^0x[0-9a-f]*$/.test(data) || bytes % 32 !== 0) return false
  let words = 0
  let dynamic = false
  for (const codec of Object.values(event.params) as Codec[]) {
    if (codec.indexed) continue
    words += codec.slotsCount ?? 1
    dynamic ||= codec.isDynamic
  }
  return dynamic ? bytes >= words * 32 : bytes === words * 32
}

/** What is used of a codec of @subsquid/evm-codec. */
interface Codec {
  baseType: string
  indexed?: boolean
  isDynamic: boolean
  slotsCount?: number
  /** Of an array. */
  item?: Codec
  /** Of a struct. */
  components?: Record<string, Codec>
}

/**
 * Bytes as hex, text cleaned.
 * @throws if an address has more than 20 bytes: the word is something else than the ABI says
 */
function plain(value: unknown, codec: Codec): unknown {
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`
  if (Array.isArray(value)) return Array.from(value, (item) => plain(item, codec.item!))
  if (typeof value === 'string') {
    if (codec.baseType === 'address' && value.length !== 42) throw new Error('not an address')
    return codec.baseType === 'string' ? cleanText(value) : value
  }
  if (typeof value !== 'object' || value === null) return value
  return plainFields(value, codec.components!)
}

function plainFields(values: object, codecs: Record<string, Codec>): Args {
  const fields = values as Args
  const args: Args = {}
  for (const name in fields) args[name] = plain(fields[name], codecs[name]!)
  return args
}

/** Arguments as JSON: integers as decimal text, because JSON readers round numbers above 2^53. */
export function toJson(value: unknown): unknown {
  if (typeof value === 'bigint' || typeof value === 'number') return value.toString()
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value !== 'object' || value === null) return value
  const fields = value as Record<string, unknown>
  const json: Record<string, unknown> = {}
  for (const name in fields) json[name] = toJson(fields[name])
  return json
}
