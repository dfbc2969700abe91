import { compare, type Ratio, ratio } from '../math/ratio'
import { type ImpactRow, inDoubles } from './impact'

/** Rounds of the search for a vector that proves good bounds. */
const MAX_ROUNDS = 500
/** Bounds that are relatively as near as this are good. */
const NEAR = 1e-9
/** Scale of the vector that proves them. */
const SCALE = 2 ** 52

/** Between these lies the spectral radius; both are proven, in exact arithmetic. */
export interface RadiusBounds {
  readonly lower: Ratio
  readonly upper: Ratio
}

/**
 * Bounds of the spectral radius of a square matrix without negative entries.
 *
 * For every vector x > 0 it is at most the largest (Wx)_i / x_i, and for every x >= 0 that is not 0 at least the smallest
 * one where x_i > 0 (Collatz 1942, Wielandt 1950). A good x is looked for in doubles, by power iteration of I + W, which
 * no period can hold up; the bounds of that x are then exact.
 */
export function spectralRadius(matrix: readonly ImpactRow[]): RadiusBounds {
  const zero = ratio(0n)
  if (matrix.every(({ nums }) => nums.length === 0)) return { lower: zero, upper: zero }
  const vector = leadingVector(matrix)
  const all = matrix.map((_, row) => stretched(matrix, vector, row))
  const upper = all.reduce((most, one) => (compare(one, most) > 0n ? one : most))
  return { lower: lowerBound(matrix, vector, upper), upper }
}

/** A vector of whole numbers above 0, near one that the matrix only stretches. */
function leadingVector(matrix: readonly ImpactRow[]): bigint[] {
  const rows = inDoubles(matrix)
  let vector = matrix.map(() => 1)
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const grown = rows.map(({ columns, parts }, row) =>
      columns.reduce((sum, column, at) => sum + parts[at]! * vector[column]!, vector[row]!),
    )
    const growth = grown.map((one, row) => one / vector[row]!)
    const largest = grown.reduce((most, one) => Math.max(most, one))
    // Never 0: the upper bound needs all of them.
    vector = grown.map((one) => Math.max(one / largest, 1 / SCALE))
    const [most, least] = [Math.max(...growth), Math.min(...growth)]
    if (most - least <= NEAR * (most - 1)) break
  }
  return vector.map((one) => BigInt(Math.round(one * SCALE)))
}

/** (Wx)_i / x_i of one row; x_i is above 0. */
function stretched(matrix: readonly ImpactRow[], vector: readonly bigint[], row: number): Ratio {
  const { den, columns, nums } = matrix[row]!
  const total = columns.reduce((sum, column, at) => sum + nums[at]! * vector[column]!, 0n)
  return ratio(total, den * vector[row]!)
}

/** The bound of the part of the vector that is stretched nearly as much as any: the rest only weakens it. */
function lowerBound(matrix: readonly ImpactRow[], vector: readonly bigint[], upper: Ratio): Ratio {
  const enough = ratio(upper.num * 999_999n, upper.den * 1_000_000n)
  let kept = [...vector]
  for (;;) {
    const found = kept.flatMap((one, row) =>
      one > 0n ? [{ row, value: stretched(matrix, kept, row) }] : [],
    )
    if (found.length === 0) return ratio(0n)
    const weak = new Set(
      found.filter(({ value }) => compare(value, enough) < 0n).map(({ row }) => row),
    )
    if (weak.size === 0) {
      return found.map(({ value }) => value).reduce((a, b) => (compare(a, b) < 0n ? a : b))
    }
    kept = kept.map((one, row) => (weak.has(row) ? 0n : one))
  }
}
