import type { Client } from 'pg'
import type { EventTable, StateTable } from '../ledger/rows'
import type { Version } from '../ledger/state'
import { CopyRows } from './copy'
import type { EncodedBlock } from './encode-block'
import { EVENT_TABLES, STATE_TABLES, TABLES } from './tables'

/**
 * Changes of consecutive blocks, to be written together. A version that begins and ends in these blocks is written once,
 * complete. New rows are written by COPY; versions of earlier batches are ended by one statement per table.
 */
export class Flush {
  private readonly begun = new Map<StateTable, { version: Version; line: string }[]>()
  private readonly ended = new Map<StateTable, Version[]>()
  private readonly appended = new Map<EventTable, CopyRows>()

  /** @param firstBlock first of the blocks */
  constructor(private readonly firstBlock: number) {}

  /** Adds the changes of a block. */
  add({ changes, appended }: EncodedBlock): void {
    for (const { table, ended, began } of changes) {
      if (ended && ended.fromBlock < this.firstBlock) push(this.ended, table, ended)
      if (began) push(this.begun, table, began)
    }
    for (const { table, line } of appended) this.append(table, line)
  }

  /** Adds a row that is written once. @param line of `encodeRow` */
  append(table: EventTable, line: string): void {
    let rows = this.appended.get(table)
    if (!rows) {
      rows = new CopyRows(table)
      this.appended.set(table, rows)
    }
    rows.add(line)
  }

  /** Writes all changes, in the open transaction of `client`. */
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
 * Ends current versions. Not by a join: the statistics of fast growing tables are outdated, and with these the planner would
 * scan all current versions in every batch. For a list of keys it always uses the index.
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
