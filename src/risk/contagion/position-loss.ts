import type { StakeGraph } from '../graph/graph'
import { type Ratio, ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import type { Simulation } from './simulation'

/** What some stakers lose in a simulation. */
interface PositionLoss {
  /** Pools in which they lose something, ascending, in base units, rounded up. */
  readonly byPool: readonly {
    readonly pool: number
    /** Of stake that is not queued. */
    readonly delegated: bigint
    readonly queued: bigint
  }[]
  /** What slashings of each service take of them, in the unit of the valuation. */
  readonly byService: readonly { readonly service: number; readonly loss: Ratio }[]
  /** All of it, in the unit of the valuation; pools without a price count 0. */
  readonly value: Ratio
}

/**
 * The loss of stakers: of what a bucket loses, their part of it.
 * @param part the graph with their stake alone, the queue included
 */
export function positionLoss(
  { graph, lost, lostBy, lostInQueue, lostInQueueBy }: Simulation,
  part: StakeGraph,
  { weights, unit }: Valuation,
): PositionLoss {
  const { buckets, commitments, sets } = graph
  const delegatedPart = (bucket: number) =>
    quotient(part.buckets.cap[bucket]!, buckets.cap[bucket]!)
  const queuedPart = (bucket: number) =>
    quotient(part.buckets.queued?.[bucket] ?? 0n, buckets.queued?.[bucket] ?? 0n)
  const pools = graph.pools.map(() => ({ delegated: 0n, queued: 0n }))
  lost.forEach((amount, bucket) => {
    const own = pools[buckets.pool[bucket]!]!
    own.delegated += times(amount, delegatedPart(bucket))
    own.queued += times(lostInQueue[bucket]!, queuedPart(bucket))
  })
  const services = graph.services.map(() => 0n)
  lostBy.forEach((amount, line) => {
    const bucket = commitments.bucket[line]!
    if (bucket < 0) return
    const weight = weights[buckets.pool[bucket]!] ?? 0n
    services[sets[commitments.set[line]!]!.service]! +=
      weight *
      (times(amount, delegatedPart(bucket)) + times(lostInQueueBy[line]!, queuedPart(bucket)))
  })
  const value = pools.reduce(
    (sum, { delegated, queued }, pool) => sum + (delegated + queued) * (weights[pool] ?? 0n),
    0n,
  )
  return {
    byPool: pools.flatMap((own, pool) =>
      own.delegated + own.queued > 0n ? [{ pool, ...own }] : [],
    ),
    byService: services.flatMap((loss, service) =>
      loss > 0n ? [{ service, loss: ratio(loss, unit) }] : [],
    ),
    value: ratio(value, unit),
  }
}

/** A part in [0, 1]; 0 of nothing. */
function quotient(part: bigint, whole: bigint): Ratio {
  return whole === 0n ? ratio(0n) : ratio(part, whole)
}

/** Rounded up. */
function times(amount: bigint, { num, den }: Ratio): bigint {
  return (amount * num + den - 1n) / den
}
