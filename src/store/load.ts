import type { Client } from 'pg'
import type { RowRef, StateTable } from '../ledger/rows'
import type { StateTables } from '../ledger/rows.generated'
import type { LedgerState, Version } from '../ledger/state'
import type { KeyFilter } from './key-filter'
import { readRows } from './read-rows'

/**
 * Loads the current versions of rows, or their absence, unless `state` has them already.
 * @param filter keys that may be in the database; null: any key
 */
export async function loadRows(
  client: Client,
  state: LedgerState,
  refs: RowRef[],
  filter: KeyFilter | null,
): Promise<void> {
  const wanted = new Map<StateTable, Set<string>>()
  for (const ref of refs) {
    if (state.has(ref)) continue
    if (filter && !filter.mayContain(ref.table, ref.key)) {
      state.load(ref.table, ref.key, null)
      continue
    }
    const keys = wanted.get(ref.table)
    if (keys) keys.add(ref.key)
    else wanted.set(ref.table, new Set([ref.key]))
  }
  for (const [table, keys] of wanted) {
    const found = await currentRows(client, table, [...keys])
    for (const key of keys) state.load(table, key, found.get(key) ?? null)
  }
}

/** Current versions by key. @param keys null: all of the table */
export async function currentRows<T extends StateTable>(
  client: Client,
  table: T,
  keys: string[] | null,
): Promise<Map<string, Version<T>>> {
  const condition = keys ? 'AND key = ANY($1)' : ''
  const rows = await readRows(client, table, `to_block IS NULL ${condition}`, keys ? [keys] : [])
  const versions = rows.map((raw): [string, Version<T>] => {
    const { id, fromBlock, toBlock, ...fields } = raw as unknown as Version<T>
    const row = fields as unknown as StateTables[T]
    return [row.key, { id, fromBlock, toBlock, row }]
  })
  return new Map(versions)
}
