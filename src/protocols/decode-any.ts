import type { AnyEvent, Args } from './event'
import type { SourceLog } from './log'
import { cleanText } from './text'

/** What is used of a codec of @subsquid/evm-codec. */
export interface Codec {
  baseType: string
  indexed?: boolean
  isDynamic: boolean
  slotsCount?: number
  /** Of an array. */
  item?: Codec
  /** Of an array of fixed length. */
  size?: number
  /** Of a struct. */
  components?: Record<string, Codec>
}

/** Arguments of any event. @throws for bytes that do not match the ABI */
export function decodeAny(event: AnyEvent, log: SourceLog): Args {
  return plainFields(event.decode(log), event.params as Record<string, Codec>)
}

/**
 * Bytes as hex, text cleaned.
 * @throws if an address has more than 20 bytes: the word does not match the ABI
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
