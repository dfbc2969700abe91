import type { Basis, StakeGraph } from '../graph/graph'
import { type Ratio, ratio } from '../math/ratio'
import { requireFraction } from '../math/threshold'
import type { Valuation } from '../value/valuation'
import type { Value } from '../value/value'
import { compareToPart } from './remainder'
import { applyShock, type CascadeEvent, NO_SUBJECT, type Shock } from './shock'
import { Simulation } from './simulation'
import { operatorAmounts, type PoolAmounts, serviceAmounts, worthOf } from './stake-totals'

/** Assumed reactions. Both only remove stake, so the outcome does not depend on their order. */
export interface Rules {
  /**
   * Minimum stake of each service, in the unit of the valuation: below it the service fails. Null:
   * no minimum.
   */
  readonly minimum: readonly (Ratio | null)[] | null
  /** Part of its stake, in (0, 1], that every service without a minimum must keep. Null: none. */
  readonly minimumShare?: Ratio | null
  /**
   * An operator that lost at least this part of its stake, in (0, 1], leaves all its sets. Null:
   * never.
   */
  readonly ejection: Ratio | null
}

/** The state after shocks and reactions. */
export interface Outcome {
  readonly simulation: Simulation
  /** Weights after depegs. */
  readonly valuation: Valuation
  /** Events by round: round 0 has the shocks, each later round the reactions to the one before. */
  readonly rounds: readonly (readonly CascadeEvent[])[]
  /** Stake of each service before, and after at prices after depegs. */
  readonly before: readonly Value[]
  readonly after: readonly Value[]
  /** Whether stake of each service changed, in any pool, or may have. */
  readonly isChanged: readonly boolean[]
  /** Round in which each service failed for certain; null: it did not. */
  readonly failedIn: readonly (number | null)[]
  /** Positions of those to whom a rule applies or not, as stake without a price decides: it was not applied. */
  readonly undecided: {
    readonly operators: readonly number[]
    readonly services: readonly number[]
  }
}

const ONE = ratio(1n)

/**
 * Applies shocks, then rules round by round until a round has no events. There is at most one round
 * per operator and service.
 *
 * @param basis which stake of services counts: REGISTERED, SLASHABLE or MIN_SLASHABLE
 * @throws RangeError as `applyShock`, and on an ejection threshold outside [0, 1]
 */
export function cascade(
  graph: StakeGraph,
  basis: Basis,
  valuation: Valuation,
  shocks: readonly Shock[],
  rules: Rules,
): Outcome {
  if (rules.ejection) requireFraction(rules.ejection)
  const simulation = new Simulation(graph)
  const before = serviceAmounts(simulation, basis)
  const heldBefore = operatorAmounts(simulation)
  const factors = graph.pools.map(() => ONE)
  const first = shocks.flatMap((shock) => applyShock(simulation, shock, factors))
  const priced = valuation.repriced(factors)
  const prices = { before: valuation, after: priced, factors }
  /** Whether a service has less than it needs; null: stake without a price decides. */
  const isFailing = (service: number, now: PoolAmounts): boolean | null => {
    const minimum = rules.minimum?.[service] ?? null
    if (minimum !== null) {
      const reaches = worthOf(now, priced).reaches(minimum)
      return reaches === null ? null : !reaches
    }
    if (!rules.minimumShare) return false
    const order = compareToPart(now, before[service]!, rules.minimumShare, prices)
    return order === null ? null : order < 0
  }
  /** Whether an operator lost so much that it leaves; null likewise. */
  const isLeaving = (operator: number, held: PoolAmounts): boolean | null => {
    const had = heldBefore[operator]!
    if (!rules.ejection || worthOf(had, valuation).isZero) return false
    // It lost at least the threshold if what is left is at most the rest.
    const { num, den } = rules.ejection
    const order = compareToPart(held, had, ratio(den - num, den), prices)
    return order === null ? null : order <= 0
  }
  const event = (kind: CascadeEvent['kind'], from: PoolAmounts, to: PoolAmounts) => ({
    ...NO_SUBJECT,
    kind,
    before: boundOf(worthOf(from, valuation)),
    after: boundOf(worthOf(to, priced)),
  })
  const rounds = [first]
  const failedIn: (number | null)[] = graph.services.map(() => null)
  const ejected = new Uint8Array(graph.operators.length)
  for (;;) {
    const round = rounds.length
    const events: CascadeEvent[] = []
    serviceAmounts(simulation, basis).forEach((now, service) => {
      if (failedIn[service] !== null || isFailing(service, now) !== true) return
      failedIn[service] = round
      events.push({ ...event('SERVICE_FAILED', before[service]!, now), service })
    })
    operatorAmounts(simulation).forEach((held, operator) => {
      if (ejected[operator] === 1 || isLeaving(operator, held) !== true) return
      ejected[operator] = 1
      simulation.eject(operator)
      events.push({ ...event('OPERATOR_EJECTED', heldBefore[operator]!, held), operator })
    })
    if (events.length === 0) break
    rounds.push(events)
  }
  const after = serviceAmounts(simulation, basis)
  const held = operatorAmounts(simulation)
  const undecided = [...held.keys()].filter((one) => isLeaving(one, held[one]!) === null)
  const least = undecided.length === 0 ? after : withoutOperators(simulation, basis, undecided)
  return {
    simulation,
    valuation: priced,
    rounds,
    before: before.map((amounts) => worthOf(amounts, valuation)),
    // What is left if they leave; what they have makes it incomplete.
    after: least.map((amounts, service) => {
      const known = worthOf(amounts, priced)
      if (isSame(amounts, after[service]!)) return known
      const theirs = undecided.map((one) => worthOf(held[one]!, priced).derived(ratio(0n)))
      return theirs.reduce((sum, one) => sum.plus(one), known)
    }),
    isChanged: before.map((amounts, service) => {
      const isRepriced = [...amounts.keys()].some((pool) => {
        return valuation.isInScope(pool) && factors[pool]!.num < factors[pool]!.den
      })
      const isLeft = isSame(inScope(amounts, valuation), inScope(least[service]!, valuation))
      return isRepriced || !isLeft
    }),
    failedIn,
    undecided: {
      operators: undecided,
      services: [...before.keys()].filter((service) => {
        return failedIn[service] === null && isFailing(service, least[service]!) !== false
      }),
    },
  }
}

/** Stake of services if some operators left, too. */
function withoutOperators(
  simulation: Simulation,
  basis: Basis,
  operators: readonly number[],
): PoolAmounts[] {
  const left = Uint8Array.from(simulation.left)
  for (const operator of operators) simulation.eject(operator)
  const amounts = serviceAmounts(simulation, basis)
  simulation.left.set(left)
  return amounts
}

function isSame(a: PoolAmounts, b: PoolAmounts): boolean {
  return a.size === b.size && [...a].every(([pool, amount]) => b.get(pool) === amount)
}

function inScope(amounts: PoolAmounts, valuation: Valuation): PoolAmounts {
  return new Map([...amounts].filter(([pool]) => valuation.isInScope(pool)))
}

function boundOf(value: Value): Ratio {
  const { num, den } = value.lowerBound()
  return ratio(num, den)
}
