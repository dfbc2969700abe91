import type { Basis } from '../graph/graph'
import { type Ratio, ratio } from '../math/ratio'
import { partOf } from '../math/wad'
import type { Valuation } from '../value/valuation'
import type { Simulation } from './simulation'

/**
 * Simulated stake of each service, in the unit of the valuation. REGISTERED counts a bucket once
 * per service and operator, however many sets accept it; slashable amounts of sets add up.
 * Operators that left count nowhere.
 */
export function serviceStake(
  simulation: Simulation,
  basis: Basis,
  { weights, unit }: Valuation,
): Ratio[] {
  const { graph, registered, slashable, cap, minMagnitude, maxMagnitude } = simulation
  const { commitments, buckets, sets } = graph
  const totals = graph.services.map(() => 0n)
  const counted = new Map<number, Map<number, bigint>>()
  for (let line = 0; line < commitments.set.length; line++) {
    const bucket = commitments.bucket[line]!
    if (bucket < 0 || !simulation.counts(line)) continue
    const weight = weights[buckets.pool[bucket]!]!
    if (weight === null) continue
    const service = sets[commitments.set[line]!]!.service
    if (basis === 'SLASHABLE') totals[service]! += slashable[line]! * weight
    else if (basis === 'MIN_SLASHABLE') {
      totals[service]! += partOf(cap[bucket]!, minMagnitude[line]!, maxMagnitude[bucket]!) * weight
    } else if (commitments.isRegistered[line] === 1) {
      const key = bucket * graph.operators.length + commitments.operator[line]!
      const own = counted.get(service) ?? new Map<number, bigint>()
      counted.set(service, own)
      const before = own.get(key) ?? 0n
      const amount = registered[line]! * weight
      if (amount <= before) continue
      own.set(key, amount)
      totals[service]! += amount - before
    }
  }
  return totals.map((total) => ratio(total, unit))
}

/**
 * Simulated stake of each operator, in the unit of the valuation; pools shared by all operators
 * belong to none.
 */
export function operatorStake({ graph, cap }: Simulation, { weights, unit }: Valuation): Ratio[] {
  const totals = graph.operators.map(() => 0n)
  graph.buckets.operator.forEach((operator, bucket) => {
    const weight = weights[graph.buckets.pool[bucket]!]!
    if (operator >= 0 && weight !== null) totals[operator]! += cap[bucket]! * weight
  })
  return totals.map((total) => ratio(total, unit))
}
