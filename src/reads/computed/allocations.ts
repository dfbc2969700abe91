import { valueAt } from '../at-block'
import type { RowSql } from '../entities'
import {
  type Computed,
  computed,
  constant,
  divWad,
  lookUp,
  maxMagnitude,
  mulWad,
  toUInt32,
} from './sql'

/** The columns of an allocation in a row or an alias. */
interface AllocationSql {
  magnitude: string
  diff: string
  effect: string
}

export const columns = (column: (name: string) => string): AllocationSql => ({
  magnitude: column('stored_magnitude'),
  diff: column('stored_diff'),
  effect: column('stored_effect_block'),
})

/** Magnitude at the block: a pending change counts from its effect block on. */
function magnitude({ magnitude, diff, effect }: AllocationSql, block: string): string {
  return valueAt(block, {
    stored: magnitude,
    pending: `${magnitude} + ${diff}`,
    effectBlock: effect,
  })
}

/** SQL of an operator and of what it is in. */
interface OperatorSql {
  operator: string
  set: string
  pool: string
}

/** SQL of the shares of an operator in a pool (DelegationManager.getOperatorShares). */
export const sharesOf = (row: RowSql, operator: string, pool: string) =>
  `coalesce(${lookUp(row, 'OperatorStake', `${operator} || '-' || ${pool}`, 'shares')}, 0)`

/** AllocationManager._getAllocatedStake: the operator's shares times magnitude by max magnitude. */
export function allocatedStake(
  row: RowSql,
  { operator, pool }: Omit<OperatorSql, 'set'>,
  magnitude: string,
): string {
  const max = maxMagnitude(row, operator, pool)
  const shares = sharesOf(row, operator, pool)
  return `(SELECT CASE WHEN m.max = 0 THEN 0 ELSE ${mulWad(shares, divWad(magnitude, 'm.max'))} END FROM (SELECT ${max} AS max) m)`
}

function stakeOf(row: RowSql, magnitude: string): string {
  const [operator, pool] = [row.column('operator_id'), row.column('pool_id')]
  return allocatedStake(row, { operator, pool }, magnitude)
}

/** `stake` if AllocationManager.isOperatorSlashable, else 0; null if the operator left and the delay is unknown. */
export function ifOperatorSlashable(
  row: RowSql,
  { operator, set }: Omit<OperatorSql, 'pool'>,
  stake: string,
): string {
  const registration = row.table('AvsRegistration')
  const left = row.table('Deregistration')
  const delay = constant(row, 'deallocation_delay_blocks')
  const leaving =
    `SELECT max(${left.alias}.block) FROM ${left.from}` +
    ` WHERE ${left.alias}.operator_id = ${operator} AND ${left.alias}.operator_set_id = ${set} AND ${left.held}`
  return (
    `CASE WHEN EXISTS (SELECT 1 FROM ${registration.from} WHERE ${registration.held}` +
    ` AND ${registration.alias}.key = ${operator} || '-' || ${set}) THEN ${stake}` +
    ` ELSE (SELECT CASE WHEN l.block IS NULL THEN 0 WHEN l.delay IS NULL THEN NULL` +
    ` WHEN l.block + l.delay >= ${row.block()} THEN ${stake} ELSE 0 END` +
    ` FROM (SELECT (${leaving}) AS block, ${delay} AS delay) l) END`
  )
}

function ifSlashable(row: RowSql, stake: string): string {
  const [operator, set] = [row.column('operator_id'), row.column('operator_set_id')]
  return ifOperatorSlashable(row, { operator, set }, stake)
}

const now = (row: RowSql) => magnitude(columns(row.column), row.block())

/**
 * Magnitude in a number of blocks, for AllocationManager.getMinimumSlashableStake: deallocations that have taken effect by then count,
 * increases do not. Null if it depends on a number that is unknown.
 */
