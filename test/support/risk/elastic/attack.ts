import { add, compare, type Ratio, ratio, subtract } from '../../../../src/risk/math/ratio'
import { corruptingAllocations, type ElasticNetwork } from './network'

/**
 * Validators or services of which all choices are tried before a question is given up as too large:
 * a million, in seconds.
 */
export const MOST_CHOICES = 20

/** The most profitable attack on at least one service. */
export interface ElasticAttack {
  /**
   * What it wins beyond its cost, in units of the stakes; negative: every attack loses at least
   * this.
   */
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
 * As in the reference implementation, validators may attack with a part of an allocation, and a
 * validator loses at most its stake. So whoever is not ruined pays one for one, and with the ruined
 * given each service is worth attacking or not by itself. Only validators that allocated more than
 * their stake can gain by ruin; up to 20 of them.
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

/** Validators whose allocations sum to more than their stake. */
export function overAllocated({ stake, services }: ElasticNetwork): number[] {
  const sums = stake.map(() => 0n)
  for (const { allocations } of services) {
    for (const { validator, amount } of allocations) sums[validator]! += amount
  }
  return sums.flatMap((sum, validator) => (sum > stake[validator]! ? [validator] : []))
}

/**
 * The best attack on services with something to win, of which there must be one, when these
 * validators lose everything.
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

/** The items whose bits are set. */
export function subset(items: readonly number[], bits: number): number[] {
  return items.filter((_, index) => (bits >> index) & 1)
}
