import type { StakeGraph } from '../risk/graph/graph'
import { poolsAtRisk } from '../risk/graph/promised'
import { nativeValuation } from '../risk/graph/valuation'
import { capsOf, type LossQuestion, partOf } from '../risk/losses/cells'
import { columnTails } from '../risk/losses/column-tails'
import { slashingsPerDraw } from '../risk/losses/expected'
import { caseSteps, MAX_EXACT_CASES, type Sampling, type Steps } from '../risk/losses/fault-cases'
import { type JointTail, JointTails } from '../risk/losses/joint-tail'
import {
  isCombined,
  type LossDistribution,
  lossSteps,
  type Tail,
  type TailLevel,
} from '../risk/losses/loss-distribution'
import { quotient } from '../risk/math/quotient'
import type { Valuation } from '../risk/value/valuation'
import { type Argument, listOf } from './define/argument'
import { atMost, count, integer, limit, offset, readPart, text, unique } from './define/arguments'
import type { Computation, Compute } from './define/computation'
import { stakeAmount } from './define/coverage'
import { invalidArgument, limitExceeded } from './define/errors'
import { type Measured, slashableArguments, wholeCoverage } from './define/measure'
import type { Meta } from './define/meta'
import { type Computed, type RootField, stakeMetric, unanswered, without } from './define/metric'
import { expensive, field, object, type ValuesOf, withArguments } from './define/object'
import { once } from './define/once'
import type { Estimate } from './define/part'
import { double, int, list, nullable } from './define/type'
import { inSlices, UNOBSERVED, type Work } from './define/work'
import { amountsOf, checkDrawn, type DrawLimits, FIELD_DRAWS } from './parts/draw-limits'
import { faultsArgument } from './parts/faults'
import { avsTailValues, type LossFigures, lossFigures, tailValues } from './parts/loss-figures'
import { lossStake, lossStakeArguments } from './parts/loss-stake'
import { avsTail, lossTail, poolLoss } from './parts/loss-types'

const MAX_LEVELS = 20
/** Maximum number of cases times AVSs in one answer: four million take about a second. */
const MAX_CELLS = 10_000_000

/** Draws in a millisecond, each of some slashings. */
const DRAWS_PER_MS = 1_000
/** Cells (cases times AVSs) in a millisecond. */
const CELLS_PER_MS = 3_000
/** Milliseconds of the tails of one pool. */
const POOL_MS = 50

/** Milliseconds of the joint tails of AVSs. */
const tailsMs: Estimate = ({ limit }, { draws = FIELD_DRAWS.draws } = {}) => {
  const cells = Number(limit) * Math.max(Number(draws), MAX_EXACT_CASES)
  return Math.min(cells, MAX_CELLS) / CELLS_PER_MS
}

interface Level extends TailLevel {
  readonly text: string
}

/** Argument for the level of a tail. */
const level = (doc: string): Argument<Level> =>
  text(doc, undefined, (name, given) => {
    const { num, den } = readPart(name, given)
    const level = { text: given, level: quotient(num, den), beyond: quotient(den - num, den) }
    // Nearer to 1, doubles say nothing.
    if (num > 0n && level.beyond >= 1e-9) return level
    throw invalidArgument(name, given, 'A level is above 0 and below 1, by 1e-9 at least.')
  })

const levelList = listOf(
  level(''),
  'Levels of the tails, above 0 and below 1, each once.',
  '["0.95", "0.99", "0.999"]',
)

const answer = object(
  'LossDistribution',
  'Losses of stake in a period. Amounts are in the unit of the stake.',
  {
    expectedLoss: field(
      stakeAmount,
      'Expected loss: exact, of vaults that can be slashed by more than is in them to the precision of doubles.',
    ),
    maximalLoss: field(
      stakeAmount,
      'Loss if every operator that can be slashed is slashed: no case is worse.',
    ),
    anyLoss: field(
      nullable(double),
      'Probability that anything is lost, in [0, 1]: from the probabilities alone, never from draws and prices.',
    ),
    tails: field(list(lossTail), 'Tails, one for each level, in that order.'),
    avss: expensive(
      tailsMs,
      withArguments(
        { level: level('The level q, above 0 and below 1.'), limit: limit(100), offset },
        list(avsTail),
        `The loss of each AVS beside that of all stake (S), at a level: what is lost of what it can slash, in the same cases. By
id. Not from prices of tokens. Up to 262,144 combinations of faults are exact; of more, those with few faults at once are, and
\`draws\` draws stand for the others, with an interval for each figure, whatever \`meta.method\` says of \`tails\`.

Losses of AVSs add up to S where each unit of stake can be slashed by one AVS only. More than ${FIELD_DRAWS.draws} draws, or
${FIELD_DRAWS.slashings} slashings, are refused.`,
      ),
    ),
    avsCount: field(int, 'Number of AVSs, with stake or without.'),
    pools: expensive(
      ({ limit }) => Number(limit) * POOL_MS,
      withArguments(
        { level: level('The level, above 0 and below 1.'), limit: limit(10), offset },
        list(poolLoss),
        'The loss of each pool of which something can be slashed, in its base units: needs no prices. By id.',
      ),
    ),
    poolCount: field(int, 'Number of those pools.'),
  },
)

