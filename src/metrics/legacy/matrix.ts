import type { ApiContext, BlockInput, BlockPoint } from '../../reads/context'
import type { BlockGraph } from '../../reads/graph/timeline'
import { type ColumnKind, type Exposure, exposure, type RowKind } from '../../risk/graph/exposure'
import type { Basis, StakeGraph, Valuation } from '../../risk/graph/graph'
import { groupRows } from '../../risk/graph/group-rows'
import { nativeValuation } from '../../risk/graph/valuation'
import type { RiskSources } from '../define/sources'
import { address, bad, place, type ScopeInput } from './arguments'
import { groupingOf } from './grouping'
import { type Meta, member, metaOf, type NullReason } from './meta'
import { type PricingInput, readPricing, type Valuer } from './pricing'

/** Arguments of fields that measure a matrix of stake. */
export interface MatrixArguments {
  scope?: ScopeInput | null
  basis: Basis
  pricing?: PricingInput | null
  grouping?: string | null
  block?: BlockInput | null
}

/** SDL of those arguments, after the ones of the field. */
export const matrixArguments = `
    "Only \`pool\` narrows it: its shares."
    scope: RiskScope
    "Which stake counts; echoed in \`meta.basis\`."
    basis: StakeBasis! = REGISTERED
    "Prices, if stake of several pools is to be added up; without: shares of one pool."
    pricing: PricingInput
    "Kind of grouping in the label files: operators of one group count as one. Default: none."
    grouping: String
    "Block whose state is measured. Default: the last indexed block."
    block: BlockInput`

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

/**
 * What the arguments ask for.
 *
 * @param needsAmounts whether amounts matter: then stake of several pools needs prices, or one pool in the scope
 */
export async function measure(
  { graphs, labels, priceFile }: RiskSources,
  args: MatrixArguments,
  context: ApiContext,
  needsAmounts: boolean,
): Promise<Measured | Unmeasured> {
  const pool = poolOf(args.scope)
  const price = readPricing(args.pricing, priceFile)
  const block = await context.at(args.block)
  const kind = args.grouping ?? null
  const grouping = kind === null ? null : groupingOf(labels(block.chainId), kind)
  const at = await graphs.at(context, block)
  const { graph } = at
  const { basis } = args
  const version = { grouping: grouping?.version ?? null }
  const none = (nullReason: NullReason, parts: Partial<Meta> = {}): Unmeasured => ({
    meta: metaOf(block, basis, nullReason, { ...version, ...parts }),
  })
  const position = place(graph.pools, pool)
  if (position === -1) return none('UNKNOWN_SCOPE')
  if (graph.unknownBases.includes(basis)) return none('CONSTANT_UNKNOWN')
  const valuer = price && (await price(context, block, at))
  const valuation = chooseValuation(graph, position, valuer, needsAmounts)
  const staked = stakedPools(graph)
  if (valuation === null) {
    const unpriced = staked.map((one) => member(graph.pools[one]!))
    return none('UNPRICED', { pricing: { numeraire: 'NATIVE', source: null, unpriced } })
  }
  // Pools beside the scope are not measured, whether they have a price or not.
  const asked = position === null ? staked : staked.filter((one) => one === position)
  const unpriced = asked.filter((one) => valuation.weights[one] === null)
  const pricing = valuer?.echo(unpriced.map((one) => graph.pools[one]!))
  if (pricing && needsAmounts && asked.length > 0 && unpriced.length === asked.length) {
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

function poolOf(scope: ScopeInput | null | undefined): string | null {
  for (const [part, value] of Object.entries(scope ?? {})) {
    if (part !== 'pool' && value != null) throw bad(`scope.${part}`, value, 'Give only a pool.')
  }
  return address('scope.pool', scope?.pool ?? null)
}

/** Null: stake of several pools cannot be added. */
function chooseValuation(
  graph: StakeGraph,
  pool: number | null,
  valuer: Valuer | null,
  needsAmounts: boolean,
): Valuation | null {
  if (pool !== null) {
    if (!valuer) return nativeValuation(graph.pools.length, pool)
    const { unit, weights } = valuer.valuation
    return { unit, weights: weights.map((weight, one) => (one === pool ? weight : null)) }
  }
  if (valuer) return valuer.valuation
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
