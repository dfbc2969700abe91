import { loadBlockTime } from '../reads/block-times'
import { loadStakePoints } from '../reads/graph/stake-points'
import { loadRewards } from '../reads/history/reward-streams'
import { effectiveNumber, hhi } from '../risk/concentration/herfindahl'
import { type NoPoolValue, noValue, valuation } from '../risk/graph/valuation'
import { ratio } from '../risk/math/ratio'
import { WAD } from '../risk/math/wad'
import { apr } from '../risk/yield/apr'
import { isUnpriced, runway, sourceShare } from '../risk/yield/yield-figures'
import {
  YIELD_SOURCES,
  type YieldSource,
  type YieldSplit,
  yieldSplit,
} from '../risk/yield/yield-sources'
import { assumed } from './define/argument'
import { count } from './define/arguments'
import { groupingArgument, groupingOf } from './define/grouping'
import { basisArgument, blockArgument } from './define/measure'
import { type Meta, member, metaOf, type NullReason, nullReason } from './define/meta'
import { metric, unanswered } from './define/metric'
import { expensive, field, lazy, object, paged } from './define/object'
import { once } from './define/once'
import type { Estimate } from './define/part'
import { formatPrices, rateSources, readPrices, requiredPricing, withRates } from './define/pricing'
import { scope, scopeIn } from './define/scope'
import {
  decimal,
  enumeration,
  external,
  int,
  list,
  lowerBound,
  nullable,
  unixTime,
  upperBound,
} from './define/type'
import {
  classesArgument,
  decimalsArgument,
  declaredClasses,
  knownDecimals,
  windowArguments,
  windowOf,
} from './parts/yield-arguments'

const DAY = 86_400n
/** Maximum number of times at which the stake is measured: each needs the graph of another block. */
const MAX_POINTS = 100
/** Milliseconds of measuring the stake of `apr`. */
const stakePointsMs: Estimate = (_, { stakePoints = MAX_POINTS } = {}) => Number(stakePoints) * 60

const yieldSource = enumeration<YieldSource>('YieldSource', 'Where yield comes from.', {
  PROGRAMMATIC:
    "The protocol's own emission, whatever the token: for all earners, and what the EmissionsController submits.",
  OWN_TOKEN: "In a token declared to be the AVS's own.",
  FEE_LIKE: 'In a token declared to be fee-like.',
  OTHER: 'In a token declared to be neither.',
  UNCLASSIFIED: 'In a token of which nothing was declared.',
})

const yieldShare = object('YieldShare', 'A part of the yield, in [0, 1].', {
  value: field(
    nullable(decimal),
    'The share. Null if some yield is not classified, so that it is unknown.',
  ),
  atLeast: field(
    nullable(lowerBound),
    'Lower bound: none of the unclassified yield belongs to it. Rounded down.',
  ),
  atMost: field(
    nullable(upperBound),
    'Upper bound: all of the unclassified yield does. Rounded up.',
  ),
  nullReason: field(
    nullable(nullReason),
    'Why there is no value: ASSUMPTION_MISSING (see `classes`), EMPTY (nothing was earned) or UNPRICED.',
  ),
})

const yieldSourcePart = object('YieldSourcePart', 'Yield from one source.', {
  source: field(yieldSource, 'Where it comes from.'),
  value: field(decimal, 'What was earned.'),
  share: field(yieldShare, 'Its part of the whole.'),
})

const yieldToken = object('YieldToken', 'What a token paid from one source.', {
  token: field(member, 'The token.'),
  source: field(yieldSource, 'The source.'),
  amount: field(
    decimal,
    'What was earned in the window, in base units; the last one accrues in parts.',
  ),
  value: field(nullable(decimal), 'The same in the numeraire; null if something is missing.'),
  remaining: field(decimal, 'What is announced and accrues after the block, in base units.'),
  missing: field(
    nullable(external<NoPoolValue>('PriceGap')),
    'What is missing for a value; null: nothing.',
  ),
})

const yieldPayer = object('YieldPayer', 'Who pays rewards.', {
  payer: field(
    member,
    'Who submitted them; where the event does not say (AVSRewardsSubmissionCreated), the AVS, or the EmissionsController if it processed an EigenDA distribution in that transaction.',
  ),
  value: field(decimal, 'What it paid for the window.'),
  share: field(decimal, 'Part of all, in (0, 1].'),
})

const yieldRunway = object(
  'YieldRunway',
  'What is announced at the block, and how long it lasts. Nothing is assumed of what may be announced later.',
  {
    remaining: field(nullable(decimal), 'Value that accrues after the block.'),
    perDay: field(nullable(decimal), 'Value that accrues in a day, at the pace of the block.'),
    days: field(
      nullable(decimal),
      'Days until `remaining` is gone at that pace; null if nothing accrues at the block.',
    ),
    until: field(
      nullable(unixTime),
      'When the last announced reward ends, with a price or without; null: nothing is announced.',
    ),
    nullReason: field(
      nullable(nullReason),
      'Why there is no value: UNPRICED, or NOT_DEFINED if nothing accrues at the block.',
    ),
  },
)

const yieldStakePoint = object('YieldStakePoint', 'Stake at a time.', {
  time: field(unixTime, 'The time.'),
  block: field(int, 'The last block with stored logs at or before it.'),
  stake: field(
    nullable(decimal),
    'Stake at that block, in the scope; 0 if the AVS or set was not known yet, null if there is stake and none has a price.',
  ),
})

