import type { AnyEvent, Args } from './event'
import type { SourceLog } from './log'

/** Value of one word; undefined: not a value of the type. */
type DecodeWord = (word: string) => unknown

const ADDRESS_PADDING = '0'.repeat(24)

/** Decoders of words of 64 hex digits. Like the codecs of @subsquid/evm-codec they ignore bytes beyond the size of a type. */
const DECODERS: Record<string, DecodeWord> = {
  address: (word) => (word.startsWith(ADDRESS_PADDING) ? `0x${word.slice(24)}` : undefined),
  bytes32: (word) => `0x${word}`,
  uint256: (word) => BigInt(`0x${word}`),
  uint32: (word) => Number.parseInt(word.slice(56), 16),
}

interface Param {
  name: string
  isIndexed: boolean
  decode: DecodeWord
}

const PLANS = new WeakMap<AnyEvent, readonly Param[] | null>()

/**
 * Arguments of an event that has only one-word types, decoded from the text of the log. Nearly all logs are of such events.
 * It takes a fifth of the time of the general decoder, which turns each word into bytes, a view and several numbers.
 *
 * @param log its data must be hex of exactly as many words as the event has
 * @returns null if the event has other types or a word is invalid: use the general decoder then
 */
export function decodeWords(event: AnyEvent, { topics, data }: SourceLog): Args | null {
  const plan = planOf(event)
  if (!plan) return null
  const args: Args = {}
  let topic = 1
  let start = 2
  for (const { name, isIndexed, decode } of plan) {
    let word: string
    if (isIndexed) {
      const text = topics[topic++]
      if (text === undefined || !TOPIC.test(text)) return null
      word = text.slice(2)
    } else {
      word = data.slice(start, start + 64)
      start += 64
    }
    const value = decode(word)
    if (value === undefined) return null
    args[name] = value
  }
  return topic === topics.length ? args : null
}

const TOPIC = /^0x[0-9a-f]{64}$/

function planOf(event: AnyEvent): readonly Param[] | null {
  let plan = PLANS.get(event)
  if (plan === undefined) {
    plan = makePlan(event)
    PLANS.set(event, plan)
  }
  return plan
}

function makePlan({ signature, params }: AnyEvent): readonly Param[] | null {
  const types = signature.slice(signature.indexOf('(') + 1, -1).split(',')
  const names = Object.keys(params)
  const plan = names.map((name, index): Param | null => {
    const decode = DECODERS[types[index] ?? '']
    return decode ? { name, isIndexed: params[name].indexed === true, decode } : null
  })
  const isWhole = names.length === types.length && plan.every((param) => param !== null)
  return isWhole ? (plan as Param[]) : null
}
