import type { EventTable, StateTable } from '../ledger/rows'
import type { BlockChanges, Version } from '../ledger/state'
import { encodeRow } from './encode-row'
import { TABLES } from './tables'

/** What a block did, with its rows as they are written: encoded once, for the digest and for the database. */
export interface EncodedBlock {
  number: number
  changes: EncodedChange[]
  appended: { table: EventTable; line: string }[]
}

interface EncodedChange {
  table: StateTable
  key: string
  ended: Version | null
  /** Null: the row is gone. */
  began: { version: Version; line: string } | null
}

export function encodeBlock({ block, changes, appended }: BlockChanges): EncodedBlock {
  return {
    number: block,
    changes: changes.map(({ table, key, ended, began }) => ({
      table,
      key,
      ended,
      began: began && { version: began, line: encodeRow(TABLES[table], began.row, began) },
    })),
    appended: appended.map(({ table, row }) => ({ table, line: encodeRow(TABLES[table], row) })),
  }
}
