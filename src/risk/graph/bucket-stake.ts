import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { bucketsByOperator } from './exposure'
import type { StakeGraph } from './graph'

/** Stake of every bucket. */
export function stakeOfBuckets({ buckets }: StakeGraph, valuation: Valuation): Value[] {
  return buckets.cap.map((cap, bucket) => valuation.worth(buckets.pool[bucket]!, cap))
}

/** Stake of buckets, each counted once. @param none of the valuation */
export function sumOfBuckets(
  buckets: Iterable<number>,
  stake: readonly Value[],
  none: Value,
): Value {
  return Value.sum(
    [...new Set(buckets)].map((bucket) => stake[bucket]!),
    none,
  )
}

/**
 * Stake in some pools, in units of 1 / `valuation.unit`; null: none of them is known or has a
 * weight.
 * @param pools ids, in any order; those that are not in the graph count nothing
 */
export function stakeInPools(
  { pools: ids, buckets }: StakeGraph,
  { weights }: Valuation,
  pools: readonly string[],
): bigint | null {
  const asked = new Set(pools)
  const counted = ids.map((id, pool) => asked.has(id) && weights[pool] !== null)
  if (!counted.includes(true)) return null
  return buckets.cap.reduce((sum, cap, bucket) => {
    const pool = buckets.pool[bucket]!
    return counted[pool] ? sum + cap * weights[pool]! : sum
  }, 0n)
}

/** Sum of what all sets can slash of every bucket, in base units of its pool. */
export function slashableByBucket(
  { buckets, commitments }: StakeGraph,
  basis: 'SLASHABLE' | 'MIN_SLASHABLE',
): bigint[] {
  const slashable = buckets.cap.map(() => 0n)
  const amounts = basis === 'SLASHABLE' ? commitments.slashable : commitments.minSlashable
  amounts.forEach((amount, line) => {
    if (amount > 0n) slashable[commitments.bucket[line]!]! += amount
  })
  return slashable
}

/**
 * Buckets behind each operator: its own, and buckets shared by all operators that its registrations
 * count on. Ascending, each once.
 */
export function bucketsBehind(graph: StakeGraph): number[][] {
  const { commitments } = graph
  const behind = bucketsByOperator(graph).map((own) => new Set(own))
  commitments.bucket.forEach((bucket, line) => {
    if (bucket >= 0 && commitments.isRegistered[line] === 1) {
      behind[commitments.operator[line]!]!.add(bucket)
    }
  })
  return behind.map((own) => [...own].sort((a, b) => a - b))
}

/** The smaller of two amounts. */
export function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
