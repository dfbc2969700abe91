import { leadingExponent, SIGNIFICANT_DIGITS } from './decimal'
import { type Ratio, ratio } from './ratio'

/**
 * num / sqrt(radicand), as cosines and correlations need it: exact if rational, otherwise rounded
 * to the nearest decimal of 18 significant digits. No floating point is involved: equal input gives
 * equal digits everywhere.
 * @throws RangeError unless radicand > 0
 */
export function overRoot(num: bigint, radicand: bigint): Ratio {
  if (radicand <= 0n) throw new RangeError(`Cannot divide by the square root of ${radicand}`)
  if (num === 0n) return ratio(0n)
  const root = integerRoot(radicand)
  if (root * root === radicand) return ratio(num, root)
  const square = num * num
  const exponent = Math.floor(leadingExponent(square, radicand) / 2)
  const scale = 10n ** BigInt(Math.max(0, SIGNIFICANT_DIGITS - 1 - exponent))
  // The floor of the doubled value decides the rounding: an irrational value is never halfway
  // between two decimals.
  const doubled = integerRoot((4n * square * scale * scale) / radicand)
  const nearest = (doubled + 1n) / 2n
  return ratio(num < 0n ? -nearest : nearest, scale)
}

/**
 * Integer square root: the largest integer whose square is at most `value` (Newton's method from
 * above).
 * @throws RangeError on a negative value
 */
export function integerRoot(value: bigint): bigint {
  if (value < 0n) throw new RangeError(`No square root of ${value}`)
  if (value < 2n) return value
  let root = 1n << BigInt(value.toString(16).length * 2)
  for (;;) {
    const next = (root + value / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
