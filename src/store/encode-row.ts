import type { TableName } from '../ledger/rows'
import { type Column, TABLES } from './tables'

type Encode = (value: unknown) => string

/**
 * Columns that were added to a table after its first release, by name in SQL. A row in which the last of them are null is the
 * line that it was before, so digests do not change by a column that a chain has no use for.
 */
const LATE: Partial<Record<TableName, readonly string[]>> = {
  contract: ['parent'],
  governanceChange: ['effect_time'],
}

/** Fields of a table in the order of COPY. Late columns come last, and `toBlock` behind them, because it is known last. */
interface Plan {
  fields: readonly { field: string; name: string; encode: Encode; isOfVersion: boolean }[]
  /** How many of `fields`, at the end, are late columns. */
  late: number
  /** Column list of COPY. */
  columns: string
}

const PLANS = new Map<TableName, Plan>()

/** Names of the columns in the order of `encodeRow`, then `to_block` if the table has versions. */
export function copyColumns(table: TableName): string {
  return planOf(table).columns
}

/** What COPY needs behind a line of `encodeRow`: the late columns that the line leaves out. */
export function leftOut(table: TableName, line: string): string {
  const { fields, late } = planOf(table)
  if (late === 0) return ''
  return '\t\\N'.repeat(fields.length + 1 - line.split('\t').length)
}

/**
 * A row as one line: the name of its table, a tab, and the row in COPY's text format, without `to_block`, without late
 * columns at the end that are null, and without a line feed. The digest covers the whole line; COPY gets what follows the
 * name (copy.ts).
 * @param version `id` and `fromBlock` of a version, which are not in the row
 * @throws if a column has no value
 */
export function encodeRow(table: TableName, row: object, version?: VersionFields): string {
  const values = row as Record<string, unknown>
  const { fields, late } = planOf(table)
  // Joined, because a string built with + is flattened again wherever it is used.
  const parts = new Array<string>(fields.length + 1)
  parts[0] = table
  for (let i = 0; i < fields.length; i++) {
    const { field, name, encode, isOfVersion } = fields[i]!
    const value = version && isOfVersion ? version[field as keyof VersionFields] : values[field]
    if (value === undefined) throw new Error(`no value for column ${name}`)
    parts[i + 1] = value === null ? '\\N' : encode(value)
  }
  for (let i = 0; i < late && parts.at(-1) === '\\N'; i++) parts.pop()
  return parts.join('\t')
}

interface VersionFields {
  id: string
  fromBlock: number
}

function planOf(table: TableName): Plan {
  let plan = PLANS.get(table)
  if (!plan) {
    const { columns } = TABLES[table]
    const hasVersions = columns.some(({ name }) => name === 'to_block')
    const late = LATE[table] ?? []
    const fields = [
      ...columns.filter(({ name }) => !late.includes(name)),
      ...columns.filter(({ name }) => late.includes(name)),
    ]
      .filter(({ name }) => name !== 'to_block')
      .map((column) => ({
        ...column,
        encode: isPlain(column) ? asIs : encoderOf(column),
        isOfVersion: hasVersions && (column.field === 'id' || column.field === 'fromBlock'),
      }))
    const names = fields.map(({ name }) => name)
    if (hasVersions) names.push('to_block')
    plan = { fields, late: late.length, columns: names.map((name) => `"${name}"`).join(', ') }
    PLANS.set(table, plan)
  }
  return plan
}

/** Keys, ids (facts/ids.ts) and enum values have no characters that COPY treats specially. */
const isPlain = ({ name, type }: Column) =>
  type === 'varchar' || (type === 'text' && /^(id|key|.*_id)$/.test(name))
const asIs: Encode = (value) => value as string

/** Encoder of the values of a column, except null, in COPY's text format. */
export function encoderOf({ type, array }: Pick<Column, 'type' | 'array'>): Encode {
  if (array) return (value) => escapeText(arrayLiteral(value as string[]))
  switch (type) {
    case 'bytea':
      return (value) => `\\\\x${(value as string).slice(2)}`
    case 'timestamp with time zone':
      return (value) => isoTime(value as number)
    case 'jsonb':
      return (value) => escapeText(JSON.stringify(sorted(value)))
    case 'bool':
      return (value) => (value ? 't' : 'f')
    default:
      return (value) => (typeof value === 'string' ? escapeText(value) : String(value))
  }
}

/** The last result is cached, because all rows of a block have the same time. @param seconds Unix time */
function isoTime(seconds: number): string {
  if (seconds !== lastTime.seconds) {
    lastTime = { seconds, text: new Date(seconds * 1000).toISOString() }
  }
  return lastTime.text
}

let lastTime = { seconds: Number.NaN, text: '' }

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

/** Objects with sorted fields, because jsonb does not keep their order. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  if (isSorted(value as Record<string, unknown>)) return value
  const fields = value as Record<string, unknown>
  const copy: Record<string, unknown> = {}
  for (const name of Object.keys(fields).sort()) copy[name] = sorted(fields[name])
  return copy
}

/** Whether the fields of an object are sorted, and none is an object. */
function isSorted(fields: Record<string, unknown>): boolean {
  let last = ''
  for (const name in fields) {
    if (name < last || typeof fields[name] === 'object') return false
    last = name
  }
  return true
}
