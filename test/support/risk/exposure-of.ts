import { Cells, type Exposure } from '../../../src/risk/graph/exposure'

/** A matrix from `values[row][column]`; null: no entry. */
export function exposureOf(
  rows: readonly string[],
  columns: readonly string[],
  values: readonly (readonly (bigint | null)[])[],
): Exposure {
  const cells = new Cells<bigint>(columns.length)
  values.forEach((line, row) => {
    line.forEach((value, column) => {
      if (value !== null) cells.add(column, row, value)
    })
  })
  return { rows, columns, ...cells.compress(), unit: 1n }
}
