import { smaller } from '../graph/bucket-stake'
import { entriesOf } from '../graph/columns'
import { bucketAmounts, Cells, type StakeMatrix } from '../graph/exposure'
import type { Basis, StakeGraph } from '../graph/graph'
import type { Valuation } from '../value/valuation'
import type { Value } from '../value/value'

/**
 * Stake behind all services, as a matrix of pools with one column. Of each bucket, what was
 * promised to services counts up to its stake: stake that several services count on counts once.
 */
export function securityByPool(graph: StakeGraph, basis: Basis, valuation: Valuation): StakeMatrix {
  const { cap, pool } = graph.buckets
  const amounts = bucketAmounts(graph, basis, valuation)
  const promised = new Map<number, bigint>()
  amounts.row.forEach((bucket, entry) => {
    promised.set(bucket, (promised.get(bucket) ?? 0n) + amounts.value[entry]!)
  })
  const cells = new Cells<Value>(1)
  for (const [bucket, amount] of promised) {
    const of = pool[bucket]!
    cells.add(0, of, valuation.worth(of, smaller(amount, cap[bucket]!)))
  }
  return { rows: graph.pools, columns: ['ALL'], ...cells.compress(), none: valuation.none }
}

/** Positions of services with stake behind them that has no price. @param matrix of services by anything */
export function unpricedServices(matrix: StakeMatrix): ReadonlySet<number> {
  const open = matrix.columns.flatMap((_, column) => {
    return entriesOf(matrix, column).some((stake) => !stake.isComplete) ? [column] : []
  })
  return new Set(open)
}
