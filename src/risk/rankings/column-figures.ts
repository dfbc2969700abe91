import { hhi } from '../concentration/herfindahl'
import { nakamoto } from '../concentration/nakamoto'
import { population } from '../concentration/population'
import { entriesOf } from '../graph/columns'
import type { StakeMatrix } from '../graph/exposure'
import type { Ratio } from '../math/ratio'
import { Value } from '../value/value'

/** How the stake of a column is distributed among its rows. */
export interface ColumnFigures {
  readonly stake: Value
  /** Number of rows that belong to it, with stake or without. */
  readonly members: number
  /** Of the priced part; null: nothing of it has a price, or there is none. */
  readonly hhi: Ratio | null
  /** Rows that pass the threshold together, as `nakamoto`; null as `hhi`. */
  readonly nakamoto: number | null
  /** The row with the most, the first of several; null: nobody has stake that has a price. */
  readonly top: { readonly row: number; readonly share: Ratio } | null
}

/**
 * Figures of columns, in the order of `chosen`.
 * @param threshold share that NAKAMOTO passes, in (0, 1]
 * @param chosen positions. Default: all
 */
export function columnFigures(
  matrix: StakeMatrix,
  threshold: Ratio,
  chosen: readonly number[] = [...matrix.columns.keys()],
): ColumnFigures[] {
  const { start, row, none } = matrix
  return chosen.map((column) => {
    const values = entriesOf(matrix, column)
    const stake = Value.sum(values, none)
    const { amounts } = Value.pricedPart(values, none)
    const held = population(
      amounts.map((amount, entry) => ({ id: `${row[start[column]! + entry]}`, amount })),
    )
    const smallest = nakamoto(held, threshold, 'GT')
    let first = 0
    amounts.forEach((amount, entry) => {
      if (amount > amounts[first]!) first = entry
    })
    const share = amounts.length === 0 ? null : values[first]!.share(stake).value
    return {
      stake,
      members: values.length,
      hhi: hhi(held),
      nakamoto: 'count' in smallest ? smallest.count : null,
      top: share === null ? null : { row: row[start[column]! + first]!, share },
    }
  })
}
