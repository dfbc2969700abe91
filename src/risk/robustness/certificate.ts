import { add, divide, multiply, type Ratio, ratio } from '../math/ratio'
import { requireFraction } from '../math/threshold'
import { hasEmptyPromise, pressureOf, promisedPart } from './bucket-pressure'
import { corruptingStake, freeAttacks, type RestakingNetwork } from './network'

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
  /** Validators with the largest T, which limit gamma, ascending; after them buckets, at `stake.length` + position. */
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
 *
 * Where validators share buckets, a bucket has a T, too: the sum over its parts of profit / (threshold * stake) of their service
 * times the part of the bucket that they count on. Proof: an attack with a group E of validators gains at most the sum of T_v * stake
 * over E. In one bucket, if E has no more than is in it, the group loses what it has, at least its gain / max T_v. If E has more, it loses all
 * of the bucket, and gains at most what all its parts together would: T_b * bucket. So the cost is at least the gain / max T in every
 * bucket, and so in all. If each validator counts on all of its bucket, T_b is T_v of the theorem; if no bucket is promised more than
 * once, T_b is a mean of T_v, and changes nothing.
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
  network: RestakingNetwork,
  shares: readonly (Ratio | null)[],
  validators: Iterable<number> = network.stake.keys(),
): Slack {
  const { stake, buckets } = network
  const withStake = [...validators].filter((validator) => stake[validator]! > 0n)
  const all = [...withStake, ...buckets.map((_, bucket) => stake.length + bucket)]
  const worst = pressureOf(network, shares, promisedPart).largest(all)
  if (hasEmptyPromise(network)) {
    const [gamma, breakEvenScale] = [ratio(-1n), ratio(0n)]
    return { gamma, breakEvenScale, binding: worst?.validators ?? [], nullReason: null }
  }
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
