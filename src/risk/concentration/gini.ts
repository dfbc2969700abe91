import { multiply, type Ratio, ratio } from '../math/ratio'
import type { Population } from './population'

/**
 * Gini coefficient: sum of (2i - n - 1) x_i / (n X) over amounts in ascending order, in [0, 1 -
 * 1/n].
 *
 * 0: all equal. It rises when small members join; members that hold nothing count only if the
 * population has them. Null if the population cannot be measured. Source: Gini 1912.
 */
export function gini(population: Population): Ratio | null {
  if (population.nullReason !== null) return null
  const { members, total } = population
  const n = BigInt(members.length)
  // The sum of i x_i, with i = 1 for the smallest, is the sum of the partial sums of the largest 1,
  // 2, ... n.
  let largest = 0n
  let weighted = 0n
  for (const { amount } of members) {
    largest += amount
    weighted += largest
  }
  return ratio(2n * weighted - (n + 1n) * total, n * total)
}

/**
 * Gini times n / (n - 1), in [0, 1]: 1 if one member holds everything. Null as `gini`, and for n =
 * 1.
 */
export function correctedGini(population: Population): Ratio | null {
  const index = gini(population)
  if (index === null || population.n === 1) return null
  const n = BigInt(population.n)
  return multiply(index, ratio(n, n - 1n))
}
