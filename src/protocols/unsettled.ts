import { event, indexed } from '@subsquid/evm-abi'
import type { Codec } from './decode-any'
import type { AnyEvent } from './event'

/** Events by topic and number of topics, so that each is one object. */
const emitted = new Map<string, AnyEvent>()

/**
 * An event of a release that is not out: with as many indexed parameters as its log has topics, the first ones.
 * @param params its parameters, of which it is not known which are indexed
 */
export function asEmitted(
  declared: AnyEvent,
  params: Record<string, Codec>,
  topics: readonly string[],
): AnyEvent {
  const key = `${declared.topic} ${topics.length}`
  const known = emitted.get(key)
  if (known) return known
  const fields = Object.entries(params).map(([name, codec], position) => [
    name,
    position < topics.length - 1 ? indexed(codec as never) : codec,
  ])
  const found = event(declared.topic, declared.signature, Object.fromEntries(fields) as never)
  emitted.set(key, found)
  return found
}
