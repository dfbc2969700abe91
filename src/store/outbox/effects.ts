import type { Client } from 'pg'
import type { Change } from '../../ledger/outbox/changes'

/** No event says that a change takes effect: versions that held when it did, and were not replaced before. */
const IN_EFFECT = (column: string) =>
  `${column} > $1 AND ${column} <= $2 AND from_block < ${column} AND (to_block IS NULL OR to_block >= ${column})`

/** Announced changes that take effect in the blocks above `from`, up to `to`, by block. */
export async function readEffects(
  client: Client,
  from: number,
  to: number,
): Promise<(Change & { block: number })[]> {
  if (from >= to) return []
  const { rows } = await client.query<{ block: number; key: string; slasher: string }>(
    `SELECT stored_slasher_effect_block::int AS block, key, '0x' || encode(stored_pending_slasher, 'hex') AS slasher
     FROM operator_set WHERE ${IN_EFFECT('stored_slasher_effect_block')} ORDER BY block, key`,
    [from, to],
  )
  const delays = await client.query<{ block: number; key: string; delay: string }>(
    `SELECT stored_delay_effect_block::int AS block, key, stored_pending_delay::text AS delay
     FROM operator WHERE ${IN_EFFECT('stored_delay_effect_block')} ORDER BY block, key`,
    [from, to],
  )
  return [
    ...rows.map(({ block, key, slasher }) => ({
      block,
      kind: 'slasherEffective',
      subjects: [key.slice(0, key.indexOf('/')), key, slasher],
      data: { operatorSet: key, slasher },
    })),
    ...delays.rows.map(({ block, key, delay }) => ({
      block,
      kind: 'allocationDelayEffective',
      subjects: [key],
      data: { operator: key, delay },
    })),
  ]
}
