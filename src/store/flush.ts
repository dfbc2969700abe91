import type { Client } from 'pg'
import type { EventTable, StateTable } from '../ledger/rows'
import type { Version } from '../ledger/state'
import { CopyRows } from './copy'
import type { EncodedBlock } from './encode-block'
import { EVENT_TABLES, STATE_TABLES, TABLES } from './tables'

/**
 * What some blocks in a row did, gathered to be written at once. A version that both began and ended in them is written
 * once, complete. Appended rows and beginning versions go by COPY; versions of earlier batches are ended by one statement
 * per table.
 */
export class Flush {
  private readonly begun = new Map<StateTable, { version: Version; line: string }[]>()
  private readonly ended = new Map<StateTable, Version[]>()
  private readonly appended = new Map<EventTable, CopyRows>()

  /** @param first block from which on versions began here */
  constructor(private readonly first: number) {}

  add({ changes, appended }: EncodedBlock): void {
    for (const { table, ended, began } of changes) {
      if (ended && ended.fromBlock < this.first) push(this.ended, table, ended)
      if (began) push(this.begun, table, began)
    }
    for (const { table, line } of appended) this.append(table, line)
  }

  /** @param line of `encodeRow` */
  append(table: EventTable, line: string): void {
    let rows = this.appended.get(table)
    if (!rows) {
      rows = new CopyRows(table)
      this.appended.set(table, rows)
    }
    rows.add(line)
  }

  /** Writes all of it, in the transaction that `client` has open. */
  async send(client: Client): Promise<void> {
    for (const table of STATE_TABLES) {
      await endVersions(client, table, this.ended.get(table) ?? [])
      const begun = this.begun.get(table)
      if (!begun) continue
      const rows = new CopyRows(table)
      for (const { line, version } of begun) rows.add(line, version.toBlock)
      await rows.send(client)
    }
    for (const table of EVENT_TABLES) await this.appended.get(table)?.send(client)
  }
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/**
 * Not a join with the ends: tables that grow fast have no statistics that are true, and by those at hand the planner reads
 * all versions that hold, at every batch. A list of keys it looks up in the index whatever it believes.
 */
async function endVersions(client: Client, table: StateTable, versions: Version[]): Promise<void> {
  if (versions.length === 0) return
  const ends = versions.map(({ row, toBlock }): [string, number | null] => [row.key, toBlock])
  await client.query(
    `UPDATE "${TABLES[table].name}" SET to_block = ($2::jsonb ->> key)::int
     WHERE key = ANY($1) AND to_block IS NULL`,
    [ends.map(([key]) => key), JSON.stringify(Object.fromEntries(ends))],
  )
}
