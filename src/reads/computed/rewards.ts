import type { RowSql } from '../entities'
import { type Computed, computed, constant } from './sql'

/**
 * What of two values holds at the block, if one replaces the other at a time.
 *
 * The time of a block without logs is not known, but it lies between those of its neighbours that have logs, and blocks
 * are at least a second apart. Null if the change lies there too.
 */
function changedAt(row: RowSql, time: string, before: string, after: string): string {
  const neighbour = (side: string, order: string) =>
    `(SELECT b.block_time FROM block b WHERE b.block ${side} ${row.block()} ORDER BY b.block ${order} LIMIT 1)`
  const earliest = `coalesce(${row.time()}, ${neighbour('<', 'DESC')} + interval '1 second')`
  const latest = `coalesce(${row.time()}, ${neighbour('>', 'ASC')} - interval '1 second')`
  return `CASE WHEN ${time} <= ${earliest} THEN ${after} WHEN ${time} > ${latest} THEN ${before} END`
}

/**
 * RewardsCoordinator._getOperatorSplit. While an operator's first split is pending, the default holds: the one of the
 * block, not the one of the day it was set. It is the first if its row has no version before.
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
      'Whether rewards can be claimed from it: activated and not disabled (RewardsCoordinator._checkClaim). Null as `RewardSplit.bips`.',
      (row) => changedAt(row, row.column('activated_at'), 'false', `NOT ${row.column('disabled')}`),
    ),
  ],
  RewardSplit: [
    computed(
      'bips',
      'Int',
      true,
      'Share at the block, of 10000 (RewardsCoordinator.getOperatorAVSSplit, getOperatorPISplit, getOperatorSetSplit). Null if the block has no logs of followed contracts, so that its time is unknown, and `activatedAt` lies between the blocks around it that have some.',
      split,
    ),
  ],
}
