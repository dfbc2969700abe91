import { holdersOf } from '../risk/graph/columns'
import { pricedPart, type StakeMatrix } from '../risk/graph/exposure'
import { transpose } from '../risk/graph/transpose'
import { pairCount, rankedPairs } from '../risk/math/pairs'
import { knownOverlaps } from '../risk/overlap/known-overlap'
import { Neighbours } from '../risk/overlap/neighbours'
import { SHARING } from '../risk/overlap/overlap-measure'
import { sharedStake, sharedStakeOf } from '../risk/overlap/shared-stake'
import type { Value } from '../risk/value/value'
import { choice, id, limit } from './define/arguments'
import { coverageFields, stakeAmount } from './define/coverage'
import { checkPairs } from './define/errors'
import { positionOf } from './define/members'
import { member, nullReason } from './define/meta'
import { matrixMetric } from './define/metric'
import { expensive, field, object, paged, withArguments } from './define/object'
import { decimal, enumeration, int, list, nullable } from './define/type'

const population = enumeration('OverlapPopulation', 'What is compared in pairs.', {
  AVSS: 'AVSs, by the operators behind them.',
  OPERATOR_SETS: 'Operator sets, by the operators behind them.',
  OPERATORS: 'Operators, by the AVSs that they serve.',
})

/** How alikeness is measured. */
export const overlapMeasure = enumeration(
  'OverlapMeasure',
  `How alike two things are, in [0, 1]; 1 with itself. N, M: members of the two; x, y: what a member has in each.

JACCARD and RUZICKA are low for a small AVS inside of a large one, however much it depends on it: read them together
with \`exposure.directed\`.`,
  {
    JACCARD:
      '|N and M| / |N or M|. With REGISTERED, members are all that are registered, with stake or not. Source: Jaccard 1912.',
    OVERLAP_COEFFICIENT: '|N and M| / min(|N|, |M|). Source: Szymkiewicz 1934, Simpson 1943.',
    RUZICKA: 'sum of min(x, y) / sum of max(x, y): Jaccard on stake. Source: Ruzicka 1958.',
    WEIGHTED_OVERLAP: 'sum of min(x, y) / min(sum of x, sum of y).',
    COSINE:
      'sum of xy / (|x| |y|): the correlation of losses if all members fail alike and independently of each other.',
  },
)

/** Type OverlapPair. */
export const overlapPair = object('OverlapPair', 'Two things and how alike they are.', {
  a: field(member, 'The one whose id comes first.'),
  b: field(member, 'The other.'),
  value: field(nullable(decimal), 'The measure, in [0, 1].'),
  forcedShared: field(
    stakeAmount,
    'Stake that is certainly promised to both, in the unit of the stake: sum over buckets of max(0, x + y - stake). Null for operators and for measures that count members.',
  ),
  possibleShared: field(
    stakeAmount,
    'Stake that may be promised to both: sum over buckets of min(x, y). What is really shared lies between. Null as `forcedShared`.',
  ),
  ...coverageFields,
  nullReason: field(
    nullable(nullReason),
    'Why a figure is null: nobody, or no stake, behind one (for JACCARD and RUZICKA: both), or none that has a price (UNPRICED).',
  ),
})

const neighbour = object(
  'OverlapNeighbour',
  'A thing and how alike it is to the one asked about.',
  {
    member: field(member, 'The other.'),
    value: field(
      nullable(decimal),
      'The measure, in (0, 1]; null, and last: what they share has no price.',
    ),
    ...coverageFields,
  },
)

/** Field `overlap`. */
export const overlapMetric = matrixMetric({
  name: 'overlap',
  doc: `How alike AVSs, operator sets or operators are in what stands behind them, pair by pair.

JACCARD and OVERLAP_COEFFICIENT count members, so they need no prices; the others weigh stake.`,
  args: {
    among: choice(population, 'What is compared.'),
    measure: choice(overlapMeasure, 'How alikeness is measured.', 'JACCARD'),
  },
  needsAmounts: ({ measure }) => SHARING[measure] !== 'MEMBERS',
  answer: object('Overlap', 'Pairs of things that are alike.', {
    items: field(list(member), 'What was compared, by id.'),
    pairs: expensive(
      100,
      paged(
        overlapPair,
        'Pairs, the most alike first, then by id; pairs without a value last. Of more than 1000 items there are none: see `nearest`.',
      ),
    ),
    pairCount: field(int, 'How many pairs there are.'),
    nearest: expensive(
      20,
      withArguments(
        { to: id('Its id.'), k: limit(10) },
        list(neighbour),
        'The things most alike to one.',
      ),
    ),
  }),
  compute({ among, measure }, { at, basis, valuation, stake, covered }) {
    const columns = among === 'OPERATOR_SETS' ? 'OPERATOR_SET' : 'SERVICE'
    const matrix =
      among === 'OPERATORS' ? transpose<Value, StakeMatrix>(stake('SERVICE')) : stake(columns)
    const exposure = pricedPart(matrix)
    const { columns: items } = exposure
    const count = items.length
    const needsStake = SHARING[measure] !== 'MEMBERS'
    const hasShared = among !== 'OPERATORS' && needsStake
    /** What a figure of some of the items rests on: members need no price. */
    const holders =
      (...of: number[]) =>
      () =>
        needsStake ? holdersOf(matrix, of) : []
    return {
      items,
      pairCount: pairCount(count),
      pairs: (from, to) => {
        checkPairs(count, 'Ask for the nearest of one of them.')
        const ranked = rankedPairs(count, knownOverlaps(exposure, measure))
        const shared = hasShared ? sharedStake(at.graph, basis, valuation, columns) : null
        return ranked.slice(from, to).map(({ a, b, value, nullReason }) => {
          const both = shared && sharedStakeOf(shared, a, b)
          const amounts = both ? [both.forced, both.possible] : []
          const row = covered(amounts, holders(a, b))
          return {
            a: items[a]!,
            b: items[b]!,
            value,
            forcedShared: both?.forced ?? null,
            possibleShared: both?.possible ?? null,
            coverage: row.coverage,
            nullReason: nullReason ?? row.nullReason,
          }
        })
      },
      nearest: ({ to, k }) => {
        const column = positionOf(items, to.toLowerCase(), 'to', 'item')
        return new Neighbours(exposure, measure).of(column, k).map(({ column: other, value }) => ({
          member: items[other]!,
          value,
          ...covered([], holders(column, other)),
          nullReason: value ? null : ('UNPRICED' as const),
        }))
      },
    }
  },
})
