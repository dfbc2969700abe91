import { loadHeaders } from '../../reads/block-times'
import type { BlockHeader } from '../../reads/context'
import { QueueSteps } from '../../reads/graph/queue-steps'
import type { GraphStep } from '../../reads/graph/steps'
import type { BlockGraph } from '../../reads/graph/timeline'
import { loadSteps, type StepsOfGraph } from '../../reads/graph/vaults/steps'
import { loadLoggedQuorums, type Quorums } from '../../reads/vaults/quorums'
import type { NoValue } from '../../risk/concentration/population'
import type { Basis, StakeGraph } from '../../risk/graph/graph'
import { holdings, isAdditiveIn } from '../../risk/graph/holdings'
import type { HolderKind, StakeScope } from '../../risk/graph/stake-scope'
import { nativeValuation, withoutPrices } from '../../risk/graph/valuation'
import { AtRiskSums } from '../../risk/series/at-risk-sums'
import { avsFigure } from '../../risk/series/avs-figure'
import type { Figure, Reading } from '../../risk/series/figure'
import { type HeldCells, heldCells } from '../../risk/series/held-cells'
import { Holders, HolderValues } from '../../risk/series/holder-values'
import { leverageFigure } from '../../risk/series/leverage-figure'
import { populationFigure } from '../../risk/series/population-figure'
import { StakeSums } from '../../risk/series/stake-sums'
import type { Valuation } from '../../risk/value/valuation'
import { type Coverage, Value } from '../../risk/value/value'
import { ENTITY, groupingOf } from '../define/grouping'
import type { Request } from '../define/measure'
import type { NullReason } from '../define/meta'
import { once } from '../define/once'
import { loadPriceSteps, type PriceSteps } from '../define/price-steps'
import type { PriceRequest } from '../define/pricing'
import { scopeIn } from '../define/scope'
import { inSlices, type Progress, type ProgressObserver } from '../define/work'
import { thresholdOf } from './corruption-threshold'
import type { FigureOf, FigureRequest } from './figures'
import { holderKind, holdingsOf, type NoHoldings } from './holders'

/** A figure at a block. */
export interface FigureValue {
  readonly value: Reading['value']
  readonly nullReason: NullReason | null
  readonly coverage: Coverage
}

/** All figures at a block, in the order of the request. */
export interface FigurePoint {
  readonly block: number
  readonly header: BlockHeader
  readonly values: readonly FigureValue[]
}

/** Figures at some blocks, and the ids of the pools that coverage refers to. */
export interface FollowedFigures {
  readonly pools: readonly string[]
  readonly points: readonly FigurePoint[]
}

/**
 * Reads the changes between blocks, at once, and computes figures from them.
 * @param blocks ascending
 */
export async function followFigures(
  request: Request,
  figures: readonly FigureRequest[],
  blocks: readonly number[],
  pricing: PriceRequest | null,
): Promise<(observer: ProgressObserver) => Promise<FollowedFigures>> {
  const { sources, context } = request
  const protocol = figures[0]?.scope.protocol ?? null
  const head = await context.head()
  const headers = await loadHeaders(context, head, blocks)
  const steps = await loadSteps(context, blocks, protocol)
  const { pools } = steps.graph
  const times = blocks.map((block, index) => ({ block, header: headers[index]! }))
  const prices =
    pricing && (await loadPriceSteps(pricing, sources.priceFile, context, times, pools))
  const stakers = await loadStakerPoints(request, figures, blocks)
  const queue = figures.some(({ figure }) => hasQueue(figure))
    ? await QueueSteps.load(context, blocks, steps.graph)
    : null
  const hasQuorums = figures.some(
    ({ figure }) => 'threshold' in figure && figure.threshold === null,
  )
  const quorums = hasQuorums ? await loadLoggedQuorums(context, blocks) : null
  const grouping = groupingOf(
    sources.labels(head.chainId),
    figures.some(({ figure }) => 'of' in figure && figure.of === 'ENTITIES') ? ENTITY : null,
  )
  const groupOf = (id: string) => grouping?.groupOf.get(id) ?? id
  function* points(): Generator<Progress, FollowedFigures> {
    const walk = new Walk(steps, prices, stakers, queue, quorums, groupOf)
    const followed = figures.map((one) => walk.follow(one))
    const found: FigurePoint[] = []
    for (const step of steps.steps()) {
      walk.move(step)
      const values = followed.map((value) => value())
      found.push({ block: step.block, header: headers[found.length]!, values })
      yield { done: found.length, total: blocks.length }
    }
    return { pools, points: found }
  }
  return (observer) => inSlices(points(), observer)
}

