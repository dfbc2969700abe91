import { add, divide, multiply, type Ratio, ratio } from '../math/ratio'
import { requireFraction } from '../math/threshold'
import { corruptingStake, freeAttacks, type RestakingNetwork } from './network'
import { Pressure } from './pressure'

const ONE = ratio(1n)

/** A proven slack of a network. */
export interface Slack {
  /**
   * No attack wins more than its cost / (1 + gamma). Negative: nothing is proven, which does not
   * mean that an attack pays. Null: unlimited, because no service has a profit.
   */
  readonly gamma: Ratio | null
  /** Factor by which all profits can grow until gamma is 0: 1 + gamma. Null as gamma. */
  readonly breakEvenScale: Ratio | null
  /** Validators with the largest T, which limit gamma, ascending. */
  readonly binding: readonly number[]
  readonly nullReason: 'NO_PROFIT' | null
}

/** What the stakes of a network prove about its security. */
interface Certificate extends Slack {
  /**
   * Services that anyone can corrupt at no cost; each makes the network insecure, whatever gamma.
   */
  readonly freeAttacks: readonly number[]
}

/**
 * Certificate of Durvasula and Roughgarden ("Robust Restaking Networks", Corollary 2), solved for
 * the slack: gamma* = min 1/T_v - 1 over validators with stake, T_v = sum of profit / (threshold *
 * stake) over the services of v.
 *
 * gamma* >= 0 without free attacks: no attack pays. Sufficient, not necessary. Exact; O(entries)
 * plus a few exact sums.
 */
export function certificate(network: RestakingNetwork): Certificate {
  return { ...slackOf(network, profitShares(network)), freeAttacks: freeAttacks(network) }
}

/** Profit of each service per unit of corrupting stake; null: no stake. */
export function profitShares(network: RestakingNetwork): (Ratio | null)[] {
  return network.services.map(({ profit }, service) =>
    network.securing[service] === 0n
      ? null
      : divide(ratio(profit), corruptingStake(network, service)),
  )
}

/**
 * Slack from profit shares (see `profitShares`): min 1/T_v - 1 over the given validators with
 * stake.
 */
export function slackOf(
  { stake, servicesOf }: RestakingNetwork,
  shares: readonly (Ratio | null)[],
  validators: Iterable<number> = stake.keys(),
): Slack {
  const withStake = [...validators].filter((validator) => stake[validator]! > 0n)
  const worst = new Pressure(shares, servicesOf).largest(withStake)
  if (worst === null) {
    return { gamma: null, breakEvenScale: null, binding: [], nullReason: 'NO_PROFIT' }
  }
  // In lowest terms, since the sum is positive and in lowest terms.
  const { num, den } = worst.sum
  return {
    gamma: { num: den - num, den: num },
    breakEvenScale: { num: den, den: num },
    binding: worst.validators,
    nullReason: null,
  }
}

/**
 * Strict upper bound of the fraction of all stake that is lost after a shock of at most `shock`,
 * cascade included (R_psi): min(1, (1 + 1/gamma) * shock) (Durvasula and Roughgarden, Theorem 1).
 * Null unless gamma > 0: then there is no bound.
 * @throws RangeError unless 0 <= shock <= 1
 */
export function lossBound(gamma: Ratio, shock: Ratio): Ratio | null {
  requireFraction(shock)
  if (gamma.num <= 0n) return null
  const bound = multiply(add(ONE, divide(ONE, gamma)), shock)
  return bound.num > bound.den ? ONE : bound
}
