import { floor, multiply, type Ratio, ratio } from '../math/ratio'
import type {
  Constraint,
  LinearModel,
  LinearSolution,
  Variable,
} from '../optimization/linear-model'
import { part, Scale, toDouble } from '../optimization/scale'
import { type Coalition, coalitionOf, improve } from './coalition'
import { corruptingStake, freeAttacks, type RestakingNetwork } from './network'

/** The search for the most profitable attack as a linear model. */
interface AttackModel {
  readonly network: RestakingNetwork
  /** Factor of all profits; above 1 to prove a slack. */
  readonly profitScale: Ratio
  readonly model: LinearModel
  /** Services of the first variables; `validators` are those of the following ones. */
  readonly services: readonly number[]
  readonly validators: readonly number[]
  readonly scale: Scale
}

/** The checked result of a solver. */
export interface AttackSearch {
  readonly profitScale: Ratio
  /** The attack found, exact and at unscaled profits, whether or not it pays; null: none. */
  readonly found: Coalition | null
  /**
   * Upper bound of gain - cost at the scaled profits, in network units, within the solver's
   * tolerances; null: none.
   */
  readonly solverBound: bigint | null
}

/**
 * max sum(profit * y) - sum(stake * z) over services y and validators z, subject to
 * sum(stake * z) >= threshold * stake * y for each service. Services without profit or stake are
 * left out. Of a bucket that validators share, what they have beyond its stake is given back: excess <= sum(part * z) - stake * full
 * and excess <= (sum(part) - stake) * full, where `full` is whether they have more than is in it.
 *
 * Without such buckets, the optimum of its relaxation is 0 if and only if the certificate has gamma >= 0.
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
  // Times the denominator of the scale, so that all amounts are integers.
  const profit = (service: number) => network.services[service]!.profit * profitScale.num
  const cost = (validator: number) => stake[validator]! * profitScale.den
  const shared = promisedBeyond(network, variableOf)
  const excess = ({ sum, cap }: Beyond) => (sum - cap) * profitScale.den
  const amounts = [...services.map(profit), ...validators.map(cost), ...shared.map(excess)]
  const scale = new Scale(amounts)
  const variables = [
    ...services.map(
      (service): Variable => ({ kind: 'BINARY', worth: scale.shrink(profit(service)) }),
    ),
    ...validators.map((v): Variable => ({ kind: 'BINARY', worth: -scale.shrink(cost(v)) })),
    ...shared.map((): Variable => ({ kind: 'BINARY', worth: 0 })),
    ...shared.map((one): Variable => ({ kind: 'CONTINUOUS', worth: scale.shrink(excess(one)) })),
  ]
  const firstFull = services.length + validators.length
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
  const capped = shared.flatMap(({ parts, sum, cap }, index): Constraint[] => {
    const [full, beyond] = [firstFull + index, firstFull + shared.length + index]
    const ofSum = (amount: bigint) => toDouble({ num: amount, den: sum })
    return [
      {
        variables: [...parts.map(({ variable }) => variable), full, beyond],
        coefficients: [
          ...parts.map(({ amount }) => part(amount, ratio(sum))),
          -ofSum(cap),
          -ofSum(sum - cap),
        ],
        relation: '>=',
        bound: 0,
      },
      { variables: [full, beyond], coefficients: [1, -1], relation: '>=', bound: 0 },
    ]
  })
  const model = { variables, constraints: [...constraints, ...capped] }
  return { network, profitScale, model, services, validators, scale }
}

/** A bucket of which validators that are searched have more than is in it. */
interface Beyond {
  readonly cap: bigint
  readonly sum: bigint
  readonly parts: readonly { readonly variable: number; readonly amount: bigint }[]
}

function promisedBeyond(
  { buckets }: RestakingNetwork,
  variableOf: ReadonlyMap<number, number>,
): Beyond[] {
  return buckets.flatMap(({ cap, isPriced, parts }) => {
    const own = parts.flatMap(({ validator, amount }) => {
      const variable = variableOf.get(validator)
      return variable === undefined ? [] : [{ variable, amount }]
    })
    const sum = own.reduce((all, { amount }) => all + amount, 0n)
    return isPriced && sum > cap ? [{ cap, sum, parts: own }] : []
  })
}

/**
 * Checks a solution: its values become a coalition that is repaired and evaluated in exact amounts.
 */
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
  const max = bound === null ? null : scale.atMost(bound, model)
  return {
    profitScale,
    found,
    solverBound:
      max === null
        ? null
        : floor(multiply(ratio(max + free * profitScale.num), ratio(1n, profitScale.den))),
  }
}
