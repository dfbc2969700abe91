import { slashableByBucket, smaller } from '../graph/bucket-stake'
import type { StakeGraph, StakerLayer } from '../graph/graph'
import { type Answer, known, unknown } from '../math/answer'
import { add, type Ratio, ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'

/** The loss of a staker if every set slashes all it can. */
interface MaximalLoss {
  /** In units of 1 / `Valuation.unit`. DATA_ERROR: a position in an empty bucket. */
  readonly loss: Answer<Ratio, 'DATA_ERROR'>
  /** Positions of pools with stake of the staker that is left out because they have no price. */
  readonly unpriced: readonly number[]
}

/**
 * Maximal loss of each staker, by position in `StakerLayer.stakers`: sum over its positions of
 * amount * min(stake, slashable) / stake of the bucket. Undelegated stake is in no bucket and
 * cannot be slashed.
 */
export function maximalLosses(
  graph: StakeGraph,
  layer: StakerLayer,
  valuation: Valuation,
): MaximalLoss[] {
  const { buckets } = graph
  const slashable = slashableByBucket(graph, 'SLASHABLE')
  const bucketOf = new Map<string, number>()
  buckets.pool.forEach((pool, bucket) => {
    bucketOf.set(`${buckets.operator[bucket]}/${pool}`, bucket)
  })
  const losses = layer.stakers.map(() => ({
    loss: known(ratio(0n)) as Answer<Ratio, 'DATA_ERROR'>,
    unpriced: [] as number[],
  }))
  layer.staker.forEach((staker, position) => {
    const pool = layer.pool[position]!
    const own = bucketOf.get(`${layer.operatorOf[staker]}/${pool}`) ?? bucketOf.get(`-1/${pool}`)
    const amount = layer.amount.at(position)
    const answer = losses[staker]!
    if (own === undefined || amount === 0n || answer.loss.value === null) return
    const cap = buckets.cap[own]!
    const weight = valuation.weights[pool]!
    if (cap === 0n) answer.loss = unknown('DATA_ERROR')
    else if (weight === null) answer.unpriced.push(pool)
    else {
      const part = ratio(amount * weight * smaller(cap, slashable[own]!), cap)
      answer.loss = known(add(answer.loss.value, part))
    }
  })
  return losses
}
