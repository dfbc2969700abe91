import type { Client } from 'pg'
import type { TableName } from '../ledger/rows'
import { type Column, TABLES } from './tables'

/** Columns of the tables of a database, by table. */
export type Columns = ReadonlyMap<string, ReadonlySet<string>>

/** Columns of all tables: a database of an earlier version lacks some, until it is migrated. */
export async function readTableColumns(client: Client): Promise<Columns> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `SELECT c.relname AS table, array_agg(a.attname::text) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
     GROUP BY c.relname`,
  )
  return new Map(rows.map(({ table, columns }) => [table, new Set(columns)]))
}

/**
 * Rows as the ledger has them, plus the fields that the store adds to versions.
 * @param filter condition in SQL
 * @param present columns of the database, if they may be those of an earlier version: a table that it lacks has no rows, and a
 * column that it lacks is null, as the migrations make it
 */
export async function readRows(
  client: Client,
  table: TableName,
  filter: string,
  values: unknown[],
  present?: Columns,
): Promise<Record<string, unknown>[]> {
  const { name, columns } = TABLES[table]
  const here = present?.get(name)
  if (present && !here) return []
  const list = columns
    .map((column) => {
      const value = !here || here.has(column.name) ? select(column) : 'NULL'
      return `${value} AS "${column.field}"`
    })
    .join(', ')
  const { rows } = await client.query(`SELECT ${list} FROM "${name}" WHERE ${filter}`, values)
  const integers = columns.filter(({ type }) => type === 'numeric')
  for (const row of rows) {
    for (const { field } of integers) if (row[field] !== null) row[field] = BigInt(row[field])
  }
  return rows
}

function select(column: Column): string {
  const name = `"${column.name}"`
  if (column.type === 'bytea') return `'0x' || encode(${name}, 'hex')`
  if (column.type === 'timestamp with time zone') return `extract(epoch FROM ${name})::float8`
  // As text, because a number of 78 digits must not be rounded, whatever parsers the driver has.
  return column.type === 'numeric' ? `${name}::text` : name
}
