import type { StakeGraph } from '../../risk/graph/graph'
import { heldAt } from '../at-block'
import type { ApiContext } from '../context'
import type { BlockState } from './stakers'

/**
 * Scaled shares in the withdrawal queue that can still be slashed, by bucket of the graph
 * (DelegationManager.getSlashableSharesInQueue, before the max magnitude).
 *
 * @param delay blocks for which a queued withdrawal can be slashed; null: for ever
 * @param stakers only their withdrawals; null: all
 */
export async function loadQueued(
  context: ApiContext,
  { number }: BlockState,
  { operators, pools, buckets }: StakeGraph,
  delay: number | null,
  stakers: readonly string[] | null = null,
): Promise<bigint[]> {
  const rows = await context.query<{ operator: string; pool: string; scaled: string }>(
    // Withdrawals queued before the slashing release are not in the contract's history of scaled shares.
    `SELECT w.operator_id AS operator, i.pool_id AS pool, sum(i.scaled_shares)::text AS scaled
     FROM withdrawal_item i JOIN withdrawal w ON w.key = i.withdrawal_id AND i.block BETWEEN $2 AND $1
     WHERE ${heldAt('$1', 'w')} AND w.start_block >= $2 AND w.operator_id IS NOT NULL
       AND i.shares_at_queue IS NOT NULL AND ($3::text[] IS NULL OR w.staker_id = ANY($3))
     GROUP BY 1, 2`,
    [number, delay === null ? 0 : number - delay, stakers],
  )
  const scaledOf = new Map(
    rows.map(({ operator, pool, scaled }) => [`${operator}-${pool}`, scaled]),
  )
  return buckets.cap.map((_, bucket) => {
    const operator = operators[buckets.operator[bucket]!]
    return BigInt(scaledOf.get(`${operator}-${pools[buckets.pool[bucket]!]!}`) ?? 0)
  })
}
