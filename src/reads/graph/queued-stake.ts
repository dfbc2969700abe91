import type { QueuedGroup } from '../../risk/exits/withdrawal-queue'
import { atBlock, heldAt } from '../at-block'
import { mulWad, WAD } from '../computed/sql'
import type { ApiContext } from '../context'
import { NATIVE_POOL } from '../pools'
import { KeptWith } from './kept-with'
import type { BlockState } from './stakes'
import type { BlockGraph } from './timeline'

/** A graph whose withdrawal delay is known, in blocks. */
export type DelayedGraph = BlockGraph & { readonly withdrawalDelay: number }

/** Which queued withdrawals to read: those that fit all given parts. */
export interface QueueFilter {
  readonly operator: string | null
  readonly pool: string | null
  readonly stakers: readonly string[] | null
}

/** Whether the withdrawal delay of a graph is known. */
export const isDelayed = (at: BlockGraph): at is DelayedGraph => at.withdrawalDelay !== null

/** The withdrawal queue at a block. */
export interface QueuedStakes {
  /** How many withdrawals; one of several pools counts once. */
  readonly withdrawals: number
  readonly groups: readonly QueuedGroup[]
}

/** Of all, without a filter. */
const kept = new KeptWith<BlockGraph, QueuedStakes>()

/**
 * Reads the withdrawal queue, with the shares that each withdrawal pays (DelegationManager.getQueuedWithdrawal): scaled shares
 * times the operator's max magnitude, at the latest at its last slashable block; of native ETH times the beacon chain
 * slashing factor. Rounded down one by one, then added up.
 *
 * @param at graph of the block
 */
export async function loadQueuedStakes(
  context: ApiContext,
  block: BlockState,
  at: DelayedGraph,
  filter: QueueFilter,
): Promise<QueuedStakes> {
  const read = () => readQueuedStakes(context, block, at.withdrawalDelay, filter)
  const isAll = filter.operator === null && filter.pool === null && filter.stakers === null
  return isAll ? kept.get(at, read) : read()
}

async function readQueuedStakes(
  context: ApiContext,
  block: BlockState,
  delay: number,
  { operator, pool, stakers }: QueueFilter,
): Promise<QueuedStakes> {
  const params: unknown[] = []
  const bind = (value: unknown) => `$${params.push(value)}`
  const number = `${bind(block.number)}::int`
  const conditions = [
    atBlock(block, () => number, 'w'),
    "w.status = 'QUEUED'",
    ...(operator === null ? [] : [`w.operator_id = ${bind(operator)}`]),
    ...(stakers === null ? [] : [`w.staker_id = ANY(${bind(stakers)})`]),
  ]
  const items = [
    'i.withdrawal_id = w.key',
    `i.block <= ${number}`,
    ...(pool === null ? [] : [`i.pool_id = ${bind(pool)}`]),
  ]
  const where = conditions.join(' AND ')
  const counted = await context.query<{ withdrawals: number }>(
    `SELECT count(*)::int AS withdrawals FROM withdrawal w
     WHERE ${where} AND EXISTS (SELECT 1 FROM withdrawal_item i WHERE ${items.join(' AND ')})`,
    [...params],
  )
  const max = `coalesce(m.max, ${WAD})`
  // Read for native ETH alone: a join would read all stakers.
  const beacon = `(SELECT s.beacon_chain_slashing_factor FROM staker s WHERE s.key = w.staker_id AND ${heldAt(number, 's')})`
  const native = mulWad(max, `coalesce(${beacon}, ${WAD})`)
  const factor = `CASE WHEN i.pool_id = '${NATIVE_POOL}' THEN ${native} ELSE ${max} END`
  const fixed = heldAt(`least(${number}, w.start_block + ${bind(delay)}::int)`, 'm')
  const rows = await context.query<Row>(
    `SELECT w.operator_id AS operator, i.pool_id AS pool, w.start_block AS "startBlock",
       count(DISTINCT w.id)::int AS withdrawals, sum(${mulWad('i.scaled_shares', factor)})::text AS shares,
       coalesce(sum(i.scaled_shares) FILTER (WHERE i.shares_at_queue IS NOT NULL), 0)::text AS scaled
     FROM withdrawal w JOIN withdrawal_item i ON ${items.join(' AND ')}
     LEFT JOIN operator_magnitude m ON m.key = w.operator_id || '-' || i.pool_id AND ${fixed}
     WHERE ${where} GROUP BY 1, 2, 3`,
    params,
  )
  const groups = rows.map(({ shares, scaled, ...group }) => {
    return { ...group, shares: BigInt(shares), scaled: BigInt(scaled) }
  })
  return { withdrawals: counted[0]!.withdrawals, groups }
}

interface Row {
  operator: string | null
  pool: string
  startBlock: number
  withdrawals: number
  shares: string
  scaled: string
}
