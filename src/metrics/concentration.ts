import { top } from '../risk/concentration/concentration-ratio'
import {
  entropy,
  entropyNumber,
  evenness,
  normalizedTheil,
  theil,
} from '../risk/concentration/entropy'
import { correctedGini, gini } from '../risk/concentration/gini'
import { effectiveNumber, hhi, hhiPoints, normalizedHhi } from '../risk/concentration/herfindahl'
import { lorenz, MAX_LORENZ_POINTS } from '../risk/concentration/lorenz'
import { type NakamotoRule, nakamoto } from '../risk/concentration/nakamoto'
import type { Holding, Population } from '../risk/concentration/population'
import { multiply, type Ratio, ratio } from '../risk/math/ratio'
import { refined } from './define/argument'
import { choice, count, flag, limit, threshold } from './define/arguments'
import { coverageFields, stakeAmount, unlessZero } from './define/coverage'
import { groupingArgument } from './define/grouping'
import { blockArgument, voteBasisArgument } from './define/measure'
import { type Meta, member, nullReason } from './define/meta'
import { metric, perPoolField } from './define/metric'
import { field, lazy, object, type ValuesOf, withArguments } from './define/object'
import { pricingArgument } from './define/pricing'
import { scope } from './define/scope'
import {
  bigInt,
  decimal,
  double,
  enumeration,
  int,
  list,
  nullable,
  string,
  type Type,
} from './define/type'
import { holders, stakersMs } from './parts/holders'
import { type MeasuredPopulation, measuredPopulation } from './parts/measured-population'

const THRESHOLDS = {
  ONE_THIRD: ratio(1n, 3n),
  HALF: ratio(1n, 2n),
  TWO_THIRDS: ratio(2n, 3n),
} as const

const namedThreshold = enumeration(
  'NakamotoThreshold',
  'Share of the whole that a group must pass.',
  {
    ONE_THIRD: '1/3: can halt an AVS that needs two thirds (liveness of BFT protocols).',
    HALF: '1/2: majority.',
    TWO_THIRDS: '2/3: can decide for an AVS that needs two thirds (safety of BFT protocols).',
  },
)

const rule = enumeration('NakamotoRule', 'What passing a threshold means.', {
  GT: 'More than the threshold.',
  GTE: 'The threshold or more.',
})

/** Smallest group that passes a threshold: one by name, or one given as text. */
const group = <T>(name: string, doc: string, threshold: Type<T>) =>
  object(name, doc, {
    threshold: field(threshold, 'Threshold requested.'),
    rule: field(rule, 'Rule requested.'),
    count: field(nullable(int), 'How many members it takes, in [1, n].'),
    members: field(
      nullable(list(member)),
      'Who they are, largest first; `tieSet` lists those who could replace the last.',
    ),
    margin: field(
      nullable(decimal),
      'What they hold beyond the threshold: their sum minus threshold times X, in base units of the pool, or with prices in the numeraire.',
    ),
    tieSet: field(
      nullable(list(member)),
      'All who hold as much as the last member, if one of them is not among the members; else empty.',
    ),
    nullReason: field(nullable(nullReason), 'Why there is no count.'),
  })

const lorenzPoint = object('LorenzPoint', 'A point of a Lorenz curve.', {
  population: field(decimal, 'Part of the members, smallest first, in [0, 1].'),
  share: field(
    nullable(decimal),
    'Their share of the whole, in [0, population]; null: what they hold has no price.',
  ),
})

const share = object('ConcentrationShare', 'What one member holds.', {
  member: field(member, 'Who holds it.'),
  share: field(decimal, 'p_i: its part of the whole, in (0, 1].'),
  amount: field(nullable(bigInt), 'x_i, in base units of the pool; null with prices.'),
  value: field(stakeAmount, 'x_i in the numeraire; null without prices.'),
  ...coverageFields,
})

const universe = object('RiskUniverse', 'The population a value was computed over.', {
  n: field(
    nullable(int),
    'Members that hold something, and with `includeZeros` those that hold nothing: the n of the formulas. Members of whose stake nothing has a price are in `meta.coverage` only. Null if the scope is unknown.',
  ),
  nZero: field(
    nullable(int),
    'Members that hold nothing, such as operators that serve the AVS in the scope and have no shares of the pool in it. Null if the scope is unknown.',
  ),
  total: field(
    nullable(bigInt),
    'X: the sum of their amounts, in base units of the pool. Null if it would add shares of different pools, with prices, or if the scope is unknown.',
  ),
  value: field(stakeAmount, 'X with prices, in the numeraire; null without.'),
})

