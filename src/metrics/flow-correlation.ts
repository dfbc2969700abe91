import type { ApiContext, BlockInput } from '../reads/context'
import { apiError } from '../reads/errors'
import { blockPeriods, dayPeriods, type PeriodEnds } from '../reads/history/periods'
import {
  type FlowCorrelation,
  FlowPairs,
  multipleComparisons,
} from '../risk/correlation/flow-correlation'
import {
  flowSeries,
  type MemberFlows,
  observedFlows,
  stakedPools,
} from '../risk/correlation/flow-series'
import type { Basis } from '../risk/graph/graph'
import { doubleToDecimal, toDecimal } from '../risk/math/decimal'
import { pairCount } from '../risk/math/pairs'
import { type Ratio, ratio } from '../risk/math/ratio'
import { type BlockRange, readRange } from './define/block-range'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'
import { flowCorrelationTypeDefs } from './flow-correlation-types'
import {
  bad,
  checkCount,
  type Page,
  placeScope,
  range,
  type ScopeInput,
  scopeKeys,
} from './legacy/arguments'
import { member, metaOf, type NullReason } from './legacy/meta'
import { type PricingInput, readPricing } from './legacy/pricing'
import { type FlowMember, levelsAt } from './parts/flow-levels'

/** Most ends of periods: each has a graph of its own. */
const MAX_ENDS = 500
/** Most members of which all pairs are compared: some hundreds of milliseconds for 500 periods. */
const MAX_MEMBERS = 200

interface Arguments {
  among: FlowMember
  basis: Basis
  every?: number | null
  from: number
  to?: number | null
  largest: number
  scope?: ScopeInput | null
  pricing?: PricingInput | null
  block?: BlockInput | null
}

function resolve({ graphs, priceFile }: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext) => {
    const keys = scopeKeys(args.scope)
    const price = readPricing(args.pricing, priceFile)
    checkCount('largest', args.largest, MAX_MEMBERS)
    const block = await context.at(args.block)
    const range = await readRange(args, context, block)
    const none = (nullReason: NullReason, unpriced: readonly string[] = []) => ({
      items: [],
      pairs: [],
      pairCount: 0,
      compared: 0,
      meta: metaOf(block, args.basis, nullReason, {
        pricing: { numeraire: 'NATIVE', source: null, unpriced: unpriced.map(member) },
      }),
    })
    const at = await graphs.at(context, block)
    if (placeScope(at.graph, keys) === null) return none('UNKNOWN_SCOPE')
    const ends = await periodsOf(args.every ?? null, range, context)
    if (ends.length === 0) return none('INSUFFICIENT_OBSERVATIONS')
    const levels = await levelsAt(context, block, ends, args.among, args.basis, keys)
    if (typeof levels === 'string') return none(levels)
    const staked = stakedPools(levels)
    const valuer = price && (await price(context, block, at))
    if (!valuer && staked.length > 1) return none('UNPRICED', staked)
    // Without prices there is one pool with stake, whose shares are the unit.
    const weightOf = (pool: string) => (valuer ? valuer.weightOf(pool) : 1n)
    const series = flowSeries(levels, weightOf, args.largest)
    const pricing = valuer?.echo(staked.filter((pool) => valuer.weightOf(pool) === null))
    return {
      ...answer(series, valuer?.valuation.unit ?? 1n),
      periods: ends.length - 1,
      first: ends[0],
      last: ends.at(-1),
      meta: metaOf(block, args.basis, series.length === 0 ? 'EMPTY' : null, {
        ...(pricing ? { pricing } : {}),
      }),
    }
  }
}

async function periodsOf(
  every: number | null,
  range: BlockRange,
  context: ApiContext,
): Promise<PeriodEnds> {
  if (every === null) {
    const ends = await dayPeriods(context, range)
    checkEnds(ends.length)
    return ends
  }
  if (every < 1) throw bad('every', every, 'Give the blocks of a period: 1 or more.')
  checkEnds(Math.floor((range.to - range.from) / every) + 1)
  return blockPeriods(range, every)
}

function checkEnds(asked: number): void {
  if (asked <= MAX_ENDS) return
  throw apiError('LIMIT_EXCEEDED', `There are ${asked} ends of periods.`, {
    limit: MAX_ENDS,
    asked,
    hint: 'Ask for fewer blocks, or for longer periods.',
  })
}

function answer(series: readonly MemberFlows[], unit: bigint) {
  const pairs = new FlowPairs(series)
  let ranked: ReturnType<FlowPairs['ranked']> | null = null
  const ranking = () => {
    ranked ??= pairs.ranked()
    return ranked
  }
  const compared = () => ranking().filter(({ value }) => value !== null).length
  return {
    items: (page: Page) =>
      series.slice(...range(page)).map((one) => {
        const { count, net } = observedFlows(one)
        return {
          member: member(one.id),
          observations: count,
          net: toDecimal(ratio(net, unit)),
          stake: toDecimal(ratio(one.stake, unit)),
        }
      }),
    pairs: (page: Page) =>
      ranking()
        .slice(...range(page))
        .map(({ a, b }) => pairOf(series[a]!, series[b]!, pairs.of(a, b))),
    pairCount: pairCount(series.length),
    compared,
    warning: () => multipleComparisons(compared()),
  }
}

function pairOf(a: MemberFlows, b: MemberFlows, found: FlowCorrelation) {
  const { observations, pearson, interval, spearman, kendall } = found
  return {
    a: member(a.id),
    b: member(b.id),
    observations,
    pearson: shown(pearson.value),
    lower: interval && doubleToDecimal(interval[0]),
    upper: interval && doubleToDecimal(interval[1]),
    spearman: shown(spearman.value),
    kendall: shown(kendall.value),
    nullReason: pearson.nullReason === 'NO_VARIANCE' ? 'NOT_DEFINED' : pearson.nullReason,
  }
}

const shown = (value: Ratio | null) => value && toDecimal(value)

/** Field `flowCorrelation`. */
export function flowCorrelationSchema(sources: RiskSources): SchemaPart {
  return {
    typeDefs: flowCorrelationTypeDefs,
    resolvers: { Query: { flowCorrelation: resolve(sources) } },
  }
}
