import { greatestCommonDivisor } from '../math/greatest-common-divisor'
import type { Ratio } from '../math/ratio'
import { type Population, population } from './population'

/** Something with an amount that is no integer. */
export interface Part {
  readonly id: string
  /** Not negative. */
  readonly amount: Ratio
}

/**
 * A population of fractions: their numerators over the least common denominator, so that shares are exact.
 * @throws RangeError on a negative amount
 */
export function populationOfParts(parts: readonly Part[]): Population {
  const common = [...new Set(parts.map(({ amount }) => amount.den))].reduce(
    (all, den) => all * (den / greatestCommonDivisor(all, den)),
    1n,
  )
  return population(
    parts.map(({ id, amount }) => ({ id, amount: amount.num * (common / amount.den) })),
  )
}
