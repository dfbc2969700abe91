import type { Entity, ValueField } from '../../reads/entities'
import { isBytes } from '../formats'

const PG_TYPES: Record<ValueField['type'], string> = {
  ID: 'text',
  String: 'text',
  ENUM: 'text',
  Int: 'int4',
  UInt32: 'int8',
  Boolean: 'bool',
  BigInt: 'numeric',
  BigDecimal: 'numeric',
  Bytes: 'bytea',
  DateTime: 'timestamptz',
  JSON: 'jsonb',
}

/** Postgres type of a parameter for this column. */
export function pgType(field: ValueField): string {
  return PG_TYPES[field.type]
}

/**
 * The parameter for a value of a column.
 *
 * Ids of type ID are lower-case: addresses, hashes and numbers. Ids that are names of enum values have type String. Texts in
 * lists are addresses and topics.
 *
 * @param value as parsed by the scalar: big numbers, dates and bytes are text
 */
export function toParam(field: ValueField, value: unknown): unknown {
  if (value === null) return null
  switch (field.type) {
    case 'Bytes':
      return Buffer.from((value as string).slice(2), 'hex')
    case 'ID':
      return (value as string).toLowerCase()
    case 'JSON':
      return JSON.stringify(value)
    case 'String':
      return field.isList ? lowerHex(value) : value
    default:
      return value
  }
}

/**
 * The values that a JSON filter looks for: the one given, and the one whose 0x-hex texts are lower-case, as addresses and hashes
 * are stored. Other texts that are hex by chance are stored as they were emitted.
 */
export function jsonVariants(value: unknown): unknown[] {
  const lower = lowerHex(value)
  return JSON.stringify(lower) === JSON.stringify(value) ? [value] : [value, lower]
}

/** The value with all texts in it that are 0x-hex in lower case. */
function lowerHex(value: unknown): unknown {
  if (typeof value === 'string') return isBytes(value) ? value.toLowerCase() : value
  if (Array.isArray(value)) return value.map(lowerHex)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, lowerHex(item)]))
}

/** Expression of a column for JSON: values that JSON cannot represent exactly become text. */
export function outputOf(field: ValueField, column: string): string {
  switch (field.type) {
    case 'BigInt':
    case 'BigDecimal':
      return `${column}::text${field.isList ? '[]' : ''}`
    case 'Bytes':
      return field.isList
        ? `(SELECT json_agg('0x' || encode(item, 'hex')) FROM unnest(${column}) item)`
        : `'0x' || encode(${column}, 'hex')`
    case 'DateTime':
      return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
    default:
      return column
  }
}

/** Whether a value is the key of its row, which indexes are on: the key of a state with an address is the address. */
export function isAddressKey({ kind }: Entity, { name, type }: ValueField): boolean {
  return kind === 'state' && name === 'address' && type === 'Bytes'
}
