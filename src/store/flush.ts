import type { Client } from 'pg'
import type { EventTable, StateTable } from '../ledger/rows'
import type { Version } from '../ledger/state'
import { copyLines } from './copy'
import type { EncodedBlock } from './encode-block'
import { EVENT_TABLES, STATE_TABLES, TABLES } from './tables'

/**
 * Writes what some blocks in a row did. A version that both began and ended in them is written once, complete.
 * Appended rows and beginning versions go by COPY; versions of earlier batches are ended by one statement per table.
 */
export async function flush(client: Client, blocks: readonly EncodedBlock[]): Promise<void> {
  const plan = makePlan(blocks)
  for (const table of STATE_TABLES) {
    await endVersions(client, table, plan.ended.get(table) ?? [])
    const begun = plan.begun.get(table) ?? []
    await copyLines(
      client,
      table,
      begun.map(({ line }) => line),
      begun.map(({ version }) => version.toBlock),
    )
  }
  for (const table of EVENT_TABLES) {
    await copyLines(client, table, plan.appended.get(table) ?? [])
  }
}

interface Plan {
  begun: Map<StateTable, { version: Version; line: string }[]>
  ended: Map<StateTable, Version[]>
  appended: Map<EventTable, string[]>
}

function makePlan(blocks: readonly EncodedBlock[]): Plan {
  const plan: Plan = { begun: new Map(), ended: new Map(), appended: new Map() }
  const begunHere = new Set<Version>()
  for (const { changes, appended } of blocks) {
    for (const { table, ended, began } of changes) {
      if (ended && !begunHere.has(ended)) push(plan.ended, table, ended)
      if (!began) continue
      begunHere.add(began.version)
      push(plan.begun, table, began)
    }
    for (const { table, line } of appended) push(plan.appended, table, line)
  }
  return plan
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
