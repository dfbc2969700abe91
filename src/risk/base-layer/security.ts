import { bucketStake, smaller, stakeOf } from '../graph/bucket-stake'
import { Cells, type Exposure, exposure } from '../graph/exposure'
import type { Basis, StakeGraph, Valuation } from '../graph/graph'

/**
 * Stake behind all services together, as a matrix of pools with one column: of each bucket what services were promised, and no
 * more than it holds, so that stake which several count on counts once.
 */
export function securityByPool(graph: StakeGraph, basis: Basis, valuation: Valuation): Exposure {
  const buckets = exposure(graph, basis, valuation, 'SERVICE', 'BUCKET')
  const stake = bucketStake(graph, valuation)
  const promised = new Map<number, bigint>()
  buckets.row.forEach((bucket, entry) => {
    promised.set(bucket, (promised.get(bucket) ?? 0n) + buckets.value[entry]!)
  })
  const cells = new Cells(1)
  for (const [bucket, amount] of promised) {
    cells.add(0, graph.buckets.pool[bucket]!, smaller(amount, stakeOf(stake, bucket)))
  }
  return { ...buckets, rows: graph.pools, columns: ['ALL'], ...cells.compress() }
}

/** Services (columns) behind which stake stands that has no price, and so is in no sum; by position. */
export function unpricedServices(
  graph: StakeGraph,
  basis: Basis,
  { weights }: Valuation,
): ReadonlySet<number> {
  // Units differ, but whether there is any does not depend on them.
  const others = { unit: 1n, weights: weights.map((weight) => (weight === null ? 1n : null)) }
  const { columns, start, value } = exposure(graph, basis, others, 'SERVICE', 'POOL')
  return new Set(
    columns.flatMap((_, column) =>
      value.slice(start[column], start[column + 1]).some((amount) => amount > 0n) ? [column] : [],
    ),
  )
}
