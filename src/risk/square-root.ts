import { leadingExponent, SIGNIFICANT_DIGITS } from './decimal'
import { type Ratio, ratio } from './ratio'

/**
 * Square root of a ratio: exact if it is rational, otherwise correctly rounded to 18 significant digits, so that equal
 * ratios have equal roots everywhere. No floating point is involved.
 * @throws RangeError on a negative ratio
 */
export function squareRoot({ num, den }: Ratio): Ratio {
  if (num < 0n) throw new RangeError(`No square root of ${num}/${den}`)
  const [top, bottom] = [integerRoot(num), integerRoot(den)]
  if (top * top === num && bottom * bottom === den) return ratio(top, bottom)
  const places = Math.max(0, SIGNIFICANT_DIGITS - 1 - Math.floor(leadingExponent(num, den) / 2))
  const scale = 10n ** BigInt(places)
  // An irrational root never lies on the middle of two decimals, so the floor of its double decides the rounding.
  const twice = integerRoot((4n * num * scale * scale) / den)
  return ratio((twice + 1n) / 2n, scale)
}

/**
 * The largest integer whose square is at most `value`.
 * @throws RangeError on a negative value
 */
export function integerRoot(value: bigint): bigint {
  if (value < 0n) throw new RangeError(`No square root of ${value}`)
  if (value < 2n) return value
  let root = 1n << BigInt((value.toString(16).length * 4 + 1) >> 1)
  for (;;) {
    const next = (root + value / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
