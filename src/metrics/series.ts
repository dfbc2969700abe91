import { type Ratio, ratio } from '../risk/math/ratio'
import type { PopulationMeasure } from '../risk/series/population-figure'
import { choice } from './define/arguments'
import { GRAPH_MS } from './define/estimate'
import { voteBasisArgument } from './define/measure'
import { headerNullReason, nullReason, timeBounds } from './define/meta'
import { rootField } from './define/metric'
import { field, object } from './define/object'
import { scope } from './define/scope'
import { enumeration, int, list, nullable, unixTime, type ValueOf } from './define/type'
import { figureValue } from './parts/figures'
import { followFigures } from './parts/follow-figures'
import { holders, stakersMs } from './parts/holders'
import { blocksArguments, blocksOf, countOf } from './parts/series-blocks'
import { votesSeries } from './parts/votes-series'

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

interface Measured {
  readonly measure: PopulationMeasure
  readonly k?: number
  readonly threshold?: Ratio
}

const FIGURES: Record<ValueOf<typeof figure>, Measured> = {
  HHI: { measure: 'HHI' },
  HHI_NORMALIZED: { measure: 'HHI_NORMALIZED' },
  EFFECTIVE_NUMBER: { measure: 'EFFECTIVE_NUMBER' },
  GINI: { measure: 'GINI' },
  THEIL: { measure: 'THEIL' },
  ENTROPY: { measure: 'ENTROPY' },
  TOP_1: { measure: 'TOP', k: 1 },
  TOP_3: { measure: 'TOP', k: 3 },
  TOP_10: { measure: 'TOP', k: 10 },
  NAKAMOTO_THIRD: { measure: 'NAKAMOTO', threshold: ratio(1n, 3n) },
  NAKAMOTO_HALF: { measure: 'NAKAMOTO', threshold: ratio(1n, 2n) },
  NAKAMOTO_TWO_THIRDS: { measure: 'NAKAMOTO', threshold: ratio(2n, 3n) },
  MEMBERS: { measure: 'MEMBERS' },
  TOTAL: { measure: 'TOTAL' },
}

const point = object('SeriesPoint', 'A figure at one block.', {
  block: field(int, 'Block number.'),
  timestamp: field(nullable(unixTime), 'Time of the block; null if its header is not stored.'),
  ...timeBounds,
  timestampNullReason: field(
    nullable(headerNullReason),
    'Why `timestamp` is null; null: it is known.',
  ),
  value: field(figureValue, 'The figure; null where there is none.'),
  nullReason: field(nullable(nullReason), 'Why there is none.'),
})

/** Field `series`. */
export const seriesMetric = rootField({
  name: 'series',
  doc: `One figure at many blocks: at \`from\`, and every \`every\` blocks after it up to \`to\`.

Each point is that of the single answer at its block. For several figures, prices and other figures: \`seriesOf\`.`,
  args: {
    metric: choice(figure, 'Which figure.'),
    of: choice(holders, 'Whose shares of the whole are measured.', 'OPERATORS'),
    scope: scope('Which stake is the whole.'),
    basis: voteBasisArgument('DELEGATED'),
    ...blocksArguments,
  },
  type: list(point),
  estimate({ of, scope, ...range }) {
    const each = of === 'STAKERS' ? stakersMs(scope) : 5
    return 2 * GRAPH_MS + countOf(range) * each
  },
  async compute({ metric, of, scope, basis, ...range }, request) {
    const blocks = await blocksOf(range, request.context)
    const { measure, k = 1, threshold = ratio(1n, 3n) } = FIGURES[metric]
    const figure = { kind: 'POPULATION', measure, of, basis, k, threshold } as const
    if (basis === 'VOTES') {
      const points = await votesSeries({ of, scope, measure, k, threshold }, blocks, request)
      return async () => points
    }
    const follow = await followFigures(request, [{ name: metric, scope, figure }], blocks, null)
    return async (observer) => {
      const { points } = await follow(observer)
      return points.map(({ block, header, values }) => {
        const { hash: _, nullReason: timestampNullReason, ...time } = header
        const { value, nullReason } = values[0]!
        return { block, ...time, timestampNullReason, value, nullReason }
      })
    }
  },
})
