import type { NoValue } from '../concentration/population'
import { checkColumn, columnTotals, shareOfColumn } from '../graph/columns'
import type { Exposure } from '../graph/exposure'
import { transpose } from '../graph/transpose'
import type { Answer } from '../math/answer'
import type { Ratio } from '../math/ratio'

/** Directed exposure of all ordered pairs of columns; see `directedShare`. */
export interface Directed {
  readonly exposure: Exposure
  /** At `from * columns + to`: stake in column `to` of the rows of column `from`. */
  readonly common: readonly bigint[]
  readonly totals: readonly bigint[]
}

/** Stake in each column of the rows of each other, by going once over the pairs of entries of every row. */
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
 * A[from -> to], in [0, 1]: the share of `to` that fails if everything that belongs to `from` fails. Not symmetric; 1 from
 * a column to itself; 0 from a column without rows. EMPTY, ZERO_TOTAL: of `to`, see `shareOfColumn`.
 * @throws RangeError unless there are such columns
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
