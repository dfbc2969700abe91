import { bucketStake, smaller } from '../graph/bucket-stake'
import { Cells, type Exposure, exposure } from '../graph/exposure'
import type { Basis, StakeGraph } from '../graph/graph'
import { Valuation } from '../value/valuation'

/**
 * Stake behind all services, as a matrix of pools with one column. Of each bucket, what was
 * promised to services counts up to its stake: stake that several services count on counts once.
 */
export function securityByPool(graph: StakeGraph, basis: Basis, valuation: Valuation): Exposure {
  const buckets = exposure(graph, basis, valuation, 'SERVICE', 'BUCKET')
  const stake = bucketStake(graph, valuation)
  const promised = new Map<number, bigint>()
  buckets.row.forEach((bucket, entry) => {
    promised.set(bucket, (promised.get(bucket) ?? 0n) + buckets.value[entry]!)
  })
  const cells = new Cells<bigint>(1)
  for (const [bucket, amount] of promised) {
    cells.add(0, graph.buckets.pool[bucket]!, smaller(amount, stake[bucket]!))
  }
  return { ...buckets, rows: graph.pools, columns: ['ALL'], ...cells.compress() }
}

/** Positions of services with stake behind them that has no price, and so is in no sum. */
export function unpricedServices(
  graph: StakeGraph,
  basis: Basis,
  { weights, scope }: Valuation,
): ReadonlySet<number> {
  // Whether there is unpriced stake does not depend on its unit.
  const others = new Valuation(
    weights.map((weight) => (weight === null ? 1n : 0n)),
    1n,
    scope,
  )
  const { columns, start, value } = exposure(graph, basis, others, 'SERVICE', 'POOL')
  return new Set(
    columns.flatMap((_, column) =>
      value.slice(start[column], start[column + 1]).some((amount) => amount > 0n) ? [column] : [],
    ),
  )
}
