import type { RowSql } from '../entities'
import { currentEpoch, epochBounds } from './epochs'
import { type Computed, computed } from './sql'
import { assetsFor } from './vaults-v2'

/** Vault.totalStake: it can be known where the epoch is not, because without a log it only falls. */
function totalStake(row: RowSql): string {
  const { alias, from, held } = row.table('VaultEpochTotal')
  const assetsFrom = (epoch: string) =>
    `coalesce(sum(${alias}.assets) FILTER (WHERE ${alias}.epoch >= ${epoch} AND ${alias}.epoch <= ${epoch} + 1), 0)`
  const withdrawn =
    `SELECT CASE WHEN e.first IS NOT NULL AND ${assetsFrom('e.first')} = ${assetsFrom('e.last')} THEN ${assetsFrom('e.first')} END` +
    ` FROM ${from} WHERE ${held} AND ${alias}.vault_id = ${row.column('key')}`
  return `(SELECT ${row.column('active_stake')} + (${withdrawn}) FROM ${epochBounds(row, row.column)})`
}

function nullReason(row: RowSql): string {
  const isUnknown = `${row.column('epoch_duration')} IS NULL OR ${row.column('active_stake')} IS NULL`
  return (
    `CASE WHEN ${row.column('version')} = 3 THEN 'NO_EPOCHS' WHEN ${isUnknown} THEN 'CONSTANT_UNKNOWN'` +
    ` WHEN ${currentEpoch(row, row.column)} IS NULL THEN 'BLOCK_TIME_UNKNOWN' END`
  )
}

/** Subselect over the vault of a row. */
function ofVault(row: RowSql, select: (column: (name: string) => string) => string): string {
  const { alias, from, held } = row.table('Vault')
  return (
    `(SELECT ${select((name) => `${alias}.${name}`)} FROM ${from}` +
    ` WHERE ${alias}.key = ${row.column('vault_id')} AND ${held})`
  )
}

/** ERC4626Math.previewRedeem: one virtual share and asset, rounded down. */
const worth = (shares: string, assets: string, totalShares: string) =>
  `div(${shares} * (${assets} + 1), ${totalShares} + 1)`

const balance = (row: RowSql, vault: (column: string) => string) =>
  worth(row.column('shares'), vault('active_stake'), vault('active_shares'))

function slashableBalance(row: RowSql): string {
  const own = row.table('VaultWithdrawal')
  const total = row.table('VaultEpochTotal')
  return ofVault(row, (vault) => {
    const epoch = currentEpoch(row, vault)
    const withdrawn =
      `SELECT coalesce(sum(${worth(`${own.alias}.shares`, `${total.alias}.assets`, `${total.alias}.shares`)}), 0)` +
      ` FROM ${own.from} JOIN ${total.from} ON ${total.alias}.vault_id = ${own.alias}.vault_id` +
      ` AND ${total.alias}.epoch = ${own.alias}.epoch AND ${total.held}` +
      ` WHERE ${own.held} AND ${own.alias}.vault_id = ${row.column('vault_id')}` +
      ` AND ${own.alias}.staker_id = ${row.column('staker_id')} AND ${own.alias}.epoch BETWEEN c.epoch AND c.epoch + 1`
    return `(SELECT CASE WHEN c.epoch IS NOT NULL THEN ${balance(row, vault)} + (${withdrawn}) END FROM (SELECT ${epoch} AS epoch) c)`
  })
}

function withdrawnAssets(row: RowSql): string {
  const { alias, from, held } = row.table('VaultEpochTotal')
  return (
    `coalesce((SELECT ${worth(row.column('shares'), `${alias}.assets`, `${alias}.shares`)} FROM ${from}` +
    ` WHERE ${held} AND ${alias}.vault_id = ${row.column('vault_id')} AND ${alias}.epoch = ${row.column('epoch')}), 0)`
  )
}

function claimable(row: RowSql): string {
  const ended = ofVault(
    row,
    (vault) =>
      `(SELECT CASE WHEN e.first > ${row.column('epoch')} THEN true WHEN e.last <= ${row.column('epoch')} THEN false END` +
      ` FROM ${epochBounds(row, vault)})`,
  )
  return `CASE WHEN ${row.column('claimed')} THEN false ELSE ${ended} END`
}

export const vaults: Computed = {
  Vault: [
    computed(
      'currentEpoch',
      'BigInt',
      true,
      'Epoch at the block (Vault.currentEpoch); null: see `nullReason`.',
      (row) => currentEpoch(row, row.column),
    ),
    computed(
      'totalStake',
      'BigInt',
      true,
      'All that it can lose (Vault.totalStake): active stake, and withdrawals of this epoch and the next one. Null: see `nullReason`.',
      totalStake,
    ),
    {
      ...computed(
        'nullReason',
        'ENUM',
        true,
        'Why `currentEpoch` is null, and `totalStake` unless it is the same in each possible epoch; null: they are known.',
        nullReason,
        'VaultNullReason',
      ),
      isOutputOnly: true,
    },
  ],
  VaultPosition: [
    computed(
      'balance',
      'BigInt',
      true,
      'What the shares are worth (Vault.activeBalanceOf, of version 3 VaultV2.convertToAssets), in base units of the collateral; null: the stake of the vault is unknown, of version 3 its assets, or the time of the block.',
      (row) =>
        `coalesce(${ofVault(row, (vault) => balance(row, vault))}, ${assetsFor(row, row.column('shares'), row.column('vault_id'))})`,
    ),
    computed(
      'slashableBalance',
      'BigInt',
      true,
      'What the account can lose (Vault.slashableBalanceOf): `balance`, and its withdrawals of this epoch and the next one. Null: `balance` is, or the epoch is unknown, or the vault is of version 3: of it adapters guarantee a part.',
      slashableBalance,
    ),
  ],
  VaultWithdrawal: [
    computed(
      'assets',
      'BigInt',
      false,
      'What it is worth (Vault.withdrawalsOf), claimed or not, in base units of the collateral.',
      withdrawnAssets,
    ),
    computed(
      'claimable',
      'Boolean',
      true,
      'Whether it can be claimed: its epoch has ended, and it was not claimed. Null: the epoch of the vault is unknown.',
      claimable,
    ),
  ],
}
