import type { RowSql } from '../entities'
import { type Computed, computed, constant } from './sql'

/**
 * The value at the block, of two values of which `after` replaces `before` at a time.
 *
 * The time of a block without logs may not be stored, but it is between the times of its neighbours with logs, and blocks
 * are at least a second apart. Null if the change is between them too.
 */
function changedAt(row: RowSql, time: string, before: string, after: string): string {
  const neighbour = (side: string, order: string) =>
    `(SELECT b.block_time FROM block b WHERE b.block ${side} ${row.block()} ORDER BY b.block ${order} LIMIT 1)`
  const earliest = `coalesce(${row.time()}, ${neighbour('<', 'DESC')} + interval '1 second')`
  const latest = `coalesce(${row.time()}, ${neighbour('>', 'ASC')} - interval '1 second')`
  return `CASE WHEN ${time} <= ${earliest} THEN ${after} WHEN ${time} > ${latest} THEN ${before} END`
}

/**
 * RewardsCoordinator._getOperatorSplit. While an operator's first split is pending, the default split of the block
 * applies, not that of the time when it was set. A split is the first if its row has no earlier version.
 */
function split(row: RowSql): string {
  const earlier =
    `SELECT FROM reward_split h WHERE h.key = ${row.column('key')}` +
    ` AND h.from_block < ${row.column('from_block')}`
  const before =
    `CASE WHEN EXISTS (${earlier}) THEN ${row.column('old_bips')}` +
    ` ELSE ${constant(row, 'default_split_bips')} END`
  return changedAt(row, row.column('activated_at'), before, row.column('new_bips'))
}

export const rewards: Computed = {
  DistributionRoot: [
    computed(
      'claimable',
      'Boolean',
      true,
      'Whether rewards can be claimed against the root: activated and not disabled (RewardsCoordinator._checkClaim). Null like `RewardSplit.bips`.',
      (row) => changedAt(row, row.column('activated_at'), 'false', `NOT ${row.column('disabled')}`),
    ),
  ],
  RewardSplit: [
    computed(
      'bips',
      'Int',
      true,
      'Share at the block, of 10000 (RewardsCoordinator.getOperatorAVSSplit, getOperatorPISplit, getOperatorSetSplit). Null if the header of the block is not stored, so that its time is not known, and `activatedAt` is between the nearest blocks with logs.',
      split,
    ),
  ],
}
