import { smaller } from '../graph/bucket-stake'
import { Cells, type Exposure } from '../graph/exposure'

/**
 * Matrix of buckets by controller: what the sets of each controller can slash of each bucket, at
 * most its stake.
 * @param sets matrix of buckets by set on SLASHABLE: `exposure(graph, 'SLASHABLE', valuation,
 * 'SET', 'BUCKET')`
 * @param stake of each bucket, see `bucketStake`
 * @param controllerOf controller of each set; null: none, so the set is in no column
 * @returns columns are controllers in ascending order of id
 */
export function controllerColumns(
  sets: Exposure,
  stake: readonly bigint[],
  controllerOf: readonly (string | null)[],
): Exposure {
  const columns = [...new Set(controllerOf.filter((id) => id !== null))].sort()
  const columnOf = new Map(columns.map((id, column) => [id, column]))
  const cells = new Cells<bigint>(columns.length)
  controllerOf.forEach((id, set) => {
    if (id === null) return
    for (let entry = sets.start[set]!; entry < sets.start[set + 1]!; entry++) {
      cells.add(columnOf.get(id)!, sets.row[entry]!, sets.value[entry]!)
    }
  })
  const { start, row, value } = cells.compress()
  return {
    ...sets,
    columns,
    start,
    row,
    value: value.map((amount, entry) => smaller(amount, stake[row[entry]!]!)),
  }
}
