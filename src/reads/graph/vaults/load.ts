import type { StakeGraph } from '../../../risk/graph/graph'
import { mergeGraphs } from '../../../risk/graph/merge'
import { WAD } from '../../../risk/math/wad'
import type { VaultState } from '../../../vaults/commitments'
import type { VaultsV2 } from '../../../vaults/v2/vaults'
import { heldAt } from '../../at-block'
import { atTimeOf } from '../../at-time'
import { loadHeaders } from '../../block-times'
import type { ApiContext, BlockHeader } from '../../context'
import type { PoolInfo } from '../../pools'
import { loadVaultState } from '../../vaults/state'
import { loadVaultsV2 } from '../../vaults-v2/load'
import { adapterPart } from './adapters'
import { type VaultMembers, vaultPart } from './part'

/** Vaults at a block, as a graph and as rows. */
export interface VaultsAt {
  readonly graph: StakeGraph
  /** Those of core V2 alone. */
  readonly adapters: StakeGraph
  readonly state: VaultState
  /** Shares of each vault whose shares are tokens; those of which the number is unknown are left out. */
  readonly supplies: ReadonlyMap<string, bigint>
  /** By position in `graph.pools`. Amounts of vaults are tokens. */
  readonly pools: readonly PoolInfo[]
}

/** Vaults at a block; null: the chain has none. */
export async function loadVaults(context: ApiContext, block: number): Promise<VaultsAt | null> {
  const [found] = await context.query<{ exists: boolean }>(
    'SELECT EXISTS (SELECT FROM vault WHERE from_block <= $1)',
    [block],
  )
  if (!found!.exists) return null
  const [header] = await loadHeaders(context, await context.head(), [block])
  const state = await loadVaultState(context, { number: block, isHead: false })
  const own = vaultPart(state, await loadMembers(context, block), header!)
  const second = await loadVaultsV2(context, block)
  const adapters = adapterPart(second, header!)
  const graph = withAdapters(own, adapters)
  const infos = await loadInfos(context, block)
  const pools = graph.pools.map((id) => infos.get(id) ?? UNKNOWN)
  return { graph, adapters, state, supplies: suppliesOf(state, second, header!), pools }
}

function suppliesOf(
  { rows }: VaultState,
  second: VaultsV2,
  header: BlockHeader,
): ReadonlyMap<string, bigint> {
  const found = new Map<string, bigint>()
  for (const { address, version, activeShares } of rows.vaults.values()) {
    if (version === 2 && activeShares !== null) found.set(address, activeShares)
  }
  for (const vault of second.vaults.keys()) {
    const { value } = atTimeOf(
      header,
      (now) => second.totals(vault, now).value?.totalSupply ?? null,
    )
    if (value !== null) found.set(vault, value)
  }
  return found
}

/** Vaults of core v1 and of V2. */
export function withAdapters(own: StakeGraph, adapters: StakeGraph): StakeGraph {
  return adapters.pools.length === 0 ? own : mergeGraphs(own, adapters).graph
}

const UNKNOWN: PoolInfo = { asset: null, decimals: null, rate: WAD, isAmount: true }

async function loadInfos(context: ApiContext, block: number): Promise<Map<string, PoolInfo>> {
  const rows = await context.query<{ pool: string; asset: string; decimals: number | null }>(
    `SELECT v.key AS pool, v.collateral_id AS asset, a.decimals FROM vault v
     LEFT JOIN asset a ON a.key = v.collateral_id AND ${heldAt('$1', 'a')} WHERE ${heldAt('$1', 'v')}`,
    [block],
  )
  return new Map(rows.map(({ pool, asset, decimals }) => [pool, { ...UNKNOWN, asset, decimals }]))
}

/** Operators and networks that Symbiotic's registries name. */
async function loadMembers(context: ApiContext, block: number): Promise<VaultMembers> {
  const idsOf = async (table: string, column: string) => {
    const rows = await context.query<{ id: string }>(
      `SELECT ${column} AS id FROM ${table} WHERE ${heldAt('$1')}`,
      [block],
    )
    return rows.map(({ id }) => id)
  }
  return {
    operators: await idsOf('operator_profile', 'operator_id'),
    services: await idsOf('avs_profile', 'avs_id'),
  }
}
