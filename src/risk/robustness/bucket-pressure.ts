import { add, multiply, type Ratio, ratio } from '../math/ratio'
import type { NetworkBucket, RestakingNetwork } from './network'
import { Pressure } from './pressure'

/** A part of a bucket. */
type Part = NetworkBucket['parts'][number]

/**
 * T of validators, and after them T of buckets: the sum over services of the share of each, times what `weightOf` says of their parts of
 * the bucket. Buckets of which it says nothing have no T.
 * @param share see `profitShares`
 * @param weightOf by bucket and part; null: the bucket has none
 */
export function pressureOf(
  { servicesOf, buckets }: RestakingNetwork,
  share: readonly (Ratio | null)[],
  weightOf: (bucket: NetworkBucket, part: Part) => Ratio | null,
): Pressure {
  if (buckets.length === 0) return new Pressure(share, servicesOf)
  // A bucket is a validator of services of its own, one for each service that counts on it.
  const shares = [...share]
  const ofBuckets = buckets.map((bucket) => {
    return [...serviceWeights(bucket, servicesOf, weightOf)].flatMap(([service, weight]) => {
      const own = share[service]
      return own?.num ? [shares.push(multiply(own, weight)) - 1] : []
    })
  })
  return new Pressure(shares, [...servicesOf, ...ofBuckets])
}

/** Sum of the weights of the parts of each service. */
function serviceWeights(
  bucket: NetworkBucket,
  servicesOf: RestakingNetwork['servicesOf'],
  weightOf: (bucket: NetworkBucket, part: Part) => Ratio | null,
): Map<number, Ratio> {
  const weights = new Map<number, Ratio>()
  for (const part of bucket.parts) {
    const weight = weightOf(bucket, part)
    if (weight === null) continue
    for (const service of servicesOf[part.validator]!) {
      weights.set(service, add(weights.get(service) ?? ratio(0n), weight))
    }
  }
  return weights
}

/** Part of the bucket that a validator counts on, which can be above 1 for all of them together; null: there is nothing in it. */
export function promisedPart({ cap }: NetworkBucket, { amount }: Part): Ratio | null {
  return cap === 0n ? null : ratio(amount, cap)
}

/** Whether validators count on a bucket in which there is nothing, for a service with a profit: an attack with it costs nothing. */
export function hasEmptyPromise({ buckets, servicesOf, services }: RestakingNetwork): boolean {
  return buckets.some(({ cap, parts }) => {
    return parts.some(({ validator, amount }) => {
      const isWorth = servicesOf[validator]!.some((service) => services[service]!.profit > 0n)
      return cap === 0n && amount > 0n && isWorth
    })
  })
}
