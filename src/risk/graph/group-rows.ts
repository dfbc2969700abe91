import type { Value } from '../value/value'
import { type Matrix, matrixFrom } from './exposure'

/**
 * The same matrix with the rows of each group added up; rows without a group stay. Rows in
 * ascending order of id.
 */
export function groupRows<V extends bigint | Value, M extends Matrix<V>>(
  matrix: M & Matrix<V>,
  groupOf: ReadonlyMap<string, string>,
): M {
  const names = matrix.rows.map((row) => groupOf.get(row) ?? row)
  const rows = [...new Set(names)].sort()
  const position = new Map(rows.map((row, index) => [row, index]))
  const target = names.map((name) => position.get(name)!)
  return matrixFrom<V, M>(matrix, rows, function* () {
    for (let column = 0; column < matrix.columns.length; column++) {
      for (let entry = matrix.start[column]!; entry < matrix.start[column + 1]!; entry++) {
        yield [column, target[matrix.row[entry]!]!, matrix.value[entry]!]
      }
    }
  })
}
