import { loadHeaders } from '../reads/block-times'
import type { ApiContext } from '../reads/context'
import { GraphTimeline } from '../reads/graph/timeline'
import { top } from '../risk/concentration/concentration-ratio'
import { entropy, theil } from '../risk/concentration/entropy'
import { gini } from '../risk/concentration/gini'
import { effectiveNumber, hhi, normalizedHhi } from '../risk/concentration/herfindahl'
import { nakamoto } from '../risk/concentration/nakamoto'
import { nativePopulation } from '../risk/concentration/native-population'
import type { Population } from '../risk/concentration/population'
import type { Basis } from '../risk/graph/graph'
import { type Ratio, ratio } from '../risk/math/ratio'
import { blockNumber, choice, count } from './define/arguments'
import { invalidArgument, limitExceeded } from './define/errors'
import { GRAPH_MS } from './define/estimate'
import { basisArgument } from './define/measure'
import { headerNullReason, type NullReason, nullReason, timeBounds } from './define/meta'
import { rootField } from './define/metric'
import { field, object } from './define/object'
import { type ScopeKeys, scope, scopeIn } from './define/scope'
import {
  decimalOrDouble,
  enumeration,
  int,
  list,
  nullable,
  unixTime,
  type ValueOf,
} from './define/type'
import { type Holder, holders, holdingsOf, stakersMs } from './parts/holders'

/** Maximum number of points of one series: each is a graph of its own. */
const MAX_POINTS = 500

const figure = enumeration(
  'SeriesMetric',
  'A figure that can be followed over time: see the field of that name in `Concentration`.',
  {
    HHI: 'Herfindahl-Hirschman index.',
    HHI_NORMALIZED: 'HHI without the effect of n.',
    EFFECTIVE_NUMBER: '1 / HHI.',
    GINI: 'Gini coefficient.',
    THEIL: 'Theil index.',
    ENTROPY: 'Shannon entropy in nats.',
    TOP_1: 'Share of the largest member.',
    TOP_3: 'Share of the three largest.',
    TOP_10: 'Share of the ten largest.',
    NAKAMOTO_THIRD: 'Members with more than a third.',
    NAKAMOTO_HALF: 'Members with more than half.',
    NAKAMOTO_TWO_THIRDS: 'Members with more than two thirds.',
    MEMBERS: 'Members that hold something.',
    TOTAL: 'What they hold together, in base units of the pool.',
  },
)

type Figure = (population: Population) => Ratio | number | null

const share =
  (k: number): Figure =>
  (population) =>
    top(population, k)?.share ?? null

const coefficient =
  (num: bigint, den: bigint): Figure =>
  (population) => {
    const found = nakamoto(population, ratio(num, den), 'GT')
    return found.nullReason === null ? ratio(BigInt(found.count)) : null
  }

const FIGURES: Record<ValueOf<typeof figure>, Figure> = {
  HHI: hhi,
  HHI_NORMALIZED: normalizedHhi,
  EFFECTIVE_NUMBER: effectiveNumber,
  GINI: gini,
  THEIL: theil,
  ENTROPY: entropy,
  TOP_1: share(1),
  TOP_3: share(3),
  TOP_10: share(10),
  NAKAMOTO_THIRD: coefficient(1n, 3n),
  NAKAMOTO_HALF: coefficient(1n, 2n),
  NAKAMOTO_TWO_THIRDS: coefficient(2n, 3n),
  MEMBERS: ({ n }) => ratio(BigInt(n)),
  TOTAL: ({ total }) => ratio(total),
}

const point = object('SeriesPoint', 'A figure at one block.', {
  block: field(int, 'Block number.'),
  timestamp: field(nullable(unixTime), 'Time of the block; null if its header is not stored.'),
  ...timeBounds,
  timestampNullReason: field(
    nullable(headerNullReason),
    'Why `timestamp` is null; null: it is known.',
  ),
  value: field(nullable(decimalOrDouble), 'The figure; null where there is none.'),
  nullReason: field(nullable(nullReason), 'Why there is none.'),
})

/** Milliseconds of a point: what changed since the one before is read, and the graph built anew. */
const POINT_MS = 19

/** Field `series`. */
export const seriesMetric = rootField({
  name: 'series',
  doc: `One figure at many blocks: at \`from\`, and every \`every\` blocks after it up to \`to\`.

Each point is computed from the state of its own block, as the single answer would be.`,
  args: {
    metric: choice(figure, 'Which figure.'),
    of: choice(holders, 'Whose shares of the whole are measured.', 'OPERATORS'),
    scope: scope('Which stake is the whole.'),
    basis: basisArgument('DELEGATED', 'Which stake counts.'),
    from: blockNumber('First block.'),
    to: blockNumber('Last block, which must be indexed; the last point is at or before it.'),
    every: count('Blocks between two points, at least 1. At most 500 points.'),
  },
  type: list(point),
  estimate({ from, to, every, of, scope }) {
    const each = of === 'STAKERS' ? stakersMs(scope) : POINT_MS
    return GRAPH_MS + Math.max(0, Math.floor((to - from) / every) + 1) * each
  },
  async compute({ from, to, every, metric, of, scope, basis }, { context }) {
    if (to < from) throw invalidArgument('to', to, `Give block ${from} or a later one.`)
    const points = Math.floor((to - from) / every) + 1
    if (points > MAX_POINTS) {
      const hint = 'Ask for fewer blocks, or for more blocks between two points.'
      throw limitExceeded(`The series has ${points} points.`, MAX_POINTS, points, hint)
    }
    // Both must be indexed; then all blocks between them are.
    await context.at({ number: to })
    const timeline = await GraphTimeline.start(context, await context.at({ number: from }))
    const blocks = Array.from({ length: points }, (_, index) => from + index * every)
    const headers = await loadHeaders(context, await context.head(), blocks)
    const values: ValueOf<typeof point>[] = []
    for (const [index, block] of blocks.entries()) {
      if (block > from) await timeline.advance(context, block)
      const found = await populationAt(context, timeline, of, basis, scope)
      const isKnown = typeof found !== 'string'
      const value = isKnown ? FIGURES[metric](found) : null
      const { hash: _, nullReason: timestampNullReason, ...time } = headers[index]!
      const nullReason = isKnown ? null : found
      values.push({ block, ...time, timestampNullReason, value, nullReason })
    }
    return values
  },
})

/** The population of the timeline's block, or why it cannot be measured. */
async function populationAt(
  context: ApiContext,
  timeline: GraphTimeline,
  of: Holder,
  basis: Basis,
  keys: ScopeKeys,
): Promise<Population | NullReason> {
  const at = timeline.current()
  const scope = scopeIn(at.graph, keys)
  if (scope === null) return 'UNKNOWN_SCOPE'
  if (at.graph.unknownBases.includes(basis)) return 'CONSTANT_UNKNOWN'
  const block = { number: timeline.block, isHead: false }
  const held = await holdingsOf(context, block, at, of, basis, scope)
  if (held === null) return 'NOT_DEFINED'
  const { population, nullReason } = nativePopulation(held)
  if (population === null || nullReason !== null) return nullReason ?? 'EMPTY'
  return population
}
