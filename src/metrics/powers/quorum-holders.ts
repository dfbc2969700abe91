import type { ApiContext } from '../../reads/context'
import {
  loadCoordinatorsOfSets,
  loadMiddlewareContracts,
  loadQuorumPowers,
} from '../../reads/governance/quorum-powers'
import { loadSetRules } from '../../reads/governance/set-rules'
import type { BlockState } from '../../reads/graph/stakes'
import type { Holder } from '../../risk/governance/controllers'
import type { StakeGraph } from '../../risk/graph/graph'
import { loadRulesOfQuorums } from './quorum-rules'

/** Powers that contracts of AVSs on eigenlayer-middleware give. */
export type QuorumPower = 'VETO_COMMITTEE' | 'EJECTOR' | 'CHURN_APPROVER'

/** Nobody has it. */
const NOBODY = 'NONE'

const isSubnetwork = (set: string) => set.startsWith('symbiotic-')

/** Who has a power over each set of a graph; null: unknown, because how its AVS votes or slashes is. */
export async function loadQuorumHolders(
  context: ApiContext,
  block: BlockState,
  graph: StakeGraph,
  by: QuorumPower,
): Promise<(set: number) => Holder> {
  const holderOf =
    by === 'VETO_COMMITTEE'
      ? await committees(context, block, graph)
      : await quorumHolders(context, block, graph, by)
  return (set) => (isSubnetwork(graph.sets[set]!.id) ? NOBODY : holderOf(set))
}

/** Committees of the slashers of the sets: a slasher that is not followed may have one, too. */
async function committees(context: ApiContext, block: BlockState, graph: StakeGraph) {
  const rules = await loadSetRules(context, block, graph)
  const contracts = await loadMiddlewareContracts(context, block)
  const known = new Map(contracts.map((one) => [one.contract, one]))
  const rows = await loadQuorumPowers(context, block)
  const committeeOf = new Map(rows.map((row) => [row.coordinator, row.vetoCommittee]))
  return (set: number): Holder => {
    const slasher = known.get(rules[set]!.slasher ?? '')
    if (slasher?.kind === 'INSTANT_SLASHER') return NOBODY
    return slasher ? (committeeOf.get(slasher.coordinator) ?? null) : null
  }
}

/** Of ejectors also those who eject through the manager; the manager is one, too: it has the power. */
async function quorumHolders(
  context: ApiContext,
  block: BlockState,
  graph: StakeGraph,
  by: 'EJECTOR' | 'CHURN_APPROVER',
) {
  const coordinators = await loadCoordinatorsOfSets(context, block)
  const rules = new Map(
    (await loadRulesOfQuorums(context, block)).map((row) => [row.coordinator, row]),
  )
  return (set: number): Holder => {
    const own = coordinators.get(graph.sets[set]!.id)
    if (!own) return null
    const powers = own.map((coordinator) => rules.get(coordinator)!)
    const isKnown = powers.every((one) => {
      return by === 'EJECTOR' ? one.isEjectorKnown : one.isChurnApproverKnown
    })
    if (!isKnown) return null
    const holders = powers.flatMap(({ ejector, ejectors, churnApprover }) => {
      return by === 'EJECTOR' ? [ejector, ...ejectors] : [churnApprover]
    })
    const known = [...new Set(holders.filter((one) => one !== null))]
    return known.length > 0 ? known : NOBODY
  }
}
