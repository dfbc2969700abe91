import { smaller } from '../graph/bucket-stake'
import type { StakeGraph } from '../graph/graph'

/** Slashable stake of a pool, in its base units. */
interface PoolRedistribution {
  /** Position in `StakeGraph.pools`. */
  readonly pool: number
  /** Of all sets, at most the stake of each bucket; above 0. */
  readonly slashable: bigint
  /** Of sets that redistribute slashed stake, in [0, slashable]. */
  readonly redistributing: bigint
}

/**
 * Slashable and redistributing stake pool by pool, so without prices. Pools ascending; pools
 * without slashable stake are left out.
 * @param redistributes of each set: whether slashed stake goes to a recipient
 */
export function redistributionByPool(
  { buckets, commitments }: StakeGraph,
  redistributes: readonly boolean[],
): PoolRedistribution[] {
  const all = buckets.cap.map(() => 0n)
  const some = all.slice()
  commitments.slashable.forEach((amount, line) => {
    if (amount === 0n) return
    const bucket = commitments.bucket[line]!
    all[bucket]! += amount
    if (redistributes[commitments.set[line]!]) some[bucket]! += amount
  })
  const pools = new Map<number, { slashable: bigint; redistributing: bigint }>()
  buckets.cap.forEach((cap, bucket) => {
    if (all[bucket] === 0n || cap === 0n) return
    const before = pools.get(buckets.pool[bucket]!) ?? { slashable: 0n, redistributing: 0n }
    pools.set(buckets.pool[bucket]!, {
      slashable: before.slashable + smaller(all[bucket]!, cap),
      redistributing: before.redistributing + smaller(some[bucket]!, cap),
    })
  })
  return [...pools].map(([pool, stake]) => ({ pool, ...stake })).sort((a, b) => a.pool - b.pool)
}
