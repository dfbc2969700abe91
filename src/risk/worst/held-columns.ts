import { entriesOf } from '../graph/columns'
import type { StakeMatrix } from '../graph/exposure'
import { type Ratio, ratio } from '../math/ratio'
import { Value } from '../value/value'

/** Whether a group controls the columns of a matrix, by position. */
interface Held {
  /** For any prices that are missing. */
  readonly controlled: readonly number[]
  /** Stake without a price decides. */
  readonly undecided: readonly number[]
  /** Columns without stake, for which control is not defined. */
  readonly excluded: readonly number[]
}

/**
 * What some rows control for certain: at least a part of the stake of a column, whatever stake without a price is worth.
 * @param threshold in (0, 1]
 */
export function heldColumns(matrix: StakeMatrix, rows: Iterable<number>, threshold: Ratio): Held {
  const inside = new Set(rows)
  const rest = ratio(threshold.den - threshold.num, threshold.den)
  const found = { controlled: [] as number[], undecided: [] as number[], excluded: [] as number[] }
  for (const column of matrix.columns.keys()) {
    const values = entriesOf(matrix, column)
    const isInside = (_: Value, at: number) => inside.has(matrix.row[matrix.start[column]! + at]!)
    const held = Value.sum(values.filter(isInside), matrix.none)
    const others = Value.sum(
      values.filter((value, at) => !isInside(value, at)),
      matrix.none,
    )
    if (held.isZero && others.isZero) found.excluded.push(column)
    // Without stake in it they do not control it.
    if (held.isZero) continue
    const isControlled = held.times(rest).isAtLeast(others.times(threshold))
    if (isControlled) found.controlled.push(column)
    if (isControlled === null) found.undecided.push(column)
  }
  return found
}
