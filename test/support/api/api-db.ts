import { Client } from 'pg'
import { createMigratedDatabase } from '../templates'

/** A migrated database of one test file. */
export interface ApiDatabase {
  url: string
  query<T = Record<string, unknown>>(text: string, params?: unknown[]): Promise<T[]>
  /** Inserts rows into a table. Columns are the keys of the first row. */
  insert(table: string, rows: readonly Record<string, unknown>[]): Promise<void>
  drop(): Promise<void>
}

/** Creates a migrated database, and a connection to it. */
export async function createApiDatabase(): Promise<ApiDatabase> {
  const { url, drop } = await createMigratedDatabase('api')
  const client = new Client({ connectionString: url })
  await client.connect()
  const query = async <T>(text: string, params?: unknown[]) =>
    (await client.query(text, params)).rows as T[]
  return {
    url,
    query,
    async insert(table, rows) {
      if (!rows[0]) return
      // As JSON, which Postgres converts to the types of the columns: bytes from \x, numbers from text.
      const columns = Object.keys(rows[0]).join(', ')
      await client.query(
        `INSERT INTO "${table}" (${columns})
         SELECT ${columns} FROM json_populate_recordset(NULL::"${table}", $1)`,
        [JSON.stringify(rows)],
      )
    },
    async drop() {
      await client.end()
      await drop()
    },
  }
}

/** An address that ends in `n`, with letters, so that tests can change its case. */
export function address(n: number): string {
  return `0x${'ab'.repeat(16)}${n.toString(16).padStart(8, '0')}`
}

/** 32 bytes that end in `n`. */
export function hash(n: number): string {
  return `0x${'cd'.repeat(28)}${n.toString(16).padStart(8, '0')}`
}

/** Text of a bytea value. */
export function bytea(hex: string): string {
  return `\\x${hex.slice(2)}`
}

/** Columns of one version of a state. */
export function version(key: string, from: number, to: number | null) {
  return { id: `${key}@${from}`, key, from_block: from, to_block: to }
}
