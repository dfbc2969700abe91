import { add, compare, divide, multiply, type Ratio, ratio, subtract } from '../math/ratio'
import { pressureOf, promisedPart } from './bucket-pressure'
import { profitShares } from './certificate'
import { corruptingStake, type RestakingNetwork } from './network'
import type { Pressure } from './pressure'

/**
 * Headroom of each service: its maximum profit for which the certificate holds, other profits as
 * they are; in units of the stakes, exact (round down). Negative: the other services alone break
 * the certificate of one of its validators. 0 for a service without stake.
 *
 * threshold * stake * (1 - max over its validators of the T of the other services)
 * = profit + threshold * stake * (1 - max T).
 * Likewise of a bucket that it shares: profit + threshold * stake * (1 - T) * bucket / what it counts on of the bucket. 0 if that is
 * more than nothing of an empty bucket.
 */
export function headroom(network: RestakingNetwork): Ratio[] {
  const { services, securing, stake, unit } = network
  const pressure = pressureOf(network, profitShares(network), promisedPart)
  return services.map(({ profit, validators }, service) => {
    if (securing[service] === 0n) return ratio(0n)
    const worst = pressure.largest(validators.filter((validator) => stake[validator]! > 0n))
    const sum = worst?.sum ?? ratio(0n)
    const corrupting = corruptingStake(network, service)
    // Reduced once at the end, because the sums are long fractions.
    const den = corrupting.den * sum.den
    const room = ratio(corrupting.num * (sum.den - sum.num) + profit * den, den * unit)
    return roomsInBuckets(network, pressure, service).reduce(
      (least, other) => (compare(other, least) < 0n ? other : least),
      room,
    )
  })
}

/** Headroom of a service in each bucket that it shares. */
function roomsInBuckets(network: RestakingNetwork, pressure: Pressure, service: number): Ratio[] {
  const { buckets, services, servicesOf, stake, unit } = network
  const corrupting = corruptingStake(network, service)
  return buckets.flatMap(({ cap, parts }, bucket) => {
    const own = parts.reduce((sum, { validator, amount }) => {
      return servicesOf[validator]!.includes(service) ? sum + amount : sum
    }, 0n)
    if (own === 0n) return []
    if (cap === 0n) return [ratio(0n)]
    const left = subtract(ratio(1n), pressure.of(stake.length + bucket))
    const more = multiply(corrupting, multiply(left, ratio(cap, own)))
    return [divide(add(ratio(services[service]!.profit), more), ratio(unit))]
  })
}
