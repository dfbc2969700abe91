import type {
  Constraint,
  LinearModel,
  LinearSolution,
  Variable,
} from '../../../../src/risk/optimization/linear-model'
import { part, Scale } from '../../../../src/risk/optimization/scale'
import { attackBy, type ElasticAttack, overAllocated } from './attack'
import { corruptingAllocations, type ElasticNetwork } from './network'

/** The search for the most profitable attack as a linear model. */
export interface ElasticModel {
  readonly network: ElasticNetwork
  readonly model: LinearModel
  readonly scale: Scale
  /** Over-allocated validators, whose variables come first. */
  readonly stretched: readonly number[]
}

/**
 * max sum(profit * y) - sum(stake * ruined) - sum(missing) over services y, at least one of them
 * attacked, subject to missing >= threshold * allocated * y - sum(allocation of the ruined).
 */
export function elasticModel(network: ElasticNetwork): ElasticModel {
  const stretched = overAllocated(network)
  const need = corruptingAllocations(network)
  const first = stretched.length
  const variableOf = new Map(stretched.map((validator, index) => [validator, index]))
  const targets = network.services.flatMap(({ profit }, service) => (profit > 0n ? [service] : []))
  const scale = new Scale([
    ...network.stake,
    ...targets.flatMap((s) => [network.services[s]!.profit, need[s]!.num / need[s]!.den + 1n]),
  ])
  const variables: Variable[] = [
    ...stretched.map(
      (v): Variable => ({ kind: 'BINARY', worth: -scale.shrink(network.stake[v]!) }),
    ),
    ...targets.map(
      (s): Variable => ({ kind: 'BINARY', worth: scale.shrink(network.services[s]!.profit) }),
    ),
    ...targets.map((s): Variable => {
      const { num, den } = need[s]!
      return { kind: 'CONTINUOUS', worth: -scale.shrink(num) / Number(den) }
    }),
  ]
  const constraints = targets.flatMap((service, index): Constraint[] => {
    if (need[service]!.num === 0n) return []
    const own = network.services[service]!.allocations.filter(({ validator }) =>
      variableOf.has(validator),
    )
    return [
      {
        variables: [
          ...own.map(({ validator }) => variableOf.get(validator)!),
          first + index,
          first + targets.length + index,
        ],
        coefficients: [...own.map(({ amount }) => part(amount, need[service]!)), -1, 1],
        relation: '>=',
        bound: 0,
      },
    ]
  })
  const oneAttacked: Constraint = {
    variables: targets.map((_, index) => first + index),
    coefficients: targets.map(() => 1),
    relation: '>=',
    bound: 1,
  }
  return {
    network,
    model: { variables, constraints: [...constraints, oneAttacked] },
    scale,
    stretched,
  }
}

/**
 * Checks a solution: the attack of its ruined validators, exact, and its upper bound of the profit,
 * within the tolerances of the solver.
 */
export function readElasticAttack(
  { network, model, scale, stretched }: ElasticModel,
  { values, bound }: LinearSolution,
): { found: ElasticAttack | null; solverBound: bigint | null } {
  return {
    found:
      values &&
      attackBy(
        network,
        stretched.filter((_, index) => values[index]! > 0.5),
      ),
    solverBound: bound === null ? null : scale.atMost(bound, model),
  }
}
