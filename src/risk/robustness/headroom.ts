import { type Ratio, ratio } from '../math/ratio'
import { profitShares } from './certificate'
import { corruptingStake, type RestakingNetwork } from './network'
import { Pressure } from './pressure'

/**
 * Headroom of each service: its maximum profit for which the certificate holds, other profits as
 * they are; in units of the stakes, exact (round down). Negative: the other services alone break
 * the certificate of one of its validators. 0 for a service without stake.
 *
 * threshold * stake * (1 - max over its validators of the T of the other services)
 * = profit + threshold * stake * (1 - max T).
 */
export function headroom(network: RestakingNetwork): Ratio[] {
  const { services, securing, servicesOf, stake, unit } = network
  const pressure = new Pressure(profitShares(network), servicesOf)
  return services.map(({ profit, validators }, service) => {
    if (securing[service] === 0n) return ratio(0n)
    const worst = pressure.largest(validators.filter((validator) => stake[validator]! > 0n))
    const sum = worst?.sum ?? ratio(0n)
    const corrupting = corruptingStake(network, service)
    // Reduced once at the end, because the sums are long fractions.
    const den = corrupting.den * sum.den
    return ratio(corrupting.num * (sum.den - sum.num) + profit * den, den * unit)
  })
}
