import { type Ratio, ratio } from '../math/ratio'
import type { Holding, Population } from './population'

/** The largest members and their share. */
interface Top {
  /** CR_k: their share of the total, in [k/n, 1]. */
  readonly share: Ratio
  /** The k largest, or all if there are fewer; equal amounts by id. */
  readonly members: readonly Holding[]
}

/**
 * Concentration ratio CR_k: the share of the `k` largest members; 1 if k >= n.
 * Null if the population cannot be measured.
 * @throws RangeError unless k is a positive integer
 */
export function top(population: Population, k: number): Top | null {
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`Not a positive number of members: ${k}`)
  if (population.nullReason !== null) return null
  const members = population.members.slice(0, k)
  const sum = members.reduce((total, { amount }) => total + amount, 0n)
  return { share: ratio(sum, population.total), members }
}
