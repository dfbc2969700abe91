import { heldAt } from '../at-block'
import type { ApiContext } from '../context'
import type { BlockState } from '../graph/stakes'

/** Receivers of what a subnetwork slashes of one vault of version 3: one of each of its adapters. */
export interface AdapterBurnerRow {
  set: string
  vault: string
  /** Null: unknown. */
  burner: string | null
}

/** Burners of adapters that promise stake (core V2), by subnetwork and vault. */
export function loadAdapterBurners(
  context: ApiContext,
  { number }: BlockState,
): Promise<AdapterBurnerRow[]> {
  return context.query<AdapterBurnerRow>(
    `SELECT DISTINCT operator_set_id AS set, vault_id AS vault, '0x' || encode(burner, 'hex') AS burner
     FROM vault_adapter WHERE ${heldAt('$1')} AND operator_set_id IS NOT NULL AND vault_id IS NOT NULL`,
    [number],
  )
}
