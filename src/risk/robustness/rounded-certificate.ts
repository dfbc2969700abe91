import { divide, type Ratio, ratio } from '../math/ratio'
import { type Slack, slackOf } from './certificate'
import { cheapestCover } from './cover'
import { corruptingStake, type RestakingNetwork } from './network'

/** A certificate that uses that validators attack with all their stake or none. */
interface RoundedCertificate extends Slack {
  /**
   * Minimum stake of a coalition that corrupts each service, or a lower bound of it, in units of
   * the stakes. Null: no stake.
   */
  readonly leastCoalition: readonly (Ratio | null)[]
  /** Services of which only the lower bound is known, because they have too many validators. */
  readonly bounded: readonly number[]
}

/**
 * The certificate with threshold * stake of each service replaced by the minimum sum of stakes that
 * reaches it.
 *
 * Sound like the plain certificate, and never lower: an attack wins at most sum(profit / minimum
 * coalition) per unit of stake that it loses.
 * @param exactItems number of validators that are tried in all combinations, see `cheapestCover`
 */
export function roundedCertificate(
  network: RestakingNetwork,
  exactItems?: number,
): RoundedCertificate {
  const { services, securing, stake, unit } = network
  const bounded: number[] = []
  const minimum = services.map(({ validators }, service) => {
    if (securing[service] === 0n) return null
    const items = validators.map((v) => ({ cost: stake[v]!, weight: stake[v]! }))
    const { lower, upper } = cheapestCover(items, corruptingStake(network, service), exactItems)!
    if (lower !== upper) bounded.push(service)
    return lower
  })
  const shares = services.map(({ profit }, service) => {
    const coalition = minimum[service]
    return coalition ? divide(ratio(profit), ratio(coalition)) : null
  })
  return {
    ...slackOf(network, shares),
    leastCoalition: minimum.map((amount) => (amount === null ? null : ratio(amount, unit))),
    bounded,
  }
}
