import { type Exposure, matrixFrom } from './exposure'

/** The same matrix without entries of 0: members of a column that have no stake in it. */
export function stakedEntries(exposure: Exposure): Exposure {
  const { rows, columns, start, row, value } = exposure
  return matrixFrom(exposure, rows, function* () {
    for (let column = 0; column < columns.length; column++) {
      for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
        if (value[entry]! > 0n) yield [column, row[entry]!, value[entry]!]
      }
    }
  })
}
