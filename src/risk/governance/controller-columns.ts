import { Cells, type StakeMatrix } from '../graph/exposure'
import type { Value } from '../value/value'

/**
 * Matrix of buckets by controller: what the sets of each controller can slash of each bucket, at
 * most its stake.
 * @param sets matrix of buckets by set on SLASHABLE: `stakeMatrix(graph, 'SLASHABLE', valuation,
 * 'SET', 'BUCKET')`
 * @param stake of each bucket, see `stakeOfBuckets`
 * @param controllerOf controller of each set; null: none, so the set is in no column
 * @returns columns are controllers in ascending order of id
 */
export function controllerColumns(
  sets: StakeMatrix,
  stake: readonly Value[],
  controllerOf: readonly (string | null)[],
): StakeMatrix {
  const columns = [...new Set(controllerOf.filter((id) => id !== null))].sort()
  const columnOf = new Map(columns.map((id, column) => [id, column]))
  const cells = new Cells<Value>(columns.length)
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
    value: value.map((amount, entry) => amount.smaller(stake[row[entry]!]!)),
  }
}
