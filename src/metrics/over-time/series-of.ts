import { coverageFields, coverageValues } from '../define/coverage'
import { GRAPH_MS } from '../define/estimate'
import { headerNullReason, metaOf, nullReason, timeBounds, unpricedBy } from '../define/meta'
import { metric } from '../define/metric'
import { field, object } from '../define/object'
import { pricingArgument } from '../define/pricing'
import { int, list, nullable, string, unixTime } from '../define/type'
import { figuresArgument, figureValue } from '../parts/figures'
import { stakersMs } from '../parts/holders'
import { blockAt, blocksArguments, blocksOf, countOf } from '../parts/series-blocks'
import { followWithVotes } from '../parts/votes-series'

const seriesValue = object('SeriesValue', 'A figure at one block.', {
  name: field(string, 'Name of the figure.'),
  value: field(
    figureValue,
    'The figure; an amount in base units of the pool, or with prices in the numeraire. Null: there is none.',
  ),
  nullReason: field(nullable(nullReason), 'Why there is none.'),
  coverage: coverageFields.coverage,
})

const seriesBlock = object('SeriesBlock', 'Figures at one block.', {
  block: field(int, 'Block number.'),
  timestamp: field(nullable(unixTime), 'Time of the block; null if its header is not stored.'),
  ...timeBounds,
  timestampNullReason: field(
    nullable(headerNullReason),
    'Why `timestamp` is null; null: it is known.',
  ),
  values: field(list(seriesValue), 'Figure by figure, in the order of the request.'),
})

/** Milliseconds of moving to the next block, and of one figure there. */
const STEP_MS = 4
const FIGURE_MS = 0.5
/** Votes are read block by block. */
const VOTES_MS = 5

/** Field `seriesOf`. */
export const seriesOfMetric = metric({
  name: 'seriesOf',
  doc: `Figures of metrics at many blocks, in one pass: at \`from\`, and every \`every\` blocks after it up to \`to\`.

Each value is that of the single answer at its block, with the prices and rates of that block. It is computed from what changed between
blocks, so many figures cost little more than one.`,
  args: { figures: figuresArgument, pricing: pricingArgument, ...blocksArguments },
  answer: object('SeriesOf', 'Figures over time.', {
    points: field(list(seriesBlock), 'Block by block, ascending.'),
  }),
  estimate({ figures, ...range }) {
    const each = figures.map(({ figure, scope }) => {
      if ('of' in figure && figure.of === 'STAKERS') return stakersMs(scope)
      return 'basis' in figure && figure.basis === 'VOTES' ? VOTES_MS : FIGURE_MS
    })
    return 2 * GRAPH_MS + countOf(range) * each.reduce((sum, ms) => sum + ms, STEP_MS)
  },
  async compute({ figures, pricing, ...range }, request) {
    const blocks = await blocksOf(range, request.context)
    const last = await blockAt(blocks.at(-1)!, request.context)
    const follow = await followWithVotes(request, figures, blocks, pricing)
    return async (observer) => {
      const { pools, points } = await follow(observer)
      const unpriced = new Set(
        points.flatMap(({ values }) => values.flatMap(({ coverage }) => coverage?.unpriced ?? [])),
      )
      const ids = [...unpriced].sort((a, b) => a - b).map((pool) => pools[pool]!)
      const numeraire = pricing?.numeraire ?? 'NATIVE'
      return {
        meta: metaOf(last, null, null, { pricing: { ...unpricedBy(ids), numeraire } }),
        points: points.map(({ block, header, values }) => {
          const { hash: _, nullReason: timestampNullReason, ...time } = header
          return {
            block,
            ...time,
            timestampNullReason,
            values: values.map(({ value, nullReason, coverage }, figure) => ({
              value,
              nullReason,
              name: figures[figure]!.name,
              coverage: () => (coverage ? coverageValues(pools, coverage) : null),
            })),
          }
        }),
      }
    }
  },
})
