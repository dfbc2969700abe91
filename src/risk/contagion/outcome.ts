import type { Basis } from '../graph/graph'
import { nativeValuation } from '../graph/valuation'
import { Value } from '../value/value'
import type { Outcome } from './cascade'
import { Simulation } from './simulation'
import { serviceAmounts, worthOf } from './stake-totals'

/** A bucket that a simulation changed. Stake in base units of the pool. */
export interface BucketChange {
  /** Position of its operator; null: the bucket is shared by all operators. */
  readonly operator: number | null
  readonly pool: number
  readonly before: bigint
  readonly after: bigint
  /** Slashed in the withdrawal queue. */
  readonly queuedLoss: bigint
  readonly maxMagnitudeBefore: bigint
  readonly maxMagnitudeAfter: bigint
}

/** Buckets whose stake or max magnitude changed, in the order of the graph. */
export function bucketChanges({
  graph,
  cap,
  maxMagnitude,
  lostInQueue,
}: Simulation): BucketChange[] {
  const { buckets } = graph
  return buckets.cap.flatMap((before, bucket): BucketChange[] => {
    const [after, maxMagnitudeAfter] = [cap[bucket]!, maxMagnitude[bucket]!]
    const maxMagnitudeBefore = buckets.maxMagnitude[bucket]!
    if (before === after && maxMagnitudeBefore === maxMagnitudeAfter) return []
    const operator = buckets.operator[bucket]!
    return [
      {
        operator: operator < 0 ? null : operator,
        pool: buckets.pool[bucket]!,
        before,
        after,
        queuedLoss: lostInQueue[bucket]!,
        maxMagnitudeBefore,
        maxMagnitudeAfter,
      },
    ]
  })
}

/** A service whose stake changed, or that failed. */
export interface ServiceChange {
  readonly service: number
  /** Pool whose shares are measured; null: all pools, in the unit of the valuation. */
  readonly pool: number | null
  readonly before: Value
  readonly after: Value
  /** Round in which it failed; null: it did not. */
  readonly failedIn: number | null
}

/** Services that failed or whose stake changed, or of which stake without a price decides that, in the unit of the valuation, by position. */
export function serviceChanges({
  before,
  after,
  isChanged,
  failedIn,
  undecided,
}: Outcome): ServiceChange[] {
  const isOpen = new Set(undecided.services)
  return before.flatMap((stake, service) => {
    const change = {
      service,
      pool: null,
      before: stake,
      after: after[service]!,
      failedIn: failedIn[service]!,
    }
    const isShown = isChanged[service] || change.failedIn !== null || isOpen.has(service)
    return isShown ? [change] : []
  })
}

/**
 * Changes of the stake of services in each pool, in its shares: for stake that has no common unit.
 * By pool, then service.
 */
export function serviceChangesByPool(simulation: Simulation, basis: Basis): ServiceChange[] {
  const { graph, cap } = simulation
  const before = serviceAmounts(new Simulation(graph), basis)
  const after = serviceAmounts(simulation, basis)
  const pools = new Set<number>()
  graph.buckets.cap.forEach((before, bucket) => {
    if (cap[bucket] !== before) pools.add(graph.buckets.pool[bucket]!)
  })
  return [...pools]
    .sort((a, b) => a - b)
    .flatMap((pool) => {
      const shares = nativeValuation(graph.pools.length, pool)
      return before.flatMap((amounts, service) => {
        if ((amounts.get(pool) ?? 0n) === (after[service]!.get(pool) ?? 0n)) return []
        const change = {
          before: worthOf(amounts, shares),
          after: worthOf(after[service]!, shares),
        }
        return [{ service, pool, ...change, failedIn: null }]
      })
    })
}

/** Capital that was slashed or lost; withdrawn stake is not in it. */
interface CapitalLoss {
  /** Pools that lost something, ascending, in base units: in all, and of it in the withdrawal queue. */
  readonly byPool: readonly {
    readonly pool: number
    readonly amount: bigint
    readonly queued: bigint
  }[]
  /** Value of all of it, at prices after depegs. */
  readonly value: Value
}

/** Capital lost in a simulation. */
export function capitalLoss({ simulation, valuation }: Outcome): CapitalLoss {
  const { graph, lost, lostInQueue } = simulation
  const amounts = graph.pools.map(() => 0n)
  const queued = graph.pools.map(() => 0n)
  lost.forEach((amount, bucket) => {
    const pool = graph.buckets.pool[bucket]!
    amounts[pool]! += amount + lostInQueue[bucket]!
    queued[pool]! += lostInQueue[bucket]!
  })
  return {
    byPool: amounts.flatMap((amount, pool) =>
      amount > 0n ? [{ pool, amount, queued: queued[pool]! }] : [],
    ),
    value: Value.sum(
      amounts.map((amount, pool) => valuation.worth(pool, amount)),
      valuation.none,
    ),
  }
}
