import { type Exposure, exposureFrom } from './exposure'

/**
 * The same matrix with the rows of each group added up; rows without a group stay. Rows in
 * ascending order of id.
 */
export function groupRows(exposure: Exposure, groupOf: ReadonlyMap<string, string>): Exposure {
  const names = exposure.rows.map((row) => groupOf.get(row) ?? row)
  const rows = [...new Set(names)].sort()
  const position = new Map(rows.map((row, index) => [row, index]))
  const target = names.map((name) => position.get(name)!)
  return exposureFrom(exposure, rows, function* () {
    for (let column = 0; column < exposure.columns.length; column++) {
      for (let entry = exposure.start[column]!; entry < exposure.start[column + 1]!; entry++) {
        yield [column, target[exposure.row[entry]!]!, exposure.value[entry]!]
      }
    }
  })
}
