import { bucketsByOperator } from './exposure'
import type { StakeGraph, Valuation } from './graph'

/** Stake of every bucket in units of 1 / `valuation.unit`; null: its pool has no price. */
export function bucketStake(
  { buckets }: StakeGraph,
  valuation: Valuation,
): readonly (bigint | null)[] {
  return buckets.cap.map((cap, bucket) => {
    const weight = valuation.weights[buckets.pool[bucket]!]!
    return weight === null ? null : cap * weight
  })
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

/** Sum of the stake of buckets, each counted once; unpriced buckets are left out. */
export function sumOfBuckets(buckets: Iterable<number>, stake: readonly (bigint | null)[]): bigint {
  let sum = 0n
  for (const bucket of new Set(buckets)) sum += stake[bucket] ?? 0n
  return sum
}

/**
 * Stake of a bucket that backs a promise.
 * @throws RangeError if the bucket has no price: the promise would have none either
 */
export function stakeOf(stake: readonly (bigint | null)[], bucket: number): bigint {
  const amount = stake[bucket] ?? null
  if (amount === null) throw new RangeError(`Stake of bucket ${bucket} is unknown`)
  return amount
}

/** The smaller of two amounts. */
export function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
