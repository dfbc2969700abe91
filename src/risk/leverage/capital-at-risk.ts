import { slashableByBucket, smaller } from '../graph/bucket-stake'
import { bucketsByOperator, isShared } from '../graph/delegated'
import type { StakeGraph } from '../graph/graph'
import { worthOfPools } from '../graph/pool-sums'
import { promisedByOperator } from '../graph/promised'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'

/** Unique capital at risk: the sum over buckets of the smaller of stake and slashable stake. */
export function capitalAtRisk(
  graph: StakeGraph,
  valuation: Valuation,
  basis: 'SLASHABLE' | 'MIN_SLASHABLE' = 'SLASHABLE',
): Value {
  const { cap, pool } = graph.buckets
  const byPool = graph.pools.map(() => 0n)
  slashableByBucket(graph, basis).forEach((slashable, bucket) => {
    byPool[pool[bucket]!]! += smaller(slashable, cap[bucket]!)
  })
  return worthOfPools(valuation, byPool)
}

/**
 * The same of the buckets of each operator; of a bucket that operators share, of what sets can slash of the operator.
 * Adds up to `capitalAtRisk` unless operators share buckets.
 */
export function capitalAtRiskByOperator(graph: StakeGraph, valuation: Valuation): Value[] {
  const { cap, pool } = graph.buckets
  const slashable = slashableByBucket(graph, 'SLASHABLE')
  const atRisk = (bucket: number) =>
    valuation.worth(pool[bucket]!, smaller(slashable[bucket]!, cap[bucket]!))
  const promised = promisedByOperator(graph)
  return bucketsByOperator(graph).map((own, operator) => {
    const shared = [...promised[operator]!].flatMap(([bucket, amount]) => {
      if (!isShared(graph, bucket)) return []
      return valuation.worth(pool[bucket]!, smaller(amount, cap[bucket]!))
    })
    return Value.sum([...own.map(atRisk), ...shared], valuation.none)
  })
}
