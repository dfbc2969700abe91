import type { ApiContext } from './context'

type Raw = Readonly<Record<string, unknown>> & { readonly key: string }

/** What to read of a table of versions. */
export interface VersionSource<Row> {
  readonly table: string
  /** SQL of the columns after the key: `, shares::text AS shares`. */
  readonly select: string
  /** SQL that a version has to fulfil, beside holding at a point; parameters from $5. Default: none. */
  readonly where?: string
  readonly params?: readonly unknown[]
  read(raw: Raw): Row
}

/** Rows of a table at some blocks, one after another, read at once: those versions that hold at one of them. */
export class VersionHistory<Row> {
  /** Rows of the current point by key; changed in place. */
  readonly rows = new Map<string, Row>()
  /** A row of each key that holds at any point; of several versions one. */
  readonly all = new Map<string, Row>()
  private readonly begins: { key: string; row: Row }[][]
  private readonly ends: string[][]
  private point = -1

  private constructor(points: number) {
    const lists = <T>() => Array.from({ length: points + 1 }, (): T[] => [])
    this.begins = lists()
    this.ends = lists()
  }

  /**
   * Postgres numbers the points, and leaves out versions that begin and end between two of them.
   * @param points block numbers, ascending
   */
  static async load<Row>(
    context: Pick<ApiContext, 'query'>,
    { table, select, where = 'true', params = [], read }: VersionSource<Row>,
    points: readonly number[],
  ): Promise<VersionHistory<Row>> {
    const found = await context.query<Raw & { begins: number; ends: number }>(
      `SELECT * FROM (
         SELECT key${select}, width_bucket(from_block - 1, $1::int[]) AS begins,
           CASE WHEN to_block IS NULL THEN $4 ELSE width_bucket(to_block - 1, $1::int[]) END AS ends
         FROM "${table}" WHERE from_block <= $3 AND (to_block IS NULL OR to_block > $2) AND ${where}
       ) v WHERE begins < ends`,
      [points, points[0], points.at(-1), points.length, ...params],
    )
    const history = new VersionHistory<Row>(points.length)
    for (const raw of found) {
      const { key, begins, ends } = raw
      const row = read(raw)
      history.begins[begins]!.push({ key, row })
      history.ends[ends]!.push(key)
      history.all.set(key, row)
    }
    return history
  }

  /** Moves to the next point; the first time to the first one. @returns keys of rows that changed */
  advance(): ReadonlySet<string> {
    this.point++
    const changed = new Set<string>()
    for (const key of this.ends[this.point]!) {
      this.rows.delete(key)
      changed.add(key)
    }
    for (const { key, row } of this.begins[this.point]!) {
      this.rows.set(key, row)
      changed.add(key)
    }
    return changed
  }
}
