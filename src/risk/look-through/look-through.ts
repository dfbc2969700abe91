import type { StakeMatrix } from '../graph/exposure'
import type { StakeGraph, StakerLayer } from '../graph/graph'
import { stakeInQueue } from '../graph/with-queue'
import { ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'

/** Stake of one or more stakers in one bucket, or undelegated in one pool. */
export interface Position {
  /** Its bucket; null: undelegated. */
  readonly bucket: number | null
  readonly pool: number
  /** In base units of the pool. */
  readonly amount: bigint
}

/** Positions of all stakers of the layer together, by pool, then by bucket. */
export function positionsOf({ buckets }: StakeGraph, layer: StakerLayer): Position[] {
  const bucketAt = new Map<string, number>()
  buckets.pool.forEach((pool, bucket) => {
    bucketAt.set(`${buckets.operator[bucket]}/${pool}`, bucket)
  })
  const found = new Map<string, Position>()
  layer.staker.forEach((staker, position) => {
    const pool = layer.pool[position]!
    const operator = layer.operatorOf[staker]!
    // The bucket of the operator, or one that all operators share.
    const bucket = bucketAt.get(`${operator}/${pool}`) ?? bucketAt.get(`-1/${pool}`) ?? null
    const before = found.get(`${pool}/${bucket}`)?.amount ?? 0n
    const amount = before + layer.amount[position]!
    found.set(`${pool}/${bucket}`, { bucket, pool, amount })
  })
  return [...found.values()].sort((a, b) => a.pool - b.pool || (a.bucket ?? -1) - (b.bucket ?? -1))
}

/**
 * Positions with what is queued of them, at the max magnitude: as they stand in a graph `withQueue`.
 * @param queued scaled shares in the queue that can still be slashed, by bucket
 */
export function withQueued(
  { buckets }: StakeGraph,
  positions: readonly Position[],
  queued: readonly bigint[],
): Position[] {
  const added = new Map<number, bigint>()
  queued.forEach((scaled, bucket) => {
    if (scaled > 0n) added.set(bucket, stakeInQueue(buckets, bucket, scaled))
  })
  const held = positions.map((one) => {
    const more = (one.bucket === null ? null : added.get(one.bucket)) ?? 0n
    if (one.bucket !== null) added.delete(one.bucket)
    return { ...one, amount: one.amount + more }
  })
  // What is all in the queue: the operator may be one that they left.
  const left = [...added].map(([bucket, amount]) => {
    return { bucket, pool: buckets.pool[bucket]!, amount }
  })
  return [...held, ...left]
}

/** Value of positions. */
export function worth(positions: readonly Position[], valuation: Valuation): Value {
  return Value.sum(
    positions.map(({ pool, amount }) => valuation.worth(pool, amount)),
    valuation.none,
  )
}

/** Stake of each staker, by position in `StakerLayer.stakers`. */
export function stakeOfStakers(layer: StakerLayer, valuation: Valuation): Value[] {
  const held = layer.stakers.map(() => valuation.none)
  layer.staker.forEach((staker, position) => {
    const amount = layer.amount[position]!
    held[staker] = held[staker]!.plus(valuation.worth(layer.pool[position]!, amount))
  })
  return held
}

/** Amount of the positions by bucket, without undelegated stake. */
export function amountsByBucket(positions: readonly Position[]): Map<number, bigint> {
  return new Map(
    positions.flatMap(({ bucket, amount }) => (bucket === null ? [] : [[bucket, amount] as const])),
  )
}

/**
 * Staker look-through Z: what of the positions stands behind each column. Stakers of a bucket stand
 * behind a column in proportion to their stake: sum over buckets of amount / stake * entry of the
 * column. Empty buckets count 0.
 * @param buckets matrix of buckets by column: `stakeMatrix(graph, basis, valuation, columns,
 * 'BUCKET')`
 */
export function lookThrough(
  { buckets: { cap } }: StakeGraph,
  positions: readonly Position[],
  buckets: StakeMatrix,
): Value[] {
  const amounts = amountsByBucket(positions)
  const { columns, start, row, value, none } = buckets
  return columns.map((_, column) => {
    let sum = none
    for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
      const bucket = row[entry]!
      const amount = amounts.get(bucket)
      if (amount === undefined || cap[bucket] === 0n) continue
      sum = sum.plus(value[entry]!.times(ratio(amount, cap[bucket]!)))
    }
    return sum
  })
}
