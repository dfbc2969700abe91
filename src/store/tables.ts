import { getMetadataArgsStorage } from 'typeorm'
import type { EventTable, StateTable, TableName } from '../ledger/rows'
import * as model from '../model'

/** A column, and the field of a ledger row with its value. */
export interface Column {
  /** Name in SQL. */
  name: string
  /** Field of the row; for a reference the field with the key. */
  field: string
  /** Postgres type in the model: text, int4, numeric, bool, bytea, jsonb, timestamp with time zone. */
  type: string
  array: boolean
}

/** A table of the model. */
export interface Table {
  /** Name in SQL. */
  name: string
  columns: Column[]
}

/** Every table of the model, which is generated from schema.graphql. */
export const TABLES: Record<TableName, Table> = readModel()

/** Tables whose rows have versions. */
export const STATE_TABLES = Object.keys(TABLES).filter((name): name is StateTable =>
  TABLES[name as TableName].columns.some((column) => column.name === 'to_block'),
)

/** Tables whose rows are written once. */
export const EVENT_TABLES = Object.keys(TABLES).filter(
  (name): name is EventTable => !STATE_TABLES.includes(name as StateTable),
)

/** Tables with answers of nodes instead of logs (polls.ts). Two indexes of one chain can differ in them, so no digest covers them. */
export const POLLED: ReadonlySet<string> = new Set([
  'poll',
  'polledPool',
  'polledAdapter',
  'restakedPools',
])

function readModel(): Record<TableName, Table> {
  const storage = getMetadataArgsStorage()
  const tables = Object.entries(model)
    .filter(([, entity]) => storage.tables.some((table) => table.target === entity))
    .map(([className, entity]): [string, Table] => {
      const columns = storage.columns
        .filter((column) => column.target === entity)
        .map(({ propertyName, options }) => ({
          name: snakeCase(propertyName),
          field: propertyName,
          // An id has no type in the model; its column is text.
          type: typeof options.type === 'string' ? options.type : 'text',
          array: options.array === true,
        }))
      const references = storage.relations
        .filter((relation) => relation.target === entity && relation.relationType === 'many-to-one')
        .map(({ propertyName }) => ({
          name: `${snakeCase(propertyName)}_id`,
          field: propertyName,
          type: 'text',
          array: false,
        }))
      const table = { name: snakeCase(className), columns: [...columns, ...references] }
      return [className[0]!.toLowerCase() + className.slice(1), table]
    })
  return Object.fromEntries(tables) as Record<TableName, Table>
}

/** As @subsquid/typeorm-config, which named the columns in the migrations. */
function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
}
