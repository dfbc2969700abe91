import type { Value } from '../value/value'
import { matrixFrom, type StakeMatrix } from './exposure'

/** The same matrix without entries of 0: members of a column that have no stake in it, with a price or without. */
export function stakedEntries(matrix: StakeMatrix): StakeMatrix {
  const { rows, columns, start, row, value } = matrix
  return matrixFrom<Value, StakeMatrix>(matrix, rows, function* () {
    for (let column = 0; column < columns.length; column++) {
      for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
        if (value[entry]!.isZero !== true) yield [column, row[entry]!, value[entry]!]
      }
    }
  })
}
