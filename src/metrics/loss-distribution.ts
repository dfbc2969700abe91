import type { Exposure } from '../risk/graph/exposure'
import { lossByOperator } from '../risk/graph/promised'
import { columnTails } from '../risk/losses/column-tails'
import { expectedLoss, slashingsPerDraw } from '../risk/losses/expected'
import type { FaultModel } from '../risk/losses/fault-model'
import { type JointTail, JointTails } from '../risk/losses/joint-tail'
import { type LossDistribution, lossSteps } from '../risk/losses/loss-distribution'
import { type Argument, listOf } from './define/argument'
import { atMost, count, integer, limit, offset, readPart, text, unique } from './define/arguments'
import type { Computation, Compute } from './define/computation'
import { invalidArgument, limitExceeded } from './define/errors'
import { isMeasured, measure, slashableArguments } from './define/measure'
import { type Meta, member, nullReason } from './define/meta'
import { type Answer, metric, type RootField, unanswered } from './define/metric'
import { expensive, field, object, type ValuesOf, withArguments } from './define/object'
import type { Estimate } from './define/part'
import { decimal, double, int, list, nullable, string } from './define/type'
import { inSlices, UNOBSERVED, type Work } from './define/work'
import { faultModel, faultsArgument } from './parts/faults'

const MAX_LEVELS = 20
/** Maximum number of cases times AVSs in one answer: four million take about a second. */
const MAX_CELLS = 10_000_000

/** Draws in a millisecond, each of some slashings. */
const DRAWS_PER_MS = 1_000
/** Cells (cases times AVSs) in a millisecond. */
const CELLS_PER_MS = 3_000
/** Maximum number of cases that are combined exactly. */
const EXACT_CASES = 2 ** 18

/** Milliseconds of the joint tails of AVSs. */
const tailsMs: Estimate = ({ limit }, { draws = FIELD_DRAWS.draws } = {}) => {
  const cells = Number(limit) * Math.max(Number(draws), EXACT_CASES)
  return Math.min(cells, MAX_CELLS) / CELLS_PER_MS
}

/** How much may be drawn. */
export interface DrawLimits {
  readonly draws: number
  /** Slashings in all draws together: 30 million take about a second. */
  readonly slashings: number
}

/** What a request may draw. */
const FIELD_DRAWS: DrawLimits = { draws: 1_000_000, slashings: 20_000_000 }
/** What a job may draw: in some minutes, with 8 bytes for each draw. */
export const JOB_DRAWS: DrawLimits = { draws: 20_000_000, slashings: 5_000_000_000 }

interface Level {
  readonly text: string
  /** In (0, 1). */
  readonly value: number
}

/** Argument for the level of a tail. */
const level = (doc: string): Argument<Level> =>
  text(doc, undefined, (name, given) => {
    const { num, den } = readPart(name, given)
    if (num > 0n && num < den) return { text: given, value: Number(num) / Number(den) }
    throw invalidArgument(name, given, 'A level is above 0 and below 1.')
  })

const levelList = listOf(
  level(''),
  'Levels of the tails, above 0 and below 1, each once.',
  '["0.95", "0.99", "0.999"]',
)

const lossTail = object(
  'LossTail',
  'Loss beyond a probability. Source: Artzner et al. 1999; Rockafellar and Uryasev 2002.',
  {
    level: field(string, 'The level.'),
    valueAtRisk: field(
      nullable(double),
      'Smallest loss that is not exceeded with that probability. Null if fewer than 100 draws lie beyond the level.',
    ),
    expectedShortfall: field(
      nullable(double),
      'Mean loss of the worst 1 - level of all cases. Null as `valueAtRisk`.',
    ),
    lower: field(
      nullable(double),
      '99 % interval of `valueAtRisk`, lower end; null if it is exact.',
    ),
    upper: field(nullable(double), 'Its upper end.'),
  },
)

