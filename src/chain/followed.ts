import type { Hex } from './types'
import { type Bits, bitsOf } from './verify/bloom'
import type { Followed } from './verify/doubt'
import type { WatchSet } from './watch'

/** First topics that a contract is known to emit; null: any. */
export type TopicsOf = (address: Hex) => readonly Hex[] | null

/** Contracts of one kind share their list of topics. */
const bitsOfList = new WeakMap<readonly Hex[], readonly Bits[]>()

/** The watch set up to a block, and contracts revealed since, as checks need them. */
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
