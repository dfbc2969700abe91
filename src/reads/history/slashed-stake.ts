import { heldAt } from '../at-block'
import type { ApiContext } from '../context'

/** What a slashing did to the operator's magnitude in one pool. */
export interface SlashedPool {
  block: number
  operator: string
  pool: string
  /** Max magnitudes, of 1e18. */
  before: bigint
  after: bigint
  /** Blocks for which a queued withdrawal can be slashed; null: unknown. */
  withdrawalDelay: number | null
}

/** Pools of a slashing that had happened by the block, in their order; none: there is no such slashing. */
export async function loadSlashedPools(
  context: ApiContext,
  slashing: string,
  block: number,
): Promise<SlashedPool[]> {
  type Row = Omit<SlashedPool, 'before' | 'after'> & { before: string; after: string }
  const rows = await context.query<Row>(
    `SELECT s.block, s.operator_id AS operator, p.pool_id AS pool,
       p.max_magnitude_before::text AS before, p.max_magnitude_after::text AS after,
       (SELECT r.min_withdrawal_delay_blocks FROM protocol r WHERE ${heldAt('s.block', 'r')})
         AS "withdrawalDelay"
     FROM slashing s JOIN slashed_pool p ON p.slashing_id = s.id
     WHERE s.id = $1 AND s.block <= $2 ORDER BY p.position`,
    [slashing, block],
  )
  return rows.map((row) => ({ ...row, before: BigInt(row.before), after: BigInt(row.after) }))
}

/** Deposit shares of a staker in one pool, and the factors that scale them. */
export interface DelegatedShares {
  staker: string
  deposit: bigint
  /** Deposit scaling factor, of 1e18. */
  scaling: bigint
  /** Beacon chain slashing factor, of 1e18. */
  beacon: bigint
}

/** Deposits of the stakers who delegate to the operator at the block. */
export async function loadDelegatedShares(
  context: ApiContext,
  operator: string,
  pool: string,
  block: number,
): Promise<DelegatedShares[]> {
  const rows = await context.query<Record<keyof DelegatedShares, string>>(
    `SELECT d.staker_id AS staker, s.deposit_shares::text AS deposit, s.scaling_factor::text AS scaling,
       k.beacon_chain_slashing_factor::text AS beacon
     FROM delegation d
     JOIN stake s ON s.key = d.staker_id || '-' || $2 AND ${heldAt('$3', 's')}
     JOIN staker k ON k.key = d.staker_id AND ${heldAt('$3', 'k')}
     WHERE d.operator_id = $1 AND ${heldAt('$3', 'd')} AND s.deposit_shares > 0`,
    [operator, pool, block],
  )
  return rows.map(({ staker, deposit, scaling, beacon }) => ({
    staker,
    deposit: BigInt(deposit),
    scaling: BigInt(scaling),
    beacon: BigInt(beacon),
  }))
}

/** Shares of a staker in one queued withdrawal. */
export interface QueuedShares {
  staker: string
  /** Scaled shares of the withdrawal. */
  scaled: bigint
  /** Beacon chain slashing factor, of 1e18. */
  beacon: bigint
}

/** Withdrawals that are queued from the operator at the block, and can still be slashed in the block after it. */
export async function loadQueuedShares(
  context: ApiContext,
  operator: string,
  pool: string,
  block: number,
  withdrawalDelay: number,
): Promise<QueuedShares[]> {
  const rows = await context.query<Record<keyof QueuedShares, string>>(
    `SELECT w.staker_id AS staker, i.scaled_shares::text AS scaled,
       k.beacon_chain_slashing_factor::text AS beacon
     FROM withdrawal w JOIN withdrawal_item i ON i.withdrawal_id = w.key AND i.block <= $3
     JOIN staker k ON k.key = w.staker_id AND ${heldAt('$3', 'k')}
     WHERE w.operator_id = $1 AND i.pool_id = $2 AND ${heldAt('$3', 'w')} AND w.status = 'QUEUED'
       AND i.shares_at_queue IS NOT NULL AND w.start_block >= $3 + 1 - $4::int`,
    [operator, pool, block, withdrawalDelay],
  )
  return rows.map(({ staker, scaled, beacon }) => ({
    staker,
    scaled: BigInt(scaled),
    beacon: BigInt(beacon),
  }))
}
