import type { Client } from 'pg'
import type { TableName } from '../ledger/rows'
import { type Column, TABLES } from './tables'

/**
 * Rows as the ledger has them, plus the fields that the store adds to versions.
 * @param filter condition in SQL
 */
export async function readRows(
  client: Client,
  table: TableName,
  filter: string,
  values: unknown[],
): Promise<Record<string, unknown>[]> {
  const { name, columns } = TABLES[table]
  const list = columns.map((column) => `${select(column)} AS "${column.field}"`).join(', ')
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