const NO_STAKE: Coverage = Value.coverage([])

/** The state of all figures at the current point. */
class Walk {
  private step: (GraphStep & BlockGraph) | null = null
  private point = -1
  private priced: Valuation | null = null
  private readonly cells = new Map<string, HeldCells>()
  private readonly stake: StakeSums
  private readonly atRisk: AtRiskSums | null
  /** Stake of operators with the queue. */
  private readonly owned: HeldCells | null
  private readonly values = new Map<HeldCells, HolderValues>()
  private readonly native = new Map<number, Valuation>()

  constructor(
    private readonly steps: StepsOfGraph,
    private readonly prices: PriceSteps | null,
    private readonly stakers: StakerPoints,
    private readonly queue: QueueSteps | null,
    private readonly quorums: readonly Quorums[] | null,
    private readonly groupOf: (id: string) => string,
  ) {
    this.stake = new StakeSums(steps.graph)
    this.atRisk = queue && new AtRiskSums(steps.graph, queue.queued)
    this.owned = this.atRisk && ownedCells(steps.graph, this.atRisk.stake)
  }

  /** Takes over what changed up to the next point. */
  move(step: GraphStep & BlockGraph): void {
    this.step = step
    this.point++
    this.priced = this.prices?.advance(step.pools) ?? null
    this.stake.update(step.lines, step.buckets)
    const queued = this.queue?.advance(step.block, step.withdrawalDelay) ?? []
    const buckets = [...step.buckets, ...queued]
    this.atRisk?.update(step.lines, buckets)
    this.owned?.update([], buckets)
    for (const cells of this.cells.values()) cells.update(step.lines, step.buckets)
  }

  /** Follows a figure. @returns its value at the current point */
  follow(request: FigureRequest): () => FigureValue {
    const { scope: keys, figure } = request
    const scope = scopeIn(this.steps.graph, keys)
    const other =
      figure.kind === 'AVS' && figure.other !== null
        ? this.steps.graph.services.indexOf(figure.other)
        : null
    if (scope === null || other === -1) return () => noFigure('UNKNOWN_SCOPE')
    const isKnown = () =>
      (keys.operator === null || this.steps.exists('operator', keys.operator)) &&
      (keys.pool === null || this.steps.exists('pool', keys.pool)) &&
      (keys.avs === null || this.steps.exists('avs', keys.avs)) &&
      (keys.operatorSet === null || this.steps.exists('operatorSet', keys.operatorSet)) &&
      (figure.kind !== 'AVS' || figure.other === null || this.steps.exists('avs', figure.other))
    const bases = basesOf(figure)
    const { read, stakedPools, unknown } = this.figureOf(figure, scope, other)
    return () => {
      if (!isKnown()) return noFigure('UNKNOWN_SCOPE')
      const { unknownBases } = this.step!.graph
      if (bases.some((basis) => unknownBases.includes(basis))) return noFigure('CONSTANT_UNKNOWN')
      if (figure.kind === 'POPULATION' && figure.of === 'STAKERS' && figure.basis !== 'DELEGATED') {
        return noFigure('NOT_DEFINED')
      }
      if (hasQueue(figure) && this.queue!.isUnknown) return noFigure('CONSTANT_UNKNOWN')
      const reason = unknown?.() ?? null
      if (reason) return noFigure(reason)
      return read(this.valuation(scope.pool, stakedPools))
    }
  }

