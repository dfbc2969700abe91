import { compare, type Ratio, ratio } from '../math/ratio'
import { type ImpactRow, inDoubles } from './impact'

/** Maximum number of power iterations. */
const MAX_ROUNDS = 500
/** Relative distance of the bounds at which the iteration stops. */
const NEAR = 1e-9
/** Denominator of the vector. */
const SCALE = 2 ** 52

/** Bounds of a spectral radius, proven in exact arithmetic. */
export interface RadiusBounds {
  readonly lower: Ratio
  readonly upper: Ratio
}

/**
 * Bounds of the spectral radius of a non-negative square matrix W.
 *
 * For every vector x > 0 it is at most max (Wx)_i / x_i, and for every x >= 0, x != 0, at least the
 * minimum over x_i > 0 (Collatz 1942, Wielandt 1950). x comes from power iteration of I + W in
 * doubles, which converges even if W is periodic; the bounds for that x are exact.
 */
export function spectralRadius(matrix: readonly ImpactRow[]): RadiusBounds {
  const zero = ratio(0n)
  if (matrix.every(({ nums }) => nums.length === 0)) return { lower: zero, upper: zero }
  const vector = leadingVector(matrix)
  const ratios = matrix.map((_, row) => growthOf(matrix, vector, row))
  const upper = ratios.reduce((max, one) => (compare(one, max) > 0n ? one : max))
  return { lower: lowerBound(matrix, vector, upper), upper }
}

/** A vector of positive integers near the leading eigenvector. */
function leadingVector(matrix: readonly ImpactRow[]): bigint[] {
  const rows = inDoubles(matrix)
  let vector = matrix.map(() => 1)
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const grown = rows.map(({ columns, parts }, row) =>
      columns.reduce((sum, column, at) => sum + parts[at]! * vector[column]!, vector[row]!),
    )
    const growth = grown.map((one, row) => one / vector[row]!)
    const largest = grown.reduce((max, one) => Math.max(max, one))
    // Never 0: the upper bound needs x > 0.
    vector = grown.map((one) => Math.max(one / largest, 1 / SCALE))
    const [max, min] = [Math.max(...growth), Math.min(...growth)]
    if (max - min <= NEAR * (max - 1)) break
  }
  return vector.map((one) => BigInt(Math.round(one * SCALE)))
}

/** (Wx)_i / x_i of one row, with x_i > 0. */
function growthOf(matrix: readonly ImpactRow[], vector: readonly bigint[], row: number): Ratio {
  const { den, columns, nums } = matrix[row]!
  const total = columns.reduce((sum, column, at) => sum + nums[at]! * vector[column]!, 0n)
  return ratio(total, den * vector[row]!)
}

/**
 * Lower bound from the components of x with nearly the largest growth: the others only weaken it.
 */
function lowerBound(matrix: readonly ImpactRow[], vector: readonly bigint[], upper: Ratio): Ratio {
  const enough = ratio(upper.num * 999_999n, upper.den * 1_000_000n)
  let kept = [...vector]
  for (;;) {
    const found = kept.flatMap((one, row) =>
      one > 0n ? [{ row, value: growthOf(matrix, kept, row) }] : [],
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
