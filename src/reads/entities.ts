/** Type of a column in the API. `ENUM` columns are text. */
export type ValueType =
  | 'ID'
  | 'String'
  | 'Int'
  | 'UInt32'
  | 'Boolean'
  | 'BigInt'
  | 'BigDecimal'
  | 'Bytes'
  | 'DateTime'
  | 'JSON'
  | 'ENUM'

/** A column with a value. */
export interface ValueField {
  kind: 'value'
  name: string
  type: ValueType
  /** Name of the enum if `type` is ENUM. */
  enumName: string | null
  isList: boolean
  nullable: boolean
  column: string
  description: string
  /** Instead of a column: an SQL expression, for values that follow from several rows or from the block. */
  expression?: (row: RowSql) => string
  /** Whether it can only be read: no condition or order has it. */
  isOutputOnly?: boolean
  /** Estimated milliseconds of computing it for one row; none: it costs nothing beside its row. */
  milliseconds?: number
}

/** A row of a statement, for SQL expressions over it. */
export interface RowSql {
  /** A column of the row. */
  column(name: string): string
  /** Number of the block that is read. */
  block(): string
  /** Time of the block that is read; null if it is not stored. */
  time(): string
  /** Another table for a subselect, with the condition that its rows hold at the block. */
  table(entity: string): { alias: string; from: string; held: string }
}

/** A column that holds the identity (key, or id of an event) of another row. */
export interface ReferenceField {
  kind: 'reference'
  name: string
  target: string
  /** Otherwise a row that is valid at a block refers to one that is valid at that block. */
  nullable: boolean
  column: string
  description: string
  /** Whether the row that it names exists at every block at which this row does. */
  isCertain: boolean
}

/** The rows of another table that refer to this one. No column. */
export interface ListField {
  kind: 'list'
  name: string
  target: string
  /** Name of the reference in the other table. */
  mappedBy: string
  /** For many-to-many relations: the entity between the two, whose reference `mappedBy` is this row. */
  through?: { entity: string; reference: string }
  description: string
}

export type Field = ValueField | ReferenceField | ListField

/** A table of schema.graphql in the API. */
export interface Entity {
  name: string
  table: string
  /** `state`: versions that hold over blocks. `event`: rows that happened in a block. */
  kind: 'state' | 'event'
  /** Column that is the `id` of the API and that references hold: `key` of a state, `id` of an event. */
  identity: 'key' | 'id'
  description: string
  fields: ReadonlyMap<string, Field>
  /** Names of its root fields. */
  query: { list: string; one: string; connection: string }
  /** Name of its connection type. */
  connectionType: string
}

export interface EnumType {
  name: string
  description: string
  values: readonly { name: string; description: string }[]
}

/** The entities and enums of schema.graphql. */
export interface Model {
  entities: ReadonlyMap<string, Entity>
  enums: ReadonlyMap<string, EnumType>
}

/** @throws Error if there is no such entity, which is a bug */
export function entityOf(model: Model, name: string): Entity {
  const entity = model.entities.get(name)
  if (!entity) throw new Error(`The model has no entity ${name}.`)
  return entity
}

/** @throws Error if there is no such column, which is a bug */
function valueColumn(entity: Entity, name: string): ValueField {
  const field = entity.fields.get(name)
  if (field?.kind !== 'value') throw new Error(`${entity.name}.${name} is not a column.`)
  return field
}

/** @throws Error if there is no such reference, which is a bug */
export function referenceOf(entity: Entity, name: string): ReferenceField {
  const field = entity.fields.get(name)
  if (field?.kind !== 'reference') throw new Error(`${entity.name}.${name} is not a reference.`)
  return field
}

/** The `id` of the API. */
export function identityOf(entity: Entity): ValueField {
  return valueColumn(entity, 'id')
}