  private figureOf(figure: FigureOf, scope: StakeScope, other: number | null): Followed {
    const { graph } = this.steps
    if (figure.kind === 'LEVERAGE') {
      const operators = this.holdersOf(this.cellsOf('OPERATORS', 'DELEGATED', NO_SCOPE))
      const sums = {
        graph,
        stake: this.stake,
        atRisk: figure.includeQueued ? this.atRisk!.byPool : this.stake.atRisk,
        registered: this.cellsOf('SERVICES', 'REGISTERED', NO_SCOPE),
        operators,
        owners: figure.includeQueued ? this.holdersOf(this.owned!) : operators,
      }
      return { read: leverageFigure(sums, figure.measure), stakedPools: this.allStaked }
    }
    if (figure.kind === 'AVS') {
      const { measure: kind, basis, overlap: measure } = figure
      const threshold = () => {
        return thresholdOf(
          graph.services[scope.service!]!,
          figure.threshold,
          this.quorums?.[this.point] ?? null,
        ).threshold
      }
      const parts = { kind, service: scope.service!, other: other!, basis, threshold, measure }
      // A member count needs no prices.
      const isOfMembers =
        kind === 'OVERLAP' && (measure === 'JACCARD' || measure === 'OVERLAP_COEFFICIENT')
      const stakedPools = isOfMembers ? () => null : this.allStaked
      return { read: avsFigure(graph, parts), stakedPools }
    }
    const { of, basis, measure, k, threshold } = figure
    if (of === 'STAKERS') {
      const { holders, totals, unknown } = this.stakers.at(() => this.point, scope, graph.pools)
      const held = { holders, nothing: () => 'EMPTY' as const }
      return {
        read: populationFigure(held, measure, { k, threshold }),
        stakedPools: () => staked(totals()),
        unknown,
      }
    }
    const kind = holderKind(of)
    const cells = this.cellsOf(kind, basis, scope)
    const holders = this.holdersOf(cells)
    const held = {
      holders: (valuation: Valuation) => {
        if (of === 'ENTITIES') return holders(valuation).grouped(this.groupOf)
        return of === 'ASSETS' ? holders(valuation).grouped(this.assetOf) : holders(valuation)
      },
      nothing: () => this.whyNothing(kind, basis, scope),
      isAdditive: () => {
        return (
          kind !== 'OPERATORS' || basis !== 'DELEGATED' || isAdditiveIn(this.steps.graph, scope)
        )
      },
    }
    const stakedPools = () => staked(cells.totals())
    return { read: populationFigure(held, measure, { k, threshold }), stakedPools }
  }

  /** A pool whose token is unknown counts as an asset of its own. */
  private readonly assetOf = (pool: string) => {
    return this.step!.pools[this.steps.graph.pools.indexOf(pool)]!.asset ?? pool
  }

  private holdersOf(cells: HeldCells): (valuation: Valuation) => Holders {
    const values = this.values.get(cells) ?? new HolderValues(cells)
    this.values.set(cells, values)
    return (valuation) => values.of(valuation)
  }

  private readonly allStaked = () =>
    this.stake.delegated.flatMap((amount, pool) => (amount > 0n ? [pool] : []))

  private cellsOf(of: HolderKind, basis: Basis, scope: StakeScope): HeldCells {
    const key = [of, basis, scope.operator, scope.pool, scope.service, scope.set].join()
    const cells = this.cells.get(key) ?? heldCells(this.steps.graph, of, basis, scope)
    this.cells.set(key, cells)
    return cells
  }

  private whyNothing(of: HolderKind, basis: Basis, scope: StakeScope): NoValue {
    const members = holdings(this.steps.graph, of, basis, scope)
    // Of all operators those that are known only later are none.
    const isAny = members.some(({ id }) => of !== 'OPERATORS' || this.steps.exists('operator', id))
    return isAny ? 'ZERO_TOTAL' : 'EMPTY'
  }

  /** @param stakedPools pools with stake in the figure; null: amounts do not matter */
  private valuation(pool: number | null, stakedPools: () => readonly number[] | null): Valuation {
    if (this.priced) return pool === null ? this.priced : this.priced.inPool(pool)
    if (pool !== null) return this.inNative(pool)
    const staked = stakedPools()
    return staked === null || staked.length > 1 ? this.unpriced() : this.inNative(staked[0] ?? 0)
  }

  private readonly unpriced = once(() => withoutPrices(this.steps.graph.pools.length))

