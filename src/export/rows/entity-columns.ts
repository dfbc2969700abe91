import { outputOf } from '../../api/sql/values'
import type { Entity, ValueField } from '../../reads/entities'
import type { CellType, Column } from '../columns'

/** A column of an entity. */
export interface EntityColumn extends Column {
  readonly field: ValueField
  /** Whether it is left out unless it is named. */
  readonly isOptional: boolean
}

const TYPES: Readonly<Record<ValueField['type'], CellType>> = {
  ID: 'text',
  String: 'text',
  ENUM: 'name',
  Int: 'int32',
  UInt32: 'uint32',
  Boolean: 'boolean',
  BigInt: 'bigint',
  BigDecimal: 'decimal',
  Bytes: 'bytes',
  DateTime: 'time',
  JSON: 'json',
}

/** The fields of an entity that have a value: of references the ids, and no lists of other rows. */
export function columnsOf(entity: Entity): EntityColumn[] {
  return [...entity.fields.values()].flatMap((field) => {
    if (field.kind !== 'value') return []
    const { name, nullable, isList, isOutputOnly = false } = field
    const type = isList ? 'json' : TYPES[field.type]
    return [{ name, type, nullable, field, isOptional: isOutputOnly }]
  })
}

/** SQL of a cell. @param column SQL of the value */
export function cellSql({ field }: EntityColumn, column: string): string {
  if (field.isList) return `to_json(${outputOf(field, column)})::text`
  switch (field.type) {
    case 'JSON':
      return `${column}::text`
    case 'UInt32':
      // pg returns int8 as text.
      return `${column}::float8`
    default:
      return outputOf(field, column)
  }
}
