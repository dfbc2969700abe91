import type { StakeGraph } from '../graph/graph'
import { type Ratio, ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'
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
  /** What slashings of each service take of them. */
  readonly byService: readonly { readonly service: number; readonly loss: Value }[]
  /** All of it. */
  readonly value: Value
}

/**
 * The loss of stakers: of what a bucket loses, their part of it.
 * @param part the graph with their stake alone, the queue included
 */
export function positionLoss(
  { graph, lost, lostBy, lostInQueue, lostInQueueBy }: Simulation,
  part: StakeGraph,
  valuation: Valuation,
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
  // By service and bucket, so that what one service takes of a bucket is rounded once.
  const taken = new Map<string, { service: number; bucket: number; held: bigint; queued: bigint }>()
  lostBy.forEach((amount, line) => {
    const bucket = commitments.bucket[line]!
    if (bucket < 0) return
    const { service } = sets[commitments.set[line]!]!
    const key = `${service}/${bucket}`
    const own = taken.get(key) ?? { service, bucket, held: 0n, queued: 0n }
    own.held += amount
    own.queued += lostInQueueBy[line]!
    taken.set(key, own)
  })
  const services = graph.services.map(() => valuation.none)
  for (const { service, bucket, held, queued } of taken.values()) {
    const own = times(held, delegatedPart(bucket)) + times(queued, queuedPart(bucket))
    services[service] = services[service]!.plus(valuation.worth(buckets.pool[bucket]!, own))
  }
  return {
    byPool: pools.flatMap((own, pool) =>
      own.delegated + own.queued > 0n ? [{ pool, ...own }] : [],
    ),
    byService: services.flatMap((loss, service) => (loss.isZero ? [] : [{ service, loss }])),
    value: Value.sum(
      pools.map(({ delegated, queued }, pool) => valuation.worth(pool, delegated + queued)),
      valuation.none,
    ),
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
