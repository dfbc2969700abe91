import { type Codec, decodeAny } from './decode-any'
import { decodeWords } from './decode-words'
import type { AnyEvent, Args, DecodedLog } from './event'
import type { Followed, SourceLog } from './log'
import { eventOf, protocolOf } from './tables'
import { asEmitted } from './unsettled'

/**
 * Decodes by (kind of contract, topic0). Never throws: `event` is null for a topic in no ABI (and for a log without
 * topics), `args` is null for data that does not match the event or contradicts itself.
 */
export function decode({ kind, parent }: Followed, log: SourceLog): DecodedLog {
  const topic0 = log.topics[0]
  const declared = topic0 === undefined ? undefined : eventOf(kind, topic0)
  if (!declared) return { log, kind, parent, event: null, args: null }
  const protocol = protocolOf(kind)
  const params = protocol?.unsettled.get(declared.topic)
  const event = params ? asEmitted(declared, params, log.topics) : declared
  const args = dataFits(event, log.data) ? argsOf(event, log) : null
  const isSound = args === null || (protocol?.checks.get(event.topic)?.(args) ?? true)
  return { log, kind, parent, event, args: isSound ? args : null }
}

function argsOf(event: AnyEvent, log: SourceLog): Args | null {
  try {
    return decodeWords(event, log) ?? decodeAny(event, log)
  } catch {
    // Whatever the error: the bytes do not match the ABI. The raw log is kept.
    return null
  }
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
