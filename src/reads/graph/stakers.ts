import { hasSharedBuckets } from '../../risk/graph/delegated'
import type { StakeGraph, StakerLayer } from '../../risk/graph/graph'
import type { ApiContext } from '../context'
import { KeptStakes } from './kept-stakes'
import { StakerColumns, type Stakes } from './staker-columns'
import { type BlockState, loadStakes, type StakeFilter } from './stakes'
import { type BalanceFilter, type Balances, loadBalances } from './vaults/balances'

/** Which stakers to read: those that fit all given parts. */
export interface StakerFilter extends BalanceFilter, StakeFilter {}

const kept = new KeptStakes()

/** What stakers have in strategies (see `loadStakes`) and in vaults (see `loadBalances`) at a block, and to whom they delegate. */
export async function loadStakers(
  context: ApiContext,
  block: BlockState,
  graph: StakeGraph,
  filter: StakerFilter = {},
): Promise<StakerLayer> {
  const isAll = !filter.operators && !filter.pools && !filter.stakers
  const stakes =
    isAll && block.isHead
      ? await kept.at(context, block, graph)
      : await loadStakes(context, block, graph, filter)
  // What is in vaults is delegated to no operator.
  if (!hasSharedBuckets(graph) || filter.operators) return stakes
  return withBalances(graph, stakes, await loadBalances(context, block.number, filter))
}

/** Stakes, and what is in vaults. */
function withBalances(
  graph: StakeGraph,
  stakes: Stakes,
  { balances, unknown }: Balances,
): StakerLayer {
  const operatorAt = new Map(graph.operators.map((id, index) => [id, index]))
  const poolAt = new Map(graph.pools.map((id, index) => [id, index]))
  const columns = new StakerColumns(stakes)
  for (const { staker: id, pool: vault, amount: own, operator } of balances) {
    const place = poolAt.get(vault)
    if (own === 0n || place === undefined) continue
    const position = operator === null ? -1 : (operatorAt.get(operator) ?? -1)
    columns.add(id, position, place, own)
  }
  return { ...columns.layer(), ...(unknown && { unknown }) }
}
