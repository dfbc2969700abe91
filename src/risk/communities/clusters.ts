import type { StakeMatrix } from '../graph/exposure'
import { unionCoverage } from '../leverage/coverage'
import { forcedLinks, type sharedStake } from '../overlap/shared-stake'
import { Value } from '../value/value'
import { connectedComponents } from './components'

/** Members of communities, ascending; communities by first member. @param community of each */
export function membersOf(community: readonly number[]): number[][] {
  const groups = new Map<number, number[]>()
  community.forEach((one, thing) => {
    const own = groups.get(one)
    if (own) own.push(thing)
    else groups.set(one, [thing])
  })
  return [...groups.values()]
}

/**
 * Columns that are forced to share stake, directly or through others: components of two or more.
 * @param shared see `sharedStake`
 */
export function forcedClusters(shared: ReturnType<typeof sharedStake>): number[][] {
  return connectedComponents(shared.columns.length, forcedLinks(shared)).filter(
    ({ length }) => length > 1,
  )
}

/** Columns and the stake behind them, each bucket once. */
interface Cluster {
  readonly members: readonly number[]
  readonly stake: Value
}

/**
 * Groups of columns, the largest priced part first, then by first member.
 * @param stake of each bucket, see `stakeOfBuckets`
 */
export function rankedClusters(
  buckets: StakeMatrix,
  stake: readonly Value[],
  groups: readonly (readonly number[])[],
): Cluster[] {
  return groups
    .map((members) => ({ members, stake: unionCoverage(buckets, stake, members).covered }))
    .sort((a, b) => Value.largestFirst(a.stake, b.stake) || a.members[0]! - b.members[0]!)
}
