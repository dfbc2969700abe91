import { type FaultModel, wholeModel } from './fault-model'
import type { RiskyRow } from './loss-draws'

/** A row of a fault model that can lose something. */
interface Row extends RiskyRow {
  /** Its position in the model. */
  readonly row: number
}

/**
 * Groups of rows that can lose something: rows without a group one by one, then the groups of the
 * model.
 * @throws RangeError as `wholeModel`
 */
export function groupsOf(losses: readonly number[], model: FaultModel) {
  const { unit, own, shock, groupOf } = wholeModel(model, losses.length)
  const part = (value: bigint) => Number(value) / Number(unit)
  const rowOf = (row: number): Row => ({ row, loss: losses[row]!, own: part(own[row]!) })
  const matters = ({ loss, own }: Row, common: number) => loss > 0 && (own > 0 || common > 0)
  const alone = losses.flatMap((_, row) =>
    groupOf[row] === -1 ? [{ shock: 0, rows: [rowOf(row)] }] : [],
  )
  const together = model.groups.map(({ members }, group) => ({
    shock: part(shock[group]!),
    rows: members.map(rowOf),
  }))
  return [...alone, ...together].flatMap(({ shock, rows }) => {
    const left = rows.filter((row) => matters(row, shock))
    return left.length === 0 ? [] : [{ shock, rows: left }]
  })
}

/** An independent fault, and the rows that it slashes. */
export interface Fault {
  readonly probability: number
  readonly rows: readonly number[]
}

/** All independent faults with a probability above 0. */
export function faultsOf(groups: ReturnType<typeof groupsOf>): Fault[] {
  return groups
    .flatMap(({ shock, rows }) => [
      { probability: shock, rows: rows.map(({ row }) => row) },
      ...rows.map(({ row, own }) => ({ probability: own, rows: [row] })),
    ])
    .filter(({ probability }) => probability > 0)
}
