import { type Ratio, ratio } from '../math/ratio'
import type { Membership } from './association'

/**
 * Two-sided p-value of Fisher's exact test, in (0, 1]: the probability of a fourfold table with the
 * same margins that is at most as likely as this one, under independence. Exact: sums of the
 * hypergeometric distribution in integers. Source: Fisher 1935, The Design of Experiments.
 * @throws RangeError on inconsistent counts
 */
export function fisherExact({ both, first, second, all }: Membership): Ratio {
  const low = Math.max(0, first + second - all)
  const high = Math.min(first, second)
  if (both < low || both > high || high > all) {
    throw new RangeError(`Not a fourfold table: ${both} of ${first} and ${second} among ${all}`)
  }
  const [x, y, n] = [BigInt(first), BigInt(second), BigInt(all)]
  // weight[k + 1] / weight[k] = (x - k)(y - k) / ((k + 1)(n - x - y + k + 1)). Times all those
  // divisors, every weight is an integer, much shorter than binomial coefficients.
  const divisors: bigint[] = []
  for (let k = BigInt(low); k < BigInt(high); k++) divisors.push((k + 1n) * (n - x - y + k + 1n))
  let weight = divisors.reduce((product, divisor) => product * divisor, 1n)
  const weights = [weight]
  divisors.forEach((divisor, index) => {
    const k = BigInt(low + index)
    weight = (weight * (x - k) * (y - k)) / divisor
    weights.push(weight)
  })
  const observed = weights[both - low]!
  let [tail, total] = [0n, 0n]
  for (const one of weights) {
    total += one
    if (one <= observed) tail += one
  }
  return ratio(tail, total)
}
