/** Relative difference up to which losses are equal: the same sum, added in another order. */
export const EQUAL = 1e-12

/** Losses of all cases, ranked. */
export interface Ranked {
  /** Loss of each case. */
  readonly losses: Float64Array
  /** Distinct losses, ascending. */
  readonly values: Float64Array
  /** Index in `values` of each case. */
  readonly rank: Int32Array
  /** No case loses more. */
  readonly largest: number
}

/** Ranks losses; those that differ by rounding are equal. */
export function rankLosses(losses: Float64Array, largest: number): Ranked {
  const values = losses.slice().sort()
  let count = 0
  for (const value of values) {
    if (count === 0 || value > values[count - 1]! * (1 + EQUAL)) values[count++] = value
  }
  const different = values.slice(0, count)
  const rank = new Int32Array(losses.length)
  for (let one = 0; one < losses.length; one++) rank[one] = lastUpTo(different, losses[one]!)
  return { losses, values: different, rank, largest }
}

/** Index of the last of ascending numbers that is at most `value`; 0: none is. */
export function lastUpTo(values: Float64Array, value: number): number {
  let low = 0
  let high = values.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (values[middle]! <= value) low = middle
    else high = middle
  }
  return low
}
