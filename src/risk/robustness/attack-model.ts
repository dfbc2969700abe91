import { multiply, type Ratio, ratio } from '../math/ratio'
import type {
  Constraint,
  LinearModel,
  LinearSolution,
  Variable,
} from '../optimization/linear-model'
import { part, Scale } from '../optimization/scale'
import { type Coalition, coalitionOf, improve } from './coalition'
import { corruptingStake, freeAttacks, type RestakingNetwork } from './network'

/** The search for the most profitable attack, for a solver. */
export interface AttackModel {
  readonly network: RestakingNetwork
  /** What all profits are multiplied by; above 1, to prove a slack. */
  readonly profitScale: Ratio
  readonly model: LinearModel
  /** Services by variable, after which come the validators. */
  readonly services: readonly number[]
  readonly validators: readonly number[]
  readonly scale: Scale
}

/** What a solver's answer is worth after it was checked. */
export interface AttackSearch {
  readonly profitScale: Ratio
  /** The attack found, exact and at the real profits, whether or not it pays; null: none. */
  readonly found: Coalition | null
  /** No attack at the scaled profits wins more than this beyond its cost, in network units, as far as the solver's tolerances go; null: no bound. */
  readonly solverBound: bigint | null
}

/**
 * max sum(profit * y) - sum(stake * z) over services y and validators z of which enough stake takes part:
 * sum(stake * z) >= threshold * stake * y per service. Services without profit or stake are left out.
 *
 * Its relaxation has the value 0 exactly if the certificate has gamma >= 0.
 * @throws RangeError unless profitScale > 0
 */
export function attackModel(network: RestakingNetwork, profitScale = ratio(1n)): AttackModel {
  if (profitScale.num <= 0n) throw new RangeError('Profits can only be scaled by a positive ratio')
  const { stake, servicesOf, securing } = network
  const services = network.services.flatMap(({ profit }, service) =>
    profit > 0n && securing[service]! > 0n ? [service] : [],
  )
  const searched = new Set(services)
  const validators = servicesOf.flatMap((own, validator) =>
    stake[validator]! > 0n && own.some((service) => searched.has(service)) ? [validator] : [],
  )
  const variableOf = new Map(validators.map((v, index) => [v, services.length + index]))
  // Amounts over the denominator of the scale, so that all stay whole.
  const profit = (service: number) => network.services[service]!.profit * profitScale.num
  const cost = (validator: number) => stake[validator]! * profitScale.den
  const scale = new Scale([...services.map(profit), ...validators.map(cost)])
  const variables = [
    ...services.map(
      (service): Variable => ({ kind: 'BINARY', worth: scale.shrink(profit(service)) }),
    ),
    ...validators.map((v): Variable => ({ kind: 'BINARY', worth: -scale.shrink(cost(v)) })),
  ]
  const constraints = services.map((service, index): Constraint => {
    const members = network.services[service]!.validators.filter((v) => stake[v]! > 0n)
    const need = corruptingStake(network, service)
    return {
      variables: [...members.map((v) => variableOf.get(v)!), index],
      coefficients: [...members.map((v) => part(stake[v]!, need)), -1],
      relation: '>=',
      bound: 0,
    }
  })
  return { network, profitScale, model: { variables, constraints }, services, validators, scale }
}

/** Reads a solver's answer: values become a coalition that is computed and mended in exact amounts. */
export function readAttack(search: AttackModel, { values, bound }: LinearSolution): AttackSearch {
  const { network, profitScale, model, services, validators, scale } = search
  const found =
    values &&
    improve(
      network,
      coalitionOf(
        network,
        validators.filter((_, index) => values[services.length + index]! > 0.5),
      ),
    )
  const free = freeAttacks(network).reduce(
    (sum, service) => sum + network.services[service]!.profit,
    0n,
  )
  const most = bound === null ? null : scale.atMost(bound, model)
  return {
    profitScale,
    found,
    solverBound:
      most === null
        ? null
        : floor(multiply(ratio(most + free * profitScale.num), ratio(1n, profitScale.den))),
  }
}

function floor({ num, den }: Ratio): bigint {
  return num >= 0n ? num / den : (num - den + 1n) / den
}
