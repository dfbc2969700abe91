import { loadHeaders } from '../../reads/block-times'
import { type Ratio, ratio } from '../../risk/math/ratio'
import { measured, type PopulationMeasure } from '../../risk/series/population-figure'
import type { Request } from '../define/measure'
import type { PriceRequest } from '../define/pricing'
import type { ScopeKeys } from '../define/scope'
import type { ProgressObserver } from '../define/work'
import type { FigureRequest } from './figures'
import { type FigureValue, followFigures } from './follow-figures'
import type { Holder } from './holders'
import { type MeasuredPopulation, populationAt } from './measured-population'
import { blockAt } from './series-blocks'

/** A figure of votes to follow. */
interface VotesFigure {
  readonly of: Holder
  readonly scope: ScopeKeys
  readonly measure: PopulationMeasure
  readonly k: number
  readonly threshold: Ratio
}

/** A figure of votes at some blocks. Recorded weights change seldom, so each point is read by itself. */
export async function votesSeries(
  figure: VotesFigure,
  blocks: readonly number[],
  request: Request,
) {
  const { of, scope } = figure
  const headers = await loadHeaders(request.context, await request.context.head(), blocks)
  const points = []
  for (const [index, block] of blocks.entries()) {
    const selection = { of, scope, basis: 'VOTES' as const, pricing: null, grouping: null }
    const at = await blockAt(block, request.context)
    const found = await populationAt({ ...selection, includeZeros: false }, request, at)
    const { hash: _, nullReason: timestampNullReason, ...time } = headers[index]!
    points.push({ block, ...time, timestampNullReason, ...readingOf(figure, found) })
  }
  return points
}

function readingOf({ measure, k, threshold }: VotesFigure, found: MeasuredPopulation) {
  const { population, n, nZero, meta } = found
  if (measure === 'MEMBERS' && n !== null) {
    return { value: ratio(BigInt(n - (nZero ?? 0))), nullReason: null }
  }
  if (population === null || measure === 'MEMBERS') {
    return { value: null, nullReason: meta.nullReason ?? ('EMPTY' as const) }
  }
  if (measure === 'TOTAL') return { value: ratio(population.total), nullReason: null }
  return measured(population, measure, { k, threshold })
}

/** A figure of stake at a block, or one of votes, which has no prices and so no coverage. */
type AnyValue = Omit<FigureValue, 'coverage'> & Partial<Pick<FigureValue, 'coverage'>>

/** `followFigures`, of votes and of stake. */
export async function followWithVotes(
  request: Request,
  figures: readonly FigureRequest[],
  blocks: readonly number[],
  pricing: PriceRequest | null,
) {
  const ofStake = figures.filter((one) => votesOf(one) === null)
  const follow = await followFigures(request, ofStake, blocks, pricing)
  const votes: (Awaited<ReturnType<typeof votesSeries>> | null)[] = []
  for (const one of figures) {
    const figure = votesOf(one)
    votes.push(figure && (await votesSeries(figure, blocks, request)))
  }
  return async (observer: ProgressObserver) => {
    const { pools, points } = await follow(observer)
    const all = points.map(({ values, ...point }, at) => {
      const stake = values.values()
      return { ...point, values: votes.map((own): AnyValue => own?.[at] ?? stake.next().value!) }
    })
    return { pools, points: all }
  }
}

function votesOf({ figure, scope }: FigureRequest): VotesFigure | null {
  if (figure.kind !== 'POPULATION' || figure.basis !== 'VOTES') return null
  const { of, measure, k, threshold } = figure
  return { of, scope, measure, k, threshold }
}
