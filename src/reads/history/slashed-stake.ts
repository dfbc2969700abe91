import {
  type PoolStake,
  type QueuedShares,
  type StakeChange,
  type StakesAtLog,
  stakesAfter,
} from '../../risk/losses/stakes-at-log'
import { heldAt } from '../at-block'
import type { ApiContext } from '../context'
import { type StakeEvent, stakeChanges } from './stake-events'

/** What a slashing did to the operator's magnitude in one pool. */
export interface SlashedPool {
  block: number
  /** Index of the log of the slashing (OperatorSlashed). */
  logIndex: number
  operator: string
  pool: string
  /** Max magnitudes, of 1e18. */
  before: bigint
  after: bigint
  /** First block whose withdrawals can be slashed, if they are still queued; null: unknown. */
  slashableSince: number | null
}

/** Pools of a slashing of EigenLayer that had happened by the block, in their order; none: there is no such slashing. */
export async function loadSlashedPools(
  context: ApiContext,
  slashing: string,
  block: number,
): Promise<SlashedPool[]> {
  type Row = Omit<SlashedPool, 'before' | 'after'> & { before: string; after: string }
  const rows = await context.query<Row>(
    `SELECT s.block, s.log_index AS "logIndex", s.operator_id AS operator, p.pool_id AS pool,
       p.max_magnitude_before::text AS before, p.max_magnitude_after::text AS after,
       s.block - (SELECT r.min_withdrawal_delay_blocks FROM protocol r WHERE ${heldAt('s.block', 'r')})
         AS "slashableSince"
     FROM slashing s JOIN slashed_pool p ON p.slashing_id = s.id
     WHERE s.id = $1 AND s.block <= $2 AND p.max_magnitude_before IS NOT NULL ORDER BY p.position`,
    [slashing, block],
  )
  return rows.map((row) => ({ ...row, before: BigInt(row.before), after: BigInt(row.after) }))
}

/** Stakers who delegate to the operator at the log of its slashing, and withdrawals that the slashing reaches. */
export async function loadStakesAtSlashing(
  context: ApiContext,
  slashed: SlashedPool,
): Promise<StakesAtLog> {
  const changes = await loadChangesBefore(context, slashed)
  const named = [...new Set(changes.map(({ staker }) => staker))]
  const before = {
    stakes: await loadStakes(context, slashed, named),
    queued: await loadQueuedShares(context, slashed),
  }
  const { stakes, queued } = stakesAfter(before, slashed.operator, changes)
  const isSlashed = ({ operator, deposit }: PoolStake) =>
    operator === slashed.operator && deposit > 0n
  return { stakes: stakes.filter(isSlashed), queued }
}

/** Stakes at the end of the block before: of who delegates to the operator, and of stakers named. */
async function loadStakes(
  context: ApiContext,
  { operator, pool, block }: SlashedPool,
  named: readonly string[],
): Promise<PoolStake[]> {
  const rows = await context.query<Record<keyof PoolStake, string>>(
    `SELECT k.key AS staker, d.operator_id AS operator, coalesce(s.deposit_shares, 0)::text AS deposit,
       coalesce(s.scaling_factor, 1e18::numeric)::text AS scaling,
       k.beacon_chain_slashing_factor::text AS beacon
     FROM (SELECT staker_id AS key FROM delegation WHERE operator_id = $1 AND ${heldAt('$3')}
       UNION SELECT unnest($4::text[])) one
     JOIN staker k ON k.key = one.key AND ${heldAt('$3', 'k')}
     LEFT JOIN delegation d ON d.key = one.key AND ${heldAt('$3', 'd')}
     LEFT JOIN stake s ON s.key = one.key || '-' || $2 AND ${heldAt('$3', 's')}`,
    [operator, pool, block - 1, named],
  )
  return rows.map(({ staker, operator, deposit, scaling, beacon }) => ({
    staker,
    operator,
    deposit: BigInt(deposit),
    scaling: BigInt(scaling),
    beacon: BigInt(beacon),
  }))
}

/** Withdrawals that are queued from the operator at the end of the block before, and can be slashed in the block. */
async function loadQueuedShares(
  context: ApiContext,
  { operator, pool, block, slashableSince }: SlashedPool,
): Promise<QueuedShares[]> {
  const rows = await context.query<Record<keyof QueuedShares, string>>(
    `SELECT w.staker_id AS staker, i.scaled_shares::text AS scaled,
       k.beacon_chain_slashing_factor::text AS beacon
     FROM withdrawal w JOIN withdrawal_item i ON i.withdrawal_id = w.key AND i.block <= $3
     JOIN staker k ON k.key = w.staker_id AND ${heldAt('$3', 'k')}
     WHERE w.operator_id = $1 AND i.pool_id = $2 AND ${heldAt('$3', 'w')} AND w.status = 'QUEUED'
       AND i.shares_at_queue IS NOT NULL AND w.start_block >= $4::int`,
    [operator, pool, block - 1, slashableSince],
  )
  return rows.map(({ staker, scaled, beacon }) => ({
    staker,
    scaled: BigInt(scaled),
    beacon: BigInt(beacon),
  }))
}

/** Changes of stakers in the pool by the logs of the block before the slashing, in their order. */
async function loadChangesBefore(
  context: ApiContext,
  { block, logIndex, pool }: SlashedPool,
): Promise<StakeChange[]> {
  const rows = await context.query<StakeEvent>(
    `SELECT name, arguments FROM contract_event
     WHERE block = $1 AND log_index < $2 AND name IS NOT NULL
       AND kind IN ('DELEGATION_MANAGER', 'STRATEGY_MANAGER', 'EIGEN_POD_MANAGER') ORDER BY log_index`,
    [block, logIndex],
  )
  return rows.flatMap((event) => stakeChanges(event, pool))
}
