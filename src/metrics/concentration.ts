import type { ApiContext, BlockInput } from '../reads/context'
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
import { nativePopulation, type PoolHolding } from '../risk/concentration/native-population'
import type { Population } from '../risk/concentration/population'
import { valuedPopulation } from '../risk/concentration/valued-population'
import type { Basis } from '../risk/graph/graph'
import { doubleToDecimal, toDecimal } from '../risk/math/decimal'
import { divide, type Ratio, ratio } from '../risk/math/ratio'
import { concentrationTypeDefs } from './concentration-types'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'
import {
  bad,
  checkCount,
  MAX_LISTED,
  placeScope,
  readThreshold,
  type ScopeInput,
  scopeKeys,
} from './legacy/arguments'
import { ENTITY, groupingOf } from './legacy/grouping'
import { type Meta, member, metaOf, type NullReason } from './legacy/meta'
import { type PricingInput, readPricing } from './legacy/pricing'
import { type Holder, holdingsOf } from './parts/holders'

const THRESHOLDS = {
  ONE_THIRD: ratio(1n, 3n),
  HALF: ratio(1n, 2n),
  TWO_THIRDS: ratio(2n, 3n),
} as const

interface Answer {
  population: Population | null
  /** Denominator of its amounts in the numeraire; null: they are shares. */
  unit: bigint | null
  universe: {
    n: number | null
    nZero: number | null
    total: string | null
    value: string | null
  }
  meta: Meta
}

interface Arguments {
  of: Holder
  scope?: ScopeInput | null
  basis: Basis
  pricing?: PricingInput | null
  grouping?: string | null
  block?: BlockInput | null
  includeZeros: boolean
}

const UNKNOWN = { n: null, nZero: null, total: null, value: null }

function concentration({ graphs, labels, priceFile }: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext): Promise<Answer> => {
    const { of, basis, includeZeros } = args
    const keys = scopeKeys(args.scope)
    const price = readPricing(args.pricing, priceFile)
    const block = await context.at(args.block)
    const kind = args.grouping ?? (of === 'ENTITIES' ? ENTITY : null)
    const grouping = kind === null ? null : groupingOf(labels(block.chainId), kind)
    const at = await graphs.at(context, block)
    const scope = placeScope(at.graph, keys)
    const none = (nullReason: NullReason): Answer => ({
      population: null,
      unit: null,
      universe: UNKNOWN,
      meta: metaOf(block, basis, nullReason),
    })
    if (scope === null) return none('UNKNOWN_SCOPE')
    if (at.graph.unknownBases.includes(basis)) return none('CONSTANT_UNKNOWN')
    const each = await holdingsOf(context, block, at, of, basis, scope)
    if (each === null) return none('NOT_DEFINED')
    const held = grouping ? grouped(each, grouping.groupOf) : each
    const version = { grouping: grouping?.version ?? null }
    if (price === null) {
      const { population, nullReason, unpriced, n, nZero } = nativePopulation(held, {
        includeZeros,
      })
      const pricing = { numeraire: 'NATIVE', source: null, unpriced: unpriced.map(member) }
      return {
        population,
        unit: null,
        universe: { n, nZero, total: population?.total.toString() ?? null, value: null },
        meta: metaOf(block, basis, nullReason, { pricing, ...version }),
      }
    }
    const valuer = await price(context, block, at)
    const { population, nullReason, unpriced } = valuedPopulation(held, valuer.weightOf, {
      includeZeros,
    })
    const { n, nZero, total } = population
    const isUnpriced = nullReason === 'UNPRICED'
    const value = isUnpriced ? null : toDecimal(ratio(total, valuer.valuation.unit))
    return {
      population: isUnpriced ? null : population,
      unit: valuer.valuation.unit,
      universe: { n, nZero, total: null, value },
      meta: metaOf(block, basis, nullReason, { pricing: valuer.echo(unpriced), ...version }),
    }
  }
}

