import type { ApiContext } from '../context'
import { VersionHistory } from '../version-history'
import { type GraphRows, SOURCES, type Table } from './rows'

/** What changed from one point to the next: keys by table. */
export type ChangedKeys = { readonly [T in Table]: ReadonlySet<string> }

const TABLES = Object.keys(SOURCES) as Table[]
const byTable = <T>(of: (table: Table) => T) =>
  Object.fromEntries(TABLES.map((table) => [table, of(table)]))

/** Rows of a graph at some blocks, one after another, read at once. */
export class RowHistory {
  /** Of the current point; changed in place. */
  readonly rows: GraphRows
  /** A row of each key that holds at any point. */
  readonly all: GraphRows

  private constructor(private readonly tables: Readonly<Record<string, VersionHistory<unknown>>>) {
    this.rows = byTable((table) => tables[table]!.rows) as unknown as GraphRows
    this.all = byTable((table) => tables[table]!.all) as unknown as GraphRows
  }

  /** @param points block numbers, ascending */
  static async load(
    context: Pick<ApiContext, 'query'>,
    points: readonly number[],
  ): Promise<RowHistory> {
    const tables: Record<string, VersionHistory<unknown>> = {}
    for (const table of TABLES) {
      const { read, ...source } = SOURCES[table]
      const history = { ...source, read: (raw: object) => read(raw as never) }
      tables[table] = await VersionHistory.load<unknown>(context, history, points)
    }
    return new RowHistory(tables)
  }

  /** Moves to the next point; the first time to the first one. */
  advance(): ChangedKeys {
    return byTable((table) => this.tables[table]!.advance()) as ChangedKeys
  }
}
