import type { Matrix } from './exposure'

/**
 * The same matrix with rows and columns exchanged: measures of services then apply to operators.
 */
export function transpose<V, M extends Matrix<V>>(matrix: M & Matrix<V>): M {
  const { rows, columns, start, row, value } = matrix
  const begin = new Int32Array(rows.length + 1)
  for (const r of row) begin[r + 1]! += 1
  for (let r = 0; r < rows.length; r++) begin[r + 1]! += begin[r]!
  const next = begin.slice()
  const newRow = new Int32Array(row.length)
  const newValue = new Array<V>(row.length)
  for (let column = 0; column < columns.length; column++) {
    for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
      const target = next[row[entry]!]!++
      newRow[target] = column
      newValue[target] = value[entry]!
    }
  }
  return { ...matrix, rows: columns, columns: rows, start: begin, row: newRow, value: newValue }
}
