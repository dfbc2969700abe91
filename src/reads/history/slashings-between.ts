import { heldAt } from '../at-block'
import type { ApiContext } from '../context'

/** A slashing, and what it took. */
export interface SlashingBetween {
  readonly id: string
  readonly block: number
  readonly operator: string
  readonly set: string
  readonly pools: readonly {
    readonly pool: string
    /** Shares of the operator's stakers, and those in withdrawals that were still queued; base units. Of a vault all it lost. */
    readonly slashed: bigint
    readonly queued: bigint
  }[]
}

interface Raw extends Omit<SlashingBetween, 'pools'> {
  readonly pools: readonly { pool: string; slashed: string; queued: string }[]
}

/** What a slashing of EigenLayer took, pool by pool. */
const OF_OPERATORS = `
  SELECT s.id, s.block, s.operator_id AS operator, s.operator_set_id AS set,
    (SELECT coalesce(json_agg(json_build_object('pool', p.pool_id,
       'slashed', (p.shares_before - p.shares_after)::text, 'queued', p.queued_shares_slashed::text) ORDER BY p.id), '[]')
     FROM slashed_pool p WHERE p.slashing_id = s.id) AS pools
  FROM slashing s
  WHERE s.block > $1 AND s.block <= $2 AND NOT starts_with(s.operator_set_id, 'symbiotic-')`

/** What a vault lost, in the block in which the slashing was executed. */
const OF_VAULTS = `
  SELECT v.slashing_id AS id, v.resolved_at_block AS block, v.operator_id AS operator, v.operator_set_id AS set,
    json_build_array(json_build_object('pool', v.vault_id, 'slashed', v.realized::text, 'queued', '0')) AS pools
  FROM vault_slashing v
  WHERE ${heldAt('$2', 'v')} AND v.resolved_at_block > $1 AND v.resolved_at_block <= $2
    AND v.realized IS NOT NULL AND v.vault_id IS NOT NULL`

/** Slashings after one block up to another, in order; those of vaults when they were executed. */
export async function loadSlashingsBetween(
  context: ApiContext,
  from: number,
  to: number,
): Promise<SlashingBetween[]> {
  const rows = await context.query<Raw>(
    `${OF_OPERATORS} UNION ALL ${OF_VAULTS} ORDER BY block, id`,
    [from, to],
  )
  return rows.map(({ pools, ...row }) => ({
    ...row,
    pools: pools.map(({ pool, slashed, queued }) => {
      return { pool, slashed: BigInt(slashed), queued: BigInt(queued) }
    }),
  }))
}
