import type { NoValue } from '../concentration/population'
import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'
import type { Exposure } from './exposure'

/** Sum of every column, in units of 1 / `Exposure.unit`. */
export function columnTotals({ columns, start, value }: Exposure): bigint[] {
  return columns.map((_, column) => {
    let total = 0n
    for (let entry = start[column]!; entry < start[column + 1]!; entry++) total += value[entry]!
    return total
  })
}

/**
 * `part` as a share of the total of a column.
 * EMPTY: no row belongs to the column. ZERO_TOTAL: no row has stake in it.
 */
export function shareOfColumn(
  { start }: Exposure,
  column: number,
  part: bigint,
  total: bigint,
): Answer<Ratio, NoValue> {
  if (start[column] === start[column + 1]) return unknown('EMPTY')
  return total === 0n ? unknown('ZERO_TOTAL') : known(ratio(part, total))
}

/**
 * Exposure shares of a column: the share of each of its rows, in [0, 1]; they sum to 1. EMPTY,
 * ZERO_TOTAL: see `shareOfColumn`.
 * @throws RangeError on an unknown column
 */
export function exposureShares(
  exposure: Exposure,
  column: number,
): Answer<{ row: number; share: Ratio }[], NoValue> {
  checkColumn(exposure, column)
  const from = exposure.start[column]!
  const amounts = exposure.value.slice(from, exposure.start[column + 1]!)
  const total = amounts.reduce((sum, amount) => sum + amount, 0n)
  const whole = shareOfColumn(exposure, column, total, total)
  if (whole.nullReason !== null) return whole
  return known(
    amounts.map((amount, index) => ({
      row: exposure.row[from + index]!,
      share: ratio(amount, total),
    })),
  )
}

/**
 * Rows of a column with what each holds, the largest first, then by position.
 * @returns `share` in [0, 1]; null if nobody has stake in the column
 */
export function rankedShares(
  exposure: Exposure,
  column: number,
): { row: number; value: bigint; share: Ratio | null }[] {
  const shares = exposureShares(exposure, column).value
  const from = exposure.start[column]!
  return exposure.value
    .slice(from, exposure.start[column + 1]!)
    .map((value, index) => {
      return {
        row: exposure.row[from + index]!,
        value,
        share: shares ? shares[index]!.share : null,
      }
    })
    .sort((a, b) => (a.value === b.value ? a.row - b.row : a.value > b.value ? -1 : 1))
}

/** Checks a column. @throws RangeError on an unknown column */
export function checkColumn({ columns }: Pick<Exposure, 'columns'>, column: number): void {
  if (columns[column] === undefined) throw new RangeError(`Unknown column: ${column}`)
}
