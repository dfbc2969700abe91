import type { ApiContext } from '../context'

/** A slashing, and what it took. */
export interface SlashingBetween {
  readonly id: string
  readonly block: number
  readonly operator: string
  readonly set: string
  readonly pools: readonly {
    readonly pool: string
    /** Shares of the operator's stakers, and those in withdrawals that were still queued; base units. */
    readonly slashed: bigint
    readonly queued: bigint
  }[]
}

interface Raw extends Omit<SlashingBetween, 'pools'> {
  readonly pools: readonly { pool: string; slashed: string; queued: string }[]
}

/** Slashings of EigenLayer after one block up to another, in order. */
export async function loadSlashingsBetween(
  context: ApiContext,
  from: number,
  to: number,
): Promise<SlashingBetween[]> {
  const rows = await context.query<Raw>(
    `SELECT s.id, s.block, s.operator_id AS operator, s.operator_set_id AS set,
       (SELECT coalesce(json_agg(json_build_object('pool', p.pool_id,
          'slashed', (p.shares_before - p.shares_after)::text, 'queued', p.queued_shares_slashed::text) ORDER BY p.id), '[]')
        FROM slashed_pool p WHERE p.slashing_id = s.id) AS pools
     FROM slashing s WHERE s.block > $1 AND s.block <= $2 AND NOT starts_with(s.operator_set_id, 'symbiotic-') ORDER BY s.id`,
    [from, to],
  )
  return rows.map(({ pools, ...row }) => ({
    ...row,
    pools: pools.map(({ pool, slashed, queued }) => {
      return { pool, slashed: BigInt(slashed), queued: BigInt(queued) }
    }),
  }))
}
