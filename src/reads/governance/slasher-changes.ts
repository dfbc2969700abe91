import { heldAt, isPending } from '../at-block'
import type { ApiContext } from '../context'
import type { BlockState } from '../graph/stakes'

/** A pending change of a slasher. */
export interface SlasherChangeRow {
  /** Key of the operator set. */
  set: string
  /** Who may slash until then; null: unknown, no event names it. */
  slasher: string | null
  pendingSlasher: string
  effectBlock: number
  /** Block of the announcement. */
  announcedAt: number
}

/** Changes of slashers that are pending at a block, by effect block, then by set. */
export function loadSlasherChanges(
  context: ApiContext,
  { number }: BlockState,
): Promise<SlasherChangeRow[]> {
  return context.query<SlasherChangeRow>(
    `SELECT s.key AS set, '0x' || encode(s.stored_slasher, 'hex') AS slasher,
       '0x' || encode(s.stored_pending_slasher, 'hex') AS "pendingSlasher",
       s.stored_slasher_effect_block::float8 AS "effectBlock", g.block AS "announcedAt"
     FROM operator_set s, LATERAL (SELECT max(block) AS block FROM governance_change
       WHERE kind = 'SLASHER' AND subject = s.key AND block <= $1) g
     WHERE ${heldAt('$1', 's')} AND ${isPending('$1', 's.stored_slasher_effect_block')}
     ORDER BY s.stored_slasher_effect_block, s.key`,
    [number],
  )
}

/** Blocks from the last announcement of a slasher change to its effect; null: there was none. */
export async function loadSlasherNotice(
  context: ApiContext,
  { number }: BlockState,
): Promise<number | null> {
  const [row] = await context.query<{ notice: number }>(
    `SELECT (effect_block - block)::float8 AS notice FROM governance_change
     WHERE kind = 'SLASHER' AND effect_block IS NOT NULL AND block <= $1 ORDER BY id DESC LIMIT 1`,
    [number],
  )
  return row?.notice ?? null
}
