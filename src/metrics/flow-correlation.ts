import { UNKNOWN_HEADER } from '../reads/block-times'
import type { ApiContext, BlockPoint } from '../reads/context'
import { GraphTimeline, partOf } from '../reads/graph/timeline'
import { delegatedLevels } from '../reads/history/delegated-levels'
import { blockPeriods, dayPeriods, type PeriodEnds } from '../reads/history/periods'
import {
  type FlowCorrelation,
  FlowPairs,
  multipleComparisons,
} from '../risk/correlation/flow-correlation'
import {
  flowSeries,
  levelsOf,
  type MeasuredFlows,
  observedFlows,
  type StakeLevels,
  stakedPools,
} from '../risk/correlation/flow-series'
import type { Basis } from '../risk/graph/graph'
import { nativeValuation, withoutPrices } from '../risk/graph/valuation'
import { type Pair, pairCount } from '../risk/math/pairs'
import { ratio } from '../risk/math/ratio'
import type { Valuation } from '../risk/value/valuation'
import { Value } from '../risk/value/value'
import { optional } from './define/argument'
import { blockNumber, choice, count } from './define/arguments'
import { type BlockRange, readRange } from './define/block-range'
import { coverageFields, coverageValues, covered, stakeAmount, unlessZero } from './define/coverage'
import { limitExceeded } from './define/errors'
import { GRAPH_MS } from './define/estimate'
import { basisArgument, blockArgument } from './define/measure'
import {
  member,
  metaOf,
  type NullReason,
  nullReason,
  type Pricing,
  unpricedBy,
} from './define/meta'
import { metric, perPoolField, unanswered } from './define/metric'
import { expensive, field, lazy, object, paged, type ValuesOf } from './define/object'
import { once } from './define/once'
import { pricingArgument, valuer } from './define/pricing'
import { type ScopeKeys, scope, scopeIn } from './define/scope'
import { decimal, double, enumeration, int, nullable, string } from './define/type'

/** Maximum number of ends of periods: each has a graph. */
const MAX_ENDS = 500
/** Blocks of a day at 12 seconds each. */
const BLOCKS_OF_DAY = 7_200
/** Milliseconds of all flows in one pool, without pairs. */
const POOL_MS = 100
/** Maximum number of members, compared in pairs: some 100 milliseconds for 500 periods. */
const MAX_MEMBERS = 200

const population = enumeration('FlowPopulation', 'Whose stake is followed.', {
  AVSS: 'AVSs: the stake behind them.',
  OPERATORS: 'Operators.',
})

const flowItem = object('FlowItem', 'A member whose stake is followed.', {
  member: field(member, 'The operator or AVS.'),
  observations: field(int, 'Periods in which it existed.'),
  net: field(
    nullable(decimal),
    'Sum of its flows in them, of stake with a price; below 0: outflows exceed inflows. Null if it is 0 and not all of its stake has a price.',
  ),
  stake: field(stakeAmount, 'Its stake at the end of the last period.'),
  ...coverageFields,
})

const flowPair = object('FlowPair', 'Two of them and how their flows correlate.', {
  a: field(member, 'The one whose id comes first.'),
  b: field(member, 'The other.'),
  observations: field(int, 'Periods in which both existed, n.'),
  pearson: field(
    nullable(decimal),
    'Product-moment correlation, in [-1, 1]. One large flow can determine it. Source: Pearson 1895.',
  ),
  lower: field(
    nullable(double),
    "95 % interval of it by Fisher's z, tanh(atanh r +- 1.96 / root(n - 3)), lower end: if flows of different periods are independent. A double, right to 12 digits. Null if r is 1 or -1.",
  ),
  upper: field(nullable(double), 'Its upper end.'),
  spearman: field(
    nullable(decimal),
    'Rank correlation, ties at the middle of their ranks, in [-1, 1]: no large flow counts for more than its rank. Source: Spearman 1904.',
  ),
  kendall: field(
    nullable(decimal),
    'tau b, in [-1, 1]: pairs of periods in the same order minus those in opposite orders. Source: Kendall 1945.',
  ),
  ...coverageFields,
  nullReason: field(
    nullable(nullReason),
    'Why there is no value: INSUFFICIENT_OBSERVATIONS, NOT_DEFINED if the flows of one are all equal, or UNPRICED if they are, or a value is 0, and not all stake of both has a price.',
  ),
})

const figures = object(
  'FlowCorrelation',
  'Correlated net flows of stake. Amounts are in the unit of the stake.',
  {
    items: paged(flowItem, 'What was compared, by id.'),
    pairs: expensive(
      100,
      paged(
        flowPair,
        'Pairs, the highest `pearson` first, then by id; pairs without a value last.',
      ),
    ),
    pairCount: field(int, 'Number of pairs.'),
    compared: lazy(
      nullable(int),
      'Number of pairs with a value: so many correlations were computed. Null if there is none, and prices are missing for one.',
    ),
    warning: lazy(
      nullable(string),
      'What that means: of many pairs some seem correlated by chance. Null if none was compared.',
    ),
    periods: field(nullable(int), 'Number of periods.'),
    first: field(nullable(int), 'Block after which the first period begins.'),
    last: field(nullable(int), 'Block with which the last period ends.'),
  },
)

