import { type Ratio, ratio } from './ratio'

/** Significant digits of a rounded decimal. */
export const SIGNIFICANT_DIGITS = 18

/** HALF_EVEN: to the nearest. DOWN: never above the value, also if it is negative. UP: never below it. */
export type Rounding = 'DOWN' | 'HALF_EVEN' | 'UP'

/**
 * A ratio as plain decimal text, without exponent.
 *
 * The value is rounded, half to even unless told otherwise, to 18 significant digits; digits before the point are never
 * rounded away. Trailing zeros of the fraction are dropped, so a value that ends earlier is short
 * (`0.365`). No floating point is involved: equal ratios give equal text everywhere.
 */
export function toDecimal(value: Ratio, rounding: Rounding = 'HALF_EVEN'): string {
  const magnitude = value.num < 0n ? -value.num : value.num
  const places = Math.max(0, SIGNIFICANT_DIGITS - 1 - leadingExponent(magnitude, value.den))
  const inwards = value.num < 0n ? 'UP' : 'DOWN'
  const scaled = divide(
    magnitude * 10n ** BigInt(places),
    value.den,
    rounding === 'HALF_EVEN' ? rounding : rounding === inwards ? 'DOWN' : 'UP',
  )
  const digits = scaled.toString().padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  const sign = value.num < 0n ? '-' : ''
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`
}

function divide(num: bigint, den: bigint, rounding: Rounding, isNegative: boolean): bigint {
  if (rounding === 'HALF_EVEN') return divideHalfEven(num, den)
  const quotient = num / den
  // Down, of the value with its sign, is away from zero below it.
  const isAway = (rounding === 'UP') !== isNegative
  return isAway && num % den !== 0n ? quotient + 1n : quotient
}

/** Power of ten of the first significant digit: 0 for 3.6, -1 for 0.36; 0 for zero. Needs num >= 0. */
export function leadingExponent(num: bigint, den: bigint): number {
  if (num === 0n) return 0
  const guess = num.toString().length - den.toString().length
  const reached =
    guess >= 0 ? num >= den * 10n ** BigInt(guess) : num * 10n ** BigInt(-guess) >= den
  return reached ? guess : guess - 1
}

/** num / den of non-negative integers as an integer. */
function divide(num: bigint, den: bigint, rounding: Rounding): bigint {
  const quotient = num / den
  const rest = num % den
  if (rounding === 'DOWN' || rest === 0n) return quotient
  if (rounding === 'UP') return quotient + 1n
  const twice = rest * 2n
  if (twice > den || (twice === den && quotient % 2n === 1n)) return quotient + 1n
  return quotient
}
