import type { Client } from 'pg'
import type { RowRef, StateTable, StateTables } from '../ledger/rows'
import type { LedgerState, Version } from '../ledger/state'
import type { KnownKeys } from './known-keys'
import { readRows } from './read-rows'

/**
 * Loads the versions that hold now, or the knowledge that there are none, of the rows that are not in `state` yet.
 * @param known keys that may be in the database; null: any
 */
export async function loadRows(
  client: Client,
  state: LedgerState,
  refs: RowRef[],
  known: KnownKeys | null,
): Promise<void> {
  const wanted = new Map<StateTable, Set<string>>()
  for (const ref of refs) {
    if (state.has(ref)) continue
    if (known && !known.mayHave(ref.table, ref.key)) {
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

/** Versions that hold now, by key. `keys` null: all of the table. */
export async function currentRows<T extends StateTable>(
  client: Client,
  table: T,
  keys: string[] | null,
): Promise<Map<string, Version<T>>> {
  const filter = keys ? 'AND key = ANY($1)' : ''
  const rows = await readRows(client, table, `to_block IS NULL ${filter}`, keys ? [keys] : [])
  const versions = rows.map((raw): [string, Version<T>] => {
    const { id, fromBlock, toBlock, ...fields } = raw as unknown as Version<T>
    const row = fields as unknown as StateTables[T]
    return [row.key, { id, fromBlock, toBlock, row }]
  })
  return new Map(versions)
}
