import type { StakeGraph } from '../graph/graph'
import { membershipsOf } from './overload'

/** Change of the registrations of an operator between two states. */
export interface Growth {
  /** Number of services that it is registered to now, minus the number then. */
  readonly services: number
  /** The same for sets and directory registrations. */
  readonly sets: number
  /** Ids of services that it is registered to now and was not then, ascending. */
  readonly joined: readonly string[]
  /** Ids of services that it was registered to then and is not now, ascending. */
  readonly left: readonly string[]
}

/**
 * Growth of the registrations of each operator, by position in `now.operators`. Operators unknown
 * then had none. Registrations that began and ended between the two states are in neither.
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
