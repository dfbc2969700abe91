import type { ApiContext } from '../reads/context'
import { apiError } from '../reads/errors'
import { lift, phi } from '../risk/correlation/association'
import {
  type LossMoments,
  lossCorrelation,
  lossDeviation,
  lossMoments,
} from '../risk/correlation/loss-correlation'
import type { Exposure } from '../risk/graph/exposure'
import { HitProbability } from '../risk/losses/hit-probability'
import type { Answer as Known } from '../risk/math/answer'
import { toDecimal } from '../risk/math/decimal'
import { pairCount, pairIndex } from '../risk/math/pairs'
import { compare, type Ratio } from '../risk/math/ratio'
import { overlapMatrix } from '../risk/overlap/overlap'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'
import { type Page, range } from './legacy/arguments'
import { type MatrixArguments, matrixArguments, measure } from './legacy/matrix'
import { type Meta, member } from './legacy/meta'
import { echoFaults, type FaultsInput, readFaults } from './parts/faults'

/** Most things of which all pairs are listed. */
const MAX_ITEMS = 1_000

const typeDefs = /* GraphQL */ `
extend type Query {
  """
  How the losses of AVSs or operator sets move together, because the same operators stand behind them: closed form, exact.

  A slashed operator loses all its stake in everything it serves. Operators fail by themselves or with their group, as
  \`faults\` says. If all fail alike and there are no groups, the correlation is the cosine of \`overlap\`, whatever the
  probability.
  """
  correlation(
    "What is compared."
    among: CorrelationPopulation! = AVSS
    "Who is slashed with which probability."
    faults: FaultsInput!
${matrixArguments}
  ): Correlation!
}

"What is compared in pairs."
enum CorrelationPopulation {
  "AVSs."
  AVSS
  "Operator sets."
  OPERATOR_SETS
}

"Losses that move together. Amounts are in the unit of the stake."
type Correlation {
  "What was compared, by id."
  items("How many, 1 to 1000." limit: Int! = 100, "How many to pass over." offset: Int! = 0): [CorrelationItem!]!
  "Pairs, the highest correlation first, then by id; pairs without a value last. Of more than 1000 items there are none."
  pairs("How many, 1 to 1000." limit: Int! = 100, "How many to pass over." offset: Int! = 0): [CorrelationPair!]!
  "How many pairs there are."
  pairCount: Int!
  "What was measured, where, and why a value is missing."
  meta: RiskMeta!
}

"What one loses."
type CorrelationItem {
  "The AVS or operator set."
  member: RiskMember!
  "Expected loss in the period: sum over operators of probability * stake."
  expectedLoss: BigDecimal!
  "Standard deviation of the loss."
  standardDeviation: BigDecimal!
  "Probability that any of its operators is slashed, in [0, 1]."
  hitProbability: BigDecimal!
}

"Two things and how their losses move together."
type CorrelationPair {
  "The one whose id comes first."
  a: RiskMember!
  "The other."
  b: RiskMember!
  "Correlation of the losses, in [-1, 1]."
  value: BigDecimal
  "Probability that both are hit, in [0, 1]. If they were independent of each other: the product of the two."
  bothHit: BigDecimal!
  "Correlation of membership (phi), in [-1, 1]: no stake and no \`faults\` in it. Of all operators that stand behind at least one of the items."
  phi: BigDecimal
  "Operators in common by those that chance would give, at least 0; 1 is chance. Null if one has no operators."
  lift: BigDecimal
  "Why there is no value: the loss of one of them is certain, or impossible."
  nullReason: RiskNullReason
}
`

interface Arguments extends MatrixArguments {
  among: 'AVSS' | 'OPERATOR_SETS'
  faults: FaultsInput
}

interface Answer {
  measured: { exposure: Exposure; moments: LossMoments; hits: HitProbability } | null
  meta: Meta
}

function correlation(sources: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext): Promise<Answer> => {
    const measured = await measure(sources, args, context, true)
    const meta = { ...measured.meta, assumptions: echoFaults(args.faults) }
    // Checked before anything else, so that a bad probability is never hidden by an unknown pool.
    readFaults(args.faults, [])
    if (!('matrix' in measured)) return { measured: null, meta }
    const exposure = measured.matrix(args.among === 'AVSS' ? 'SERVICE' : 'SET')
    const faults = readFaults(args.faults, exposure.rows)
    const moments = lossMoments(exposure, faults)
    return { measured: { exposure, moments, hits: new HitProbability(exposure, faults) }, meta }
  }
}

function items({ measured }: Answer, page: Page) {
  const [from, to] = range(page)
  if (measured === null) return []
  const { exposure, moments, hits } = measured
  return exposure.columns.slice(from, to).map((id, index) => {
    const column = from + index
    return {
      member: member(id),
      expectedLoss: toDecimal(moments.mean[column]!),
      standardDeviation: toDecimal(lossDeviation(moments, column)),
      hitProbability: toDecimal(hits.of(column)),
    }
  })
}

function pairs({ measured }: Answer, page: Page) {
  const [from, to] = range(page)
  if (measured === null) return []
  const { exposure, hits, moments } = measured
  if (exposure.columns.length > MAX_ITEMS) {
    throw apiError('LIMIT_EXCEEDED', `There are pairs of ${exposure.columns.length} items.`, {
      limit: MAX_ITEMS,
      asked: exposure.columns.length,
      hint: 'Name a pool in the scope, or compare AVSs.',
    })
  }
  const common = overlapMatrix(exposure, 'JACCARD').shared
  const sizes = exposure.columns.map((_, at) => exposure.start[at + 1]! - exposure.start[at]!)
  const all = new Set(exposure.row).size
  return sorted(exposure, moments)
    .slice(from, to)
    .map(({ a, b, value }) => {
      const both = Number(common[pairIndex(sizes.length, a, b)]!)
      const membership = { both, first: sizes[a]!, second: sizes[b]!, all }
      return {
        a: member(exposure.columns[a]!),
        b: member(exposure.columns[b]!),
        value: value && toDecimal(value),
        bothHit: toDecimal(hits.both(a, b)),
        phi: shown(phi(membership)),
        lift: shown(lift(membership)),
        nullReason: value ? null : 'NOT_DEFINED',
      }
    })
}

const shown = ({ value }: Known<Ratio, string>) => value && toDecimal(value)

function sorted({ columns }: Exposure, moments: LossMoments) {
  const found: { a: number; b: number; value: Ratio | null }[] = []
  for (let a = 0; a < columns.length; a++) {
    for (let b = a + 1; b < columns.length; b++) {
      found.push({ a, b, value: lossCorrelation(moments, a, b).value })
    }
  }
  // The sort is stable, and pairs were found in the order of their ids.
  return found.sort((x, y) =>
    x.value === null || y.value === null
      ? Number(x.value === null) - Number(y.value === null)
      : Number(compare(y.value, x.value)),
  )
}

/** Field `correlation`. */
export function correlationSchema(sources: RiskSources): SchemaPart {
  return {
    typeDefs,
    resolvers: {
      Query: { correlation: correlation(sources) },
      Correlation: {
        items,
        pairs,
        pairCount: ({ measured }: Answer) => pairCount(measured?.exposure.columns.length ?? 0),
      },
    },
  }
}
