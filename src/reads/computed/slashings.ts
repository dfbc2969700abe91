import type { RowSql } from '../entities'
import { NATIVE_POOL } from '../pools'
import { type Computed, computed, lookUp, toUInt32 } from './sql'

/** Index of the function that burns and redistributes, in StrategyManager.paused (proposal 016). */
const BURN_AND_REDISTRIBUTE = 1
/** Index of the function that releases escrows, in SlashEscrowFactory.paused. */
const RELEASE_ESCROW = 0

/** Condition that a function is paused, by the bits of Pausable.paused. */
const isPaused = (status: string, index: number) => `mod(div(${status}, ${2 ** index}), 2) = 1`

/** The key of the row of SlashDelay. */
const delayKey = (row: RowSql) =>
  `${row.column('operator_set_id')} || '/' || ${row.column('slash_id')}::text`

/** Subselect over the delay of a slashing, which is all null if it has none. */
function ofDelay(row: RowSql, select: (column: (name: string) => string) => string): string {
  const { alias, from, held } = row.table('SlashDelay')
  return (
    `(SELECT ${select((name) => `${alias}.${name}`)} FROM (SELECT 1) one` +
    ` LEFT JOIN ${from} ON ${alias}.key = ${delayKey(row)} AND ${held})`
  )
}

/** Whether shares were taken that can be burned or redistributed: slashed native ETH stays where it is. */
function tookShares(row: RowSql): string {
  const { alias, from, held } = row.table('SlashedPool')
  const taken = `${alias}.shares_before - ${alias}.shares_after + ${alias}.queued_shares_slashed`
  return (
    `EXISTS (SELECT 1 FROM ${from} WHERE ${alias}.slashing_id = ${row.column('id')} AND ${held}` +
    ` AND ${alias}.pool_id <> '${NATIVE_POOL}' AND ${taken} > 0)`
  )
}

function isWaiting(row: RowSql): string {
  const { alias, from, held } = row.table('SlashedShares')
  return (
    `EXISTS (SELECT 1 FROM ${from} WHERE ${alias}.operator_set_id = ${row.column('operator_set_id')}` +
    ` AND ${alias}.slash_id = ${row.column('slash_id')} AND ${held})`
  )
}

/** Bit 1 of the StrategyManager means this since the first SlashResolutionBlockSet; before it has no meaning. */
function isRedistributionPaused(row: RowSql): string {
  const contract = row.table('Contract')
  const delay = row.table('SlashDelay')
  return (
    `(EXISTS (SELECT 1 FROM ${delay.from} WHERE ${delay.held} AND ${delay.alias}.resolution_block IS NOT NULL)` +
    ` AND EXISTS (SELECT 1 FROM ${contract.from} WHERE ${contract.held} AND ${contract.alias}.kind = 'STRATEGY_MANAGER'` +
    ` AND ${isPaused(`${contract.alias}.paused_status`, BURN_AND_REDISTRIBUTE)}))`
  )
}

/** Whether a pause forbids to clear the slashing. */
function paused(row: RowSql): string {
  return ofDelay(row, (column) => {
    const escrow = `'0x' || encode(${column('escrow')}, 'hex')`
    const release = isPaused(`${lookUp(row, 'Contract', escrow, 'paused_status')}`, RELEASE_ESCROW)
    const ofEscrow = `(${column('escrow_paused')} OR (${column('escrowed_pools')} > 0 AND ${release}))`
    const isOfVault = `starts_with(${row.column('operator_set_id')}, 'symbiotic-')`
    return `NOT ${isOfVault} AND (${isRedistributionPaused(row)} OR coalesce(${ofEscrow}, false))`
  })
}

function state(row: RowSql): string {
  const block = row.block()
  return ofDelay(row, (column) => {
    const escrowed = `coalesce(${column('escrowed_pools')} > 0, false)`
    const held = `(${escrowed} AND coalesce(${block} < ${column('escrow_end_block')}, true))`
    return (
      `CASE WHEN ${row.column('slash_id')} IS NULL OR NOT ${tookShares(row)} THEN NULL` +
      ` WHEN NOT (${isWaiting(row)} OR ${escrowed}) THEN 'CLEARED'` +
      ` WHEN coalesce(${block} <= ${column('resolution_block')}, false) OR ${held} THEN 'PENDING'` +
      ` WHEN ${paused(row)} THEN 'PAUSED' ELSE 'CLEARABLE' END`
    )
  })
}

export const slashings: Computed = {
  Slashing: [
    computed(
      'state',
      'ENUM',
      true,
      'Where its shares are at the block. Null: none of them is ever burned or redistributed, because it took nothing or only native ETH; or it is older than v1.5, and `Pool.burnableShares` has them.',
      state,
      'SlashState',
    ),
    computed(
      'clearableFromBlock',
      'UInt32',
      true,
      'First block in which its shares may be burned or redistributed, by their time alone: after the resolution block (SlashResolutionBlockSet), at the end of the escrow. Null: nothing delays them, or no event has the delay of the escrow.',
      (row) =>
        ofDelay(row, (column) =>
          toUInt32(`greatest(${column('resolution_block')} + 1, ${column('escrow_end_block')})`),
        ),
    ),
    computed(
      'isClearingPaused',
      'Boolean',
      false,
      'Whether a pause forbids to burn or redistribute them: bit 1 of StrategyManager.paused, once the release of proposal 016 is there; of an escrow its own pause, or bit 0 of SlashEscrowFactory.paused.',
      paused,
    ),
  ],
  Pod: [
    computed(
      'retiredAtBlock',
      'Int',
      true,
      'Block since which it no longer restakes (EigenPod.restakingDisabled, proposal 018); null: it does.',
      (row) => lookUp(row, 'RetiredPod', row.column('key'), 'retired_at_block'),
    ),
  ],
}
