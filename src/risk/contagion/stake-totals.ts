import { delegatedByOperator, isShared } from '../graph/delegated'
import type { Basis } from '../graph/graph'
import { partOf } from '../math/wad'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import type { Simulation } from './simulation'

/** Stake by position of its pool, in base units. */
export type PoolAmounts = ReadonlyMap<number, bigint>

/**
 * Simulated stake of each service. REGISTERED counts a bucket once per service and operator, however many sets accept it; slashable
 * amounts of sets add up. Operators that left count nowhere.
 */
export function serviceAmounts(simulation: Simulation, basis: Basis): PoolAmounts[] {
  const { graph, registered, slashable, cap, minMagnitude, maxMagnitude } = simulation
  const { commitments, buckets, sets } = graph
  const totals = graph.services.map(() => new Map<number, bigint>())
  const counted = new Map<number, Map<number, bigint>>()
  for (let line = 0; line < commitments.set.length; line++) {
    const bucket = commitments.bucket[line]!
    if (bucket < 0 || !simulation.counts(line)) continue
    const service = sets[commitments.set[line]!]!.service
    const add = (amount: bigint) => addTo(totals[service]!, buckets.pool[bucket]!, amount)
    if (basis === 'SLASHABLE') add(slashable[line]!)
    else if (basis === 'MIN_SLASHABLE') {
      if (isShared(graph, bucket)) add(simulation.minSlashable[line]!)
      else add(partOf(cap[bucket]!, minMagnitude[line]!, maxMagnitude[bucket]!))
    } else if (commitments.isRegistered[line] === 1) {
      const key = bucket * graph.operators.length + commitments.operator[line]!
      const own = counted.get(service) ?? new Map<number, bigint>()
      counted.set(service, own)
      const before = own.get(key) ?? 0n
      const amount = registered[line]!
      if (amount <= before) continue
      own.set(key, amount)
      add(amount - before)
    }
  }
  return totals
}

/** Simulated stake of each operator; of buckets that operators share, what is delegated to it. */
export function operatorAmounts({ graph, cap, registered }: Simulation): PoolAmounts[] {
  return delegatedByOperator(graph, { cap, registered }).map((own) => {
    const totals = new Map<number, bigint>()
    for (const [bucket, amount] of own) addTo(totals, graph.buckets.pool[bucket]!, amount)
    return totals
  })
}

/** What amounts are worth. */
export function worthOf(amounts: PoolAmounts, valuation: Valuation): Value {
  return Value.sum(
    Array.from(amounts, ([pool, amount]) => valuation.worth(pool, amount)),
    valuation.none,
  )
}

function addTo(amounts: Map<number, bigint>, pool: number, amount: bigint): void {
  if (amount > 0n) amounts.set(pool, (amounts.get(pool) ?? 0n) + amount)
}
