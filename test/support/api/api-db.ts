import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'

const ADMIN_URL =
  process.env.LINCHPIN_TEST_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:54329/postgres'
const MIGRATIONS = join(__dirname, '../../../db/migrations')

/** A migrated database of one test file. */
export interface ApiDatabase {
  url: string
  query<T = Record<string, unknown>>(text: string, params?: unknown[]): Promise<T[]>
  /** Inserts rows into a table. Columns are the keys of the first row. */
  insert(table: string, rows: readonly Record<string, unknown>[]): Promise<void>
  drop(): Promise<void>
}

/** Creates a migrated database that sorts text by code point, like the reference implementation. */
export async function createApiDatabase(): Promise<ApiDatabase> {
  const name = `api_${randomBytes(6).toString('hex')}`
  await once(ADMIN_URL, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'`)
  const url = new URL(ADMIN_URL)
  url.pathname = `/${name}`
  const client = new Client({ connectionString: url.toString() })
  await client.connect()
  const query = async <T>(text: string, params?: unknown[]) =>
    (await client.query(text, params)).rows as T[]
  for (const file of readdirSync(MIGRATIONS).sort()) {
    if (!file.endsWith('.js')) continue
    const Migration = require(join(MIGRATIONS, file))
    await new Migration().up({ query })
  }
  return {
    url: url.toString(),
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
      await once(ADMIN_URL, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

async function once(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
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
