import { partOf } from '../math/wad'
import type { StakeGraph, StakerLayer } from './graph'

/**
 * The graph in which only some stakers have stake: their part of each bucket, with what sets
 * committed of it in proportion, as losses of a bucket are shared.
 *
 * @param layer the stakers
 */
export function partOfBuckets(graph: StakeGraph, layer: StakerLayer): StakeGraph {
  const { buckets, commitments } = graph
  const bucketOf = new Map<string, number>()
  buckets.pool.forEach((pool, bucket) => {
    bucketOf.set(`${buckets.operator[bucket]}/${pool}`, bucket)
  })
  const cap = buckets.cap.map(() => 0n)
  layer.staker.forEach((staker, position) => {
    const pool = layer.pool[position]!
    const own = bucketOf.get(`${layer.operatorOf[staker]}/${pool}`) ?? bucketOf.get(`-1/${pool}`)
    // What is delegated to nobody is in no bucket.
    if (own !== undefined) cap[own]! += layer.amount[position]!
  })
  const inProportion = (amounts: readonly bigint[]) =>
    amounts.map((amount, line) => {
      const bucket = commitments.bucket[line]!
      const whole = bucket < 0 ? 0n : buckets.cap[bucket]!
      return whole === 0n ? 0n : (amount * cap[bucket]!) / whole
    })
  const slashable = (magnitude: readonly bigint[], amounts: readonly bigint[]) => {
    const shared = inProportion(amounts)
    return magnitude.map((own, line) => {
      const bucket = commitments.bucket[line]!
      const max = bucket < 0 ? 0n : buckets.maxMagnitude[bucket]!
      return own > 0n ? partOf(cap[bucket]!, own, max) : shared[line]!
    })
  }
  const { divided } = commitments
  return {
    ...graph,
    buckets: { ...buckets, cap, queued: null },
    commitments: {
      ...commitments,
      ...(divided && { divided: { ...divided, limit: inProportion(divided.limit) } }),
      registered: inProportion(commitments.registered),
      slashable: slashable(commitments.magnitude, commitments.slashable),
      minSlashable: slashable(commitments.minMagnitude, commitments.minSlashable),
    },
  }
}