export function minimumMagnitude(row: RowSql, allocation: AllocationSql, blocks: string): string {
  const { magnitude: stored, diff, effect } = allocation
  const deallocated =
    `SELECT CASE WHEN d.delay IS NOT NULL THEN ${magnitude(allocation, `${row.block()} + d.delay`)} END` +
    ` FROM (SELECT ${blocks} AS delay) d`
  return valueAt(row.block(), {
    stored: `CASE WHEN ${diff} >= 0 THEN ${stored} ELSE (${deallocated}) END`,
    pending: `${stored} + ${diff}`,
    effectBlock: effect,
  })
}

/** Magnitude once the deallocation delay has passed. */
const afterDelay = (row: RowSql) =>
  minimumMagnitude(row, columns(row.column), constant(row, 'deallocation_delay_blocks'))

/** AllocationManager.getEncumberedMagnitude: completed deallocations no longer count, pending increases already do. */
function encumbered(row: RowSql): string {
  const { alias, from, held } = row.table('Allocation')
  const { magnitude: stored, diff, effect } = columns((name) => `${alias}.${name}`)
  const inUse = valueAt(row.block(), {
    stored: `${stored} + greatest(${diff}, 0)`,
    pending: `${stored} + ${diff}`,
    effectBlock: effect,
  })
  return (
    `SELECT coalesce(sum(${inUse}), 0) FROM ${from} WHERE ${held}` +
    ` AND ${alias}.operator_id = ${row.column('operator_id')} AND ${alias}.pool_id = ${row.column('pool_id')}`
  )
}

export const allocations: Computed = {
  Allocation: [
    computed(
      'magnitude',
      'BigInt',
      false,
      'Magnitude (of 1e18) at the block (AllocationManager.getAllocation, currentMagnitude).',
      now,
    ),
    computed(
      'pendingDiff',
      'BigInt',
      false,
      'Signed change that takes effect at `effectBlock`; 0: no change is pending.',
      (row) => {
        const { diff, effect } = columns(row.column)
        return valueAt(row.block(), { stored: diff, pending: '0', effectBlock: effect })
      },
    ),
    computed(
      'effectBlock',
      'UInt32',
      false,
      'Block at which `pendingDiff` takes effect; 0: no change is pending.',
      (row) => {
        const { effect } = columns(row.column)
        return valueAt(row.block(), { stored: toUInt32(effect), pending: '0', effectBlock: effect })
      },
    ),
    computed(
      'allocatedStake',
      'BigInt',
      false,
      'Shares allocated to the operator set (AllocationManager.getAllocatedStake): shares * floor(magnitude * 1e18 / max) / 1e18, rounded down; 0 if max is 0.',
      (row) => stakeOf(row, now(row)),
    ),
    computed(
      'slashableStake',
      'BigInt',
      true,
      'Shares that the operator set can slash (AllocationManager.getMinimumSlashableStake at the block): `allocatedStake` while it can slash the operator, else 0. Null if the operator left and the deallocation delay is unknown.',
      (row) => ifSlashable(row, stakeOf(row, now(row))),
    ),
    computed(
      'slashableStakeAfterDelay',
      'BigInt',
      true,
      '`slashableStake` once the deallocation delay has passed (getMinimumSlashableStake at block + DEALLOCATION_DELAY), when pending deallocations have taken effect. Null if the delay is needed and unknown.',
      (row) => ifSlashable(row, stakeOf(row, afterDelay(row))),
    ),
  ],
  OperatorMagnitude: [
    computed(
      'encumbered',
      'BigInt',
      false,
      'Magnitude in use by operator sets, pending increases included (AllocationManager.getEncumberedMagnitude).',
      encumbered,
    ),
    computed(
      'allocatable',
      'BigInt',
      false,
      'Magnitude that can still be allocated: max minus encumbered (AllocationManager.getAllocatableMagnitude).',
      (row) => `${row.column('max')} - (${encumbered(row)})`,
    ),
  ],
}
