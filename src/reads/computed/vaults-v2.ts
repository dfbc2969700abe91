import type { RowSql, ValueField } from '../entities'
import { timeBounds } from './epochs'
import { type Computed, computed, mulWad } from './sql'

/*
 * Values of vaults of version 3 that follow from several rows, and from the time of the block. The same arithmetic in
 * TypeScript is in src/vaults/v2.
 */

/** Tables that the assets of an adapter are from, beside its own. */
interface AdapterTables {
  /** Alias of what it deposits to. */
  readonly source: string
  /** Alias of the last poll of it. */
  readonly polled: string
}

/** Assets of an adapter (IAdapter.totalAssets); null: neither a log nor a poll says them. */
function assetsOfAdapter(
  column: (name: string) => string,
  { source, polled }: AdapterTables,
  block: string,
): string {
  const worth = `div(${column('source_shares')} * (${source}.assets + 1), ${source}.shares + 1)`
  const isOwn = `(${column('operator_id')} IS NOT NULL OR (${source}.key IS NOT NULL AND ${column('source_shares')} = 0))`
  return (
    `CASE WHEN ${isOwn} AND ${column('assets')} IS NOT NULL THEN ${column('assets')}` +
    ` WHEN ${source}.is_priced AND ${column('assets')} IS NOT NULL THEN ${column('assets')} + ${worth}` +
    ` WHEN ${polled}.block >= coalesce(${column('reported_at_block')}, 0) THEN ${polled}.total_assets` +
    ` WHEN ${column('reported_at_block')} = ${block} OR (${polled}.key IS NOT NULL AND ${column('reported_at_block')} IS NOT NULL)` +
    ` THEN ${column('reported_assets')}` +
    ` WHEN ${source}.key IS NULL AND coalesce(${column('reported_assets')}, 0) = 0 THEN ${column('assets')} END`
  )
}

/** Joins of these tables to an adapter, and their aliases. @param column of the adapter */
function adapterTables(row: RowSql, column: (name: string) => string) {
  const source = row.table('AdapterSource')
  const polled = row.table('PolledAdapter')
  return {
    joins:
      ` LEFT JOIN ${source.from} ON ${source.alias}.key = ${column('source_id')} AND ${source.held}` +
      ` LEFT JOIN ${polled.from} ON ${polled.alias}.key = ${column('key')} AND ${polled.held}`,
    aliases: { source: source.alias, polled: polled.alias },
  }
}

/** FROM item `v` with the account of a vault, `assets` (null: unknown) and `virtual` shares (null: unknown). @param key SQL */
function accountOf(row: RowSql, key: string): string {
  const account = row.table('VaultAccount')
  const adapter = row.table('VaultAdapter')
  const ofAdapter = (name: string) => `${adapter.alias}.${name}`
  const { joins, aliases } = adapterTables(row, ofAdapter)
  const token = row.table('Asset')
  const vault = row.table('Vault')
  const delegator = row.table('Contract')
  const { alias } = account
  const one = assetsOfAdapter(ofAdapter, aliases, row.block())
  // Without its delegator not all of its adapters are known.
  const incomplete =
    `EXISTS (SELECT FROM ${vault.from} WHERE ${vault.alias}.key = ${alias}.key AND ${vault.held}` +
    ` AND ${vault.alias}.delegator IS NOT NULL AND NOT EXISTS (SELECT FROM ${delegator.from}` +
    ` WHERE ${delegator.alias}.address = ${vault.alias}.delegator AND ${delegator.held}))`
  const assets =
    `SELECT CASE WHEN count(*) = count(x.assets) AND NOT ${incomplete} THEN ${alias}.free_assets + coalesce(sum(x.assets), 0) END` +
    ` FROM (SELECT ${one} AS assets FROM ${adapter.from}${joins}` +
    ` WHERE ${adapter.alias}.key = ANY(${alias}.adapters) AND ${adapter.held}) x`
  const virtual =
    `SELECT 10::numeric ^ greatest(0, 18 - ${token.alias}.decimals) FROM ${token.from}` +
    ` WHERE ${token.alias}.address = ${alias}.asset AND ${token.held}`
  // OFFSET: otherwise Postgres computes the assets again wherever they are named.
  return (
    `(SELECT ${alias}.*, (${assets}) AS assets, round((${virtual})) AS virtual FROM ${account.from}` +
    ` WHERE ${alias}.key = ${key} AND ${account.held} OFFSET 0) v`
  )
}

