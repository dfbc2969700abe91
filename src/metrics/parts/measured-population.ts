import type { BlockInput, BlockPoint } from '../../reads/context'
import { partOf } from '../../reads/graph/timeline'
import {
  type NativePopulation,
  nativePopulation,
  type PoolHolding,
} from '../../risk/concentration/native-population'
import type { Population } from '../../risk/concentration/population'
import { valuedPopulation } from '../../risk/concentration/valued-population'
import type { Basis } from '../../risk/graph/graph'
import { isAdditiveIn } from '../../risk/graph/holdings'
import type { Ratio } from '../../risk/math/ratio'
import { Value } from '../../risk/value/value'
import { coverageValues } from '../define/coverage'
import { ENTITY, groupingOf } from '../define/grouping'
import { graphOn, type Request } from '../define/measure'
import { type CoverageValues, type Meta, metaOf, type NullReason, unpricedBy } from '../define/meta'
import { once } from '../define/once'
import { type PriceRequest, valuer } from '../define/pricing'
import { type ScopeKeys, scopeIn } from '../define/scope'
import { type Holder, holdingsOf, type NoHoldings } from './holders'
import { KeptByGraph } from './kept'

/** Whose stake is measured, and how. */
interface Selection {
  readonly of: Holder
  readonly scope: ScopeKeys
  readonly basis: Basis
  readonly pricing: PriceRequest | null
  readonly grouping: string | null
  readonly includeZeros: boolean
  readonly block: BlockInput | null
}

/** A population, and how its amounts are read. */
export interface MeasuredPopulation {
  /** Of the part that has a price; null: `meta` has the reason. */
  readonly population: Population | null
  /** What a unit of its amounts is worth in the numeraire; null: amounts are shares. */
  readonly unit: Ratio | null
  /** With prices: what each holder has, and all of them. */
  readonly valued: { readonly byHolder: ReadonlyMap<string, Value>; readonly whole: Value } | null
  readonly coverage: () => CoverageValues | null
  /** Whether all stake has a price, so that figures do not depend on one that is missing. */
  readonly isComplete: boolean
  readonly n: number | null
  readonly nZero: number | null
  readonly total: bigint | null
  readonly meta: Meta
  /** Without prices, pools with stake, by id, if they are several. */
  readonly pools: readonly string[]
}

const NOTHING = {
  population: null,
  unit: null,
  valued: null,
  coverage: () => null,
  isComplete: true,
  n: null,
  nZero: null,
  total: null,
  pools: [],
}

/** Populations without prices, which several operations measure. */
const natives = new KeptByGraph<NativePopulation>()

/** The population that the arguments select. */
export async function measuredPopulation(
  selection: Selection,
  request: Request,
): Promise<MeasuredPopulation> {
  return populationAt(selection, request, await request.context.at(selection.block))
}

/** The population at a block that other fields of the operation need not read. */
export async function populationAt(
  { of, scope, basis, pricing, grouping: kind, includeZeros }: Omit<Selection, 'block'>,
  request: Request,
  block: BlockPoint,
): Promise<MeasuredPopulation> {
  const { sources, context } = request
  const labels = sources.labels(block.chainId)
  const grouping = groupingOf(labels, kind ?? (of === 'ENTITIES' ? ENTITY : null))
  const state = partOf(await graphOn(basis, request, block), scope.protocol ?? null)
  const { graph } = state
  const none = (reason: NullReason) => ({ ...NOTHING, meta: metaOf(block, basis, reason) })
  const part = scopeIn(graph, scope)
  if (part === null) return none('UNKNOWN_SCOPE')
  if (graph.unknownBases.includes(basis)) return none('CONSTANT_UNKNOWN')
  const version = { grouping: grouping?.version ?? null }
  const readHeld = async (): Promise<PoolHolding[] | NoHoldings> => {
    const each = await holdingsOf(context, block, state, of, basis, part)
    if (typeof each === 'string' || grouping === null) return each
    return each.map((one) => ({ ...one, id: grouping.groupOf.get(one.id) ?? one.id }))
  }
  const isAdditive =
    basis !== 'DELEGATED' || (of !== 'OPERATORS' && of !== 'ENTITIES') || isAdditiveIn(graph, part)
  if (pricing === null) {
    const key = JSON.stringify([of, basis, part, version, includeZeros])
    // Stakers are too many to be kept.
    const known = of === 'STAKERS' ? null : natives.get(state, key)
    const read = known ? [] : await readHeld()
    if (typeof read === 'string') return none(read)
    const native = known ?? nativePopulation(read, { includeZeros })
    if (of !== 'STAKERS') natives.set(state, key, native)
    const { unpriced, n, nZero } = native
    const hasTotal = isAdditive || native.population === null
    const population = hasTotal ? native.population : null
    const nullReason = hasTotal ? native.nullReason : ('NOT_ADDITIVE' as const)
    const isPriced = native.population !== null
    const holders = n - (includeZeros && isPriced ? nZero : 0)
    const pricedPools = native.population && native.population.total > 0n ? 1 : 0
    const coverage = () =>
      coverageValues(graph.pools, {
        pools: isPriced ? pricedPools : unpriced.length,
        pricedPools,
        holders,
        pricedHolders: isPriced ? holders : 0,
        unpriced: unpriced.map((id) => graph.pools.indexOf(id)),
        isComplete: isPriced,
      })
    return {
      ...NOTHING,
      population,
      n,
      nZero,
      total: population?.total ?? null,
      coverage,
      isComplete: isPriced,
      pools: unpriced,
      meta: metaOf(block, basis, nullReason, {
        pricing: unpricedBy(unpriced),
        coverage,
        ...version,
      }),
    }
  }
  const held = await readHeld()
  if (typeof held === 'string') return none(held)
  const { valuation, echo } = await valuer(pricing, sources.priceFile, context, block, state)
  const positions = new Map(graph.pools.map((id, pool) => [id, pool]))
  const { population, unit, byHolder, nullReason } = valuedPopulation(
    held,
    (pool, amount) => valuation.worth(positions.get(pool)!, amount),
    valuation.none,
    { includeZeros },
  )
  const whole = Value.sum(byHolder.values(), valuation.none)
  const found = Value.coverage([whole])
  const coverage = once(() => coverageValues(graph.pools, Value.coverage(byHolder.values())))
  const { n, nZero } = population
  const isMissing = !isAdditive && nullReason === null
  return {
    ...NOTHING,
    population: nullReason === 'UNPRICED' || isMissing ? null : population,
    unit,
    valued: isMissing ? null : { byHolder, whole },
    coverage,
    isComplete: whole.isComplete,
    n,
    nZero,
    meta: metaOf(block, basis, isMissing ? 'NOT_ADDITIVE' : nullReason, {
      pricing: echo(found.unpriced.map((pool) => graph.pools[pool]!)),
      coverage,
      ...version,
    }),
  }
}
