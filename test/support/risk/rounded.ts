import type { Ratio } from '../../../src/risk/math/ratio'

/**
 * A ratio with so many decimal places, halves away from zero: for comparison with tables that print
 * a few digits.
 */
export function rounded(value: Ratio | null, places: number): string | null {
  if (value === null) return null
  const negative = value.num < 0n
  const scaled = (negative ? -value.num : value.num) * 10n ** BigInt(places)
  const digits = ((2n * scaled + value.den) / (2n * value.den)).toString().padStart(places + 1, '0')
  return `${negative ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}