/** Shares of `v` at a time, with fee shares to come (VaultV2.getAccrueInterest). */
function supplyAt(time: string): string {
  const interest = 'greatest(v.assets - v.stored_total_assets, 0)'
  const fee = (amount: string, rate: string, receiver: string) =>
    `CASE WHEN v.${receiver} IS NULL THEN 0 ELSE ${mulWad(amount, `v.${rate}`)} END`
  const assetsTime = `v.assets * (${time} - v.last_update)`
  const management = fee(assetsTime, 'management_fee', 'management_fee_receiver')
  const performance = fee(interest, 'performance_fee', 'performance_fee_receiver')
  const protocol =
    `(${fee(assetsTime, 'protocol_management_fee', 'protocol_fee_receiver')}` +
    ` + ${fee(interest, 'protocol_performance_fee', 'protocol_fee_receiver')})`
  const sharesOf = (name: string) =>
    `div(f.${name} * (v.total_shares + v.virtual), v.assets - f.m - f.p - f.q + 1)`
  return (
    `(SELECT v.total_shares + ${['m', 'p', 'q'].map(sharesOf).join(' + ')}` +
    ` FROM (SELECT ${management} AS m, ${performance} AS p, ${protocol} AS q) f)`
  )
}

/**
 * What shares of a vault of version 3 are worth at the time of the block (VaultV2.convertToAssets); null: it is of another version, or
 * unknown. @param vault SQL of its key
 */
export function assetsFor(row: RowSql, shares: string, vault: string): string {
  const worth = (time: string) => `div(${shares} * (v.assets + 1), ${supplyAt(time)} + v.virtual)`
  const bounds =
    `SELECT ${worth('t.earliest')} AS earliest, ${worth('t.latest')} AS latest` +
    ` FROM ${accountOf(row, vault)}, ${timeBounds(row)}`
  return `(SELECT CASE WHEN s.earliest = s.latest THEN s.earliest END FROM (${bounds}) s)`
}

const totalAssets = (row: RowSql) => `(SELECT v.assets FROM ${accountOf(row, row.column('key'))})`

function totalSupply(row: RowSql): string {
  const bounds =
    `SELECT ${supplyAt('t.earliest')} AS earliest, ${supplyAt('t.latest')} AS latest` +
    ` FROM ${accountOf(row, row.column('key'))}, ${timeBounds(row)}`
  return `(SELECT CASE WHEN s.earliest = s.latest THEN s.earliest END FROM (${bounds}) s)`
}

function totalsNullReason(row: RowSql): string {
  const known = `(SELECT CASE WHEN v.assets IS NULL THEN 'ASSETS_UNKNOWN' WHEN v.virtual IS NULL THEN 'CONSTANT_UNKNOWN' END FROM ${accountOf(row, row.column('key'))})`
  return (
    `CASE WHEN ${row.column('version')} IS DISTINCT FROM 3 THEN 'HAS_EPOCHS'` +
    ` ELSE coalesce(${known}, CASE WHEN ${totalSupply(row)} IS NULL THEN 'BLOCK_TIME_UNKNOWN' END) END`
  )
}

function adapterAssets(row: RowSql): string {
  const column = (name: string) => row.column(name)
  const { joins, aliases } = adapterTables(row, column)
  return `(SELECT ${assetsOfAdapter(column, aliases, row.block())} FROM (SELECT 1) one${joins})`
}

/** UniversalDelegator.limitOf: known without the assets of the vault if the share is none of them. */
function adapterLimit(row: RowSql): string {
  const share = mulWad('v.assets', row.column('share_limit'))
  return (
    `(SELECT CASE WHEN ${row.column('share_limit')} = 0 THEN 0 WHEN v.assets IS NOT NULL` +
    ` THEN least(${row.column('absolute_limit')}, ${share}) END FROM ${accountOf(row, row.column('vault_id'))})`
  )
}

