import type { ApiContext, BlockInput, BlockPoint } from '../../reads/context'
import type { BlockGraph } from '../../reads/graph/timeline'
import { type ColumnKind, type Exposure, exposure, type RowKind } from '../../risk/graph/exposure'
import type { Basis, StakeGraph, Valuation } from '../../risk/graph/graph'
import { groupRows } from '../../risk/graph/group-rows'
import { nativeValuation } from '../../risk/graph/valuation'
import { indexOfSorted } from '../../risk/math/sorted-index'
import type { Argument, ArgumentsOf } from './argument'
import { choice } from './arguments'
import { groupingArgument, groupingOf } from './grouping'
import { type Meta, metaOf, type NullReason, stakeBasis, unpricedBy } from './meta'
import { pricingArgument, type Valuer, valuer } from './pricing'
import { scope } from './scope'
import type { RiskSources } from './sources'

/** What a metric is computed in: one operation, and what the server has beside the database. */
export interface Request {
  readonly sources: RiskSources
  readonly context: ApiContext
}

/** Argument `block`. */
export const blockArgument: Argument<BlockInput | null> = {
  doc: 'Block whose state is measured. Default: the last indexed block.',
  sdl: 'BlockInput',
  definitions: [],
  read: (_, given: BlockInput | null) => given,
}

const ONLY_POOL = 'Give only a pool.'

/** Argument `scope` of metrics that measure all stake, or that of one pool. */
export const poolScope = scope('Only `pool` narrows it: its shares.', {
  operator: ONLY_POOL,
  avs: ONLY_POOL,
  operatorSet: ONLY_POOL,
})

/** Argument `basis`. */
export const basisArgument = (
  otherwise: Basis,
  doc = 'Which stake counts; echoed in `meta.basis`.',
): Argument<Basis> => choice(stakeBasis, doc, otherwise)

/** Arguments of metrics of slashable stake. */
export const slashableArguments = {
  scope: poolScope,
  pricing: pricingArgument,
  block: blockArgument,
}

/** Arguments of metrics that measure a matrix of stake. */
export const matrixArguments = {
  scope: poolScope,
  basis: basisArgument('REGISTERED'),
  pricing: pricingArgument,
  grouping: groupingArgument(
    'Kind of grouping in the label files: operators of one group count as one. Default: none.',
  ),
  block: blockArgument,
}

/** Which stake is measured: values of those arguments; without `scope` all, without `pricing` that of one pool. */
export type StakeSelection = Partial<ArgumentsOf<typeof matrixArguments>> & {
  readonly basis: Basis
}

/** A graph, and how its stake is added up. */
export interface Measured {
  readonly at: BlockGraph
  readonly block: BlockPoint
  readonly valuation: Valuation
  readonly meta: Meta
  /** The matrix of some columns and rows; of buckets instead of operators, groups do not matter. */
  matrix(columns: ColumnKind, rows?: RowKind): Exposure
}

/** No value, and why. */
export interface Unmeasured {
  readonly meta: Meta
}

/** Whether there is stake to measure. */
export function isMeasured(outcome: Measured | Unmeasured): outcome is Measured {
  return 'matrix' in outcome
}

/**
 * The stake that the arguments select.
 *
 * @param needsAmounts whether amounts matter: then stake of several pools needs prices, or one pool in the scope
 */
export async function measure(
  { sources, context }: Request,
  args: StakeSelection,
  needsAmounts = true,
): Promise<Measured | Unmeasured> {
  const { basis } = args
  const block = await context.at(args.block)
  const grouping = groupingOf(sources.labels(block.chainId), args.grouping ?? null)
  const at = await sources.graphs.at(context, block)
  const { graph } = at
  const version = { grouping: grouping?.version ?? null }
  const none = (nullReason: NullReason, parts: Partial<Meta> = {}): Unmeasured => ({
    meta: metaOf(block, basis, nullReason, { ...version, ...parts }),
  })
  const key = args.scope?.pool ?? null
  const pool = key === null ? null : indexOfSorted(graph.pools, key)
  if (pool === -1) return none('UNKNOWN_SCOPE')
  if (graph.unknownBases.includes(basis)) return none('CONSTANT_UNKNOWN')
  const prices = args.pricing
    ? await valuer(args.pricing, sources.priceFile, context, block, at)
    : null
  const valuation = chooseValuation(graph, pool, prices, needsAmounts)
  const staked = stakedPools(graph)
  if (valuation === null) {
    return none('UNPRICED', { pricing: unpricedBy(staked.map((one) => graph.pools[one]!)) })
  }
  // Pools beside the scope are not measured, whether they have a price or not.
  const inScope = pool === null ? staked : staked.filter((one) => one === pool)
  const unpriced = inScope.filter((one) => valuation.weights[one] === null)
  const pricing = prices?.echo(unpriced.map((one) => graph.pools[one]!))
  if (pricing && needsAmounts && inScope.length > 0 && unpriced.length === inScope.length) {
    // Stake without any price is unknown, not worth 0.
    return none('UNPRICED', { pricing })
  }
  return {
    at,
    block,
    valuation,
    meta: metaOf(block, basis, null, { ...version, ...(pricing ? { pricing } : {}) }),
    matrix(columns, rows = 'OPERATOR') {
      const matrix = exposure(graph, basis, valuation, columns, rows)
      return grouping && rows === 'OPERATOR' ? groupRows(matrix, grouping.groupOf) : matrix
    },
  }
}

/** Null: stake of several pools cannot be added. */
function chooseValuation(
  graph: StakeGraph,
  pool: number | null,
  prices: Valuer | null,
  needsAmounts: boolean,
): Valuation | null {
  if (pool !== null) {
    if (!prices) return nativeValuation(graph.pools.length, pool)
    const { unit, weights } = prices.valuation
    return { unit, weights: weights.map((weight, one) => (one === pool ? weight : null)) }
  }
  if (prices) return prices.valuation
  // Members count, whatever their stake is worth.
  if (!needsAmounts) return { unit: 1n, weights: graph.pools.map(() => 0n) }
  const staked = stakedPools(graph)
  if (staked.length > 1) return null
  return nativeValuation(graph.pools.length, staked[0] ?? 0)
}

/** Pools that hold stake, ascending. */
function stakedPools({ buckets }: StakeGraph): number[] {
  const found = new Set<number>()
  buckets.cap.forEach((cap, bucket) => {
    if (cap > 0n) found.add(buckets.pool[bucket]!)
  })
  return [...found].sort((a, b) => a - b)
}
