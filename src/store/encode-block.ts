import type { EventTable, StateTable } from '../ledger/rows'
import type { BlockChanges, Version } from '../ledger/state'
import { endLine } from './digest'
import { encodeRow } from './encode-row'

/** Changes of a block with encoded rows. They are encoded once, for the digest and for the database. */
export interface EncodedBlock {
  number: number
  changes: EncodedChange[]
  appended: { table: EventTable; line: string }[]
}

interface EncodedChange {
  table: StateTable
  key: string
  ended: Version | null
  /** Null: the row was removed. */
  began: { version: Version; line: string } | null
}

/** Encodes the rows of a block. */
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

/** The changes of a block as lines for its digest. stored-changes.ts gives the same lines from the tables. */
export function changeLines({ changes, appended }: EncodedBlock): string[] {
  const lines = appended.map(({ line }) => line)
  for (const { table, ended, began } of changes) {
    if (ended) lines.push(endLine(table, ended.id))
    if (began) lines.push(began.line)
  }
  return lines
}
