import { Cells, type Exposure } from './exposure'

/** That one thing stands in a relation to another: a set to its slasher, a vault to its curator, a service to its payer. */
export interface Link {
  readonly row: string
  readonly column: string
  /** How much of it, in one unit; 1 where only the fact counts. */
  readonly weight: bigint
}

/**
 * Any two-sided relation as a matrix, so that overlap, directed exposure and neighbours can be asked of it, such as which
 * services share controllers. Rows and columns in ascending order of id; weights of one row and column are added.
 * @throws RangeError on a negative weight
 */
export function relation(links: readonly Link[]): Exposure {
  const rows = positions(links.map(({ row }) => row))
  const columns = positions(links.map(({ column }) => column))
  const cells = new Cells(columns.size)
  for (const { row, column, weight } of links) {
    if (weight < 0n) throw new RangeError(`Negative weight of ${row} and ${column}: ${weight}`)
    cells.add(columns.get(column)!, rows.get(row)!, weight)
  }
  return {
    rows: [...rows.keys()],
    columns: [...columns.keys()],
    ...cells.compress(),
    unit: 1n,
    unpriced: [],
  }
}

function positions(ids: readonly string[]): Map<string, number> {
  return new Map([...new Set(ids)].sort().map((id, position) => [id, position]))
}
