import { add, compare, type Ratio, ratio, subtract } from '../../../../src/risk/math/ratio'
import { corruptingAllocations, type ElasticNetwork } from './network'

/**
 * Maximum number of validators and services whose choices are enumerated: a million, in seconds.
 */
export const MAX_CHOICES = 20

/** The most profitable attack on at least one service. */
export interface ElasticAttack {
  /** Gain - cost, in units of the stakes; negative: every attack loses at least this. */
  readonly profit: Ratio
  /** Attacked services, ascending. */
  readonly services: readonly number[]
  /** Validators that lose all their stake; the missing stake is lost by others, unit for unit. */
  readonly ruined: readonly number[]
  readonly nullReason: null
}

/** NO_PROFIT: no service has a profit. TOO_LARGE: too many choices to enumerate. */
export interface NoElasticAttack {
  readonly nullReason: 'NO_PROFIT' | 'TOO_LARGE'
}

/**
 * The most profitable attack, by enumerating the validators that are ruined; exact.
 *
 * As in the reference implementation of Bar-Zur and Eyal, validators may attack with a part of an
 * allocation, and a validator loses at most its stake. So a validator that is not ruined pays unit
 * for unit, and given the ruined ones each service pays or not independently. Only validators that
 * allocated more than their stake can gain by ruin; up to 20 of them.
 */
export function elasticAttack(network: ElasticNetwork): ElasticAttack | NoElasticAttack {
  if (!network.services.some(({ profit }) => profit > 0n)) return { nullReason: 'NO_PROFIT' }
  const stretched = overAllocated(network)
  if (stretched.length > MAX_CHOICES) return { nullReason: 'TOO_LARGE' }
  let best = attackBy(network, [])
  for (let choice = 1; choice < 2 ** stretched.length; choice++) {
    const attack = attackBy(network, subset(stretched, choice))
    if (compare(attack.profit, best.profit) > 0n) best = attack
  }
  return best
}

/** Validators whose allocations sum to more than their stake. */
export function overAllocated({ stake, services }: ElasticNetwork): number[] {
  const sums = stake.map(() => 0n)
  for (const { allocations } of services) {
    for (const { validator, amount } of allocations) sums[validator]! += amount
  }
  return sums.flatMap((sum, validator) => (sum > stake[validator]! ? [validator] : []))
}

/**
 * The best attack in which these validators are ruined; at least one service must have a profit.
 */
export function attackBy(network: ElasticNetwork, ruined: readonly number[]): ElasticAttack {
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

/** The items of the set bits. */
export function subset(items: readonly number[], bits: number): number[] {
  return items.filter((_, index) => (bits >> index) & 1)
}
