import type { ApiContext, BlockInput, BlockPoint } from '../../reads/context'
import { type BlockGraph, partOf } from '../../reads/graph/timeline'
import { loadVotes } from '../../reads/graph/votes'
import { stakeByHolder } from '../../risk/graph/bucket-stake'
import { isAdditive } from '../../risk/graph/delegated'
import {
  type ColumnKind,
  type PricedPart,
  pricedPart,
  type RowKind,
  type StakeMatrix,
  stakeMatrix,
} from '../../risk/graph/exposure'
import type { Basis, StakeGraph } from '../../risk/graph/graph'
import { groupRows } from '../../risk/graph/group-rows'
import { type SharedBucket, sharedBuckets } from '../../risk/graph/shared-buckets'
import { nativeValuation, withoutPrices } from '../../risk/graph/valuation'
import { indexOfSorted } from '../../risk/math/sorted-index'
import type { Valuation } from '../../risk/value/valuation'
import { Value } from '../../risk/value/value'
import type { Argument, ArgumentsOf } from './argument'
import { choice, restricted } from './arguments'
import { type Covered, coverageValues, covered } from './coverage'
import { groupingArgument, groupingOf } from './grouping'
import {
  type CoverageValues,
  type Meta,
  metaOf,
  type NullReason,
  stakeBasis,
  unpricedBy,
} from './meta'
import { once } from './once'
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

const ONLY_POOL = 'Give only a pool, or a protocol.'

/** Argument `scope` of metrics that measure all stake, or that of one pool. */
export const poolScope = scope(
  'Only `pool` and `protocol` narrow it: shares of the pool are measured. Who serves an AVS does not depend on the pool.',
  {
    operator: ONLY_POOL,
    avs: ONLY_POOL,
    operatorSet: ONLY_POOL,
  },
)

/** Argument `basis`. */
export const basisArgument = (
  otherwise: Basis,
  doc = 'Which stake counts; echoed in `meta.basis`.',
): Argument<Basis> => restricted(choice(stakeBasis, doc, otherwise), STAKE_BASES)

/** Argument `basis` of metrics that also measure votes. */
export const voteBasisArgument = (otherwise: Basis): Argument<Basis> =>
  choice(stakeBasis, 'Which stake counts; echoed in `meta.basis`.', otherwise)

/** Bases of stake, which votes are not. */
const STAKE_BASES = ['DELEGATED', 'REGISTERED', 'SLASHABLE', 'MIN_SLASHABLE'] as const

/** The graph of a block: of stake, or of votes. */
export async function graphOn(
  basis: Basis,
  { sources, context }: Request,
  block: BlockPoint,
): Promise<BlockGraph> {
  return basis === 'VOTES' ? loadVotes(context, block) : sources.graphs.at(context, block)
}

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
  readonly basis: Basis
  readonly valuation: Valuation
  readonly meta: Meta
  /** Positions of pools with stake in the scope, ascending. */
  readonly stakedPools: readonly number[]
  /** Stake of some columns and rows; of buckets instead of operators, groups do not matter. */
  stake(columns: ColumnKind, rows?: RowKind): StakeMatrix
  /** Its priced part, for computations that need integers. */
  matrix(columns: ColumnKind, rows?: RowKind): PricedPart
  /** Buckets that operators share, behind the entries of a matrix of `stake` of AVSs. */
  sharedBuckets(matrix: Pick<StakeMatrix, 'rows' | 'start' | 'row'>): SharedBucket[]
  /** The same stake on another basis, which may be an unknown one of the graph. */
  on(basis: Basis): Measured
  /** Coverage and null reason of a row: see `covered`. */
  covered(shown: readonly Value[], holders?: () => Iterable<Value>): Covered
}

/** No value, and why. */
export interface Unmeasured {
  readonly meta: Meta
  /** Where stake of several pools has no price: what can be measured all the same. */
  readonly withoutPrices?: WithoutPrices
}

