import type { ApiContext, BlockHeader } from '../../reads/context'
import { loadAdapterBurners } from '../../reads/governance/set-holders'
import { loadSetRules } from '../../reads/governance/set-rules'
import {
  loadReceivers,
  loadResolvers,
  loadVaultRoles,
  loadVaultRules,
  type ReceiverRow,
} from '../../reads/governance/vault-powers'
import type { BlockState } from '../../reads/graph/stakes'
import type { Holder } from '../../risk/governance/controllers'
import type { StakeGraph } from '../../risk/graph/graph'
import { loadQuorumHolders, type QuorumPower } from './quorum-holders'
import { resolverOfBlock } from './vault-rules'

/** Enum ControllerKind. */
export type ControllerKind =
  | 'SLASHER'
  | 'REDISTRIBUTION_RECIPIENT'
  | 'RESOLVER'
  | 'VAULT_MANAGER'
  | QuorumPower

type At = BlockState & BlockHeader

/** Who has a power over a set (by position in the graph) in a vault; null: in the stake of its operators. */
export type HolderOf = (set: number, vault: string | null) => Holder

/** Nobody has it. */
const NOBODY = 'NONE'

/** Who has a power over the sets of a graph, vault by vault where it is one of the vault. */
export async function loadHolders(
  context: ApiContext,
  block: At,
  graph: StakeGraph,
  by: ControllerKind,
): Promise<HolderOf> {
  if (by === 'RESOLVER') return resolverHolders(context, block, graph)
  if (by === 'VAULT_MANAGER') return managers(context, block)
  if (by === 'VETO_COMMITTEE' || by === 'EJECTOR' || by === 'CHURN_APPROVER') {
    return loadQuorumHolders(context, block, graph, by)
  }
  const rules = await loadSetRules(context, block, graph)
  if (by === 'SLASHER') return (set) => rules[set]!.slasher
  const receivers = await receiverHolders(context, block, graph)
  return (set, vault) =>
    vault === null ? (rules[set]!.recipient ?? NOBODY) : receivers(set, vault)
}

async function resolverHolders(
  context: ApiContext,
  block: At,
  { sets }: StakeGraph,
): Promise<HolderOf> {
  const rows = await loadResolvers(context, block)
  const known = new Map<string, string | null | undefined>(
    rows.map((row) => [`${row.vault} ${row.set}`, resolverOfBlock(block, row)]),
  )
  return (set, vault) => {
    const key = `${vault} ${sets[set]!.id}`
    if (vault === null || !known.has(key)) return NOBODY
    const resolver = known.get(key)
    return resolver === undefined ? null : (resolver ?? NOBODY)
  }
}

/** Holders of roles on a vault or its delegator, and its curator. */
async function managers(context: ApiContext, block: At): Promise<HolderOf> {
  const byVault = new Map<string, Set<string>>()
  const add = (vault: string, account: string) =>
    byVault.set(vault, (byVault.get(vault) ?? new Set()).add(account))
  for (const { vault, kind, account } of await loadVaultRoles(context, block)) {
    if (kind !== 'STAKER_REWARDS') add(vault, account)
  }
  for (const { vault, curator } of await loadVaultRules(context, block)) {
    if (curator !== null) add(vault, curator)
  }
  return (_, vault) => (vault === null ? NOBODY : [...(byVault.get(vault) ?? [NOBODY])])
}

/** Who receives what subnetworks slash of vaults: the burner, or those to whom a burner router sends it. */
async function receiverHolders(
  context: ApiContext,
  block: At,
  { services, sets }: StakeGraph,
): Promise<(set: number, vault: string) => Holder> {
  const burners = new Map((await loadVaultRules(context, block)).map((row) => [row.vault, row]))
  const receivers = await loadReceivers(context, block)
  const routers = new Set(receivers.map(({ router }) => router))
  const adapters = await loadAdapterBurners(context, block)
  const sentOn = (burner: string, network: string): Holder =>
    routers.has(burner) ? routed(receivers, burner, network) : burner
  return (set, vault) => {
    const { id, service } = sets[set]!
    const network = services[service]!
    const own = adapters.filter((one) => one.set === id && one.vault === vault)
    const found = own.length > 0 ? own.map(({ burner }) => burner) : [burners.get(vault)?.burner]
    const holders = found.map((burner) => (burner == null ? null : sentOn(burner, network)))
    return holders.includes(null) ? null : [...new Set(holders.flatMap((one) => one ?? []))]
  }
}

/** BurnerRouter._getReceiver, of all operators of a network: null: one of them is unknown. */
function routed(rows: readonly ReceiverRow[], router: string, network: string): Holder {
  const own = rows.filter((row) => row.router === router)
  const ofNetwork = own.find((row) => row.network === network && row.operator === null)
  const ofAll = own.find((row) => row.network === null)
  const special = own.filter((row) => row.network === network && row.operator !== null)
  const general = ofNetwork?.receiver ? ofNetwork : ofAll
  // A receiver of the network that is unknown may be there, and the one for all, too.
  if (!general?.isKnown || [ofNetwork, ...special].some((row) => row && !row.isKnown)) return null
  return [general, ...special].flatMap(({ receiver }) => receiver ?? [])
}
