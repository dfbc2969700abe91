import type { EventTables, StateTables } from './rows.generated'

/** Name of a table whose rows have versions. */
export type StateTable = keyof StateTables

/** Name of a table whose rows are written once. */
export type EventTable = keyof EventTables

export type TableName = StateTable | EventTable

/** A state row by table and key. */
export interface RowRef {
  table: StateTable
  key: string
}
