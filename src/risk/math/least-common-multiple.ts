import { greatestCommonDivisor } from './greatest-common-divisor'

/** The least positive integer that both divide. Needs a > 0 and b > 0. */
export function leastCommonMultiple(a: bigint, b: bigint): bigint {
  return (a / greatestCommonDivisor(a, b)) * b
}
