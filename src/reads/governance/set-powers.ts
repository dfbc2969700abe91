import type { StakeGraph } from '../../risk/graph/graph'
import type { ApiContext } from '../context'
import type { BlockState } from '../graph/stakes'
import { loadSetRules, type SetRules } from './set-rules'
import { loadSlasherChanges, type SlasherChangeRow } from './slasher-changes'

/** Who has power over an operator set, and who will. */
export interface SetPowers extends SetRules {
  /** A change of the slasher that is pending; null: none is. */
  readonly pending: SlasherChangeRow | null
}

/** Powers over the operator sets of a graph, in its order. */
export async function loadSetPowers(
  context: ApiContext,
  block: BlockState,
  graph: StakeGraph,
): Promise<SetPowers[]> {
  const rules = await loadSetRules(context, block, graph)
  const changes = await loadSlasherChanges(context, block)
  const bySet = new Map(changes.map((change) => [change.set, change]))
  return rules.map((rule, set) => ({ ...rule, pending: bySet.get(graph.sets[set]!.id) ?? null }))
}
