import { greatestCommonDivisor } from './greatest-common-divisor'

/** An exact fraction; `den` is positive. In lowest terms if made by `ratio`. */
export interface Ratio {
  readonly num: bigint
  readonly den: bigint
}

/**
 * The fraction num/den, reduced.
 * @throws RangeError if den is 0
 */
export function ratio(num: bigint, den = 1n): Ratio {
  if (den === 0n) throw new RangeError(`A ratio has no value: ${num}/0`)
  const divisor = greatestCommonDivisor(num, den) * (den < 0n ? -1n : 1n)
  return { num: num / divisor, den: den / divisor }
}

/** a + b. */
export function add(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.den + b.num * a.den, a.den * b.den)
}

/** a - b. */
export function subtract(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.den - b.num * a.den, a.den * b.den)
}

/** a * b. */
export function multiply(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.num, a.den * b.den)
}

/**
 * a / b.
 * @throws RangeError if b is 0
 */
export function divide(a: Ratio, b: Ratio): Ratio {
  return ratio(a.num * b.den, a.den * b.num)
}

/** Negative if a < b, 0 if equal, positive if a > b. */
export function compare(a: Ratio, b: Ratio): bigint {
  return a.num * b.den - b.num * a.den
}

/** The largest integer that is at most the fraction. */
export function floor({ num, den }: Ratio): bigint {
  return num >= 0n ? num / den : (num - den + 1n) / den
}

/** The smallest integer that is at least the fraction. */
export function ceil({ num, den }: Ratio): bigint {
  return num > 0n ? (num + den - 1n) / den : num / den
}

/** Comparator for `sort`: largest first; null, which is no value, last. */
export function largestFirst(a: Ratio | null, b: Ratio | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  const difference = compare(b, a)
  return difference > 0n ? 1 : difference < 0n ? -1 : 0
}
