import type { ApiContext } from '../../reads/context'
import type { BlockGraph } from '../../reads/graph/graphs'
import { type BlockState, loadStakers } from '../../reads/graph/stakers'
import type { PoolHolding } from '../../risk/concentration/native-population'
import type { Basis } from '../../risk/graph/graph'
import {
  type HolderKind,
  holdings,
  type StakeScope,
  stakerHoldings,
} from '../../risk/graph/holdings'

/** Populations by their names in the API (enum ConcentrationPopulation), and the part of the graph that has them. */
export const HOLDERS = {
  OPERATORS: 'OPERATORS',
  ENTITIES: 'OPERATORS',
  STAKERS: null,
  POOLS: 'POOLS',
  ASSETS: 'POOLS',
  AVSS: 'SERVICES',
  OPERATOR_SETS: 'SETS',
} as const satisfies Record<string, HolderKind | null>

export type Holder = keyof typeof HOLDERS

/**
 * Who holds what in a scope; null: not defined for this population on this basis.
 *
 * Stakers are read when they are asked for, in the caller's transaction.
 */
export async function holdingsOf(
  context: ApiContext,
  block: BlockState,
  at: BlockGraph,
  of: Holder,
  basis: Basis,
  scope: StakeScope,
): Promise<PoolHolding[] | null> {
  const kind = HOLDERS[of]
  if (kind === null) {
    return basis === 'DELEGATED' ? stakersIn(context, block, at, scope) : null
  }
  const held = holdings(at.graph, kind, basis, scope)
  if (of !== 'ASSETS') return held
  const assets = new Map(at.graph.pools.map((pool, index) => [pool, at.pools[index]!.asset]))
  // A pool whose token is unknown is an asset of its own.
  return held.map((holding) => ({ ...holding, id: assets.get(holding.id) ?? holding.id }))
}

async function stakersIn(
  context: ApiContext,
  block: BlockState,
  { graph }: BlockGraph,
  scope: StakeScope,
): Promise<PoolHolding[]> {
  const isPart = scope.operator !== null || scope.service !== null || scope.set !== null
  const operators = isPart
    ? new Set(
        holdings(graph, 'OPERATORS', 'DELEGATED', { ...scope, pool: null }).map(({ id }) => id),
      )
    : null
  const layer = await loadStakers(context, block, graph, {
    operators: operators ? [...operators] : undefined,
    pools: scope.pool === null ? undefined : [graph.pools[scope.pool]!],
  })
  return stakerHoldings(graph.pools, layer)
}
