import { type Ratio, ratio } from './ratio'

/** Significant digits of a rounded decimal. */
export const SIGNIFICANT_DIGITS = 18

/**
 * HALF_EVEN: to the nearest, ties to even. DOWN: towards minus infinity. UP: towards plus infinity.
 */
type Rounding = 'DOWN' | 'HALF_EVEN' | 'UP'

/** Significant digits of a serialised double. */
const DOUBLE_DIGITS = 15

/**
 * A double as plain decimal text of 15 significant digits, without exponent and trailing zeros.
 * @throws RangeError if it is not finite: an unknown value must be null, never NaN
 */
export function doubleToDecimal(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`Not a finite number: ${value}`)
  const [digits, exponent] = value.toExponential(DOUBLE_DIGITS - 1).split('e') as [string, string]
  const integer = BigInt(digits.replace('.', ''))
  const power = Number(exponent) - (DOUBLE_DIGITS - 1)
  return toDecimal(
    power < 0 ? ratio(integer, 10n ** BigInt(-power)) : ratio(integer * 10n ** BigInt(power)),
  )
}

/**
 * A ratio as plain decimal text, without exponent.
 *
 * Rounded to 18 significant digits, half to even by default; digits before the point are never
 * rounded away. Trailing zeros of the fraction are dropped (`0.365`). No floating point is
 * involved: equal ratios give equal text everywhere.
 */
export function toDecimal(value: Ratio, rounding: Rounding = 'HALF_EVEN'): string {
  const magnitude = value.num < 0n ? -value.num : value.num
  const places = Math.max(0, SIGNIFICANT_DIGITS - 1 - leadingExponent(magnitude, value.den))
  const scaled = divide(magnitude * 10n ** BigInt(places), value.den, rounding, value.num < 0n)
  const digits = scaled.toString().padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  const sign = value.num < 0n ? '-' : ''
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`
}

function divide(num: bigint, den: bigint, rounding: Rounding, isNegative: boolean): bigint {
  if (rounding === 'HALF_EVEN') return divideHalfEven(num, den)
  const quotient = num / den
  // Below 0, DOWN rounds away from zero.
  const isAway = (rounding === 'UP') !== isNegative
  return isAway && num % den !== 0n ? quotient + 1n : quotient
}

/**
 * Decimal exponent of the first significant digit: 0 for 3.6, -1 for 0.36; 0 for zero. Needs num >=
 * 0.
 */
export function leadingExponent(num: bigint, den: bigint): number {
  if (num === 0n) return 0
  const guess = num.toString().length - den.toString().length
  const reached =
    guess >= 0 ? num >= den * 10n ** BigInt(guess) : num * 10n ** BigInt(-guess) >= den
  return reached ? guess : guess - 1
}

/** num / den rounded to an integer, ties to even. Needs num >= 0 and den > 0. */
export function divideHalfEven(num: bigint, den: bigint): bigint {
  const quotient = num / den
  const doubled = (num % den) * 2n
  if (doubled > den || (doubled === den && quotient % 2n === 1n)) return quotient + 1n
  return quotient
}
