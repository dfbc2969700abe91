import { heldAt } from '../at-block'
import type { RowSql, ValueField } from '../entities'
import { NATIVE_POOL } from '../pools'
import { type Computed, computed, constant, mulWad, WAD } from './sql'

/** Milliseconds of adding up the stakers of a pool. */
const STAKERS_MS = 20
/** Milliseconds of adding up its operators. */
const OPERATORS_MS = 1

/** Slashing factor: max magnitude, of native ETH times the beacon chain slashing factor. */
const factor = (pool: string, max: string, beacon: string) =>
  `CASE WHEN ${pool} = '${NATIVE_POOL}' THEN ${mulWad(`coalesce(${max}, ${WAD})`, `coalesce(${beacon}, ${WAD})`)}` +
  ` ELSE coalesce(${max}, ${WAD}) END`

/** What stakers could withdraw (DelegationManager.getWithdrawableShares), delegated or not. */
function staked(row: RowSql, pool: string): string {
  const stake = row.table('Stake')
  const delegation = row.table('Delegation')
  const magnitude = row.table('OperatorMagnitude')
  const staker = row.table('Staker')
  const scaled = mulWad(
    `greatest(${stake.alias}.deposit_shares, 0)`,
    `${stake.alias}.scaling_factor`,
  )
  const slashing = factor(
    pool,
    `${magnitude.alias}.max`,
    `${staker.alias}.beacon_chain_slashing_factor`,
  )
  return (
    `SELECT coalesce(sum(${mulWad(scaled, slashing)}), 0) FROM ${stake.from}` +
    ` LEFT JOIN ${delegation.from} ON ${delegation.alias}.key = ${stake.alias}.staker_id AND ${delegation.held}` +
    ` LEFT JOIN ${magnitude.from} ON ${magnitude.alias}.key = ${delegation.alias}.operator_id || '-' || ${pool} AND ${magnitude.held}` +
    ` LEFT JOIN ${staker.from} ON ${staker.alias}.key = ${stake.alias}.staker_id AND ${staker.held}` +
    ` WHERE ${stake.held} AND ${stake.alias}.pool_id = ${pool}`
  )
}

/** What queued withdrawals pay now (DelegationManager.getQueuedWithdrawal). @param delay withdrawal delay */
function queued(row: RowSql, pool: string, delay: string): string {
  const item = row.table('WithdrawalItem')
  const withdrawal = row.table('Withdrawal')
  const staker = row.table('Staker')
  const { alias } = withdrawal
  const fixed = heldAt(`least(${row.block()}, ${alias}.start_block + ${delay})`, 'q')
  const slashing = factor(pool, 'q.max', `${staker.alias}.beacon_chain_slashing_factor`)
  return (
    `SELECT coalesce(sum(${mulWad(`${item.alias}.scaled_shares`, slashing)}), 0) FROM ${item.from}` +
    ` JOIN ${withdrawal.from} ON ${alias}.key = ${item.alias}.withdrawal_id AND ${withdrawal.held} AND ${alias}.status = 'QUEUED'` +
    ` LEFT JOIN operator_magnitude q ON q.key = ${alias}.operator_id || '-' || ${pool} AND ${fixed}` +
    ` LEFT JOIN ${staker.from} ON ${staker.alias}.key = ${alias}.staker_id AND ${staker.held}` +
    ` WHERE ${item.held} AND ${item.alias}.pool_id = ${pool}`
  )
}

/** Slashed shares that were not burned or redistributed yet. */
function waiting(row: RowSql, pool: string): string {
  const { alias, from, held } = row.table('SlashedShares')
  return `SELECT coalesce(sum(${alias}.shares), 0) FROM ${from} WHERE ${held} AND ${alias}.pool_id = ${pool}`
}

function total(row: RowSql): string {
  const pool = row.column('key')
  const delay = constant(row, 'min_withdrawal_delay_blocks')
  return (
    `SELECT CASE WHEN c.delay IS NOT NULL THEN (${staked(row, pool)}) + (${queued(row, pool, 'c.delay')})` +
    ` + (${waiting(row, pool)}) + ${row.column('burnable_shares')} END FROM (SELECT ${delay} AS delay) c`
  )
}

function delegated(row: RowSql): string {
  const { alias, from, held } = row.table('OperatorStake')
  return (
    `SELECT coalesce(sum(${alias}.shares), 0) FROM ${from}` +
    ` WHERE ${held} AND ${alias}.pool_id = ${row.column('key')}`
  )
}

/** A sum over many rows: it can be read, but nothing is filtered or ordered by it. */
const sum = (field: ValueField, milliseconds: number): ValueField => ({
  ...field,
  isOutputOnly: true,
  milliseconds,
})

export const pools: Computed = {
  Pool: [
    sum(
      computed(
        'delegatedShares',
        'BigInt',
        false,
        'Shares delegated to operators: the sum of OperatorStake.shares.',
        delegated,
      ),
      OPERATORS_MS,
    ),
    sum(
      computed(
        'totalShares',
        'BigInt',
        true,
        'All that is in the pool, in its base units: what stakers could withdraw, delegated or not, what queued withdrawals pay now, and slashed shares that are not burned or redistributed yet. StrategyBase.totalShares less what the contracts rounded off, some base units for each operation. Slashed native ETH is not in it. Null if the withdrawal delay is unknown.',
        total,
      ),
      STAKERS_MS,
    ),
  ],
}
