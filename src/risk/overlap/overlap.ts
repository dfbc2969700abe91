import type { NoValue } from '../concentration/population'
import { checkColumn } from '../graph/columns'
import type { Exposure } from '../graph/exposure'
import { transpose } from '../graph/transpose'
import type { Answer } from '../math/answer'
import { pairCount, pairIndex } from '../math/pairs'
import type { Ratio } from '../math/ratio'
import {
  type OverlapMeasure,
  overlapOf,
  SHARING,
  type Sharing,
  type Side,
  sharedPart,
  sidesOf,
} from './overlap-measure'

/** A measure of all pairs of columns, as exact sums; `overlapAt` makes the fractions. */
export interface OverlapMatrix {
  readonly measure: OverlapMeasure
  readonly exposure: Exposure
  readonly sides: readonly Side[]
  /** What different columns share, by `pairIndex`. */
  readonly shared: ArrayLike<number> | readonly bigint[]
}

/**
 * A measure of all pairs of columns, in one pass over the pairs of entries of every row. For rows
 * instead of columns, `transpose` first; for thousands of them see `Neighbours`.
 */
export function overlapMatrix(exposure: Exposure, measure: OverlapMeasure): OverlapMatrix {
  const sharing = SHARING[measure]
  const shared = sharing === 'MEMBERS' ? commonRows(exposure) : sharedStake(exposure, sharing)
  return { measure, exposure, sides: sidesOf(exposure, sharing), shared }
}

/**
 * The measure of columns a and b, which may be equal, in [0, 1]. EMPTY, ZERO_TOTAL: see
 * `overlapOf`.
 * @throws RangeError on an unknown column
 */
export function overlapAt(matrix: OverlapMatrix, a: number, b: number): Answer<Ratio, NoValue> {
  const { measure, sides, exposure } = matrix
  checkColumn(exposure, a)
  checkColumn(exposure, b)
  return overlapOf(measure, sharedAt(matrix, a, b), sides[a]!, sides[b]!)
}

/** What columns a and b share, in rows, stake or squared stake. */
function sharedAt({ shared, sides }: OverlapMatrix, a: number, b: number): bigint {
  if (a === b) return sides[a]!.own
  const [first, second] = a < b ? [a, b] : [b, a]
  return BigInt(shared[pairIndex(sides.length, first, second)]!)
}

function commonRows(exposure: Exposure): Int32Array {
  const count = exposure.columns.length
  const common = new Int32Array(pairCount(count))
  const { start, row: columnOf } = transpose(exposure)
  for (let row = 0; row < exposure.rows.length; row++) {
    for (let one = start[row]!; one < start[row + 1]!; one++) {
      for (let other = one + 1; other < start[row + 1]!; other++) {
        common[pairIndex(count, columnOf[one]!, columnOf[other]!)]! += 1
      }
    }
  }
  return common
}

function sharedStake(exposure: Exposure, sharing: Exclude<Sharing, 'MEMBERS'>): bigint[] {
  const count = exposure.columns.length
  const shared = new Array<bigint>(pairCount(count)).fill(0n)
  const { start, row: columnOf, value } = transpose(exposure)
  for (let row = 0; row < exposure.rows.length; row++) {
    for (let one = start[row]!; one < start[row + 1]!; one++) {
      const x = value[one]!
      if (x === 0n) continue
      for (let other = one + 1; other < start[row + 1]!; other++) {
        const pair = pairIndex(count, columnOf[one]!, columnOf[other]!)
        shared[pair]! += sharedPart(sharing, x, value[other]!)
      }
    }
  }
  return shared
}
