import type { NoValue } from '../concentration/population'
import { checkColumn, columnTotals, shareOfColumn } from '../graph/columns'
import type { Exposure, PricedPart, StakeMatrix } from '../graph/exposure'
import { transpose } from '../graph/transpose'
import type { Answer } from '../math/answer'
import { largestFirst, type Ratio } from '../math/ratio'
import type { Value } from '../value/value'

/** Directed exposure of all ordered pairs of columns: numerators and totals of `directedShare`. */
interface Directed {
  readonly exposure: Exposure
  /** At `from * columns + to`: stake in column `to` of rows that belong to column `from`. */
  readonly common: readonly bigint[]
  /** Stake of each column. */
  readonly totals: readonly bigint[]
}

/** Directed exposure of all ordered pairs, in one pass over the pairs of entries of every row. */
export function directedExposure(exposure: Exposure): Directed {
  const count = exposure.columns.length
  const common = new Array<bigint>(count * count).fill(0n)
  const { start, row, value } = transpose(exposure)
  for (let line = 0; line < exposure.rows.length; line++) {
    for (let to = start[line]!; to < start[line + 1]!; to++) {
      const amount = value[to]!
      if (amount === 0n) continue
      for (let from = start[line]!; from < start[line + 1]!; from++) {
        common[row[from]! * count + row[to]!]! += amount
      }
    }
  }
  return { exposure, common, totals: columnTotals(exposure) }
}

/**
 * A[from -> to], in [0, 1]: the share of the stake of `to` that is held by rows of `from`, and
 * fails with them. Not symmetric; 1 from a column to itself; 0 from a column without rows. EMPTY,
 * ZERO_TOTAL: of `to`, see `shareOfColumn`.
 * @throws RangeError on an unknown column
 */
export function directedShare(
  { exposure, common, totals }: Directed,
  from: number,
  to: number,
): Answer<Ratio, NoValue> {
  checkColumn(exposure, from)
  checkColumn(exposure, to)
  const part = common[from * exposure.columns.length + to]!
  return shareOfColumn(exposure, to, part, totals[to]!)
}

/** Directed exposure of a pair of columns. */
interface DirectedPair {
  readonly from: number
  readonly to: number
  /** Above 0; null: the stake in common is not 0, and has no price. */
  readonly share: Ratio | null
}

/**
 * Directed exposure that is not 0 between different columns, the largest first, then by `from`, then by `to`; pairs with a share
 * that is not known last.
 */
export function rankedDirected(exposure: PricedPart): DirectedPair[] {
  const matrix = directedExposure(exposure)
  const unknown = unknownExposure(exposure.stake)
  const found: DirectedPair[] = []
  for (const from of exposure.columns.keys()) {
    for (const to of exposure.columns.keys()) {
      if (from === to) continue
      const { value } = directedShare(matrix, from, to)
      if (value && value.num > 0n) found.push({ from, to, share: value })
      else if (unknown.has(from * exposure.columns.length + to))
        found.push({ from, to, share: null })
    }
  }
  // The sort is stable, and pairs were found in the order of their positions.
  return found.sort((a, b) => largestFirst(a.share, b.share))
}

/** Pairs with stake without a price in common, at `from * columns + to`. */
function unknownExposure(stake: StakeMatrix): ReadonlySet<number> {
  const pairs = new Set<number>()
  if (stake.value.every(({ isComplete }) => isComplete)) return pairs
  const count = stake.columns.length
  const { start, row, value } = transpose<Value, StakeMatrix>(stake)
  for (let line = 0; line < stake.rows.length; line++) {
    for (let to = start[line]!; to < start[line + 1]!; to++) {
      if (value[to]!.isComplete) continue
      for (let from = start[line]!; from < start[line + 1]!; from++) {
        pairs.add(row[from]! * count + row[to]!)
      }
    }
  }
  return pairs
}