const answer = object(figures.name, figures.doc, {
  ...figures.shape,
  perPool: perPoolField(figures, () => POOL_MS),
})

/** Field `flowCorrelation`. */
export const flowCorrelationMetric = metric({
  name: 'flowCorrelation',
  doc: `Whose stake moves together: correlations of net flows, period by period.

A flow is the change of a member's stake between the ends of a period, whatever caused it: deposits, withdrawals,
delegations, registrations, slashings. Never levels: those of two that merely grow always correlate. A period counts for
members that existed at both of its ends.`,
  args: {
    among: choice(population, 'Whose stake.', 'OPERATORS'),
    basis: basisArgument(
      'DELEGATED',
      'Which stake counts. `DELEGATED` of an AVS: all of its operators.',
    ),
    every: optional(
      count(
        'Blocks of a period, from `from` on; a rest is left out. Default: days, 00:00 to 24:00 UTC, without the day of `from` and that of `to`, which can be cut short. At most 500 ends of periods.',
      ),
    ),
    from: blockNumber('First block.'),
    to: optional(blockNumber('Last block. Default: the one that is read.')),
    largest: count(
      'How many members are compared, 1 to 200: those with the most stake at the end, then by id.',
      { maximum: MAX_MEMBERS, otherwise: 100 },
    ),
    scope: scope('Which stake is followed.'),
    pricing: {
      ...pricingArgument,
      doc: 'Prices, if stake of several pools is to be added up; without: shares of one pool. All of the block that is read, so that no price makes a flow.',
    },
    block: {
      ...blockArgument,
      doc: 'Block whose state is read, and whose prices count. Default: the last indexed block.',
    },
  },
  answer,
  estimate: ({ from, to, every, largest }) => {
    const periods = Math.max(
      0,
      ((to ?? Number.POSITIVE_INFINITY) - from) / (every ?? BLOCKS_OF_DAY),
    )
    return GRAPH_MS + Math.min(periods, MAX_ENDS) * (5 + largest / 100)
  },
  async compute(args, { sources, context }) {
    const { among, basis, every, largest, scope, pricing: request } = args
    const block = await context.at(args.block)
    const range = await readRange(args, context, block)
    const none = (nullReason: NullReason) => unanswered(metaOf(block, basis, nullReason))
    const at = partOf(await sources.graphs.at(context, block), scope.protocol ?? null)
    if (scopeIn(at.graph, scope) === null) return none('UNKNOWN_SCOPE')
    const ends = await periodsOf(every, range, context)
    if (ends.length === 0) return none('INSUFFICIENT_OBSERVATIONS')
    const levels = await levelsAt(
      context,
      block,
      ends,
      among,
      basis,
      scope,
      at.vaults !== undefined,
    )
    if (levels === null) return none('CONSTANT_UNKNOWN')
    const { graph } = at
    const pool = scopeIn(graph, scope)!.pool
    const prices = request && (await valuer(request, sources.priceFile, context, block, at))
    const staked = stakedPools(levels).map((id) => graph.pools.indexOf(id))
    const inUnit = (pool === null ? prices?.valuation : prices?.valuation.inPool(pool)) ?? null
    // Without prices, shares of one pool are the unit.
    const valuation = inUnit ?? sharesOf(graph.pools.length, pool, staked)
    const unpriced = staked
      .filter((one) => !valuation.isPriced(one))
      .map((one) => graph.pools[one]!)
    const pricing = prices?.echo(unpriced) ?? unpricedBy(unpriced)
    const of = (valuation: Valuation) => flowSeries(levels, graph.pools, valuation, largest)
    const valuesIn = (flows: MeasuredFlows, pricing: Pricing, isPriced: boolean) => ({
      ...valuesOf(flows, graph.pools),
      periods: ends.length - 1,
      first: ends[0]!,
      last: ends.at(-1)!,
      meta: metaOf(
        block,
        basis,
        flows.series.length === 0 ? 'EMPTY' : isPriced ? null : 'UNPRICED',
        {
          pricing,
          coverage: once(() => coverageValues(graph.pools, Value.coverage(flows.holders()))),
        },
      ),
    })
    const pools = prices || pool !== null || staked.length < 2 ? [] : staked
    return {
      ...valuesIn(of(valuation), pricing, staked.length === 0 || unpriced.length < staked.length),
      perPool: (from, to) =>
        pools.slice(from, to).map((one) => {
          const flows = of(nativeValuation(graph.pools.length, one))
          return { ...valuesIn(flows, unpricedBy([]), true), pool: graph.pools[one]! }
        }),
    }
  },
})