/** RestakingAppAdapter.isUnsyncedSlash: shares that it gave to the queue of a vault behind it are not all claimed. */
function hasUnsyncedSlash(row: RowSql): string {
  const { alias, from, held } = row.table('QueueRequest')
  return (
    `(${row.column('family')} IS NOT DISTINCT FROM 'RESTAKING_APP' AND EXISTS (SELECT FROM ${from}` +
    ` WHERE ${alias}.requester = ${row.column('adapter')} AND ${alias}.shares_claimed < ${alias}.shares AND ${held}))`
  )
}

/** What a request can claim (WithdrawalQueue.claimable); between two fills assets are proportional to shares. */
function claimable(row: RowSql, what: 'shares' | 'assets'): string {
  const queue = row.table('VaultQueue')
  const start = `${row.column('shares_before')} + ${row.column('shares_claimed')}`
  const end = `least(${row.column('shares_before')} + ${row.column('shares')}, ${queue.alias}.filled_shares)`
  const assetsAt = (shares: string, share: string) => {
    const fill = row.table('QueueFill')
    const { alias } = fill
    return (
      `(SELECT ${alias}.filled_assets - ${alias}.assets` +
      ` + div((${shares} - ${alias}.filled_shares + ${alias}.shares) * ${alias}.assets, ${alias}.shares)` +
      ` FROM ${fill.from} WHERE ${alias}.queue = ${queue.alias}.queue AND ${alias}.filled_shares > ${share} AND ${fill.held}` +
      ` ORDER BY ${alias}.filled_shares LIMIT 1)`
    )
  }
  const value =
    what === 'shares'
      ? 'c.last - c.first'
      : `${assetsAt('c.last', 'c.last - 1')} - ${assetsAt('c.first', 'c.first')}`
  return (
    `(SELECT CASE WHEN c.last > c.first THEN ${value} ELSE 0 END FROM ${queue.from},` +
    ` LATERAL (SELECT ${start} AS first, ${end} AS last) c WHERE ${queue.alias}.key = ${row.column('queue_id')} AND ${queue.held})`
  )
}

/** A field that can only be read: nobody filters by it, and each condition is a part of the schema. */
const readOnly = (field: ValueField): ValueField => ({ ...field, isOutputOnly: true })

export const vaultsV2: Computed = {
  Vault: [
    computed(
      'totalAssets',
      'BigInt',
      true,
      'Assets of a vault of version 3, those of its adapters included (VaultV2.totalAssets). Null: see `totalsNullReason`.',
      totalAssets,
    ),
    readOnly(
      computed(
        'totalSupply',
        'BigInt',
        true,
        'Shares of a vault of version 3, with the fee shares that its next count of assets mints (VaultV2.totalSupply). Null: see `totalsNullReason`.',
        totalSupply,
      ),
    ),
    readOnly(
      computed(
        'totalsNullReason',
        'ENUM',
        true,
        'Why `totalSupply` is null, and for ASSETS_UNKNOWN and HAS_EPOCHS `totalAssets`, too; null: they are known.',
        totalsNullReason,
        'VaultNullReason',
      ),
    ),
  ],
  VaultAdapter: [
    readOnly(
      computed(
        'totalAssets',
        'BigInt',
        true,
        'Assets that it has (totalAssets()). Where its family has a price of its own: the last that it reported, or answered a poll (entity PolledAdapter), without interest since. Null: neither says them.',
        adapterAssets,
      ),
    ),
    readOnly(
      computed(
        'limit',
        'BigInt',
        true,
        'Assets that it may have (UniversalDelegator.limitOf); null: it is a share of assets that are unknown, or it has no vault.',
        adapterLimit,
      ),
    ),
    readOnly(
      computed(
        'hasUnsyncedSlash',
        'Boolean',
        false,
        'Whether slashed shares of a RESTAKING_APP adapter still wait in the queue of a vault behind it, so that the burner has not got all (isUnsyncedSlash).',
        hasUnsyncedSlash,
      ),
    ),
  ],
  QueueRequest: [
    readOnly(
      computed(
        'claimableShares',
        'BigInt',
        false,
        'Shares that were paid and not claimed (WithdrawalQueue.claimable).',
        (row) => claimable(row, 'shares'),
      ),
    ),
    readOnly(
      computed(
        'claimableAssets',
        'BigInt',
        false,
        'Assets that were paid for these shares (WithdrawalQueue.claimable).',
        (row) => claimable(row, 'assets'),
      ),
    ),
  ],
}
