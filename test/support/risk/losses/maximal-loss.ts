import { slashableByBucket, smaller } from '../../../../src/risk/graph/bucket-stake'
import type { StakeGraph, StakerLayer } from '../../../../src/risk/graph/graph'
import { type Answer, known, unknown } from '../../../../src/risk/math/answer'
import { ratio } from '../../../../src/risk/math/ratio'
import type { Valuation } from '../../../../src/risk/value/valuation'
import type { Value } from '../../../../src/risk/value/value'

/**
 * Maximal loss of each staker if every set slashes all it can, by position in
 * `StakerLayer.stakers`: sum over its positions of amount * min(stake, slashable) / stake of the
 * bucket. Undelegated stake is in no bucket and cannot be slashed. DATA_ERROR: a position in an empty
 * bucket.
 */
export function maximalLosses(
  graph: StakeGraph,
  layer: StakerLayer,
  valuation: Valuation,
): Answer<Value, 'DATA_ERROR'>[] {
  const { buckets } = graph
  const slashable = slashableByBucket(graph, 'SLASHABLE')
  const bucketOf = new Map<string, number>()
  buckets.pool.forEach((pool, bucket) => {
    bucketOf.set(`${buckets.operator[bucket]}/${pool}`, bucket)
  })
  const losses = layer.stakers.map((): Answer<Value, 'DATA_ERROR'> => known(valuation.none))
  layer.staker.forEach((staker, position) => {
    const pool = layer.pool[position]!
    const own = bucketOf.get(`${layer.operatorOf[staker]}/${pool}`) ?? bucketOf.get(`-1/${pool}`)
    const amount = layer.amount[position]!
    const before = losses[staker]!
    if (own === undefined || amount === 0n || before.value === null) return
    const cap = buckets.cap[own]!
    if (cap === 0n) {
      losses[staker] = unknown('DATA_ERROR')
      return
    }
    const part = ratio(smaller(cap, slashable[own]!), cap)
    losses[staker] = known(before.value.plus(valuation.worth(pool, amount).times(part)))
  })
  return losses
}
