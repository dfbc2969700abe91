import type { NoValue } from '../concentration/population'
import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'
import { Value } from '../value/value'
import type { Exposure, Matrix, StakeMatrix } from './exposure'

/** Why a share of a column has no value. UNPRICED: stake in it has no price. */
export type NoShare = NoValue | 'UNPRICED'

/** Sum of every column, in units of 1 / `Exposure.unit`. */
export function columnTotals({ columns, start, value }: Exposure): bigint[] {
  return columns.map((_, column) => {
    let total = 0n
    for (let entry = start[column]!; entry < start[column + 1]!; entry++) total += value[entry]!
    return total
  })
}

/** Stake of every column. */
export function columnStakes(matrix: StakeMatrix): Value[] {
  return matrix.columns.map((_, column) => Value.sum(entriesOf(matrix, column), matrix.none))
}

/** Entries of a column, rows ascending. */
export function entriesOf<V>({ start, value }: Matrix<V>, column: number): V[] {
  return value.slice(start[column], start[column + 1])
}

/** Stake of columns by row, each row once. */
export function holdersOf(matrix: StakeMatrix, columns: Iterable<number>): Iterable<Value> {
  const { start, row, value } = matrix
  const held = new Map<number, Value>()
  for (const column of columns) {
    for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
      const before = held.get(row[entry]!)
      held.set(row[entry]!, before ? before.plus(value[entry]!) : value[entry]!)
    }
  }
  return held.values()
}

/**
 * `part` as a share of the total of a column of integers.
 * EMPTY: no row belongs to the column. ZERO_TOTAL: no row has stake in it.
 */
export function shareOfColumn(
  { start }: Pick<Exposure, 'start'>,
  column: number,
  part: bigint,
  total: bigint,
): Answer<Ratio, NoValue> {
  if (start[column] === start[column + 1]) return unknown('EMPTY')
  return total === 0n ? unknown('ZERO_TOTAL') : known(ratio(part, total))
}

/**
 * `part` as a share of the total of a column of stake.
 * EMPTY: no row belongs to the column. Otherwise see `Value.share`.
 */
export function shareOfStake(
  { start }: Pick<StakeMatrix, 'start'>,
  column: number,
  part: Value,
  total: Value,
): Answer<Ratio, NoShare> {
  return start[column] === start[column + 1] ? unknown('EMPTY') : part.share(total)
}

/** A row of a column. */
interface RowOfColumn {
  readonly row: number
  readonly value: Value
  /** Part of the column, in [0, 1]. */
  readonly share: Answer<Ratio, NoShare>
}

/**
 * Rows of a column with what each holds, the largest priced part first, then by position.
 * @throws RangeError on an unknown column
 */
export function rankedShares(matrix: StakeMatrix, column: number): RowOfColumn[] {
  checkColumn(matrix, column)
  const values = entriesOf(matrix, column)
  const total = Value.sum(values, matrix.none)
  const from = matrix.start[column]!
  return values
    .map((value, index) => {
      return { row: matrix.row[from + index]!, value, share: value.share(total) }
    })
    .sort((a, b) => Value.largestFirst(a.value, b.value) || a.row - b.row)
}

/** Checks a column. @throws RangeError on an unknown column */
export function checkColumn(
  { columns }: { readonly columns: readonly string[] },
  column: number,
): void {
  if (columns[column] === undefined) throw new RangeError(`Unknown column: ${column}`)
}
