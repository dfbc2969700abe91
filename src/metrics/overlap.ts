import type { ApiContext } from '../reads/context'
import { apiError } from '../reads/errors'
import type { Exposure } from '../risk/graph/exposure'
import { transpose } from '../risk/graph/transpose'
import { toDecimal } from '../risk/math/decimal'
import { pairIndex } from '../risk/math/pairs'
import { compare, type Ratio } from '../risk/math/ratio'
import { Neighbours } from '../risk/overlap/neighbours'
import { overlapAt, overlapMatrix } from '../risk/overlap/overlap'
import { type OverlapMeasure, SHARING } from '../risk/overlap/overlap-measure'
import { sharedStake } from '../risk/overlap/shared-stake'
import { bad, checkCount, MAX_LISTED, place } from './define/arguments'
import { type MatrixArguments, type Measured, matrixArguments, measure } from './define/matrix'
import { type Meta, member, type NullReason } from './define/meta'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'

/** Most things of which all pairs are listed: of more, ask for the nearest of one. */
const MAX_ITEMS = 1_000

const typeDefs = /* GraphQL */ `
extend type Query {
  """
  How alike AVSs, operator sets or operators are in what stands behind them, pair by pair.

  JACCARD and OVERLAP_COEFFICIENT count members, so they need no prices; the others weigh stake.
  """
  overlap(
    "What is compared."
    among: OverlapPopulation!
    "How alikeness is measured."
    measure: OverlapMeasure! = JACCARD
${matrixArguments}
  ): Overlap!
}

"What is compared in pairs."
enum OverlapPopulation {
  "AVSs, by the operators behind them."
  AVSS
  "Operator sets, by the operators behind them."
  OPERATOR_SETS
  "Operators, by the AVSs that they serve."
  OPERATORS
}

"""
How alike two things are, in [0, 1]; 1 with itself. N, M: members of the two; x, y: what a member has in each.

JACCARD and RUZICKA are low for a small service inside of a large one, however much it depends on it: read them together
with \`exposure.directed\`.
"""
enum OverlapMeasure {
  "|N and M| / |N or M|. With REGISTERED, members are all that are registered, with stake or not. Source: Jaccard 1912."
  JACCARD
  "|N and M| / min(|N|, |M|). Source: Szymkiewicz 1934, Simpson 1943."
  OVERLAP_COEFFICIENT
  "sum of min(x, y) / sum of max(x, y): Jaccard on stake. Source: Ruzicka 1958."
  RUZICKA
  "sum of min(x, y) / min(sum of x, sum of y)."
  WEIGHTED_OVERLAP
  "sum of xy / (|x| |y|): the correlation of losses if all members fail alike and independently of each other."
  COSINE
}

"Pairs of things that are alike."
type Overlap {
  "What was compared, by id."
  items: [RiskMember!]!
  "Pairs, the most alike first, then by id; pairs without a value last. Of more than 1000 items there are none: see \`nearest\`."
  pairs("How many, 1 to 1000." limit: Int! = 100, "How many to pass over." offset: Int! = 0): [OverlapPair!]!
  "How many pairs there are."
  pairCount: Int!
  "The things most alike to one."
  nearest("Its id." to: String!, "How many, 1 to 1000." k: Int! = 10): [OverlapNeighbour!]!
  "What was measured, where, and why a value is missing."
  meta: RiskMeta!
}

"Two things and how alike they are."
type OverlapPair {
  "The one whose id comes first."
  a: RiskMember!
  "The other."
  b: RiskMember!
  "The measure, in [0, 1]."
  value: BigDecimal
  "Stake that is certainly promised to both, in the unit of the stake: sum over buckets of max(0, x + y - stake). Null for operators and for measures that count members."
  forcedShared: BigDecimal
  "Stake that may be promised to both: sum over buckets of min(x, y). What is really shared lies between. Null as \`forcedShared\`."
  possibleShared: BigDecimal
  "Why there is no value: nobody, or no stake, behind one (for JACCARD and RUZICKA: both)."
  nullReason: RiskNullReason
}

"A thing and how alike it is to the one asked about."
type OverlapNeighbour {
  "The other."
  member: RiskMember!
  "The measure, in (0, 1]."
  value: BigDecimal!
}
`

interface Arguments extends MatrixArguments {
  among: 'AVSS' | 'OPERATOR_SETS' | 'OPERATORS'
  measure: OverlapMeasure
}