const avsTail = object(
  'AvsTail',
  `Loss of an AVS in the tail of the whole. VaR is the smallest loss that is not exceeded with probability q. Distress of the
AVS means a loss of its VaR or more; if its VaR is 0, that is always, and says nothing.`,
  {
    avs: field(member, 'The AVS.'),
    valueAtRisk: field(nullable(double), 'VaR of its loss L.'),
    inDistress: field(
      nullable(double),
      'P(L >= VaR(L)), in [1 - q, 1]: how often it is in distress.',
    ),
    coVaR: field(
      nullable(double),
      'CoVaR: VaR of S in its distress (Adrian and Brunnermeier 2016, with >= for =).',
    ),
    deltaCoVaR: field(
      nullable(double),
      'CoVaR minus VaR of S in the median state of the AVS: L is at most its median, the VaR at a level of 1/2.',
    ),
    marginalShortfall: field(
      nullable(double),
      'Marginal expected shortfall: mean of L where S >= VaR(S) (Acharya et al. 2017). Over AVSs it adds up to the mean of S there, as losses do.',
    ),
    tailDependence: field(
      nullable(double),
      'Tail dependence: P(S >= VaR(S)) in its distress, in [0, 1].',
    ),
    nullReason: field(
      nullable(nullReason),
      'Why a value is missing: TOO_FEW_DRAWS, of the level or of the state that it depends on.',
    ),
  },
)

const answer = object(
  'LossDistribution',
  'Losses of stake in a period. Amounts are in the unit of the stake.',
  {
    expectedLoss: field(nullable(decimal), 'Expected loss, exact.'),
    maximalLoss: field(
      nullable(decimal),
      'Loss if every operator that can be slashed is slashed: no case is worse.',
    ),
    anyLoss: field(nullable(double), 'Probability that anything is lost, in [0, 1].'),
    tails: field(list(lossTail), 'Tails, one for each level, in that order.'),
    avss: expensive(
      tailsMs,
      withArguments(
        { level: level('The level q, above 0 and below 1.'), limit: limit(100), offset },
        list(avsTail),
        `The loss of each AVS beside that of all stake (S), at a level: what is lost of what it can slash, in the same cases, and, if
they are drawn, in the same draws. By id. Not from prices of tokens. In doubles: right to 12 digits.

Losses of AVSs add up to S where each unit of stake can be slashed by one AVS only. More than ${FIELD_DRAWS.draws} draws, or
${FIELD_DRAWS.slashings} slashings, are refused.`,
      ),
    ),
    avsCount: field(int, 'Number of AVSs, with stake or without.'),
  },
)

/** Field `lossDistribution` with its limits. */
export const lossDistributionField = (limits: DrawLimits): RootField =>
  metric({
    name: 'lossDistribution',
    doc: `How much stake slashing destroys in a period, with which probability: value at risk and expected shortfall.

A slashed operator loses all that sets can slash of it. Up to 18 independent faults are combined exactly
(\`meta.method\` EXACT); of more, draws are made from the seed (SAMPLED), the same on every machine. Amounts of the tails
are computed in doubles: right to 12 digits.`,
    args: {
      faults: faultsArgument,
      levels: unique(atMost(MAX_LEVELS, levelList), ({ text }) => text),
      draws: count(`How many draws, 1 to ${limits.draws}, if they are needed.`, {
        maximum: limits.draws,
        otherwise: 100_000,
      }),
      seed: integer('Seed of the draws.', -(2 ** 31), 2 ** 31 - 1, 1),
      ...slashableArguments,
    },
    answer,
    estimate: ({ draws }) => 100 + draws / DRAWS_PER_MS,
    async compute({ faults, levels, draws, seed, ...stake }, request) {
      const measured = await measure(request, { ...stake, basis: 'SLASHABLE' })
      if (!isMeasured(measured)) return unanswered(measured.meta)
      const { graph } = measured.at
      const question = {
        losses: lossByOperator(graph, measured.valuation),
        exposure: measured.matrix('SERVICE'),
        faults: faultModel(faults, graph.operators),
        sampling: { seed, draws },
      }
      checkDrawn(question, limits)
      return computation(question, levels, measured.meta, request.sources.compute)
    },
  })

/** Field `lossDistribution`. */
export const lossDistributionMetric = lossDistributionField(FIELD_DRAWS)

/** What is computed, without the graph: answers of jobs are kept in memory. */
interface Question {
  /** Of each operator, in units of 1 / `exposure.unit`. */
  readonly losses: readonly bigint[]
  /** Slashable stake of AVSs by operator. */
  readonly exposure: Exposure
  readonly faults: FaultModel
  readonly sampling: { readonly seed: number; readonly draws: number }
}

/** Draws the losses; the tails are those of `levels`, in their order. */
export const drawLosses: Computation<
  { readonly question: Question; readonly levels: readonly Level[] },
  Pick<LossDistribution, 'isExact' | 'anyLoss'> & { readonly tails: ReturnType<typeof tailOf>[] }
