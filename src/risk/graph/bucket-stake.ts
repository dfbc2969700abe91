import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { bucketsByOperator } from './delegated'
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
 * Stake by holder: an operator, or a bucket that operators share.
 * @param isCounted by position of the pool. Default: all pools
 */
export function stakeByHolder(
  { buckets }: StakeGraph,
  valuation: Valuation,
  isCounted: (pool: number) => boolean = () => true,
): Value[] {
  const holders = new Map<number, Value>()
  buckets.cap.forEach((cap, bucket) => {
    const pool = buckets.pool[bucket]!
    if (!isCounted(pool)) return
    const operator = buckets.operator[bucket]!
    const holder = operator < 0 ? -1 - bucket : operator
    const worth = valuation.worth(pool, cap)
    holders.set(holder, holders.get(holder)?.plus(worth) ?? worth)
  })
  return [...holders.values()]
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