/** Stake without a price. */
export interface WithoutPrices {
  /** All of it, every amount of it unknown: members and counts. */
  readonly all: Measured
  /** Positions of pools with stake; empty if there were prices, so that amounts in arguments are in their unit. */
  readonly pools: readonly number[]
  /** Stake in one of them, in its base units. */
  inPool(pool: number): Measured
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
  request: Request,
  args: StakeSelection,
  needsAmounts = true,
): Promise<Measured | Unmeasured> {
  const { basis } = args
  const { sources, context } = request
  const block = await context.at(args.block)
  const grouping = groupingOf(sources.labels(block.chainId), args.grouping ?? null)
  const at = partOf(await graphOn(basis, request, block), args.scope?.protocol ?? null)
  const { graph } = at
  const version = { grouping: grouping?.version ?? null }
  const none = (nullReason: NullReason, parts: Partial<Meta> = {}): Unmeasured => ({
    meta: metaOf(block, basis, nullReason, { ...version, ...parts }),
  })
  const key = args.scope?.pool ?? null
  const pool = key === null ? null : indexOfSorted(graph.pools, key)
  if (pool === -1) return none('UNKNOWN_SCOPE')
  if (graph.unknownBases.includes(basis)) return none('CONSTANT_UNKNOWN')
  if (basis === 'DELEGATED' && !isAdditive(graph, (one) => pool === null || pool === one)) {
    return none('NOT_ADDITIVE')
  }
  const prices = args.pricing
    ? await valuer(args.pricing, sources.priceFile, context, block, at)
    : null
  const measured = (valuation: Valuation, meta: Meta, on = basis): Measured => {
    const stake = (columns: ColumnKind, rows: RowKind = 'OPERATOR') => {
      const matrix = stakeMatrix(graph, on, valuation, columns, rows)
      return grouping && rows === 'OPERATOR'
        ? groupRows<Value, StakeMatrix>(matrix, grouping.groupOf)
        : matrix
    }
    return {
      at,
      block,
      basis: on,
      valuation,
      meta: { ...meta, basis: on, coverage: wholeCoverage(graph, valuation) },
      stakedPools: stakedPools(graph).filter((one) => valuation.isInScope(one)),
      stake,
      matrix: (columns, rows) => pricedPart(stake(columns, rows)),
      sharedBuckets: (matrix) => sharedBuckets(graph, on, valuation, matrix, grouping?.groupOf),
      on: (other) => measured(valuation, meta, other),
      covered: (shown, holders) => covered(graph.pools, shown, holders),
    }
  }
  const unmeasured = (meta: Meta, pools: readonly number[]): Unmeasured => {
    const all = measured(withoutPrices(graph.pools.length, pool), meta)
    const known = metaOf(block, basis, null, version)
    return {
      meta: all.meta,
      withoutPrices: {
        all,
        pools,
        inPool: (one) => measured(nativeValuation(graph.pools.length, one), known),
      },
    }
  }
  const valuation = chooseValuation(graph, pool, prices, needsAmounts)
  const staked = stakedPools(graph)
  if (valuation === null) {
    const pricing = unpricedBy(staked.map((one) => graph.pools[one]!))
    return unmeasured(none('UNPRICED', { pricing }).meta, staked)
  }
  // Pools beside the scope are not measured, whether they have a price or not.
  const inScope = pool === null ? staked : staked.filter((one) => one === pool)
  const unpriced = inScope.filter((one) => !valuation.isPriced(one))
  const pricing = prices?.echo(unpriced.map((one) => graph.pools[one]!))
  if (pricing && needsAmounts && inScope.length > 0 && unpriced.length === inScope.length) {
    // Stake without any price is unknown, not worth 0.
    return unmeasured(none('UNPRICED', { pricing }).meta, [])
  }
  return measured(
    valuation,
    metaOf(block, basis, null, { ...version, ...(pricing && { pricing }) }),
  )
}

/** Coverage of all stake in the scope, by holder; of a graph with the withdrawal queue also of that. */
export function wholeCoverage(graph: StakeGraph, valuation: Valuation): () => CoverageValues {
  return once(() => {
    return coverageValues(graph.pools, Value.coverage(stakeByHolder(graph, valuation)))
  })
}

/** Null: stake of several pools cannot be added. */
function chooseValuation(
  graph: StakeGraph,
  pool: number | null,
  prices: Valuer | null,
  needsAmounts: boolean,
): Valuation | null {
  if (pool !== null) {
    return prices ? prices.valuation.inPool(pool) : nativeValuation(graph.pools.length, pool)
  }
  if (prices) return prices.valuation
  // Members count, whatever their stake is worth.
  if (!needsAmounts) return withoutPrices(graph.pools.length)
  const staked = stakedPools(graph)
  if (staked.length > 1) return null
  // There can be stake in the withdrawal queue of other pools: it is unknown, not nothing.
  return nativeValuation(graph.pools.length, staked[0] ?? 0, null)
}

/** Pools that hold stake, ascending. */
function stakedPools({ buckets }: StakeGraph): number[] {
  const found = new Set<number>()
  buckets.cap.forEach((cap, bucket) => {
    if (cap > 0n) found.add(buckets.pool[bucket]!)
  })
  return [...found].sort((a, b) => a - b)
}
