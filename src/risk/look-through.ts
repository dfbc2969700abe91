import type { Exposure } from './exposure'
import type { StakeGraph, StakerLayer, Valuation } from './graph'
import { add, type Ratio, ratio } from './ratio'

/** Stake of a staker in one pool. */
export interface Position {
  /** Bucket that holds it; null: delegated to nobody. */
  readonly bucket: number | null
  readonly pool: number
  /** In base units of the pool. */
  readonly amount: bigint
}

/** Where the stake of one staker of the layer lies, by pool. */
export function positionsOf(graph: StakeGraph, layer: StakerLayer, staker: number): Position[] {
  const { operator, pool } = graph.buckets
  const own = layer.operatorOf[staker]!
  const found: Position[] = []
  layer.staker.forEach((one, position) => {
    if (one !== staker) return
    const at = layer.pool[position]!
    // A pool of its own for the operator, or one for all operators.
    const bucket = pool.findIndex(
      (held, index) => held === at && (operator[index] === own || operator[index] === -1),
    )
    const isHeld = own >= 0 && bucket >= 0
    found.push({ bucket: isHeld ? bucket : null, pool: at, amount: layer.amount.at(position) })
  })
  return found.sort((a, b) => a.pool - b.pool)
}

/** Worth of positions in units of 1; what has no price is left out. */
export function worth(positions: readonly Position[], { weights, unit }: Valuation): Ratio {
  return positions.reduce(
    (sum, { pool, amount }) => add(sum, ratio(amount * (weights[pool] ?? 0n), unit)),
    ratio(0n),
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
  const amounts = new Map(
    positions.flatMap(({ bucket, amount }) => (bucket === null ? [] : [[bucket, amount] as const])),
  )
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
