import { greatestCommonDivisor } from './greatest-common-divisor'

/** Least common multiple of two numbers above 0: a denominator that both divide. */
export function leastCommonMultiple(a: bigint, b: bigint): bigint {
  return (a / greatestCommonDivisor(a, b)) * b
}