interface Answer {
  among: Arguments['among']
  measure: OverlapMeasure
  measured: Measured | null
  exposure: Exposure | null
  meta: Meta
}

interface Pair {
  a: number
  b: number
  value: Ratio | null
  nullReason: NullReason | null
}

function overlap(sources: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext): Promise<Answer> => {
    const { among, measure: how } = args
    const measured = await measure(sources, args, context, SHARING[how] !== 'MEMBERS')
    const base = { among, measure: how, meta: measured.meta }
    if (!('matrix' in measured)) return { ...base, measured: null, exposure: null }
    const matrix = measured.matrix(among === 'OPERATOR_SETS' ? 'SET' : 'SERVICE')
    const exposure = among === 'OPERATORS' ? transpose(matrix) : matrix
    return { ...base, measured, exposure }
  }
}

function pairs(
  { exposure, measure, measured, among }: Answer,
  args: { limit: number; offset: number },
) {
  checkCount('limit', args.limit, MAX_LISTED)
  if (args.offset < 0) throw bad('offset', args.offset, 'Ask for 0 or more.')
  if (exposure === null || measured === null) return []
  if (exposure.columns.length > MAX_ITEMS) {
    throw apiError('LIMIT_EXCEEDED', `There are pairs of ${exposure.columns.length} items.`, {
      limit: MAX_ITEMS,
      asked: exposure.columns.length,
      hint: 'Ask for the nearest of one of them.',
    })
  }
  const found = sortedPairs(exposure, measure).slice(args.offset, args.offset + args.limit)
  const hasStake = among !== 'OPERATORS' && SHARING[measure] !== 'MEMBERS'
  const shared = hasStake ? sharedBy(measured, among === 'AVSS' ? 'SERVICE' : 'SET') : null
  const count = exposure.columns.length
  return found.map(({ a, b, value, nullReason }) => ({
    a: member(exposure.columns[a]!),
    b: member(exposure.columns[b]!),
    value: value && toDecimal(value),
    forcedShared: shared && amount(shared.forced[pairIndex(count, a, b)]!, exposure.unit),
    possibleShared: shared && amount(shared.possible[pairIndex(count, a, b)]!, exposure.unit),
    nullReason,
  }))
}

function sharedBy({ at, valuation, matrix }: Measured, columns: 'SERVICE' | 'SET') {
  const { cap, pool } = at.graph.buckets
  const worth = cap.map((amount, bucket) => amount * (valuation.weights[pool[bucket]!] ?? 0n))
  return sharedStake(matrix(columns, 'BUCKET'), worth)
}

function amount(value: bigint, unit: bigint): string {
  return toDecimal({ num: value, den: unit })
}

function sortedPairs(exposure: Exposure, measure: OverlapMeasure): Pair[] {
  const matrix = overlapMatrix(exposure, measure)
  const found: Pair[] = []
  for (let a = 0; a < exposure.columns.length; a++) {
    for (let b = a + 1; b < exposure.columns.length; b++) {
      const { value, nullReason } = overlapAt(matrix, a, b)
      found.push({ a, b, value, nullReason })
    }
  }
  // The sort is stable, and pairs were found in the order of their ids.
  return found.sort((x, y) => {
    if (x.value === null || y.value === null)
      return Number(x.value === null) - Number(y.value === null)
    return Number(compare(y.value, x.value))
  })
}

function nearest({ exposure, measure }: Answer, { to, k }: { to: string; k: number }) {
  checkCount('k', k, MAX_LISTED)
  if (exposure === null) return []
  const column = place(exposure.columns, to.toLowerCase())
  if (column === null || column < 0) throw bad('to', to, 'Give the id of one of the items.')
  return new Neighbours(exposure, measure).of(column, k).map(({ column: other, value }) => ({
    member: member(exposure.columns[other]!),
    value: toDecimal(value),
  }))
}

/** Field `overlap`. */
export function overlapSchema(sources: RiskSources): SchemaPart {
  return {
    typeDefs,
    resolvers: {
      Query: { overlap: overlap(sources) },
      Overlap: {
        items: ({ exposure }: Answer) => (exposure ? exposure.columns.map(member) : []),
        pairs,
        pairCount: ({ exposure }: Answer) => {
          const n = exposure?.columns.length ?? 0
          return (n * (n - 1)) / 2
        },
        nearest,
      },
    },
  }
}
