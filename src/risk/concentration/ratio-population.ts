import { leastCommonMultiple } from '../math/least-common-multiple'
import type { Ratio } from '../math/ratio'
import { type Population, population } from './population'

/** A member with a fractional amount. */
export interface Part {
  readonly id: string
  /** Not negative. */
  readonly amount: Ratio
}

/**
 * A population from fractions: numerators over their least common denominator, so shares are exact.
 * @throws RangeError on a negative amount
 */
export function populationOfParts(parts: readonly Part[]): Population {
  const denominators = [...new Set(parts.map(({ amount }) => amount.den))]
  const common = denominators.reduce(leastCommonMultiple, 1n)
  return population(
    parts.map(({ id, amount }) => ({ id, amount: amount.num * (common / amount.den) })),
  )
}
