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
 * Strict upper bound of the number of attacks of a cascade after a shock:
 * k * (1 + log_{1 + gamma}(shock * stake / (min * gamma))), at least k (after Durvasula and
 * Roughgarden, Theorem 7).
 *
 * A double from exact input, correct to 12 significant digits.
 * @param gamma proven slack, above 0
 * @param shock fraction of all stake that is lost first, in (0, 1]
 * @param stake all stake, and `min` that of the smallest validator, in one unit, above 0
 * @param depth reference depth k of the cascade, as the paper defines it
 * @throws RangeError on input outside these ranges
 */
export function cascadeLengthBound(
  gamma: Ratio,
  shock: Ratio,
  stake: bigint,
  min: bigint,
  depth: number,
): number {
  if (gamma.num <= 0n) throw new RangeError(`No slack: ${gamma.num}/${gamma.den}`)
  if (shock.num <= 0n || shock.num > shock.den) {
    throw new RangeError(`Not a part of the stake: ${shock.num}/${shock.den}`)
  }
  if (min <= 0n || stake < min) throw new RangeError(`Not stakes: ${min} of ${stake}`)
  if (!Number.isInteger(depth) || depth < 1) throw new RangeError(`Not a depth: ${depth}`)
  const growth = divide(multiply(shock, ratio(stake, min)), gamma)
  if (compare(growth, ratio(1n)) <= 0n) return depth
  return depth * (1 + logarithm(growth) / Math.log1p(toDouble(gamma)))
}

/** Natural logarithm, without cancellation near 1. */
function logarithm(value: Ratio): number {
  const excess = subtract(value, ratio(1n))
  return compare(excess, ratio(1n)) < 0n ? Math.log1p(toDouble(excess)) : Math.log(toDouble(value))
}
