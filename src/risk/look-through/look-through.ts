import type { Exposure } from '../graph/exposure'
import type { StakeGraph, StakerLayer, Valuation } from '../graph/graph'
import { add, type Ratio, ratio } from '../math/ratio'

/** Stake of one or more stakers in one bucket, or of one pool in none. */
export interface Position {
  /** Bucket that holds it; null: delegated to nobody. */
  readonly bucket: number | null
  readonly pool: number
  /** In base units of the pool. */
  readonly amount: bigint
}

/** Where the stake of all stakers of the layer lies, by pool, then by bucket: each bucket once. */
export function positionsOf({ buckets }: StakeGraph, layer: StakerLayer): Position[] {
  const bucketAt = new Map<string, number>()
  buckets.pool.forEach((pool, bucket) => {
    bucketAt.set(`${buckets.operator[bucket]}/${pool}`, bucket)
  })
  const found = new Map<string, Position>()
  layer.staker.forEach((staker, position) => {
    const pool = layer.pool[position]!
    const operator = layer.operatorOf[staker]!
    // A pool of its own for the operator, or one for all operators.
    const held = bucketAt.get(`${operator}/${pool}`) ?? bucketAt.get(`-1/${pool}`)
    const bucket = operator >= 0 ? (held ?? null) : null
    const before = found.get(`${pool}/${bucket}`)?.amount ?? 0n
    const amount = before + layer.amount.at(position)
    found.set(`${pool}/${bucket}`, { bucket, pool, amount })
  })
  return [...found.values()].sort((a, b) => a.pool - b.pool || (a.bucket ?? -1) - (b.bucket ?? -1))
}

/** Worth of positions in units of 1; what has no price is left out. */
export function worth(positions: readonly Position[], { weights, unit }: Valuation): Ratio {
  return positions.reduce(
    (sum, { pool, amount }) => add(sum, ratio(amount * (weights[pool] ?? 0n), unit)),
    ratio(0n),
  )
}

/** Amount of the positions by bucket; what is delegated to nobody is in none. */
export function amountsByBucket(positions: readonly Position[]): Map<number, bigint> {
  return new Map(
    positions.flatMap(({ bucket, amount }) => (bucket === null ? [] : [[bucket, amount] as const])),
  )
}

/**
 * Staker look-through Z: what of the positions stands behind each column, in units of 1. Of a bucket that an operator
 * shares with many stakers, each stands behind in proportion to its part: sum over buckets of amount / stake * column.
 * A bucket that holds nothing has no parts.
 * @param buckets matrix of buckets by column: `exposure(graph, basis, valuation, columns, 'BUCKET')`
 */
export function lookThrough(
  { buckets: { cap } }: StakeGraph,
  positions: readonly Position[],
  buckets: Exposure,
): Ratio[] {
  const amounts = amountsByBucket(positions)
  const { columns, start, row, value, unit } = buckets
  return columns.map((_, column) => {
    let sum = ratio(0n)
    for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
      const bucket = row[entry]!
      const amount = amounts.get(bucket)
      if (amount === undefined || cap[bucket] === 0n) continue
      sum = add(sum, ratio(amount * value[entry]!, cap[bucket]! * unit))
    }
    return sum
  })
}
