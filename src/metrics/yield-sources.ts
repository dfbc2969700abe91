import { loadBlockTime } from '../reads/block-times'
import { loadStakePoints } from '../reads/graph/stake-points'
import { partOf } from '../reads/graph/timeline'
import { loadRewards } from '../reads/history/reward-streams'
import { effectiveNumber, hhi } from '../risk/concentration/herfindahl'
import { noValue, valuation } from '../risk/graph/valuation'
import { ratio } from '../risk/math/ratio'
import { WAD } from '../risk/math/wad'
import { Value } from '../risk/value/value'
import { type Apr, apr } from '../risk/yield/apr'
import { payersOf, runway, sourceShare } from '../risk/yield/yield-figures'
import { YIELD_SOURCES, type YieldSplit, yieldSplit } from '../risk/yield/yield-sources'
import { assumed } from './define/argument'
import { count } from './define/arguments'
import { coverageValues, covered, stakeAmount } from './define/coverage'
import { groupingArgument, groupingOf } from './define/grouping'
import { basisArgument, blockArgument } from './define/measure'
import { type Meta, metaOf, type NullReason } from './define/meta'
import { metric, unanswered } from './define/metric'
import { expensive, field, lazy, object, paged } from './define/object'
import { once } from './define/once'
import type { Estimate } from './define/part'
import { formatPrices, rateSources, readPrices, requiredPricing, withRates } from './define/pricing'
import { scope, scopeIn } from './define/scope'
import { decimal, int, list, nullable, unixTime } from './define/type'
import {
  classesArgument,
  decimalsArgument,
  declaredClasses,
  knownDecimals,
  windowArguments,
  windowOf,
} from './parts/yield-arguments'
import {
  yieldApr,
  yieldPayer,
  yieldRunway,
  yieldShare,
  yieldSourcePart,
  yieldToken,
} from './parts/yield-types'

const DAY = 86_400n
/** Maximum number of times at which the stake is measured: each needs the graph of another block. */
const MAX_POINTS = 100
/** Milliseconds of measuring the stake of `apr`. */
const stakePointsMs: Estimate = (_, { stakePoints = MAX_POINTS } = {}) => Number(stakePoints) * 60

const NO_EARNER = 'Who earned a reward is not on the chain: give an AVS or an operator set.'

