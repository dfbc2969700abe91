import type { ContractKind } from '../../facts/enums.generated'
import type { SourceLog } from '../log'
import { type AnyEvent, eventOf } from './abis'
import { asEmitted } from './coming'
import { type Args, type Codec, decodeAny } from './decode-any'
import { decodeWords } from './decode-words'
import { isSound } from './soundness'

/** A log of a followed contract, decoded as far as possible. */
export interface DecodedLog {
  log: SourceLog
  /** Kind of the contract that emitted it. */
  kind: ContractKind
  /** Null: the topic is unknown. */
  event: AnyEvent | null
  /** Null: the data does not match the event. */
  args: Args | null
}

/**
 * Decodes by (kind of contract, topic0). Never throws: `event` is null for a topic in no ABI (and for a log without
 * topics), `args` is null for data that does not match the event or contradicts itself.
 */
export function decode(kind: ContractKind, log: SourceLog): DecodedLog {
  const topic0 = log.topics[0]
  const declared = topic0 === undefined ? undefined : eventOf(kind, topic0)
  if (!declared) return { log, kind, event: null, args: null }
  const event = asEmitted(declared, log.topics)
  if (!dataFits(event, log.data)) return { log, kind, event, args: null }
  try {
    const args = decodeWords(event, log) ?? decodeAny(event, log)
    return { log, kind, event, args: isSound(event, args) ? args : null }
  } catch {
    // Whatever the error: the bytes do not match the ABI. The raw log is kept.
    return { log, kind, event, args: null }
  }
}

/** Event name without its parameters. */
export function eventName(event: AnyEvent): string {
  return event.signature.slice(0, event.signature.indexOf('('))
}

/** Whole words, and for an event without dynamic parameters the exact number: the decoder ignores trailing data. */
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

/** Arguments as JSON: integers as decimal text, because JSON parsers round numbers above 2^53. */
export function toJson(value: unknown): unknown {
  if (typeof value === 'bigint' || typeof value === 'number') return value.toString()
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value !== 'object' || value === null) return value
  const fields = value as Record<string, unknown>
  const json: Record<string, unknown> = {}
  for (const name in fields) json[name] = toJson(fields[name])
  return json
}
