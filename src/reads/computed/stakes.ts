import { heldAt } from '../at-block'
import type { RowSql } from '../entities'
import { NATIVE_POOL } from '../pools'
import { type Computed, computed, constant, lookUp, maxMagnitude, mulWad, WAD } from './sql'

/** SlashingLib.calcWithdrawable: deposit * scaling factor * slashing factor, rounded down after each. */
function withdrawable(row: RowSql): string {
  const staker = row.column('staker_id')
  const pool = row.column('pool_id')
  const operator = lookUp(row, 'Delegation', staker, 'operator_id')
  const max = maxMagnitude(row, 'd.operator', pool)
  const beacon = lookUp(row, 'Staker', staker, 'beacon_chain_slashing_factor')
  const factor = `CASE WHEN ${pool} = '${NATIVE_POOL}' THEN ${mulWad('f.max', beacon)} ELSE f.max END`
  const scaled = mulWad(
    `greatest(${row.column('deposit_shares')}, 0)`,
    row.column('scaling_factor'),
  )
  return (
    `SELECT ${mulWad(scaled, factor)} FROM` +
    ` (SELECT ${max} AS max FROM (SELECT ${operator} AS operator) d) f`
  )
}

/** DelegationManager.getSlashableSharesInQueue: scaled shares queued within the delay, times max magnitude. */
function inQueue(row: RowSql): string {
  const operator = row.column('operator_id')
  const pool = row.column('pool_id')
  const item = row.table('WithdrawalItem')
  const withdrawal = row.table('Withdrawal')
  const delay = constant(row, 'min_withdrawal_delay_blocks')
  // Withdrawals queued before the slashing release are not in the contract's history of scaled shares.
  const scaled =
    `SELECT coalesce(sum(${item.alias}.scaled_shares), 0) FROM ${item.from} JOIN ${withdrawal.from}` +
    ` ON ${withdrawal.alias}.key = ${item.alias}.withdrawal_id AND ${withdrawal.held}` +
    ` WHERE ${item.held} AND ${item.alias}.shares_at_queue IS NOT NULL AND ${item.alias}.pool_id = ${pool}` +
    ` AND ${withdrawal.alias}.operator_id = ${operator} AND ${withdrawal.alias}.start_block >= ${row.block()} - c.delay`
  return (
    `SELECT CASE WHEN c.delay IS NULL THEN NULL ELSE` +
    ` ${mulWad(`(${scaled})`, maxMagnitude(row, operator, pool))} END FROM (SELECT ${delay} AS delay) c`
  )
}

/** `lookUp` at an earlier block than the one that is read. */
function lookUpAt(table: string, key: string, column: string, block: string): string {
  return `(SELECT h.${column} FROM "${table}" h WHERE h.key = ${key} AND ${heldAt(block, 'h')})`
}

/**
 * Shares that a withdrawal pays, or would pay now: scaled shares times the slashing factor, which is fixed once the
 * withdrawal can no longer be slashed; the beacon chain slashing factor counts until it is completed.
 */
function paid(row: RowSql): string {
  const { alias, from, held } = row.table('Withdrawal')
  const pool = row.column('pool_id')
  const delay = constant(row, 'min_withdrawal_delay_blocks')
  const block = row.block()
  const max = `coalesce(${lookUpAt('operator_magnitude', `w.operator_id || '-' || ${pool}`, 'max', 'w.fixed')}, ${WAD})`
  const beacon = `coalesce(${lookUpAt('staker', 'w.staker_id', 'beacon_chain_slashing_factor', 'w.paid')}, ${WAD})`
  const factor = `CASE WHEN ${pool} = '${NATIVE_POOL}' THEN ${mulWad(max, beacon)} ELSE ${max} END`
  return (
    `SELECT CASE WHEN w.delay IS NULL THEN NULL ELSE ${mulWad(row.column('scaled_shares'), factor)} END FROM` +
    ` (SELECT ${alias}.operator_id, ${alias}.staker_id, c.delay,` +
    ` least(${block}, ${alias}.completed_at_block) AS paid,` +
    ` least(${block}, ${alias}.completed_at_block, ${alias}.start_block + c.delay) AS fixed` +
    ` FROM ${from}, (SELECT ${delay} AS delay) c WHERE ${alias}.key = ${row.column('withdrawal_id')} AND ${held}) w`
  )
}

export const stakes: Computed = {
  Stake: [
    computed(
      'withdrawableShares',
      'BigInt',
      false,
      "Shares that the staker could withdraw (DelegationManager.getWithdrawableShares): deposit shares times scaling factor times slashing factor, each rounded down. The slashing factor is the operator's max magnitude, for native ETH times the beacon chain slashing factor.",
      withdrawable,
    ),
  ],
  OperatorStake: [
    computed(
      'slashableSharesInQueue',
      'BigInt',
      true,
      'Shares that left the operator for the withdrawal queue but can still be slashed (DelegationManager.getSlashableSharesInQueue). Null if the withdrawal delay is unknown.',
      inQueue,
    ),
  ],
  Withdrawal: [
    computed(
      'slashableUntilBlock',
      'Int',
      true,
      'Last block in which the withdrawal can be slashed: start block plus withdrawal delay. Null if the delay is unknown.',
      (row) => `${row.column('start_block')} + ${constant(row, 'min_withdrawal_delay_blocks')}`,
    ),
  ],
  WithdrawalItem: [
    computed(
      'withdrawableShares',
      'BigInt',
      true,
      'Shares that it pays, or would pay if it were completed at the block (DelegationManager.getQueuedWithdrawal). Null if the withdrawal delay is unknown.',
      paid,
    ),
  ],
}