/** Field `lossDistribution` with its limits. */
export const lossDistributionField = (limits: DrawLimits): RootField =>
  stakeMetric({
    name: 'lossDistribution',
    doc: `How much stake slashing destroys in a period, with which probability: value at risk and expected shortfall; of all stake,
or with \`stakers\` or \`group\` of theirs.

A slashed operator loses what sets can slash of it, or the part that \`faults.severity\` says; stake in the withdrawal queue that
can still be slashed counts (\`includeQueued\`). Up to 18 independent faults are combined exactly (\`meta.method\` EXACT). More are
convolved: exactly if amounts lie on a lattice of modest size, else with proven bounds (BOUND). Where faults of many AVSs
overlap, draws are made from the seed (SAMPLED), the same on every machine, with 99 % intervals; they are spent on cases
with several faults at once, so that a probability may be as small as it likes. Amounts of the tails are doubles.

Of a vault (Symbiotic) that can be slashed by more than is in it, faults at once take the smaller of its stake and of what they can
slash together. Then there is no convolution: more than 18 faults are drawn, and if more than 20 of them hit one such vault the mean of what it
loses is not known: all but \`maximalLoss\` and \`anyLoss\` is null, NOT_ADDITIVE.`,
    args: {
      faults: faultsArgument,
      ...lossStakeArguments,
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
    select: (args) => ({ ...args, basis: 'SLASHABLE' }),
    load: (args, measured, request) => lossStake(request, measured, args),
    async compute({ faults, levels, draws, seed }, measured, { sources }, found) {
      const { valuation, covered } = measured
      if (typeof found === 'string') return unanswered(without(measured.meta, found))
      const { graph } = found
      const figuresOf = lossFigures(graph, faults)
      const question: Question = {
        whole: figuresOf(valuation),
        pools: poolsIn(graph, valuation, figuresOf),
        covered,
        sampling: { seed, draws },
        limits,
      }
      checkDrawn(question.whole, question)
      if (limits.isKept) await inSlices(poolSteps(question), UNOBSERVED)
      const assumptions = [...measured.meta.assumptions, ...found.assumptions]
      const meta = { ...measured.meta, assumptions, coverage: wholeCoverage(graph, valuation) }
      const { whole } = question
      if (whole.expected === null) {
        const { maximalLoss, anyLoss } = exactly(whole)
        return unanswered(without(meta, 'NOT_ADDITIVE'), { maximalLoss, anyLoss })
      }
      if (meta.nullReason === null) return computation(question, levels, meta, sources.compute)
      // What needs no sum over pools is answered all the same: of what has a price, nothing is lost.
      return unanswered(meta, {
        ...exactly(whole),
        tails: levels.map((level) => tailValues(NO_LOSS, level, whole, question)),
        avsCount: graph.services.length,
        ...poolLosses(question, sources.compute),
      })
    },
  })

/** Field `lossDistribution`. */
export const lossDistributionMetric = lossDistributionField(FIELD_DRAWS)

/** What is computed. */
interface Question {
  readonly whole: LossFigures
  /** Made from the graph when they are asked for. */
  readonly pools: readonly { readonly pool: string; readonly own: () => LossFigures }[]
  readonly covered: Measured['covered']
  readonly sampling: Sampling
  readonly limits: DrawLimits
}

/** The pools of which something can be slashed. */
function poolsIn(
  graph: StakeGraph,
  valuation: Valuation,
  figuresOf: (valuation: Valuation) => LossFigures,
): Question['pools'] {
  const { pools } = graph
  return poolsAtRisk(graph)
    .filter((at) => valuation.isInScope(at))
    .map((at) => {
      return { pool: pools[at]!, own: once(() => figuresOf(nativeValuation(pools.length, at))) }
    })
}

/** Makes the figures of all pools: answers of jobs are kept in memory, without the graph. @throws as `checkDrawn` */
function* poolSteps(question: Question): Generator<Steps, void> {
  const { pools } = question
  for (const [done, { own }] of pools.entries()) {
    yield { done, total: pools.length }
    checkDrawn(own(), question)
  }
}

interface DrawQuestion {
  readonly question: LossQuestion
  readonly sampling: Sampling
}

/** The distribution of losses; the tails are those of `levels`, in their order. */
export const drawLosses: Computation<
  DrawQuestion & { readonly levels: readonly Level[] },
  Pick<LossDistribution, 'method'> & { readonly tails: readonly Tail[] }
> = {
  name: 'drawLosses',
  async run({ question, sampling, levels }, _, observer) {
    const { found, tails } = await inSlices(tailSteps(question, sampling, levels), observer)
    return { method: found.method, tails }
  },
}

function computation(
  question: Question,
  levels: readonly Level[],
  meta: Meta,
  compute: Compute,
): Work<Computed<typeof answer.shape>> {
  const { whole, sampling } = question
  return async (observer) => {
    const asked = { question: whole.question, sampling, levels }
    const found = await compute(drawLosses, asked, observer)
    const { seed, draws } = sampling
    const assumptions = [
      ...meta.assumptions,
      { name: 'draws', value: `${draws}` },
      { name: 'seed', value: `${seed}` },
    ]
    const isSampled = found.method === 'SAMPLED'
    return {
      ...exactly(whole),
      tails: found.tails.map((tail, at) => tailValues(tail, levels[at]!, whole, question)),
      avss: avsTails(question, compute),
      avsCount: whole.slashable.columns.length,
      ...poolLosses(question, compute),
      meta: {
        ...meta,
        method: found.method,
        assumptions: isSampled ? assumptions : meta.assumptions,
      },
    }
  }
}

/** Losses pool by pool, computed in a request, also of what a job answered. */
function poolLosses(
  question: Question,
  compute: Compute,
): Pick<ValuesOf<typeof answer.shape>, 'pools' | 'poolCount'> {
  const { pools, sampling } = question
  return {
    pools: async ({ level, limit, offset }) => {
      const found = []
      for (const { pool, own: figures } of pools.slice(offset, offset + limit)) {
        const own = figures()
        checkDrawn(own, question)
        const asked = { question: own.question, sampling, levels: [level] }
        const isKnown = own.expected !== null
        const { tails } = isKnown ? await compute(drawLosses, asked, UNOBSERVED) : UNKNOWN
        const shown = tails.map((tail) => tailValues(tail, level, own, question))
        found.push({ pool, ...exactly(own), tails: shown })
      }
      return found
    },
    poolCount: pools.length,
  }
}

const UNKNOWN: { readonly tails: readonly Tail[] } = {
  tails: [{ valueAtRisk: null, expectedShortfall: null, interval: null, shortfallInterval: null }],
}

const NO_LOSS: Tail = {
  valueAtRisk: 0,
  expectedShortfall: 0,
  interval: null,
  shortfallInterval: null,
}

/** What is known without the distribution. */
function exactly({ expected, maximal, anyLoss }: LossFigures) {
  return { expectedLoss: expected, maximalLoss: maximal, anyLoss }
}

/** The distribution, then its tails at some levels; progress is that of the cases, or of the levels. */
function* tailSteps(
  question: LossQuestion,
  sampling: Sampling,
  levels: readonly Level[],
): Generator<Steps, { found: LossDistribution; tails: Tail[] }> {
  const found = yield* lossSteps(amountsOf(question), question.model, sampling, capsOf(question))
  const isDrawn = found.cases > 0
  const tails: Tail[] = []
  for (const level of levels) {
    const steps = found.tail(level)
    for (;;) {
      const step = steps.next()
      if (step.done) {
        tails.push(step.value)
        break
      }
      yield {
        done: isDrawn ? found.cases : tails.length,
        total: isDrawn ? found.cases : levels.length,
      }
    }
  }
  return { found, tails }
}

/** Joint tails of AVSs (`columns`, by position) and all stake at a level. */
export const drawTails: Computation<
  DrawQuestion & { readonly level: number; readonly columns: readonly number[] },
  readonly (JointTail & { readonly expectedLoss: number })[]
> = {
  name: 'drawTails',
  async run({ question, sampling, level, columns }, _, observer) {
    const amounts = amountsOf(question)
    const steps = caseSteps(amounts, question.model, sampling, capsOf(question))
    const cases = await inSlices(steps, observer)
    const count = cases.weight.length
    if (columns.length * count > MAX_CELLS) {
      const largest = Math.floor(MAX_CELLS / count)
      throw tooMany(`${count} cases of ${columns.length} AVSs`, largest, columns.length)
    }
    const joint = new JointTails(cases, amounts)
    const tails = await inSlices(columnTails(joint, question, columns, level), observer)
    return tails.map((tail, index) => ({
      expectedLoss: cases.expected(partOf(question, columns[index]!)),
      ...tail,
    }))
  },
}

/** Joint tails of AVSs, computed in a request, also of what a job answered. */
function avsTails(question: Question, compute: Compute): ValuesOf<typeof answer.shape>['avss'] {
  const { whole, sampling } = question
  const { losses, model } = whole.question
  return async ({ level, limit, offset }) => {
    const columns = [...whole.slashable.columns.keys()].slice(offset, offset + limit)
    const amounts = amountsOf(whole.question)
    const drawable = FIELD_DRAWS.slashings / slashingsPerDraw(losses, model)
    const maximum = Math.floor(Math.min(FIELD_DRAWS.draws, drawable))
    if (sampling.draws > maximum && !isCombined(amounts, model)) {
      throw tooMany(`Losses of AVSs in ${sampling.draws} draws`, maximum, sampling.draws)
    }
    const asked = { question: whole.question, sampling, level: level.level, columns }
    const tails = await compute(drawTails, asked, UNOBSERVED)
    return tails.map((tail, index) => avsTailValues(tail, columns[index]!, whole, question))
  }
}

function tooMany(what: string, maximum: number, asked: number): Error {
  return limitExceeded(`${what} are too many.`, maximum, asked, `Ask for ${maximum} or fewer.`)
}
