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
import { type NativePopulation, nativePopulation } from '../risk/concentration/native-population'
import type { Holding, Population } from '../risk/concentration/population'
import { valuedPopulation } from '../risk/concentration/valued-population'
import { divide, type Ratio, ratio } from '../risk/math/ratio'
import { type ArgumentsOf, refined } from './define/argument'
import { choice, count, flag, limit, threshold } from './define/arguments'
import { ENTITY, groupingArgument, groupingOf } from './define/grouping'
import { basisArgument, blockArgument, type Request } from './define/measure'
import { type Meta, member, metaOf, type NullReason, nullReason, unpricedBy } from './define/meta'
import { metric } from './define/metric'
import { field, lazy, object, withArguments } from './define/object'
import { pricingArgument, valuer } from './define/pricing'
import { scope, scopeIn } from './define/scope'
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
import { holders, holdingsOf, stakersMs } from './parts/holders'
import { KeptByGraph } from './parts/kept'

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
  share: field(decimal, 'Their share of the whole, in [0, population].'),
})

const share = object('ConcentrationShare', 'What one member holds.', {
  member: field(member, 'Who holds it.'),
  share: field(decimal, 'p_i: its part of the whole, in (0, 1].'),
  amount: field(nullable(bigInt), 'x_i, in base units of the pool; null with prices.'),
  value: field(nullable(decimal), 'x_i in the numeraire; null without prices.'),
})

const universe = object('RiskUniverse', 'The population a value was computed over.', {
  n: field(
    nullable(int),
    'Members that hold something, and with `includeZeros` those that hold nothing: the n of the formulas. Null if the scope is unknown.',
  ),
  nZero: field(
    nullable(int),
    'Members that hold nothing, such as operators that serve the AVS in the scope and have no shares of the pool in it. Null if the scope is unknown.',
  ),
  total: field(
    nullable(bigInt),
    'X: the sum of their amounts, in base units of the pool. Null if it would add shares of different pools, with prices, or if the scope is unknown.',
  ),
  value: field(nullable(decimal), 'X with prices, in the numeraire; null without.'),
})

const exact = (doc: string) => lazy(nullable(decimal), doc)
const estimate = (doc: string) => lazy(nullable(double), doc)
const passing = choice(rule, 'Whether reaching the threshold is enough.', 'GT')

const answer = object(
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
      'What each member holds, by amount and then address; members with nothing are left out.',
    ),
    universe: field(universe, 'Over whom it was computed.'),
  },
)

const args = {
  of: choice(holders, 'Whose shares of the whole are measured.'),
  scope: scope(
    'Which stake is the whole; parts that are given narrow it together. Default: all stake.',
  ),
  basis: basisArgument('DELEGATED'),
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
  async compute(args, request) {
    const { population, unit, meta, ...universe } = await measured(args, request)
    const of =
      <T>(figure: (population: Population) => T | null) =>
      () =>
        population && figure(population)
    /** An amount in the numeraire, or in base units of the pool. */
    const inUnit = (amount: Ratio) => (unit === null ? amount : divide(amount, ratio(unit)))
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
        margin: inUnit(margin),
        tieSet: idsOf(tieSet),
        nullReason,
      }
    }
    const hasShares = population?.nullReason === null
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
      lorenz: ({ points }) => population && lorenz(population, points),
      top: ({ k }) => (population && top(population, k)?.share) ?? null,
      topMembers: ({ k }) => {
        const found = population && top(population, k)
        return found && idsOf(found.members)
      },
      nakamoto: ({ threshold, rule }) => smallestGroup(threshold, THRESHOLDS[threshold], rule),
      nakamotoAt: ({ threshold: { text, value }, rule }) => smallestGroup(text, value, rule),
      shares: ({ limit }) => {
        if (!hasShares) return null
        return population.members.slice(0, limit).map(({ id, amount }) => ({
          member: id,
          share: ratio(amount, population.total),
          amount: unit === null ? amount : null,
          value: unit === null ? null : ratio(amount, unit),
        }))
      },
      universe,
      meta,
    }
  },
})

const idsOf = (members: readonly Holding[]) => members.map(({ id }) => id)

/** A population, and how its amounts are read. */
interface Universe {
  /** Null: `meta` has the reason. */
  readonly population: Population | null
  /** Denominator of its amounts in the numeraire; null: they are shares. */
  readonly unit: bigint | null
  readonly n: number | null
  readonly nZero: number | null
  readonly total: bigint | null
  readonly value: Ratio | null
  readonly meta: Meta
}

const NOTHING = { population: null, unit: null, n: null, nZero: null, total: null, value: null }

/** Populations without prices, which several operations measure. */
const natives = new KeptByGraph<NativePopulation>()

/** The population that the arguments select. */
async function measured(
  { of, scope, basis, pricing, grouping: kind, includeZeros, block: at }: ArgumentsOf<typeof args>,
  { sources, context }: Request,
): Promise<Universe> {
  const block = await context.at(at)
  const labels = sources.labels(block.chainId)
  const grouping = groupingOf(labels, kind ?? (of === 'ENTITIES' ? ENTITY : null))
  const state = await sources.graphs.at(context, block)
  const none = (reason: NullReason) => ({ ...NOTHING, meta: metaOf(block, basis, reason) })
  const part = scopeIn(state.graph, scope)
  if (part === null) return none('UNKNOWN_SCOPE')
  if (state.graph.unknownBases.includes(basis)) return none('CONSTANT_UNKNOWN')
  const version = { grouping: grouping?.version ?? null }
  const readHeld = async () => {
    const each = await holdingsOf(context, block, state, of, basis, part)
    return each?.map((one) => ({ ...one, id: grouping?.groupOf.get(one.id) ?? one.id }))
  }
  if (pricing === null) {
    const key = JSON.stringify([of, basis, part, version, includeZeros])
    // Stakers are too many to be kept.
    const known = of === 'STAKERS' ? null : natives.get(state, key)
    const read = known ? undefined : await readHeld()
    const native = known ?? (read && nativePopulation(read, { includeZeros }))
    if (!native) return none('NOT_DEFINED')
    if (of !== 'STAKERS') natives.set(state, key, native)
    const { population, nullReason, unpriced, n, nZero } = native
    return {
      ...NOTHING,
      population,
      n,
      nZero,
      total: population?.total ?? null,
      meta: metaOf(block, basis, nullReason, { pricing: unpricedBy(unpriced), ...version }),
    }
  }
  const held = await readHeld()
  if (!held) return none('NOT_DEFINED')
  const { valuation, weightOf, echo } = await valuer(
    pricing,
    sources.priceFile,
    context,
    block,
    state,
  )
  const { population, nullReason, unpriced } = valuedPopulation(held, weightOf, { includeZeros })
  const { n, nZero, total } = population
  const isUnpriced = nullReason === 'UNPRICED'
  return {
    ...NOTHING,
    population: isUnpriced ? null : population,
    unit: valuation.unit,
    n,
    nZero,
    value: isUnpriced ? null : ratio(total, valuation.unit),
    meta: metaOf(block, basis, nullReason, { pricing: echo(unpriced), ...version }),
  }
}
