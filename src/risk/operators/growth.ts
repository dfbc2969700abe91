import type { StakeGraph } from '../graph/graph'
import { membershipsOf } from './overload'

/** How the commitments of an operator differ between two states. */
export interface Growth {
  /** Services it is registered to now, less those then. */
  readonly services: number
  /** Sets (and directory registrations), likewise. */
  readonly sets: number
  /** Services that it is registered to now and was not then, by id. */
  readonly joined: readonly string[]
  /** Services that it was registered to then and is not now, by id. */
  readonly left: readonly string[]
}

/**
 * Growth of the commitments of each operator, by position in `now.operators`. Who was unknown then had none. What came and
 * went between the two states is in neither.
 */
export function growthOf(then: StakeGraph, now: StakeGraph): Growth[] {
  const membershipsThen = membershipsOf(then)
  const before = new Map(then.operators.map((id, operator) => [id, membershipsThen[operator]!]))
  return membershipsOf(now).map(({ services, sets }, operator) => {
    const own = before.get(now.operators[operator]!)
    const servedThen = idsOf(own?.services ?? [], then.services)
    const servedNow = idsOf(services, now.services)
    return {
      services: servedNow.length - servedThen.length,
      sets: sets.size - (own?.sets.size ?? 0),
      joined: without(servedNow, servedThen),
      left: without(servedThen, servedNow),
    }
  })
}

function idsOf(positions: Iterable<number>, ids: readonly string[]): string[] {
  return [...positions].sort((a, b) => a - b).map((position) => ids[position]!)
}

function without(ids: readonly string[], others: readonly string[]): string[] {
  const excluded = new Set(others)
  return ids.filter((id) => !excluded.has(id))
}