const exact = (doc: string) => lazy(nullable(decimal), doc)
const estimate = (doc: string) => lazy(nullable(double), doc)
const passing = choice(rule, 'Whether reaching the threshold is enough.', 'GT')

const figures = object(
  'Concentration',
  `Concentration of a population with amounts x_i, whole X = sum of x_i and shares p_i = x_i / X.

Ratios are decimal text, rounded half to even to 18 significant digits; text that is shorter is exact.
Amounts are whole numbers as decimal text, in base units of the pool.`,
  {
    hhi: exact(
      'Herfindahl-Hirschman index, sum of p_i^2, in [1/n, 1]: 1 if one holds all. Source: Herfindahl 1950, Hirschman 1945.',
    ),
    hhiPoints: exact('The same in points, 10 000 times `hhi`: the scale of merger guidelines.'),
    hhiNormalized: exact(
      '(hhi - 1/n) / (1 - 1/n), in [0, 1]: `hhi` without the effect of n. Null also for n = 1, where it is not defined.',
    ),
    effectiveNumber: exact(
      '1 / hhi, in [1, n]: how many equal members would be as concentrated (Hill number of order 2).',
    ),
    gini: exact(
      'Gini coefficient, in [0, 1 - 1/n]: 0 if all are equal. Rises when members with little join; never use it alone. Source: Gini 1912.',
    ),
    giniCorrected: exact('Gini times n / (n - 1), in [0, 1]. Null also for n = 1.'),
    entropy: estimate(
      'Shannon entropy, -sum of p ln p, in nats, in [0, ln n]; 15 digits. Source: Shannon 1948.',
    ),
    entropyNumber: estimate(
      'e to the entropy, in [1, n]: how many equal members would be as diverse (Hill number of order 1).',
    ),
    evenness: estimate('Entropy by ln n, in [0, 1]. Null also for n = 1.'),
    theil: estimate(
      'Theil index, sum of p ln(n p) = ln n - entropy, in nats, in [0, ln n]; 15 digits. Source: Theil 1967.',
    ),
    theilNormalized: estimate('Theil index by ln n, in [0, 1]. Null also for n = 1.'),
    lorenz: withArguments(
      {
        points: count(
          'Maximum number of points, 2 to 200; from 12 on 1, 5, 10, 50, 90, 95 and 99 % are among them.',
          { minimum: 2, maximum: MAX_LORENZ_POINTS, otherwise: 100 },
        ),
      },
      nullable(list(lorenzPoint)),
      'Lorenz curve: what the smallest members hold, from (0, 0) to (1, 1). All n + 1 points if `points` allows. Source: Lorenz 1905.',
    ),
    top: withArguments(
      { k: count('How many, at least 1.') },
      nullable(decimal),
      'CR_k: share of the k largest members together, in [k/n, 1]; 1 if k >= n.',
    ),
    topMembers: withArguments(
      { k: limit() },
      nullable(list(member)),
      'The k largest members, by amount and then address.',
    ),
    nakamoto: withArguments(
      {
        threshold: choice(namedThreshold, 'Share of the whole that must be passed.'),
        rule: passing,
      },
      group('Nakamoto', 'Smallest group that passes a threshold.', namedThreshold),
      'Nakamoto coefficient: the smallest number of members who together pass the threshold. Source: Srinivasan and Lee 2017.',
    ),
    nakamotoAt: withArguments(
      {
        threshold: refined(
          threshold('Share of the whole that must be passed: `1/3`, `0.34`.'),
          (value, _, text) => ({ value, text: `${text}` }),
        ),
        rule: passing,
      },
      group('NakamotoAt', 'Smallest group that passes a threshold given as text.', string),
      'The same with any threshold in (0, 1].',
    ),
    shares: withArguments(
      { limit: limit(50) },
      nullable(list(share)),
      'What each member holds, by amount and then address; members with nothing are left out, and those of whose stake nothing has a price (`meta.coverage` counts them).',
    ),
    universe: field(universe, 'Over whom it was computed.'),
  },
)

const answer = object(figures.name, figures.doc, {
  ...figures.shape,
  perPool: perPoolField(figures, ({ of }) => (of === 'STAKERS' ? 200 : 5)),
})