const yieldApr = object(
  'YieldApr',
  `Yield in 365 days at the pace of the window, not compounded: 365 * value / (days * mean stake), of what has a price. The mean
is that of \`points\`: the window is cut into \`stakePoints\` equal parts, and the stake measured in the middle of each. Shares
are worth what they are at the block.`,
  {
    value: field(
      nullable(decimal),
      'Of all yield, as a fraction: 0.05 is 5 %. Null if the mean stake is 0.',
    ),
    feeLike: field(
      nullable(decimal),
      'Of fee-like yield; also null if some yield is not classified.',
    ),
    meanStake: field(
      nullable(decimal),
      'Mean stake in the window; null if there is stake and none has a price.',
    ),
    points: field(list(yieldStakePoint), 'Where the stake was measured.'),
    unpricedPools: field(
      list(member),
      'Pools with stake that has no price, which makes `value` too high; not in `meanStake`.',
    ),
    nullReason: field(
      nullable(nullReason),
      'Why there is no value: ZERO_TOTAL (no stake), UNPRICED, CONSTANT_UNKNOWN, or NOT_DEFINED if the window begins before the first stored block.',
    ),
  },
)

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
        nullable(decimal),
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
    const at = await sources.graphs.at(context, block)
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
    const worth = (token: string) => ({
      decimals: decimals.get(token) ?? null,
      rate: WAD,
      price: priceOf(token)?.value ?? null,
    })
    const rewards = await loadRewards(context, block.number, window, now, scope)
    const split = yieldSplit(rewards.streams, {
      sourceOf: (token) => classes.get(token) ?? null,
      worthOf: (token) => {
        const known = worth(token)
        if (noValue(known) !== null) return null
        return ratio(known.price!.num, known.price!.den * 10n ** BigInt(known.decimals!))
      },
    })
    const unpriced = split.tokens.flatMap(({ token, value }) => (value === null ? [token] : []))
    const used = [...split.tokens.map(({ token }) => token), ...pools.map(({ asset }) => asset)]
    const prices = used.flatMap((asset) => {
      const price = priceOf(asset)
      return price ? [[asset!, price] as const] : []
    })
    const poolValues = valuation(
      pools.map((pool) => ({ ...pool, price: priceOf(pool.asset)?.value ?? null })),
    )
    const weights = new Map(at.graph.pools.map((id, pool) => [id, poolValues.weights[pool]!]))
    const { payers, unit } = split
    return {
      ...window,
      meta: metaWith(isUnpriced(split) ? 'UNPRICED' : null, {
        source: formatPrices(new Map(prices)),
        unpriced: [...new Set(unpriced)].sort(),
        rates: rateSources(at.graph.pools, pools, poolValues),
      }),
      value: isUnpriced(split) ? null : ratio(split.total, unit),
      sources: YIELD_SOURCES.map((source) => ({
        source,
        value: ratio(split.bySource.get(source)!, unit),
        share: shareOf(split, [source]),
      })),
      emissionShare: shareOf(split, ['PROGRAMMATIC', 'OWN_TOKEN']),
      feeLikeShare: shareOf(split, ['FEE_LIKE']),
      tokens: (from, to) =>
        split.tokens.slice(from, to).map(({ token, source, earned, remaining, value }) => ({
          token,
          source,
          amount: earned,
          value: value === null ? null : ratio(value, unit),
          remaining,
          missing: noValue(worth(token)),
        })),
      payers: (from, to) =>
        payers.members.slice(from, to).map(({ id, amount }) => ({
          payer: id,
          value: ratio(amount, unit),
          share: ratio(amount, payers.total),
        })),
      payerHhi: hhi(payers),
      effectivePayers: effectiveNumber(payers),
      runway: { ...runwayOf(split), until: rewards.until },
      apr: once(async () => {
        const inScope = (graph: typeof at.graph) => scopeIn(graph, scope)
        const points = await loadStakePoints(context, block, window, stakePoints, basis, inScope)
        if (points.value === null) return { ...NO_APR, nullReason: points.nullReason }
        const seconds = BigInt(window.to - window.from)
        const weightOf = (pool: string) => weights.get(pool) ?? null
        return apr(split, seconds, points.value, weightOf, poolValues.unit)
      }),
      zeroDuration: rewards.zeroDuration,
    }
  },
})

const NO_APR = { value: null, feeLike: null, meanStake: null, points: [], unpricedPools: [] }

/** Values of YieldShare. */
function shareOf(split: YieldSplit, sources: readonly YieldSource[]) {
  const share = sourceShare(split, sources)
  const nullReason: NullReason = isUnpriced(split) ? 'UNPRICED' : 'EMPTY'
  if (share === null) return { value: null, atLeast: null, atMost: null, nullReason }
  return { ...share, nullReason: share.value ? null : ('ASSUMPTION_MISSING' as const) }
}

/** Values of YieldRunway, without its end. */
function runwayOf(split: YieldSplit) {
  const { remaining, rate, unit } = split
  const isAnnounced = split.tokens.some((one) => one.remaining.num > 0n)
  if (remaining === 0n && isAnnounced) {
    return { remaining: null, perDay: null, days: null, nullReason: 'UNPRICED' as const }
  }
  const seconds = runway(split)
  return {
    remaining: ratio(remaining, unit),
    perDay: ratio(rate * DAY, unit),
    days: seconds && ratio(seconds.num, seconds.den * DAY),
    nullReason: seconds ? null : ('NOT_DEFINED' as const),
  }
}
