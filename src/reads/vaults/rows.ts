import type { EpochTotal, NetworkLimit, OperatorLimit, Vault, VaultRows } from '../../vaults/rows'
import { atBlock } from '../at-block'
import type { ApiContext } from '../context'

type Query = Pick<ApiContext, 'query'>

/** A block, and whether it is the last indexed one. */
export interface ReadBlock {
  readonly number: number
  readonly isHead: boolean
}

const hex = (column: string) => `'0x' || encode(${column}, 'hex')`

type Texts<T> = { [K in keyof T]: string }

/** Runs a statement over the rows of a table that hold at a block. */
function heldRows<T>(
  context: Query,
  block: ReadBlock,
  columns: string,
  table: string,
  where = 'true',
): Promise<T[]> {
  const held = atBlock(block, () => '$1')
  const params = block.isHead ? [] : [block.number]
  return context.query<T>(`SELECT ${columns} FROM "${table}" WHERE ${held} AND ${where}`, params)
}

/** Rows of all vaults of core v1 that stake follows from, at a block: one statement for each table. */
export async function loadVaultRows(context: Query, block: ReadBlock): Promise<VaultRows> {
  const vaults = await loadVaults(context, block)
  // A chain with vaults of version 3 alone needs no delegators and opt-ins of v1, and may not have them.
  if (vaults.size === 0) return { ...NO_VAULTS, vaults }
  return {
    vaults,
    epochs: await loadEpochs(context, block),
    networkLimits: await loadNetworkLimits(context, block),
    operatorLimits: await loadOperatorLimits(context, block),
    vaultOptIns: await loadVaultOptIns(context, block),
    networkOptIns: await loadNetworkOptIns(context, block),
    networks: await loadNetworks(context, block),
  }
}

const NO_VAULTS: VaultRows = {
  vaults: new Map(),
  epochs: new Map(),
  networkLimits: new Map(),
  operatorLimits: new Map(),
  vaultOptIns: new Map(),
  networkOptIns: new Map(),
  networks: new Map(),
}

const VAULT_COLUMNS = `key AS address, version, epoch_start::text AS "epochStart", epoch_duration::text AS "epochDuration",
  ${hex('delegator')} AS delegator, delegator_type AS "delegatorType", ${hex('specific_operator')} AS "specificOperator",
  ${hex('specific_network')} AS "specificNetwork", is_slasher_set AS "isSlasherSet", ${hex('slasher')} AS slasher,
  slasher_type AS "slasherType", active_stake::text AS "activeStake", active_shares::text AS "activeShares"`

type Amounts = 'epochStart' | 'epochDuration' | 'activeStake' | 'activeShares'

/** Vaults of core v1 and not yet initialized ones, by address. */
async function loadVaults(context: Query, block: ReadBlock): Promise<Map<string, Vault>> {
  const rows = await heldRows<Omit<Vault, Amounts> & Record<Amounts, string | null>>(
    context,
    block,
    VAULT_COLUMNS,
    'vault',
    'version IS DISTINCT FROM 3',
  )
  return new Map(
    rows.map((row) => [
      row.address,
      {
        ...row,
        epochStart: BigInt(row.epochStart!),
        epochDuration: integer(row.epochDuration),
        activeStake: integer(row.activeStake),
        activeShares: integer(row.activeShares),
      },
    ]),
  )
}

const integer = (text: string | null) => (text === null ? null : BigInt(text))

async function loadEpochs(context: Query, block: ReadBlock): Promise<VaultRows['epochs']> {
  const rows = await heldRows<{ vault: string; epoch: string } & Texts<EpochTotal>>(
    context,
    block,
    'vault_id AS vault, epoch::text AS epoch, assets::text AS assets, shares::text AS shares',
    'vault_epoch_total',
  )
  const epochs = new Map<string, Map<bigint, EpochTotal>>()
  for (const { vault, epoch, assets, shares } of rows) {
    const total = { assets: BigInt(assets), shares: BigInt(shares) }
    below(epochs, vault).set(BigInt(epoch), total)
  }
  return epochs
}

async function loadNetworkLimits(
  context: Query,
  block: ReadBlock,
): Promise<VaultRows['networkLimits']> {
  const rows = await heldRows<{ delegator: string; set: string } & Texts<NetworkLimit>>(
    context,
    block,
    `${hex('delegator')} AS delegator, operator_set_id AS set, max_network_limit::text AS "maxNetworkLimit",
     network_limit::text AS "networkLimit", total_operator_shares::text AS "totalOperatorShares"`,
    'network_limit',
  )
  const limits = new Map<string, Map<string, NetworkLimit>>()
  for (const { delegator, set, ...amounts } of rows) {
    below(limits, delegator).set(set, {
      maxNetworkLimit: BigInt(amounts.maxNetworkLimit),
      networkLimit: BigInt(amounts.networkLimit),
      totalOperatorShares: BigInt(amounts.totalOperatorShares),
    })
  }
  return limits
}

async function loadOperatorLimits(
  context: Query,
  block: ReadBlock,
): Promise<VaultRows['operatorLimits']> {
  type Raw = { delegator: string; set: string; operator: string } & Texts<OperatorLimit>
  const rows = await heldRows<Raw>(
    context,
    block,
    `${hex('delegator')} AS delegator, operator_set_id AS set, operator_id AS operator,
     stake_limit::text AS "stakeLimit", shares::text AS shares`,
    'operator_limit',
  )
  const limits = new Map<string, Map<string, Map<string, OperatorLimit>>>()
  for (const { delegator, set, operator, stakeLimit, shares } of rows) {
    const limit = { stakeLimit: BigInt(stakeLimit), shares: BigInt(shares) }
    below(below(limits, delegator), set).set(operator, limit)
  }
  return limits
}

async function loadVaultOptIns(
  context: Query,
  block: ReadBlock,
): Promise<VaultRows['vaultOptIns']> {
  const columns = `${hex('vault')} AS target, operator_id AS operator`
  return operatorsBy(await heldRows(context, block, columns, 'vault_opt_in'))
}

async function loadNetworkOptIns(
  context: Query,
  block: ReadBlock,
): Promise<VaultRows['networkOptIns']> {
  const columns = 'avs_id AS target, operator_id AS operator'
  return operatorsBy(await heldRows(context, block, columns, 'avs_registration', SYMBIOTIC_KEY))
}

/** Condition that a row of a table that both protocols have is Symbiotic's. */
const SYMBIOTIC_KEY = "starts_with(key, 'symbiotic-')"

function operatorsBy(rows: readonly { target: string; operator: string }[]) {
  const found = new Map<string, Set<string>>()
  for (const { target, operator } of rows) {
    const operators = found.get(target) ?? new Set()
    found.set(target, operators.add(operator))
  }
  return found
}

async function loadNetworks(context: Query, block: ReadBlock): Promise<VaultRows['networks']> {
  const rows = await heldRows<{ key: string; network: string }>(
    context,
    block,
    'key, avs_id AS network',
    'operator_set',
    SYMBIOTIC_KEY,
  )
  return new Map(rows.map(({ key, network }) => [key, network]))
}

/** The map at a key of a map, which is made if it is not there. */
function below<K, V>(map: Map<string, Map<K, V>>, key: string): Map<K, V> {
  const found = map.get(key) ?? new Map<K, V>()
  map.set(key, found)
  return found
}
