import type { ApiContext } from '../reads/context'
import { apiError } from '../reads/errors'
import { GraphTimeline } from '../reads/graph/timeline'
import { nativePopulation } from '../risk/concentration/native-population'
import type { Basis } from '../risk/graph/graph'
import type { SchemaPart } from './define/part'
import { bad, placeScope, type ScopeInput, type ScopeKeys, scopeKeys } from './legacy/arguments'
import type { NullReason } from './legacy/meta'
import { type Holder, holdingsOf } from './parts/holders'
import { SERIES_METRICS, type SeriesMetric } from './parts/series-metrics'

/** Most points of one series: each is a graph of its own. */
const MAX_POINTS = 500

const typeDefs = /* GraphQL */ `
extend type Query {
  """
  One figure at many blocks: at \`from\`, and every \`every\` blocks after it up to \`to\`.

  Each point is computed from the state of its own block, as the single answer would be.
  """
  series(
    "Which figure."
    metric: SeriesMetric!
    "Whose shares of the whole are measured."
    of: ConcentrationPopulation! = OPERATORS
    "Which stake is the whole."
    scope: RiskScope
    "Which stake counts."
    basis: StakeBasis! = DELEGATED
    "First block."
    from: Int!
    "Last block at most; it must be indexed."
    to: Int!
    "Blocks between two points, at least 1. At most 500 points."
    every: Int!
  ): [SeriesPoint!]!
}

"A figure that can be followed over time: see the field of that name in \`Concentration\`."
enum SeriesMetric {
${Object.entries(SERIES_METRICS)
  .map(([name, { description }]) => `  "${description}"\n  ${name}`)
  .join('\n')}
}

"A figure at one block."
type SeriesPoint {
  "Block number."
  block: Int!
  "The figure; null where there is none."
  value: BigDecimal
  "Why there is none."
  nullReason: RiskNullReason
}
`

interface Arguments {
  metric: SeriesMetric
  of: Holder
  scope?: ScopeInput | null
  basis: Basis
  from: number
  to: number
  every: number
}

interface Point {
  block: number
  value: string | null
  nullReason: NullReason | null
}

async function series(_: unknown, args: Arguments, context: ApiContext): Promise<Point[]> {
  const { from, to, every } = args
  const keys = scopeKeys(args.scope)
  if (every < 1) throw bad('every', every, 'Give the blocks between two points: 1 or more.')
  if (to < from) throw bad('to', to, `Give a block from ${from} on.`)
  const asked = Math.floor((to - from) / every) + 1
  if (asked > MAX_POINTS) {
    throw apiError('LIMIT_EXCEEDED', `The series has ${asked} points.`, {
      limit: MAX_POINTS,
      asked,
      hint: 'Ask for fewer blocks, or for more blocks between two points.',
    })
  }
  // Both must be indexed; what lies between them is then too.
  await context.at({ number: to })
  const timeline = await GraphTimeline.start(context, await context.at({ number: from }))
  const points = [await point(context, timeline, args, keys)]
  for (let block = from + every; block <= to; block += every) {
    await timeline.advance(context, block)
    points.push(await point(context, timeline, args, keys))
  }
  return points
}

async function point(
  context: ApiContext,
  timeline: GraphTimeline,
  { metric, of, basis }: Arguments,
  keys: ScopeKeys,
): Promise<Point> {
  const at = timeline.current()
  const { graph } = at
  const { block } = timeline
  const none = (nullReason: NullReason) => ({ block, value: null, nullReason })
  const scope = placeScope(graph, keys)
  if (scope === null) return none('UNKNOWN_SCOPE')
  if (graph.unknownBases.includes(basis)) return none('CONSTANT_UNKNOWN')
  const held = await holdingsOf(context, { number: block, isHead: false }, at, of, basis, scope)
  if (held === null) return none('NOT_DEFINED')
  const { population, nullReason } = nativePopulation(held)
  if (population === null || nullReason !== null) return none(nullReason ?? 'EMPTY')
  const value = SERIES_METRICS[metric].of(population)
  return { block, value, nullReason: null }
}

/** Field `series`. */
export const seriesSchema: SchemaPart = { typeDefs, resolvers: { Query: { series } } }