> = {
  name: 'drawLosses',
  async run({ question, levels }, _, observer) {
    const { faults, sampling } = question
    const found = await inSlices(lossSteps(amountsOf(question), faults, sampling), observer)
    const { isExact, anyLoss } = found
    return { isExact, anyLoss, tails: levels.map((level) => tailOf(found, level)) }
  },
}

function computation(
  question: Question,
  levels: readonly Level[],
  meta: Meta,
  compute: Compute,
): Work<Answer<typeof answer.shape>> {
  const { losses, exposure, faults, sampling } = question
  return async (observer) => {
    const found = await compute(drawLosses, { question, levels }, observer)
    const { seed, draws } = sampling
    const assumptions = [
      { name: 'draws', value: `${draws}` },
      { name: 'seed', value: `${seed}` },
    ]
    const { num, den } = expectedLoss(losses, faults)
    return {
      expectedLoss: { num, den: den * exposure.unit },
      maximalLoss: { num: losses.reduce((sum, loss) => sum + loss, 0n), den: exposure.unit },
      anyLoss: found.anyLoss,
      tails: found.tails,
      avss: avsTails(question, found.isExact, compute),
      avsCount: exposure.columns.length,
      meta: found.isExact ? meta : { ...meta, method: 'SAMPLED', assumptions },
    }
  }
}

function amountsOf({ losses, exposure }: Question): number[] {
  return losses.map((loss) => Number(loss) / Number(exposure.unit))
}

function checkDrawn({ losses, faults, sampling }: Question, { slashings }: DrawLimits): void {
  const each = slashingsPerDraw(losses, faults)
  const asked = Math.ceil(each * sampling.draws)
  if (asked <= slashings) return
  const fewer = `Ask for ${Math.floor(slashings / each)} draws or fewer`
  throw limitExceeded(
    `These probabilities give about ${asked} slashings to draw.`,
    slashings,
    asked,
    slashings < JOB_DRAWS.slashings ? `${fewer}, or start a job (startJob).` : `${fewer}.`,
  )
}

function tailOf(found: LossDistribution, { text, value }: Level) {
  const { valueAtRisk, expectedShortfall, interval } = found.tail(value)
  const [lower, upper] = interval ?? [null, null]
  return { level: text, valueAtRisk, expectedShortfall, lower, upper }
}

interface TailQuestion {
  readonly question: Question
  readonly level: number
  /** AVSs, by position. */
  readonly columns: readonly number[]
}

/** Joint tails of AVSs and all stake. */
export const drawTails: Computation<TailQuestion, readonly JointTail[]> = {
  name: 'drawTails',
  async run({ question, level, columns }, _, observer) {
    const { exposure, faults, sampling } = question
    const joint = new JointTails(amountsOf(question), faults, sampling)
    const cases = joint.cases.weight.length
    if (columns.length * cases > MAX_CELLS) {
      const largest = Math.floor(MAX_CELLS / cases)
      throw tooMany(`${cases} cases of ${columns.length} AVSs`, largest, columns.length)
    }
    return inSlices(columnTails(joint, exposure, columns, level), observer)
  },
}

/** Joint tails of AVSs, computed in a request, also of what a job answered. */
function avsTails(
  question: Question,
  isExact: boolean,
  compute: Compute,
): ValuesOf<typeof answer.shape>['avss'] {
  const { losses, exposure, faults, sampling } = question
  return async ({ level, limit, offset }) => {
    const columns = [...exposure.columns.keys()].slice(offset, offset + limit)
    const drawable = FIELD_DRAWS.slashings / slashingsPerDraw(losses, faults)
    const maximum = Math.floor(Math.min(FIELD_DRAWS.draws, drawable))
    if (!isExact && sampling.draws > maximum) {
      throw tooMany(`Losses of AVSs in ${sampling.draws} draws`, maximum, sampling.draws)
    }
    const asked = { question, level: level.value, columns }
    const tails = await compute(drawTails, asked, UNOBSERVED)
    return tails.map((tail, index) => ({
      avs: exposure.columns[columns[index]!]!,
      ...tail,
      nullReason: Object.values(tail).includes(null) ? 'TOO_FEW_DRAWS' : null,
    }))
  }
}

function tooMany(what: string, maximum: number, asked: number): Error {
  return limitExceeded(`${what} are too many.`, maximum, asked, `Ask for ${maximum} or fewer.`)
}
