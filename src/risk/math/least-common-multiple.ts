import { greatestCommonDivisor } from './greatest-common-divisor'

/** Least common multiple of a > 0 and b > 0. */
export function leastCommonMultiple(a: bigint, b: bigint): bigint {
  return (a / greatestCommonDivisor(a, b)) * b
}
