import {
  compare,
  divide,
  multiply,
  type Ratio,
  ratio,
  subtract,
} from '../../../src/risk/math/ratio'
import { toDouble } from '../../../src/risk/optimization/scale'

/**
 * How long a cascade can get after a shock: fewer attacks than k * (1 + log_{1 + gamma}(shock *
 * stake / (least * gamma))) (after Durvasula and Roughgarden, Theorem 7). Never below k.
 *
 * A double, from roots of exact input: at least 12 significant digits.
 * @param gamma proven slack, above 0
 * @param shock part of all stake that is lost first, in (0, 1]
 * @param stake all stake, and `least` that of the smallest validator, in one unit, above 0
 * @param depth reference depth k of the cascade, as the paper defines it
 * @throws RangeError on input outside these ranges
 */
export function cascadeLengthBound(
  gamma: Ratio,
  shock: Ratio,
  stake: bigint,
  least: bigint,
  depth: number,
): number {
  if (gamma.num <= 0n) throw new RangeError(`No slack: ${gamma.num}/${gamma.den}`)
  if (shock.num <= 0n || shock.num > shock.den) {
    throw new RangeError(`Not a part of the stake: ${shock.num}/${shock.den}`)
  }
  if (least <= 0n || stake < least) throw new RangeError(`Not stakes: ${least} of ${stake}`)
  if (!Number.isInteger(depth) || depth < 1) throw new RangeError(`Not a depth: ${depth}`)
  const growth = divide(multiply(shock, ratio(stake, least)), gamma)
  if (compare(growth, ratio(1n)) <= 0n) return depth
  return depth * (1 + logarithm(growth) / Math.log1p(toDouble(gamma)))
}

/** Natural logarithm, without cancellation near 1. */
function logarithm(value: Ratio): number {
  const excess = subtract(value, ratio(1n))
  return compare(excess, ratio(1n)) < 0n ? Math.log1p(toDouble(excess)) : Math.log(toDouble(value))
}
