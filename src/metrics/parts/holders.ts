import type { ApiContext } from '../../reads/context'
import { loadStakers } from '../../reads/graph/stakers'
import type { BlockState } from '../../reads/graph/stakes'
import type { BlockGraph } from '../../reads/graph/timeline'
import type { PoolHolding } from '../../risk/concentration/native-population'
import type { Basis, StakerLayer } from '../../risk/graph/graph'
import { holdings, stakerHoldings } from '../../risk/graph/holdings'
import type { HolderKind, StakeScope } from '../../risk/graph/stake-scope'
import type { ScopeKeys } from '../define/scope'
import { enumeration, type ValueOf } from '../define/type'

/** Whose stake is compared. */
export const holders = enumeration('ConcentrationPopulation', 'Whose concentration is measured.', {
  OPERATORS: 'Operators, each separately: they are not grouped by company.',
  ENTITIES:
    'Operators grouped by the label files (docs/labels.md); an operator in no group counts separately.',
  STAKERS:
    'Stakers who delegate, by what they could withdraw (DelegationManager.getWithdrawableShares), and depositors of vaults, by what their shares are worth; without contracts that hold shares for others. DELEGATED only.',
  ASSETS:
    'Assets: which tokens the stake is in; pools of one token together. Needs prices if there is more than one.',
  POOLS: 'Pools: in which of them the stake lies. Needs prices if there is more than one.',
  AVSS: 'AVSs: whom the stake secures. Stake that secures several counts for each, except on SLASHABLE, where their parts differ.',
  OPERATOR_SETS: 'Operator sets, as AVSs.',
})
export type Holder = ValueOf<typeof holders>

/** Estimated milliseconds of reading and sorting stakers. */
export function stakersMs({ operator, pool }: ScopeKeys): number {
  return operator === null && pool === null ? 1_000 : 200
}

const KIND: Record<Exclude<Holder, 'STAKERS'>, HolderKind> = {
  OPERATORS: 'OPERATORS',
  ENTITIES: 'OPERATORS',
  POOLS: 'POOLS',
  ASSETS: 'POOLS',
  AVSS: 'SERVICES',
  OPERATOR_SETS: 'SETS',
}

/** Whose holdings a population adds up. */
export function holderKind(of: Exclude<Holder, 'STAKERS'>): HolderKind {
  return KIND[of]
}

/** Why it is unknown who holds what: not defined for this population on this basis, or a constant or a time is missing. */
export type NoHoldings = 'NOT_DEFINED' | NonNullable<StakerLayer['unknown']>

/** Who holds what in a scope, or why that is unknown. */
export async function holdingsOf(
  context: ApiContext,
  block: BlockState,
  at: BlockGraph,
  of: Holder,
  basis: Basis,
  scope: StakeScope,
): Promise<PoolHolding[] | NoHoldings> {
  if (of === 'STAKERS') {
    return basis === 'DELEGATED' ? stakersIn(context, block, at, scope) : 'NOT_DEFINED'
  }
  const held = holdings(at.graph, holderKind(of), basis, scope)
  if (of !== 'ASSETS') return held
  const assets = new Map(at.graph.pools.map((pool, index) => [pool, at.pools[index]!.asset]))
  // A pool whose token is unknown counts as an asset of its own.
  return held.map((holding) => ({ ...holding, id: assets.get(holding.id) ?? holding.id }))
}

async function stakersIn(
  context: ApiContext,
  block: BlockState,
  { graph }: BlockGraph,
  scope: StakeScope,
): Promise<PoolHolding[] | NoHoldings> {
  const isPart = scope.operator !== null || scope.service !== null || scope.set !== null
  const operators = isPart
    ? new Set(
        holdings(graph, 'OPERATORS', 'DELEGATED', { ...scope, pool: null }).map(({ id }) => id),
      )
    : null
  const layer = await loadStakers(context, block, graph, {
    operators: operators ? [...operators] : undefined,
    pools: scope.pool === null ? undefined : [graph.pools[scope.pool]!],
    isPeople: true,
  })
  return layer.unknown ?? stakerHoldings(graph, layer)
}