const args = {
  of: choice(holders, 'Whose shares of the whole are measured.'),
  scope: scope(
    'Which stake is the whole; parts that are given narrow it together. Default: all stake.',
  ),
  basis: voteBasisArgument('DELEGATED'),
  pricing: pricingArgument,
  grouping: groupingArgument(
    'Kind of grouping in the label files, for example `entity`: members of one group count as one. Default: none; for ENTITIES `entity`.',
  ),
  includeZeros: flag(
    'Whether members that hold nothing count in n: changes Gini, Theil, `hhiNormalized` and `lorenz`, not `hhi`.',
    false,
  ),
  block: blockArgument,
}

/** Field `concentration`. */
export const concentrationMetric = metric({
  name: 'concentration',
  doc: `How concentrated stake is among a population, at one block.

Computed in exact integers from the rows of that block. If there is no answer the values are null
and \`meta.nullReason\` says why: nothing is guessed and nothing is taken as zero.`,
  args,
  answer,
  estimate: ({ of, scope }) => (of === 'STAKERS' ? stakersMs(scope) : 5),
  // Stakers of each pool.
  readsLater: true,
  async compute(args, request) {
    const found = await measuredPopulation(args, request)
    return {
      ...valuesOf(found),
      perPool: (from, to) =>
        Promise.all(
          found.pools.slice(from, to).map(async (pool) => {
            const scope = { ...args.scope, pool }
            return { ...valuesOf(await measuredPopulation({ ...args, scope }, request)), pool }
          }),
        ),
    }
  },
})

function valuesOf(found: MeasuredPopulation): ValuesOf<typeof figures.shape> & { meta: Meta } {
  const { population, unit, valued, coverage, isComplete, meta } = found
  const of =
    <T extends Ratio | number>(figure: (population: Population) => T | null) =>
    () => {
      const value = population && figure(population)
      const isZero = typeof value === 'object' ? value?.num === 0n : value === 0
      return isZero && !isComplete ? null : value
    }
  /** An amount in the numeraire, or in base units of the pool. */
  const inUnit = (amount: Ratio) => (unit === null ? amount : multiply(amount, unit))
  const smallestGroup = <T>(threshold: T, value: Ratio, rule: NakamotoRule) => {
    const found = population ? nakamoto(population, value, rule) : meta
    if (!('count' in found)) {
      const { nullReason } = found
      return {
        threshold,
        rule,
        count: null,
        members: null,
        margin: null,
        tieSet: null,
        nullReason,
      }
    }
    const { count, members, margin, tieSet, nullReason } = found
    return {
      threshold,
      rule,
      count,
      members: idsOf(members),
      margin: unlessZero(inUnit(margin), isComplete),
      tieSet: idsOf(tieSet),
      nullReason,
    }
  }
  const sharesOf = ({ members, total }: Population) =>
    members.map(({ id, amount }) => ({
      member: id,
      share: ratio(amount, total),
      amount: valued ? null : amount,
      value: valued && valued.byHolder.get(id)!,
      coverage,
      nullReason: null,
    }))
  return {
    hhi: of(hhi),
    hhiPoints: of(hhiPoints),
    hhiNormalized: of(normalizedHhi),
    effectiveNumber: of(effectiveNumber),
    gini: of(gini),
    giniCorrected: of(correctedGini),
    entropy: of(entropy),
    entropyNumber: of(entropyNumber),
    evenness: of(evenness),
    theil: of(theil),
    theilNormalized: of(normalizedTheil),
    lorenz: ({ points }) =>
      (population && lorenz(population, points))?.map(({ population: part, share }) => ({
        population: part,
        // Nobody holds nothing, whatever the prices.
        share: part.num === 0n ? share : unlessZero(share, isComplete),
      })) ?? null,
    top: ({ k }) => (population && top(population, k)?.share) ?? null,
    topMembers: ({ k }) => {
      const found = population && top(population, k)
      return found && idsOf(found.members)
    },
    nakamoto: ({ threshold, rule }) => smallestGroup(threshold, THRESHOLDS[threshold], rule),
    nakamotoAt: ({ threshold: { text, value }, rule }) => smallestGroup(text, value, rule),
    shares: ({ limit }) => {
      if (population?.nullReason !== null) return null
      return sharesOf(population).slice(0, limit)
    },
    universe: {
      n: found.n,
      nZero: found.nZero,
      total: found.total,
      value: valued?.whole ?? null,
    },
    meta,
  }
}

const idsOf = (members: readonly Holding[]) => members.map(({ id }) => id)
