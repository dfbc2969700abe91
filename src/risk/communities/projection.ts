import { divideHalfEven } from '../math/decimal'
import { type OverlapMatrix, overlapAt } from '../overlap/overlap'
import type { Edge } from './modularity'

/** Weight of a full overlap: weights of a projection are in units of 1e-18. */
export const PROJECTION_UNIT = 10n ** 18n

/**
 * One-mode projection of an overlap matrix: a graph of its columns with an edge for every pair that
 * overlaps. Weights are the measure in units of 1e-18, rounded half to even; edges of weight 0 are
 * left out.
 */
export function projection(matrix: OverlapMatrix): Edge[] {
  const edges: Edge[] = []
  const count = matrix.sides.length
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const { value } = overlapAt(matrix, a, b)
      if (value === null || value.num === 0n) continue
      const weight = divideHalfEven(value.num * PROJECTION_UNIT, value.den)
      if (weight > 0n) edges.push({ a, b, weight })
    }
  }
  return edges
}
