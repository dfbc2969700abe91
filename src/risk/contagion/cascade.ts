import type { Basis, StakeGraph } from '../graph/graph'
import { compare, multiply, type Ratio, ratio } from '../math/ratio'
import { requireFraction } from '../math/threshold'
import { Valuation } from '../value/valuation'
import { applyShock, type CascadeEvent, NO_SUBJECT, type Shock } from './shock'
import { Simulation } from './simulation'
import { operatorStake, serviceStake } from './stake-totals'

/** Assumed reactions. Both only remove stake, so the outcome does not depend on their order. */
export interface Rules {
  /**
   * Minimum stake of each service, in the unit of the valuation: below it the service fails. Null:
   * no minimum.
   */
  readonly minimum: readonly (Ratio | null)[] | null
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
  /** Stake of each service before and after, in the unit of the valuation. */
  readonly before: readonly Ratio[]
  readonly after: readonly Ratio[]
  /** Round in which each service failed; null: it did not. */
  readonly failedIn: readonly (number | null)[]
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
  const before = serviceStake(simulation, basis, valuation)
  const heldBefore = operatorStake(simulation, valuation)
  const factors = graph.pools.map(() => ONE)
  const first = shocks.flatMap((shock) => applyShock(simulation, shock, factors))
  const priced = depegged(valuation, factors)
  const rounds = [first]
  const failedIn: (number | null)[] = graph.services.map(() => null)
  const ejected = new Uint8Array(graph.operators.length)
  for (;;) {
    const round = rounds.length
    const events: CascadeEvent[] = []
    const now = serviceStake(simulation, basis, priced)
    rules.minimum?.forEach((minimum, service) => {
      if (minimum === null || failedIn[service] !== null) return
      if (compare(now[service]!, minimum) >= 0n) return
      failedIn[service] = round
      events.push({
        ...NO_SUBJECT,
        kind: 'SERVICE_FAILED',
        service,
        before: before[service]!,
        after: now[service]!,
      })
    })
    if (rules.ejection) {
      const held = operatorStake(simulation, priced)
      held.forEach((stake, operator) => {
        const had = heldBefore[operator]!
        if (ejected[operator] === 1 || had.num === 0n) return
        // It lost at least the threshold if what is left is at most the rest.
        const rest = multiply(
          had,
          ratio(rules.ejection!.den - rules.ejection!.num, rules.ejection!.den),
        )
        if (compare(stake, rest) > 0n) return
        ejected[operator] = 1
        simulation.eject(operator)
        events.push({
          ...NO_SUBJECT,
          kind: 'OPERATOR_EJECTED',
          operator,
          before: had,
          after: stake,
        })
      })
    }
    if (events.length === 0) break
    rounds.push(events)
  }
  const after = serviceStake(simulation, basis, priced)
  return { simulation, valuation: priced, rounds, before, after, failedIn }
}

/** Weights times price factors, over one common denominator. */
function depegged({ weights, unit, scope }: Valuation, factors: readonly Ratio[]): Valuation {
  const den = factors.reduce((all, factor) => all * factor.den, 1n)
  return new Valuation(
    weights.map(
      (weight, pool) => weight && (weight * factors[pool]!.num * den) / factors[pool]!.den,
    ),
    unit * den,
    scope,
  )
}