function grouped(
  held: readonly PoolHolding[],
  groupOf: ReadonlyMap<string, string>,
): PoolHolding[] {
  return held.map((holding) => ({ ...holding, id: groupOf.get(holding.id) ?? holding.id }))
}

function decimal(value: Ratio | null | undefined): string | null {
  return value ? toDecimal(value) : null
}

/** A resolver of one value in doubles. */
function estimated(metric: (population: Population) => number | null) {
  return ({ population }: Answer) => {
    const value = population && metric(population)
    return value === null ? null : doubleToDecimal(value)
  }
}

/** A resolver of one value that is null with the answer. */
function measured(metric: (population: Population) => Ratio | null) {
  return ({ population }: Answer) => population && decimal(metric(population))
}

interface NakamotoArguments {
  threshold: string
  rule: NakamotoRule
}

function resolveNakamotoAt(answer: Answer, args: NakamotoArguments) {
  return resolveNakamoto(answer, args, readThreshold('threshold', args.threshold))
}

function resolveNakamoto(
  { population, unit, meta: { nullReason } }: Answer,
  args: NakamotoArguments,
  threshold: Ratio,
) {
  if (population === null) return { ...args, nullReason }
  const found = nakamoto(population, threshold, args.rule)
  if (found.nullReason !== null) return { ...args, nullReason: found.nullReason }
  return {
    ...args,
    count: found.count,
    members: found.members.map(({ id }) => member(id)),
    margin: toDecimal(unit === null ? found.margin : divide(found.margin, ratio(unit))),
    tieSet: found.tieSet.map(({ id }) => member(id)),
    nullReason: null,
  }
}

function resolveShares({ population, unit }: Answer, { limit }: { limit: number }) {
  checkCount('limit', limit, MAX_LISTED)
  if (population === null || population.nullReason !== null) return null
  return population.members.slice(0, limit).map(({ id, amount }) => ({
    member: member(id),
    share: toDecimal(ratio(amount, population.total)),
    amount: unit === null ? amount.toString() : null,
    value: unit === null ? null : toDecimal(ratio(amount, unit)),
  }))
}

/** Field `concentration`. */
export function concentrationSchema(sources: RiskSources): SchemaPart {
  return {
    typeDefs: concentrationTypeDefs,
    resolvers: {
      Query: { concentration: concentration(sources) },
      Concentration: {
        hhi: measured(hhi),
        hhiPoints: measured(hhiPoints),
        hhiNormalized: measured(normalizedHhi),
        effectiveNumber: measured(effectiveNumber),
        top: ({ population }: Answer, { k }: { k: number }) => {
          checkCount('k', k)
          return population && decimal(top(population, k)?.share)
        },
        topMembers: ({ population }: Answer, { k }: { k: number }) => {
          checkCount('k', k, MAX_LISTED)
          return population && (top(population, k)?.members.map(({ id }) => member(id)) ?? null)
        },
        gini: measured(gini),
        giniCorrected: measured(correctedGini),
        entropy: estimated(entropy),
        entropyNumber: estimated(entropyNumber),
        evenness: estimated(evenness),
        theil: estimated(theil),
        theilNormalized: estimated(normalizedTheil),
        lorenz: ({ population }: Answer, { points }: { points: number }) => {
          if (points < 2) throw bad('points', points, 'Ask for 2 or more.')
          checkCount('points', points, MAX_LORENZ_POINTS)
          return (
            population &&
            (lorenz(population, points)?.map((point) => ({
              population: toDecimal(point.population),
              share: toDecimal(point.share),
            })) ??
              null)
          )
        },
        nakamoto: (answer: Answer, args: NakamotoArguments) =>
          resolveNakamoto(answer, args, THRESHOLDS[args.threshold as keyof typeof THRESHOLDS]),
        nakamotoAt: resolveNakamotoAt,
        shares: resolveShares,
      },
    },
  }
}