  private inNative(pool: number): Valuation {
    const valuation = this.native.get(pool) ?? nativeValuation(this.steps.graph.pools.length, pool)
    this.native.set(pool, valuation)
    return valuation
  }
}

interface Followed {
  readonly read: Figure
  readonly stakedPools: () => readonly number[] | null
  /** Why it has no value now; null, or absent: it has one. */
  readonly unknown?: () => NullReason | null
}

const NO_SCOPE: StakeScope = { operator: null, pool: null, service: null, set: null }

function noFigure(nullReason: NullReason): FigureValue {
  return { value: null, nullReason, coverage: NO_STAKE }
}

/** Stake of operators where buckets have other stake than in the graph. */
function ownedCells(graph: StakeGraph, cap: readonly bigint[]): HeldCells {
  return heldCells(
    { ...graph, buckets: { ...graph.buckets, cap } },
    'OPERATORS',
    'DELEGATED',
    NO_SCOPE,
  )
}

function hasQueue(figure: FigureOf): boolean {
  return figure.kind === 'LEVERAGE' && figure.includeQueued
}

function basesOf(figure: FigureOf): readonly Basis[] {
  if (figure.kind === 'POPULATION') return [figure.basis]
  if (figure.kind === 'LEVERAGE') return ['SLASHABLE']
  return figure.measure === 'PHANTOM_SHARE' ? ['SLASHABLE'] : [figure.basis]
}

/** Holdings of stakers, which are read block by block. */
class StakerPoints {
  constructor(private readonly points: ReadonlyMap<string, readonly StakersAt[]>) {}

  /** @param point position of the current one */
  at(point: () => number, scope: StakeScope, pools: readonly string[]) {
    const points = this.points.get(JSON.stringify(scope))!
    const positions = new Map(pools.map((id, pool) => [id, pool]))
    const holders = (valuation: Valuation) => {
      const values = new Map<string, Value>()
      for (const { id, pool, amount } of points[point()]!.list) {
        const worth = valuation.worth(positions.get(pool!)!, amount)
        values.set(id, values.get(id)?.plus(worth) ?? worth)
      }
      return new Holders(values, valuation.none)
    }
    const at = () => points[point()]!
    return { holders, totals: () => at().totals, unknown: () => at().unknown }
  }
}

/** Positions of pools with an amount above 0. */
function staked(totals: ReadonlyMap<number, bigint>): number[] {
  return [...totals].flatMap(([pool, amount]) => (amount > 0n ? [pool] : []))
}

interface StakersAt {
  readonly list: ReturnType<HeldCells['list']>
  readonly totals: ReturnType<HeldCells['totals']>
  /** Why it is not known what they hold; null: it is. */
  readonly unknown: NoHoldings | null
}

async function loadStakerPoints(
  { context }: Request,
  figures: readonly FigureRequest[],
  blocks: readonly number[],
): Promise<StakerPoints> {
  const asked = figures.filter(({ figure }) => 'of' in figure && figure.of === 'STAKERS')
  const found = new Map<string, StakersAt[]>()
  const protocol = figures[0]?.scope.protocol ?? null
  if (asked.length === 0) return new StakerPoints(found)
  const steps = await loadSteps(context, blocks, protocol)
  const { graph } = steps
  const positions = new Map(graph.pools.map((id, pool) => [id, pool]))
  const scopes = new Map(
    asked
      .flatMap(({ scope }) => scopeIn(graph, scope) ?? [])
      .map((scope) => [JSON.stringify(scope), scope]),
  )
  for (const step of steps.steps()) {
    for (const [key, scope] of scopes) {
      const block = { number: step.block, isHead: false }
      const held = await holdingsOf(context, block, step, 'STAKERS', 'DELEGATED', scope)
      const unknown = typeof held === 'string' ? held : null
      const list = typeof held === 'string' ? [] : held
      const totals = new Map<number, bigint>()
      for (const { pool, amount } of list) {
        const position = positions.get(pool!)!
        totals.set(position, (totals.get(position) ?? 0n) + amount)
      }
      found.set(key, [...(found.get(key) ?? []), { list, totals, unknown }])
    }
  }
  return new StakerPoints(found)
}
