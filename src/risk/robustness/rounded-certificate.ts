import { divide, type Ratio, ratio } from '../math/ratio'
import { type Slack, slackOf } from './certificate'
import { cheapestCover } from './cover'
import { corruptingStake, type RestakingNetwork } from './network'

/** A certificate that knows that stakes come in lumps. */
export interface RoundedCertificate extends Slack {
  /** Least stake of a coalition that corrupts each service, or a bound below it; in units of the stakes. Null: no stake. */
  readonly leastCoalition: readonly (Ratio | null)[]
  /** Services whose least coalition is a bound only, because they have too many validators. */
  readonly bounded: readonly number[]
}

/**
 * The certificate with threshold * stake of each service replaced by the least sum of stakes that reaches it.
 *
 * As sound as the plain one and never lower: an attack on A wins at most sum(profit / least coalition) per unit of stake
 * that it loses. `exactItems` is how many validators are tried in all combinations, see `cheapestCover`.
 */
export function roundedCertificate(
  network: RestakingNetwork,
  exactItems?: number,
): RoundedCertificate {
  const { services, securing, stake, unit } = network
  const bounded: number[] = []
  const least = services.map(({ validators }, service) => {
    if (securing[service] === 0n) return null
    const items = validators.map((v) => ({ cost: stake[v]!, weight: stake[v]! }))
    const { lower, upper } = cheapestCover(items, corruptingStake(network, service), exactItems)!
    if (lower !== upper) bounded.push(service)
    return lower
  })
  const shares = services.map(({ profit }, service) => {
    const coalition = least[service]
    return coalition ? divide(ratio(profit), ratio(coalition)) : null
  })
  return {
    ...slackOf(network, shares),
    leastCoalition: least.map((amount) => (amount === null ? null : ratio(amount, unit))),
    bounded,
  }
}
