import type { QueuedGroup } from '../../risk/exits/withdrawal-queue'
import { atBlock, heldAt } from '../at-block'
import { mulWad, WAD } from '../computed/sql'
import type { ApiContext } from '../context'
import { NATIVE_POOL } from '../pools'
import type { BlockState } from './stakers'

/** Which queued withdrawals to read: those that fit all given parts. */
export interface QueueFilter {
  readonly operator: string | null
  readonly pool: string | null
  readonly stakers: readonly string[] | null
}

/** The withdrawal queue at a block. */
export interface QueuedStakes {
  /** How many withdrawals; one of several pools counts once. */
  readonly withdrawals: number
  readonly groups: readonly QueuedGroup[]
}

/**
 * Reads the withdrawal queue, with the shares that each withdrawal pays (DelegationManager.getQueuedWithdrawal): scaled shares
 * times the operator's max magnitude, at the latest at its last slashable block; of native ETH times the beacon chain
 * slashing factor. Rounded down one by one, then added up.
 *
 * @param delay withdrawal delay in blocks
 */
export async function loadQueuedStakes(
  context: ApiContext,
  block: BlockState,
  delay: number,
  { operator, pool, stakers }: QueueFilter,
): Promise<QueuedStakes> {
  const params: unknown[] = [block.number, delay]
  const bind = (value: unknown) => `$${params.push(value)}`
  const conditions = [
    atBlock(block, () => '$1', 'w'),
    "w.status = 'QUEUED'",
    ...(operator === null ? [] : [`w.operator_id = ${bind(operator)}`]),
    ...(pool === null ? [] : [`i.pool_id = ${bind(pool)}`]),
    ...(stakers === null ? [] : [`w.staker_id = ANY(${bind(stakers)})`]),
  ]
  const max = `coalesce(m.max, ${WAD})`
  const native = mulWad(max, `coalesce(s.beacon_chain_slashing_factor, ${WAD})`)
  const factor = `CASE WHEN i.pool_id = '${NATIVE_POOL}' THEN ${native} ELSE ${max} END`
  const rows = await context.query<Row>(
    `SELECT w.operator_id AS operator, i.pool_id AS pool, w.start_block AS "startBlock",
       array_agg(DISTINCT w.key) AS roots, sum(${mulWad('i.scaled_shares', factor)})::text AS shares,
       coalesce(sum(i.scaled_shares) FILTER (WHERE i.shares_at_queue IS NOT NULL), 0)::text AS scaled
     FROM withdrawal w JOIN withdrawal_item i ON i.withdrawal_id = w.key AND i.block <= $1
     LEFT JOIN operator_magnitude m ON m.key = w.operator_id || '-' || i.pool_id
       AND ${heldAt('least($1, w.start_block + $2)', 'm')}
     LEFT JOIN staker s ON i.pool_id = '${NATIVE_POOL}' AND s.key = w.staker_id AND ${heldAt('$1', 's')}
     WHERE ${conditions.join(' AND ')} GROUP BY 1, 2, 3`,
    params,
  )
  const roots = new Set(rows.flatMap((row) => row.roots))
  const groups = rows.map(({ roots, shares, scaled, ...group }) => ({
    ...group,
    withdrawals: roots.length,
    shares: BigInt(shares),
    scaled: BigInt(scaled),
  }))
  return { withdrawals: roots.size, groups }
}

interface Row {
  operator: string | null
  pool: string
  startBlock: number
  roots: string[]
  shares: string
  scaled: string
}
