import { slashableByBucket, smaller } from '../graph/bucket-stake'
import { bucketsByOperator } from '../graph/exposure'
import type { StakeGraph } from '../graph/graph'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'

/** Unique capital at risk: the sum over buckets of the smaller of stake and slashable stake. */
export function capitalAtRisk(
  graph: StakeGraph,
  valuation: Valuation,
  basis: 'SLASHABLE' | 'MIN_SLASHABLE' = 'SLASHABLE',
): Value {
  return Value.sum(ofBuckets(graph, valuation, basis), valuation.none)
}

/** The same of the buckets of each operator. */
export function capitalAtRiskByOperator(graph: StakeGraph, valuation: Valuation): Value[] {
  const atRisk = ofBuckets(graph, valuation, 'SLASHABLE')
  return bucketsByOperator(graph).map((own) =>
    Value.sum(
      own.map((bucket) => atRisk[bucket]!),
      valuation.none,
    ),
  )
}

function ofBuckets(
  graph: StakeGraph,
  valuation: Valuation,
  basis: 'SLASHABLE' | 'MIN_SLASHABLE',
): Value[] {
  const { cap, pool } = graph.buckets
  return slashableByBucket(graph, basis).map((slashable, bucket) =>
    valuation.worth(pool[bucket]!, smaller(slashable, cap[bucket]!)),
  )
}
