import type { Column, Table } from './tables'

type Encode = (value: unknown) => string

/** Fields of a table in the order in which COPY gets them: `toBlock`, which is known last, is the last. */
interface Plan {
  fields: readonly { field: string; name: string; encode: Encode }[]
  /** Column list of COPY. */
  columns: string
}

const PLANS = new Map<Table, Plan>()

/** Names of the columns in the order of `encodeRow`, then `to_block` if the table has versions. */
export function copyColumns(table: Table): string {
  return planOf(table).columns
}

/**
 * A row in COPY's text format, without the end of its version and without a line feed.
 * @param version fields that are not in the row: `id` and `fromBlock` of a version
 * @throws if a column has no value
 */
export function encodeRow(table: Table, row: object, version?: VersionFields): string {
  const values = row as Record<string, unknown>
  const { fields } = planOf(table)
  // Joined, because a text that is put together by + is flattened again wherever it is used.
  const parts = new Array<string>(fields.length)
  for (let at = 0; at < fields.length; at++) {
    const { field, name, encode } = fields[at]!
    const value =
      version && field in version ? version[field as keyof VersionFields] : values[field]
    if (value === undefined) throw new Error(`no value for column ${name}`)
    parts[at] = value === null ? '\\N' : encode(value)
  }
  return parts.join('\t')
}

interface VersionFields {
  id: string
  fromBlock: number
}

function planOf(table: Table): Plan {
  let plan = PLANS.get(table)
  if (!plan) {
    const fields = table.columns
      .filter(({ name }) => name !== 'to_block')
      .map((column) => ({ ...column, encode: encoderOf(column) }))
    const names = fields.map(({ name }) => name)
    if (fields.length < table.columns.length) names.push('to_block')
    plan = { fields, columns: names.map((name) => `"${name}"`).join(', ') }
    PLANS.set(table, plan)
  }
  return plan
}

/** How values of a column, null excepted, are written in COPY's text format. */
export function encoderOf({ type, array }: Pick<Column, 'type' | 'array'>): Encode {
  if (array) return (value) => escapeText(arrayLiteral(value as string[]))
  switch (type) {
    case 'bytea':
      return (value) => `\\\\x${(value as string).slice(2)}`
    case 'timestamp with time zone':
      return (value) => new Date((value as number) * 1000).toISOString()
    case 'jsonb':
      return (value) => escapeText(JSON.stringify(sorted(value)))
    case 'bool':
      return (value) => (value ? 't' : 'f')
    default:
      return (value) => (typeof value === 'string' ? escapeText(value) : String(value))
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

/** Objects with their fields in the order of the names, because Postgres does not keep the one they came in. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const fields = value as Record<string, unknown>
  const copy: Record<string, unknown> = {}
  for (const name of Object.keys(fields).sort()) copy[name] = sorted(fields[name])
  return copy
}