/** Field `yieldSources`. */
export const yieldSourcesMetric = metric({
  name: 'yieldSources',
  readsLater: true,
  doc: `Where yield comes from: emission of the protocol, tokens of the AVSs themselves, or payments that look like fees; who pays
it, how long what is announced lasts, and what it is in a year on the stake.

Rewards accrue evenly from the start to the end of their submission, to the second, whenever they were submitted: those
submitted later for a time in the window are not known at the block. Who earned how much is calculated off-chain, so
there is no yield of one operator or staker. Amounts are after the protocol fee (v1.12).`,
  args: {
    pricing: requiredPricing(
      'Prices of tokens and of stake, at the block. What has none is left out of values, and listed.',
    ),
    classes: classesArgument,
    grouping: groupingArgument(
      'Kind of grouping in the label files with groups OWN_TOKEN, FEE_LIKE and OTHER of tokens, for those not in `classes`. Default: none.',
    ),
    decimals: decimalsArgument,
    scope: scope(
      'Only rewards of an AVS, its operator sets included, or of one operator set: `operator` and `pool` are refused. Then without what is paid for all.',
      { operator: NO_EARNER, pool: NO_EARNER },
    ),
    ...windowArguments,
    basis: basisArgument('DELEGATED', 'Which stake `apr` is on; echoed in `meta.basis`.'),
    stakePoints: assumed(
      count(
        'At how many times the stake of `apr` is measured, 1 to 100; echoed in `meta.assumptions`.',
        { maximum: MAX_POINTS, otherwise: 12 },
      ),
    ),
    block: {
      ...blockArgument,
      doc: 'Block at which submissions are known, and whose prices count. Default: the last indexed block.',
    },
  },
  answer: object(
    'YieldSources',
    'Yield of a window. Values are in the numeraire of `meta.pricing`, of tokens with a price.',
    {
      from: field(nullable(unixTime), 'Begin of the window; null: there is no block with a time.'),
      to: field(nullable(unixTime), 'End of the window.'),
      value: field(
        stakeAmount,
        'What was earned; 0 if nothing was submitted, null if nothing that was has a price.',
      ),
      sources: field(
        list(yieldSourcePart),
        'The same by source; each of the five is listed. Their shares add up to 1.',
      ),
      emissionShare: field(
        nullable(yieldShare),
        'PROGRAMMATIC and OWN_TOKEN together: yield that holders of those tokens pay by dilution.',
      ),
      feeLikeShare: field(nullable(yieldShare), 'Share of FEE_LIKE.'),
      tokens: paged(
        yieldToken,
        'Tokens that were earned or are announced, one line per source: the most valuable first, those without a price last, then by address.',
      ),
      payers: paged(yieldPayer, 'Who paid what was earned, the most first, then by address.'),
      payerHhi: field(
        nullable(decimal),
        'How concentrated the payers are: sum of squared shares, in (0, 1]. Null if nothing with a price was earned.',
      ),
      effectivePayers: field(
        nullable(decimal),
        'As concentrated as so many equal payers: 1 / `payerHhi`.',
      ),
      runway: field(nullable(yieldRunway), 'How long what is announced lasts.'),
      apr: expensive(stakePointsMs, lazy(nullable(yieldApr), 'Yield in a year on the stake.')),
      zeroDuration: field(
        nullable(int),
        'Submissions that start in the window and last 0 seconds (old releases): nobody earns them, and they are in no figure.',
      ),
    },
  ),
  async compute({ pricing, basis, scope, stakePoints, ...args }, { context, sources }) {
    const block = await context.at(args.block)
    const grouping = groupingOf(sources.labels(block.chainId), args.grouping)
    const classes = declaredClasses(args.classes, grouping)
    const at = partOf(await sources.graphs.at(context, block), scope.protocol ?? null)
    const pools = await withRates(context, block.number, at)
    const reported = pools.flatMap(({ asset, decimals }): [string, number][] =>
      asset === null || decimals === null ? [] : [[asset, decimals]],
    )
    const decimals = knownDecimals(args.decimals, new Map(reported))
    const metaWith = (reason: NullReason | null, used: Partial<Meta['pricing']> = {}) =>
      metaOf(block, basis, reason, {
        grouping: grouping?.version ?? null,
        pricing: { numeraire: pricing.numeraire, source: null, unpriced: [], rates: [], ...used },
      })
    const now = await loadBlockTime(context, block)
    if (now === null) return unanswered(metaWith('EMPTY'))
    const window = windowOf(args, now)
    if (scopeIn(at.graph, scope) === null) return unanswered(metaWith('UNKNOWN_SCOPE'))

    const findPrice = await readPrices(pricing, sources.priceFile, context, block)
    const priceOf = (asset: string | null) => (asset === null ? null : findPrice(asset))
    const rewards = await loadRewards(context, block.number, window, now, scope)
    const tokens = [...new Set(rewards.streams.map(({ token }) => token))]
    const worths = tokens.map((token) => ({
      decimals: decimals.get(token) ?? null,
      rate: WAD,
      price: priceOf(token)?.value ?? null,
    }))
    // Stake and rewards add up in one unit: first pools, then tokens.
    const ids = [...at.graph.pools, ...tokens]
    const valued = valuation([
      ...pools.map((pool) => ({ ...pool, price: priceOf(pool.asset)?.value ?? null })),
      ...worths,
    ])
    const positions = new Map(tokens.map((token, index) => [token, pools.length + index]))
    const split = yieldSplit(rewards.streams, {
      sourceOf: (token) => classes.get(token) ?? null,
      worth: (token, amount) => valued.worth(positions.get(token)!, amount),
      none: valued.none,
    })
    const prices = [...tokens, ...pools.map(({ asset }) => asset)].flatMap((asset) => {
      const price = priceOf(asset)
      return price ? [[asset!, price] as const] : []
    })
    const paid = () => split.payers.map(({ earned }) => earned)
    const announced = () => split.payers.map((one) => one.announced)
    const payers = split.payers.filter(({ earned }) => earned.isZero !== true)
    const meta = metaWith(split.total.isUnknown ? 'UNPRICED' : null, {
      source: formatPrices(new Map(prices)),
      unpriced: tokens.filter((token) => !valued.isPriced(positions.get(token)!)).sort(),
      rates: rateSources(at.graph.pools, pools, valued),
    })
    const population = once(() => payersOf(split))
    return {
      ...window,
      meta: {
        ...meta,
        coverage: () => {
          const all = split.payers.map((one) => one.earned.plus(one.announced))
          return coverageValues(ids, Value.coverage(all))
        },
      },
      value: split.total,
      sources: YIELD_SOURCES.map((source) => {
        const value = split.bySource.get(source)!
        return {
          source,
          value,
          share: sourceShare(split, [source]),
          ...covered(ids, [value], paid),
        }
      }),
      emissionShare: sourceShare(split, ['PROGRAMMATIC', 'OWN_TOKEN']),
      feeLikeShare: sourceShare(split, ['FEE_LIKE']),
      tokens: (from, to) =>
        split.tokens.slice(from, to).map(({ token, source, earned, remaining, value }) => ({
          token,
          source,
          amount: earned,
          value,
          remaining,
          missing: noValue(worths[tokens.indexOf(token)]!),
          ...covered(ids, [value]),
        })),
      payers: (from, to) =>
        payers.slice(from, to).map(({ id, earned }) => ({
          payer: id,
          value: earned,
          share: earned.share(split.total).value,
          ...covered(ids, [earned], paid),
        })),
      payerHhi: hhi(population()),
      effectivePayers: effectiveNumber(population()),
      runway: {
        ...runwayOf(split),
        until: rewards.until,
        coverage: covered(ids, [], announced).coverage,
      },
      apr: once(async () => {
        const inScope = (graph: typeof at.graph) => scopeIn(graph, scope)
        const points = await loadStakePoints(context, block, window, stakePoints, basis, inScope)
        if (points.value === null) return { ...NO_APR, nullReason: points.nullReason }
        const positionOf = (pool: string) => at.graph.pools.indexOf(pool)
        const seconds = BigInt(window.to - window.from)
        return aprValues(apr(split, seconds, points.value, valued, positionOf), paid, ids)
      }),
      zeroDuration: rewards.zeroDuration,
    }
  },
})

const NO_APR = {
  value: null,
  feeLike: null,
  meanStake: null,
  points: [],
  unpricedPools: [],
  coverage: () => null,
}

/** Values of YieldApr. @param paid what each payer paid @param ids of pools and tokens */
function aprValues({ points, ...figures }: Apr, paid: () => Value[], ids: readonly string[]) {
  const { meanStake } = figures
  const stakes = Value.coverage([meanStake])
  return {
    ...figures,
    points: points.map(({ stakes, ...point }) => {
      return { ...point, ...covered(ids, [point.stake], () => stakes) }
    }),
    unpricedPools: stakes.unpriced.map((pool) => ids[pool]!).sort(),
    coverage: covered(ids, [], () => [...paid(), meanStake]).coverage,
  }
}

/** Values of YieldRunway, without its end and coverage. */
function runwayOf(split: YieldSplit) {
  const { remaining, rate } = split
  const seconds = runway(split)
  return {
    remaining,
    perDay: rate.times(ratio(DAY)),
    days: seconds.value && ratio(seconds.value.num, seconds.value.den * DAY),
    nullReason: seconds.nullReason === 'ZERO_TOTAL' ? ('NOT_DEFINED' as const) : seconds.nullReason,
  }
}
