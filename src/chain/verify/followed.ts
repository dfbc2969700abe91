import type { Hex } from '../types'
import type { WatchSet } from '../watch'
import { type Bits, bitsOf } from './bloom'

/** A contract whose logs are indexed. */
export interface Followed {
  firstBlock: number
  bits: Bits
  /** First topics that it is known to emit; null: any. */
  topics: readonly Bits[] | null
}

/** First topics that a contract is known to emit; null: any. */
export type TopicsOf = (address: Hex) => readonly Hex[] | null

/** Contracts of one kind share their list of topics. */
const bitsOfList = new WeakMap<readonly Hex[], readonly Bits[]>()

/** The watch set up to a block, and contracts revealed since, in the form that checks need. */
export function followedContracts(
  watch: WatchSet,
  revealed: ReadonlyMap<Hex, number>,
  to: number,
  topicsOf: TopicsOf,
): Map<Hex, Followed> {
  const followed = new Map<Hex, Followed>()
  for (const address of [...watch.followedAt(to), ...revealed.keys()]) {
    const firstBlock = Math.min(
      watch.firstBlock(address),
      revealed.get(address) ?? Number.POSITIVE_INFINITY,
    )
    followed.set(address, {
      firstBlock,
      bits: bitsOf(address),
      topics: topicBits(topicsOf(address)),
    })
  }
  return followed
}

function topicBits(topics: readonly Hex[] | null): readonly Bits[] | null {
  if (topics === null) return null
  const known = bitsOfList.get(topics)
  if (known) return known
  const bits = topics.map(bitsOf)
  bitsOfList.set(topics, bits)
  return bits
}
