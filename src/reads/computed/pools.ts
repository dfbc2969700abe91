import { heldAt } from '../at-block'
import type { RowSql, ValueField } from '../entities'
import { NATIVE_POOL } from '../pools'
import { type Computed, computed, constant, lookUp, mulWad, WAD } from './sql'

/** Milliseconds of adding up the stakers of a pool, up to a tenth of 300,000. */
const STAKERS_MS = 100
/** Milliseconds of adding up its operators. */
const OPERATORS_MS = 1

/** Slashing factor: max magnitude, of native ETH times the beacon chain slashing factor. */
const factor = (pool: string, max: string, beacon: string) =>
  `CASE WHEN ${pool} = '${NATIVE_POOL}' THEN ${mulWad(`coalesce(${max}, ${WAD})`, `coalesce(${beacon}, ${WAD})`)}` +
  ` ELSE coalesce(${max}, ${WAD}) END`

/** Read for native ETH alone: a join would read all stakers. */
const beaconFactor = (row: RowSql, staker: string) =>
  lookUp(row, 'Staker', staker, 'beacon_chain_slashing_factor')

/** What stakers could withdraw who delegate to nobody: no magnitude of an operator reduces it. */
function undelegated(row: RowSql, pool: string): string {
  const { alias, from, held } = row.table('Stake')
  const staker = `${alias}.staker_id`
  const scaled = mulWad(`greatest(${alias}.deposit_shares, 0)`, `${alias}.scaling_factor`)
  const slashing = factor(pool, WAD, beaconFactor(row, staker))
  // By key, staker by staker: a join would read the delegations of all stakers, for each pool.
  const operator = lookUp(row, 'Delegation', staker, 'operator_id')
  return (
    `SELECT coalesce(sum(${mulWad(scaled, slashing)}), 0) FROM ${from}` +
    ` WHERE ${held} AND ${alias}.pool_id = ${pool} AND ${operator} IS NULL`
  )
}

/** What queued withdrawals pay now (DelegationManager.getQueuedWithdrawal). @param delay withdrawal delay */
function queued(row: RowSql, pool: string, delay: string): string {
  const item = row.table('WithdrawalItem')
  const withdrawal = row.table('Withdrawal')
  const { alias } = withdrawal
  const fixed = heldAt(`least(${row.block()}, ${alias}.start_block + ${delay})`, 'q')
  const slashing = factor(pool, 'q.max', beaconFactor(row, `${alias}.staker_id`))
  return (
    `SELECT coalesce(sum(${mulWad(`${item.alias}.scaled_shares`, slashing)}), 0) FROM ${item.from}` +
    ` JOIN ${withdrawal.from} ON ${alias}.key = ${item.alias}.withdrawal_id AND ${withdrawal.held} AND ${alias}.status = 'QUEUED'` +
    ` LEFT JOIN operator_magnitude q ON q.key = ${alias}.operator_id || '-' || ${pool} AND ${fixed}` +
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
    `SELECT CASE WHEN c.delay IS NOT NULL AND ${row.column('protocol')} = 'EIGENLAYER' THEN (${delegated(row)}) + (${undelegated(row, pool)}) + (${queued(row, pool, 'c.delay')})` +
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
        'Shares delegated to operators: the sum of OperatorStake.shares; 0 for vaults, whose stake is promised by `commitments`.',
        delegated,
      ),
      OPERATORS_MS,
    ),
    sum(
      computed(
        'totalShares',
        'BigInt',
        true,
        'All that is in the pool, in its base units: `delegatedShares`, what stakers could withdraw who delegate to nobody, what queued withdrawals pay now, and slashed shares that are not burned or redistributed yet. StrategyBase.totalShares but for some base units that the contracts rounded off. Slashed native ETH is not in it. Null if the withdrawal delay is unknown, and for vaults: see `Vault.totalStake`.',
        total,
      ),
      STAKERS_MS,
    ),
  ],
}
