import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Column, Table } from './tables'

type Row = Record<string, unknown>

/** Lines sent at once; a line per write would cost more than the encoding. */
const CHUNK = 500

/** Writes rows into a table by COPY, in the transaction that `client` has open. */
export async function copyRows(client: Client, table: Table, rows: Row[]): Promise<void> {
  if (rows.length === 0) return
  const names = table.columns.map((column) => `"${column.name}"`).join(', ')
  const target = client.query(copyFrom(`COPY "${table.name}" (${names}) FROM STDIN`))
  await pipeline(Readable.from(lines(table, rows)), target)
}

function* lines(table: Table, rows: Row[]): Generator<string> {
  for (let start = 0; start < rows.length; start += CHUNK) {
    let text = ''
    for (const row of rows.slice(start, start + CHUNK)) {
      text += `${table.columns.map((column) => encode(row[column.field], column)).join('\t')}\n`
    }
    yield text
  }
}

/** One value in COPY's text format. */
export function encode(value: unknown, column: Pick<Column, 'type' | 'array' | 'name'>): string {
  if (value === null) return '\\N'
  if (value === undefined) throw new Error(`no value for column ${column.name}`)
  if (column.array) return escapeText(arrayLiteral(value as string[]))
  switch (column.type) {
    case 'bytea':
      return `\\\\x${(value as string).slice(2)}`
    case 'timestamp with time zone':
      return new Date((value as number) * 1000).toISOString()
    case 'jsonb':
      return escapeText(JSON.stringify(value))
    case 'bool':
      return value ? 't' : 'f'
    default:
      return typeof value === 'string' ? escapeText(value) : String(value)
  }
}

function escapeText(text: string): string {
  return /[\\\t\n\r]/.test(text)
    ? text
        .replaceAll('\\', '\\\\')
        .replaceAll('\t', '\\t')
        .replaceAll('\n', '\\n')
        .replaceAll('\r', '\\r')
    : text
}

function arrayLiteral(items: string[]): string {
  const quoted = items.map((item) => `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`)
  return `{${quoted.join(',')}}`
}
