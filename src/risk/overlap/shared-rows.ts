import type { Exposure } from '../graph/exposure'
import { transpose } from '../graph/transpose'
import { type Pair, pairIndex } from '../math/pairs'
import { largestFirst, type Ratio } from '../math/ratio'
import { overlapAt, overlapMatrix } from './overlap'

/** A row and all columns that it belongs to. */
interface SharedRow {
  readonly row: number
  /** Ascending. */
  readonly columns: readonly number[]
}

/** Rows that belong to several columns, those of the most columns first, then by position. */
export function sharedRows(exposure: Exposure): SharedRow[] {
  const { start, row: columnOf } = transpose(exposure)
  const found = exposure.rows.map((_, row) => ({
    row,
    columns: [...columnOf.subarray(start[row], start[row + 1])],
  }))
  // The sort is stable.
  return found
    .filter(({ columns }) => columns.length > 1)
    .sort((a, b) => b.columns.length - a.columns.length)
}

/** Two columns with rows in common. */
interface ColumnPair extends Pair {
  /** Number of rows in common, above 0. */
  readonly shared: number
  /** Jaccard index of the rows, in (0, 1]. */
  readonly value: Ratio
}

/** Pairs of columns with rows in common, highest Jaccard index first, then by position. */
export function pairsWithSharedRows(exposure: Exposure): ColumnPair[] {
  const overlap = overlapMatrix(exposure, 'JACCARD')
  const count = exposure.columns.length
  const found: ColumnPair[] = []
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const shared = Number(overlap.shared[pairIndex(count, a, b)]!)
      if (shared > 0) found.push({ a, b, shared, value: overlapAt(overlap, a, b).value! })
    }
  }
  // The sort is stable, and pairs were found in the order of their positions.
  return found.sort((x, y) => largestFirst(x.value, y.value))
}
