import { top } from '../../../risk/concentration-ratio'
import { toDecimal } from '../../../risk/decimal'
import type { Basis } from '../../../risk/graph'
import { effectiveNumber, hhi, hhiPoints, normalizedHhi } from '../../../risk/herfindahl'
import { holdings } from '../../../risk/holdings'
import { type NakamotoRule, nakamoto } from '../../../risk/nakamoto'
import { nativePopulation } from '../../../risk/native-population'
import type { Population } from '../../../risk/population'
import { type Ratio, ratio } from '../../../risk/ratio'
import type { ApiContext, BlockInput } from '../../context'
import type { SchemaPart } from '../part'
import { checkCount, MAX_LISTED, placeScope, type ScopeInput, scopeKeys } from './arguments'
import { concentrationTypeDefs } from './concentration-types'
import { HOLDERS, type Holder } from './holders'
import { type Meta, member, metaOf, type NullReason } from './meta'
import type { RiskSources } from './sources'

const THRESHOLDS = {
  ONE_THIRD: ratio(1n, 3n),
  HALF: ratio(1n, 2n),
  TWO_THIRDS: ratio(2n, 3n),
} as const

interface Answer {
  population: Population | null
  universe: { n: number | null; nZero: number | null; total: string | null }
  meta: Meta
}

interface Arguments {
  of: Holder
  scope?: ScopeInput | null
  basis: Basis
  block?: BlockInput | null
  includeZeros: boolean
}

function concentration({ graphs }: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext): Promise<Answer> => {
    const { basis } = args
    const keys = scopeKeys(args.scope)
    const block = await context.at(args.block)
    const { graph } = await graphs.at(context, block)
    const scope = placeScope(graph, keys)
    const none = (nullReason: NullReason): Answer => ({
      population: null,
      universe: { n: null, nZero: null, total: null },
      meta: metaOf(block, basis, nullReason),
    })
    if (scope === null) return none('UNKNOWN_SCOPE')
    if (graph.unknownBases.includes(basis)) return none('CONSTANT_UNKNOWN')
    const held = holdings(graph, HOLDERS[args.of], basis, scope)
    const { population, nullReason, unpriced, n, nZero } = nativePopulation(held, {
      includeZeros: args.includeZeros,
    })
    const pricing = { numeraire: 'NATIVE', source: null, unpriced: unpriced.map(member) }
    return {
      population,
      universe: { n, nZero, total: population?.total.toString() ?? null },
      meta: metaOf(block, basis, nullReason, { pricing }),
    }
  }
}

function decimal(value: Ratio | null | undefined): string | null {
  return value ? toDecimal(value) : null
}

/** A resolver of one value that is null with the answer. */
function measured(metric: (population: Population) => Ratio | null) {
  return ({ population }: Answer) => population && decimal(metric(population))
}

function resolveNakamoto(
  { population, meta: { nullReason } }: Answer,
  args: { threshold: keyof typeof THRESHOLDS; rule: NakamotoRule },
) {
  if (population === null) return { ...args, nullReason }
  const found = nakamoto(population, THRESHOLDS[args.threshold], args.rule)
  if (found.nullReason !== null) return { ...args, nullReason: found.nullReason }
  return {
    ...args,
    count: found.count,
    members: found.members.map(({ id }) => member(id)),
    margin: toDecimal(found.margin),
    tieSet: found.tieSet.map(({ id }) => member(id)),
    nullReason: null,
  }
}

function resolveShares({ population }: Answer, { limit }: { limit: number }) {
  checkCount('limit', limit, MAX_LISTED)
  if (population === null || population.nullReason !== null) return null
  return population.members.slice(0, limit).map(({ id, amount }) => ({
    member: member(id),
    share: toDecimal(ratio(amount, population.total)),
    amount: amount.toString(),
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
        nakamoto: resolveNakamoto,
        shares: resolveShares,
      },
    },
  }
}
