import type { EventTable, StateTable } from '../ledger/rows'
import type { BlockChanges, Version } from '../ledger/state'
import { endLine } from './digest'
import { encodeRow } from './encode-row'

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
      began: began && { version: began, line: encodeRow(table, began.row, began) },
    })),
    appended: appended.map(({ table, row }) => ({ table, line: encodeRow(table, row) })),
  }
}

/** What a block did, as its digest takes it in: the same lines are read from the tables again by stored-changes.ts. */
export function changeLines({ changes, appended }: EncodedBlock): string[] {
  const lines = appended.map(({ line }) => line)
  for (const { table, ended, began } of changes) {
    if (ended) lines.push(endLine(table, ended.id))
    if (began) lines.push(began.line)
  }
  return lines
}
