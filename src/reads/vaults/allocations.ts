import { partOf, WAD } from '../../risk/math/wad'
import { heldAt } from '../at-block'
import type { ApiContext } from '../context'

/** An allocation of EigenLayer as a commitment; base units of the pool. */
export interface AllocationCommitment {
  readonly operator: string
  readonly avs: string
  readonly set: string
  readonly setId: string
  readonly pool: string
  /** AllocationManager.getAllocatedStake. */
  readonly stake: bigint
  /** Stake while the set can slash the operator, else 0; null: the operator left, and the deallocation delay is unknown. */
  readonly slashable: bigint | null
}

interface Raw {
  readonly operator: string
  readonly avs: string
  readonly set: string
  readonly setId: string
  readonly pool: string
  readonly magnitude: string
  readonly shares: string
  readonly max: string
  readonly registered: boolean
  readonly left: number | null
  readonly delay: number | null
}

/** Which allocations to read: those that fit all given parts. */
export interface AllocationFilter {
  readonly operator: string | null
  readonly avs: string | null
  readonly set: string | null
  readonly pool: string | null
}

const ALL: AllocationFilter = { operator: null, avs: null, set: null, pool: null }

/** Allocations at a block but those of no stake. */
export async function loadAllocationCommitments(
  context: Pick<ApiContext, 'query'>,
  block: number,
  { operator, avs, set, pool }: AllocationFilter = ALL,
): Promise<AllocationCommitment[]> {
  const rows = await context.query<Raw>(
    `SELECT a.operator_id AS operator, o.avs_id AS avs, a.operator_set_id AS set, o.set_id::text AS "setId",
       a.pool_id AS pool, (CASE WHEN a.stored_effect_block <= $1 THEN a.stored_magnitude + a.stored_diff
         ELSE a.stored_magnitude END)::text AS magnitude,
       s.shares::text AS shares, coalesce(m.max, ${WAD})::text AS max, r.key IS NOT NULL AS registered,
       (SELECT max(d.block) FROM deregistration d WHERE d.operator_id = a.operator_id
         AND d.operator_set_id = a.operator_set_id AND d.block <= $1) AS "left",
       (SELECT p.deallocation_delay_blocks FROM protocol p WHERE p.key = 'EIGENLAYER' AND ${heldAt('$1', 'p')}) AS delay
     FROM allocation a
     JOIN operator_set o ON o.key = a.operator_set_id AND ${heldAt('$1', 'o')}
     JOIN operator_stake s ON s.key = a.operator_id || '-' || a.pool_id AND ${heldAt('$1', 's')}
     LEFT JOIN operator_magnitude m ON m.key = a.operator_id || '-' || a.pool_id AND ${heldAt('$1', 'm')}
     LEFT JOIN avs_registration r ON r.key = a.operator_id || '-' || a.operator_set_id AND ${heldAt('$1', 'r')}
     WHERE ${heldAt('$1', 'a')} AND s.shares > 0
       AND ($2::text IS NULL OR a.operator_id = $2) AND ($3::text IS NULL OR o.avs_id = $3)
       AND ($4::text IS NULL OR a.operator_set_id = $4) AND ($5::text IS NULL OR a.pool_id = $5)`,
    [block, operator, avs, set, pool],
  )
  return rows.flatMap((row) => {
    const { operator, avs, set, setId, pool } = row
    const stake = partOf(BigInt(row.shares), BigInt(row.magnitude), BigInt(row.max))
    if (stake === 0n) return []
    return [{ operator, avs, set, setId, pool, stake, slashable: slashableOf(row, stake, block) }]
  })
}

/** AllocationManager.isOperatorSlashable. */
function slashableOf({ registered, left, delay }: Raw, stake: bigint, block: number) {
  if (registered) return stake
  if (left === null) return 0n
  if (delay === null) return null
  return left + delay >= block ? stake : 0n
}
