import { Cells, type Exposure } from './exposure'

/**
 * A relation of two entities: a set and its slasher, a vault and its curator, a service and its
 * payer.
 */
interface Link {
  readonly row: string
  readonly column: string
  /** Strength, in one unit for all links; 1 where only the relation counts. */
  readonly weight: bigint
}

/**
 * A bipartite relation as a matrix, to which overlap, directed exposure and neighbours apply: which
 * services share controllers, for example. Rows and columns in ascending order of id; weights of
 * one row and column are added.
 * @throws RangeError on a negative weight
 */
export function relation(links: readonly Link[]): Exposure {
  const rows = positions(links.map(({ row }) => row))
  const columns = positions(links.map(({ column }) => column))
  const cells = new Cells<bigint>(columns.size)
  for (const { row, column, weight } of links) {
    if (weight < 0n) throw new RangeError(`Negative weight of ${row} and ${column}: ${weight}`)
    cells.add(columns.get(column)!, rows.get(row)!, weight)
  }
  return {
    rows: [...rows.keys()],
    columns: [...columns.keys()],
    ...cells.compress(),
    unit: 1n,
  }
}

function positions(ids: readonly string[]): Map<string, number> {
  return new Map([...new Set(ids)].sort().map((id, position) => [id, position]))
}
