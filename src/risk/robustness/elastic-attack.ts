import type {
  Constraint,
  LinearModel,
  LinearSolution,
  Variable,
} from '../optimization/linear-model'
import { part, Scale } from '../optimization/scale'
import { add, compare, divide, type Ratio, ratio, subtract } from '../ratio'
import { afterByzantine, corruptingAllocations, type ElasticNetwork } from './elastic-network'

/** Choices that are tried before a question is given up as too large: a million, in seconds. */
const MOST_CHOICES = 20

/** The most profitable attack on at least one service. */
export interface ElasticAttack {
  /** What it wins beyond its cost, in units of the stakes; negative: every attack loses at least this. */
  readonly profit: Ratio
  /** Services attacked, ascending. */
  readonly services: readonly number[]
  /** Validators that lose all their stake; what is missing is lost by others to the unit. */
  readonly ruined: readonly number[]
  readonly nullReason: null
}

/** NO_PROFIT: no service can be won. TOO_LARGE: too many choices to try. */
export interface NoElasticAttack {
  readonly nullReason: 'NO_PROFIT' | 'TOO_LARGE'
}

/**
 * The most profitable attack, by trying all choices of validators to be ruined; exact.
 *
 * As in the reference implementation, validators may attack with a part of an allocation, and a validator loses at most
 * its stake. So whoever is not ruined pays one for one, and with the ruined given each service is worth attacking or not by
 * itself. Only validators that allocated more than their stake can gain by ruin; up to 20 of them.
 */
export function elasticAttack(network: ElasticNetwork): ElasticAttack | NoElasticAttack {
  if (!network.services.some(({ profit }) => profit > 0n)) return { nullReason: 'NO_PROFIT' }
  const stretched = overAllocated(network)
  if (stretched.length > MOST_CHOICES) return { nullReason: 'TOO_LARGE' }
  let best = attackBy(network, [])
  for (let choice = 1; choice < 2 ** stretched.length; choice++) {
    const attack = attackBy(network, subset(stretched, choice))
    if (compare(attack.profit, best.profit) > 0n) best = attack
  }
  return best
}

/** The part of services that must turn Byzantine before an attack on the others costs no more than it wins. */
export interface ByzantineFraction {
  /** Weighted by profit / threshold, in [0, 1]. 0: attackable as it is. 1: all of them. */
  readonly fraction: Ratio
  /** The services that turn, ascending. */
  readonly byzantine: readonly number[]
  readonly nullReason: null
}

/**
 * Least weight of Byzantine services, which slash all they can, after which an attack wins at least its cost; by trying all
 * choices. A network in which some attack breaks even counts as attackable, as in the reference implementation. NO_PROFIT
 * and TOO_LARGE as `elasticAttack`: services and over-allocated validators together may be 20.
 */
export function byzantineFraction(network: ElasticNetwork): ByzantineFraction | NoElasticAttack {
  const { services } = network
  const weights = services.map(({ profit, threshold }) => divide(ratio(profit), threshold))
  const all = weights.reduce(add, ratio(0n))
  if (all.num === 0n) return { nullReason: 'NO_PROFIT' }
  if (services.length + overAllocated(network).length > MOST_CHOICES) {
    return { nullReason: 'TOO_LARGE' }
  }
  const positions = services.map((_, service) => service)
  let best = { fraction: ratio(1n), byzantine: positions }
  for (let choice = 0; choice < 2 ** services.length; choice++) {
    const byzantine = subset(positions, choice)
    const fraction = divide(
      byzantine.reduce((sum, service) => add(sum, weights[service]!), ratio(0n)),
      all,
    )
    if (compare(fraction, best.fraction) >= 0n) continue
    const attack = elasticAttack(afterByzantine(network, new Set(byzantine)))
    if (attack.nullReason === null && attack.profit.num >= 0n) best = { fraction, byzantine }
  }
  return { ...best, nullReason: null }
}

/** The search for the most profitable attack, for a solver. */
export interface ElasticModel {
  readonly network: ElasticNetwork
  readonly model: LinearModel
  readonly scale: Scale
  /** Over-allocated validators, whose variables come first. */
  readonly stretched: readonly number[]
}

/**
 * max sum(profit * y) - sum(stake * ruined) - sum(missing) over services y with
 * missing >= threshold * allocated * y - sum(allocation of the ruined), of which at least one is attacked.
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

/** Reads a solver's answer: the attack, computed exactly from who is ruined, and the profit that it says cannot be passed. */
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

/** Validators whose allocations sum to more than their stake. */
function overAllocated({ stake, services }: ElasticNetwork): number[] {
  const sums = stake.map(() => 0n)
  for (const { allocations } of services) {
    for (const { validator, amount } of allocations) sums[validator]! += amount
  }
  return sums.flatMap((sum, validator) => (sum > stake[validator]! ? [validator] : []))
}

/** The best attack on services with something to win when these validators lose everything. */
function attackBy(network: ElasticNetwork, ruined: readonly number[]): ElasticAttack {
  const inside = new Set(ruined)
  const need = corruptingAllocations(network)
  const gains = network.services.flatMap(({ profit, allocations }, service) => {
    if (profit === 0n) return []
    const brought = allocations.reduce(
      (sum, { validator, amount }) => (inside.has(validator) ? sum + amount : sum),
      0n,
    )
    const missing = subtract(need[service]!, ratio(brought))
    return [{ service, gain: subtract(ratio(profit), missing.num > 0n ? missing : ratio(0n)) }]
  })
  const paying = gains.filter(({ gain }) => gain.num > 0n)
  const attacked =
    paying.length > 0
      ? paying
      : [gains.reduce((best, other) => (compare(other.gain, best.gain) > 0n ? other : best))]
  const cost = ruined.reduce((sum, validator) => sum + network.stake[validator]!, 0n)
  return {
    profit: subtract(
      attacked.reduce((sum, { gain }) => add(sum, gain), ratio(0n)),
      ratio(cost),
    ),
    services: attacked.map(({ service }) => service),
    ruined,
    nullReason: null,
  }
}

function subset(items: readonly number[], bits: number): number[] {
  return items.filter((_, index) => (bits >> index) & 1)
}
