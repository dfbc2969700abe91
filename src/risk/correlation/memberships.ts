import type { Exposure } from '../graph/exposure'
import { pairIndex } from '../math/pairs'
import { overlapMatrix } from '../overlap/overlap'
import type { Membership } from './association'

/**
 * How pairs of columns share their rows, stake or not.
 * @returns for columns a < b; `all` are the rows of any column
 */
export function memberships(exposure: Exposure): (a: number, b: number) => Membership {
  const { columns, start, row } = exposure
  const { shared } = overlapMatrix(exposure, 'JACCARD')
  const size = (column: number) => start[column + 1]! - start[column]!
  const all = new Set(row).size
  return (a, b) => ({
    both: Number(shared[pairIndex(columns.length, a, b)]!),
    first: size(a),
    second: size(b),
    all,
  })
}