/** Shares of one pool as the unit; of several pools nothing has a price. */
function sharesOf(pools: number, pool: number | null, staked: readonly number[]): Valuation {
  if (pool !== null) return nativeValuation(pools, pool)
  return staked.length > 1 ? withoutPrices(pools) : nativeValuation(pools, staked[0] ?? 0)
}

function valuesOf(
  { series, unit }: MeasuredFlows,
  pools: readonly string[],
): Omit<ValuesOf<typeof figures.shape>, 'periods' | 'first' | 'last'> {
  const pairs = new FlowPairs(series)
  const ranked = once(() => pairs.ranked())
  const isComplete = ({ a, b }: Pair) => series[a]!.held.isComplete && series[b]!.held.isComplete
  const compared = once(
    () => ranked().filter((pair) => unlessZero(pair.value, isComplete(pair)) !== null).length,
  )
  return {
    items: (from, to) =>
      series.slice(from, to).map((one) => {
        const { count, net } = observedFlows(one)
        const { stake, held } = one
        const known = unlessZero(ratio(net, unit), held.isComplete)
        const { coverage, nullReason } = covered(pools, [stake], () => [held])
        return {
          member: one.id,
          observations: count,
          net: known,
          stake,
          coverage,
          nullReason: known ? nullReason : ('UNPRICED' as const),
        }
      }),
    pairs: (from, to) =>
      ranked()
        .slice(from, to)
        .map((pair) => {
          const [a, b] = [series[pair.a]!, series[pair.b]!]
          return {
            a: a.id,
            b: b.id,
            ...pairValues(pairs.of(pair.a, pair.b), isComplete(pair)),
            coverage: covered(pools, [], () => [a.held, b.held]).coverage,
          }
        }),
    pairCount: pairCount(series.length),
    compared: () =>
      compared() === 0 && !series.every(({ held }) => held.isComplete) ? null : compared(),
    warning: () => multipleComparisons(compared()),
  }
}

/** @param isComplete whether all stake of both has a price; otherwise flows of the priced part say less */
function pairValues(
  { observations, pearson, interval, spearman, kendall }: FlowCorrelation,
  isComplete: boolean,
) {
  const [lower, upper] = interval ?? [null, null]
  const figures = {
    pearson: unlessZero(pearson.value, isComplete),
    spearman: unlessZero(spearman.value, isComplete),
    kendall: unlessZero(kendall.value, isComplete),
  }
  const isTooShort = pearson.nullReason === 'INSUFFICIENT_OBSERVATIONS'
  const isMissing = Object.values(figures).includes(null)
  const why = isTooShort
    ? pearson.nullReason
    : isComplete
      ? ('NOT_DEFINED' as const)
      : ('UNPRICED' as const)
  return {
    observations,
    ...figures,
    lower: lower === 0 && !isComplete ? null : lower,
    upper: upper === 0 && !isComplete ? null : upper,
    nullReason: isMissing ? why : null,
  }
}

async function periodsOf(
  every: number | null,
  range: BlockRange,
  context: ApiContext,
): Promise<PeriodEnds> {
  if (every !== null) {
    checkEnds(Math.floor((range.to - range.from) / every) + 1)
    return blockPeriods(range, every)
  }
  const ends = await dayPeriods(context, range)
  checkEnds(ends.length)
  return ends
}

function checkEnds(asked: number): void {
  if (asked <= MAX_ENDS) return
  const hint = 'Ask for fewer blocks, or for longer periods.'
  throw limitExceeded(`There are ${asked} ends of periods.`, MAX_ENDS, asked, hint)
}

/**
 * Stake of all members at each of the blocks, which do not descend: delegated stake of operators
 * from rows, all else from the graph of each block. Before the scope exists, it is empty.
 * @returns null: the basis is unknown at one of the blocks
 */
async function levelsAt(
  context: ApiContext,
  block: BlockPoint,
  ends: PeriodEnds,
  among: 'AVSS' | 'OPERATORS',
  basis: Basis,
  keys: ScopeKeys,
  hasVaults: boolean,
): Promise<StakeLevels[] | null> {
  const isWhole = keys.avs === null && keys.operatorSet === null && !hasVaults
  if (among === 'OPERATORS' && basis === 'DELEGATED' && isWhole) {
    return delegatedLevels(context, ends, keys)
  }
  const first = { ...block, number: ends[0]!, ...UNKNOWN_HEADER, isHead: false }
  const timeline = await GraphTimeline.start(context, first)
  const found: StakeLevels[] = []
  for (const [index, end] of ends.entries()) {
    if (index > 0 && end === ends[index - 1]) {
      found.push(found[index - 1]!)
      continue
    }
    if (end !== timeline.block) await timeline.advance(context, end)
    const { graph } = partOf(timeline.current(), keys.protocol ?? null)
    if (graph.unknownBases.includes(basis)) return null
    const kind = among === 'OPERATORS' ? 'OPERATORS' : 'SERVICES'
    found.push(levelsOf(graph, kind, basis, scopeIn(graph, keys)))
  }
  return found
}
