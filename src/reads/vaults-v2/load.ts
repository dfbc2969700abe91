import type { PolledAssets } from '../../vaults/v2/assets'
import type { Guarantee } from '../../vaults/v2/guarantee'
import { type AdapterV2, VaultsV2, type VaultV2 } from '../../vaults/v2/vaults'
import { heldAt } from '../at-block'
import type { ApiContext } from '../context'

const ACCOUNTS_SQL = `
  SELECT a.key, '0x' || encode(a.asset, 'hex') AS asset, t.decimals, a.adapters,
    NOT EXISTS (SELECT FROM vault v WHERE v.key = a.key AND ${heldAt('$1', 'v')} AND v.delegator IS NOT NULL
      AND NOT EXISTS (SELECT FROM contract c WHERE c.address = v.delegator AND ${heldAt('$1', 'c')})) AS complete,
    a.stored_total_assets::text AS counted, a.total_shares::text AS shares, a.free_assets::text AS free,
    a.last_update::text AS updated, '0x' || encode(a.queue, 'hex') AS queue,
    a.management_fee::text AS management, '0x' || encode(a.management_fee_receiver, 'hex') AS management_receiver,
    a.performance_fee::text AS performance, '0x' || encode(a.performance_fee_receiver, 'hex') AS performance_receiver,
    a.protocol_management_fee::text AS protocol_management, a.protocol_performance_fee::text AS protocol_performance,
    '0x' || encode(a.protocol_fee_receiver, 'hex') AS protocol_receiver
  FROM vault_account a
  LEFT JOIN asset t ON t.key = '0x' || encode(a.asset, 'hex') AND ${heldAt('$1', 't')}
  WHERE ${heldAt('$1', 'a')} ORDER BY a.key`

interface AccountRow {
  readonly key: string
  readonly asset: string
  readonly decimals: number | null
  readonly adapters: readonly string[]
  readonly complete: boolean
  readonly counted: string
  readonly shares: string
  readonly free: string
  readonly updated: string
  readonly queue: string | null
  readonly management: string
  readonly management_receiver: string | null
  readonly performance: string
  readonly performance_receiver: string | null
  readonly protocol_management: string
  readonly protocol_performance: string
  readonly protocol_receiver: string | null
}

const ADAPTERS_SQL = `
  SELECT a.key, a.vault_id AS vault, a.family, a.absolute_limit::text AS absolute, a.share_limit::text AS share,
    a.reported_assets::text AS reported, a.reported_at_block AS reported_at, a.assets::text AS assets, a.source_shares::text AS source_shares,
    a.operator_id AS operator, a.operator_set_id AS operator_set, a.duration::text AS duration,
    '0x' || encode(a.base_asset, 'hex') AS base_asset,
    a.initial_stake::text AS initial, a.slashed_in_record::text AS slashed,
    a.stored_debt_times AS debt_times, a.stored_debt_amounts AS debt_amounts,
    s.assets::text AS source_assets, s.shares::text AS source_supply, s.is_priced
  FROM vault_adapter a
  LEFT JOIN adapter_source s ON s.key = a.source_id AND ${heldAt('$1', 's')}
  WHERE ${heldAt('$1', 'a')} ORDER BY a.key`

interface AdapterRow {
  readonly key: string
  readonly vault: string | null
  readonly family: string | null
  readonly absolute: string
  readonly share: string
  readonly reported: string | null
  readonly reported_at: number | null
  readonly assets: string | null
  readonly source_shares: string
  readonly operator: string | null
  readonly operator_set: string | null
  readonly duration: string | null
  readonly base_asset: string | null
  readonly initial: string | null
  readonly slashed: string
  readonly debt_times: readonly string[]
  readonly debt_amounts: readonly string[]
  readonly source_assets: string | null
  readonly source_supply: string | null
  readonly is_priced: boolean | null
}

/**
 * Vaults of version 3 and their adapters at a block. Values that change with time are computed for a time: of the block, or,
 * for stake in the past, of the last block at or before that time, with its time as `now`.
 */
export async function loadVaultsV2(
  context: Pick<ApiContext, 'query'>,
  block: number,
): Promise<VaultsV2> {
  const accounts = await context.query<AccountRow>(ACCOUNTS_SQL, [block])
  const adapters = await context.query<AdapterRow>(ADAPTERS_SQL, [block])
  const unlogged = adapters.filter(isUnlogged).map(({ key }) => key)
  const polled = await loadPolled(context, block, unlogged)
  return new VaultsV2(
    block,
    new Map(accounts.map((row) => [row.key, toVault(row)])),
    new Map(adapters.map((row) => [row.key, toAdapter(row, polled.get(row.key) ?? null)])),
  )
}

/** Whether no log says the assets of an adapter. */
function isUnlogged({ vault, operator, assets, is_priced }: AdapterRow): boolean {
  return vault !== null && (assets === null || (operator === null && is_priced !== true))
}

/** The last polls of adapters; those that were not polled are left out. */
async function loadPolled(
  context: Pick<ApiContext, 'query'>,
  block: number,
  adapters: readonly string[],
): Promise<Map<string, PolledAssets>> {
  // What a poll can change is not kept as long: a statement is made only where one can.
  if (adapters.length === 0) return new Map()
  const rows = await context.query<{ key: string; block: number; assets: string | null }>(
    `SELECT q.key, q.block, q.total_assets::text AS assets FROM polled_adapter q
     WHERE q.key = ANY($2) AND ${heldAt('$1', 'q')}`,
    [block, adapters],
  )
  return new Map(
    rows.map(({ key, block, assets }) => {
      return [key, { block, assets: assets === null ? null : BigInt(assets) }]
    }),
  )
}

function toVault(row: AccountRow): VaultV2 {
  return {
    address: row.key,
    asset: row.asset,
    assetDecimals: row.decimals,
    queue: row.queue,
    freeAssets: BigInt(row.free),
    adapters: row.adapters,
    hasAllAdapters: row.complete,
    storedTotalAssets: BigInt(row.counted),
    totalShares: BigInt(row.shares),
    lastUpdate: BigInt(row.updated),
    managementFee: BigInt(row.management),
    managementFeeReceiver: row.management_receiver,
    performanceFee: BigInt(row.performance),
    performanceFeeReceiver: row.performance_receiver,
    protocolFeeReceiver: row.protocol_receiver,
    protocolManagementFee: BigInt(row.protocol_management),
    protocolPerformanceFee: BigInt(row.protocol_performance),
  }
}

function toAdapter(row: AdapterRow, polled: PolledAssets | null): AdapterV2 {
  return {
    address: row.key,
    vault: row.vault,
    absoluteLimit: BigInt(row.absolute),
    shareLimit: BigInt(row.share),
    reportedAssets: row.reported === null ? null : BigInt(row.reported),
    reportedAtBlock: row.reported_at,
    polled,
    assets: row.assets === null ? null : BigInt(row.assets),
    source:
      row.source_assets === null
        ? null
        : {
            assets: BigInt(row.source_assets),
            shares: BigInt(row.source_supply!),
            isPriced: row.is_priced!,
          },
    sourceShares: BigInt(row.source_shares),
    operator: row.operator,
    operatorSet: row.operator_set,
    duration: row.duration === null ? null : BigInt(row.duration),
    isRestaking: row.family === null ? null : row.family === 'RESTAKING_APP',
    baseAsset: row.base_asset,
    guarantee: toGuarantee(row),
  }
}

function toGuarantee({ initial, slashed, debt_times, debt_amounts }: AdapterRow): Guarantee | null {
  if (initial === null) return null
  const debts = debt_times.map((time, index) => {
    return { maturesAt: BigInt(time), amount: BigInt(debt_amounts[index]!) }
  })
  return { initialStake: BigInt(initial), slashed: BigInt(slashed), debts }
}
