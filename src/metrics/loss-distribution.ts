import type { ApiContext, BlockInput } from '../reads/context'
import { apiError } from '../reads/errors'
import { lossMoments } from '../risk/correlation/loss-correlation'
import type { Exposure } from '../risk/graph/exposure'
import { lossByOperator } from '../risk/graph/promised'
import { type FaultModel, wholeModel } from '../risk/losses/fault-model'
import { type LossDistribution, lossSteps } from '../risk/losses/loss-distribution'
import { doubleToDecimal, toDecimal } from '../risk/math/decimal'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'
import { inSlices, UNOBSERVED, type Work } from './define/work'
import { bad, checkCount, readPart, type ScopeInput } from './legacy/arguments'
import { type Measured, measure } from './legacy/matrix'
import type { PricingInput } from './legacy/pricing'
import { echoFaults, type FaultsInput, faultsTypeDefs, readFaults } from './parts/faults'

const MAX_LEVELS = 20

/** How much may be drawn. */
export interface DrawLimits {
  readonly draws: number
  /** Slashings in all draws together: 30 million take about a second. */
  readonly slashings: number
}

/** What a request may draw. */
export const FIELD_DRAWS: DrawLimits = { draws: 1_000_000, slashings: 20_000_000 }
/** What a job may draw: in some minutes, with 8 bytes for each draw. */
export const JOB_DRAWS: DrawLimits = { draws: 20_000_000, slashings: 5_000_000_000 }

/** SDL of the arguments. */
export const lossArguments = ({ draws }: DrawLimits) => `
    "Who is slashed with which probability."
    faults: FaultsInput!
    "Levels of the tails, above 0 and below 1."
    levels: [String!]! = ["0.95", "0.99", "0.999"]
    "How many draws, 1 to ${draws}, if they are needed."
    draws: Int! = 100000
    "Seed of the draws."
    seed: Int! = 1
    "Only \`pool\` narrows it: its shares."
    scope: RiskScope
    "Prices, if stake of several pools is to be added up; without: shares of one pool."
    pricing: PricingInput
    "Block whose state is measured. Default: the last indexed block."
    block: BlockInput`

const typeDefs = /* GraphQL */ `
extend type Query {
  """
  How much stake slashing destroys in a period, with which probability: value at risk and expected shortfall.

  A slashed operator loses all that sets can slash of it. Up to 18 independent faults are combined exactly
  (\`meta.method\` EXACT); of more, draws are made from the seed (SAMPLED), the same on every machine. Amounts of the tails
  are computed in doubles: right to 12 digits.
  """
  lossDistribution(${lossArguments(FIELD_DRAWS)}
  ): LossDistribution!
}

"Losses of stake in a period. Amounts are in the unit of the stake."
type LossDistribution {
  "Expected loss, exact."
  expectedLoss: BigDecimal
  "Loss if every operator that can be is slashed: no case is worse."
  maximalLoss: BigDecimal
  "Probability that anything is lost, in [0, 1]."
  anyLoss: BigDecimal
  "Tails, one for each level, in that order."
  tails: [LossTail!]!
  "What was measured, where, and why a value is missing."
  meta: RiskMeta!
}

"""
What is lost beyond a probability. Source: Artzner et al. 1999; Rockafellar and Uryasev 2002.
"""
type LossTail {
  "The level."
  level: String!
  "Least loss that is not exceeded with that probability. Null if fewer than 100 draws lie beyond the level."
  valueAtRisk: BigDecimal
  "Mean loss of the worst 1 - level of all cases. Null as \`valueAtRisk\`."
  expectedShortfall: BigDecimal
  "99 % interval of \`valueAtRisk\`, lower end; null if it is exact."
  lower: BigDecimal
  "Its upper end."
  upper: BigDecimal
}
`

export interface LossArguments {
  faults: FaultsInput
  levels: string[]
  draws: number
  seed: number
  scope?: ScopeInput | null
  pricing?: PricingInput | null
  block?: BlockInput | null
}

/** What the losses of AVSs are compared with those of all in: numbers only, as answers of jobs are kept. */
export interface Losses {
  /** Of each operator, in units of 1 / `exposure.unit`. */
  readonly losses: readonly bigint[]
  /** Slashable stake of AVSs by operator. */
  readonly exposure: Exposure
  readonly faults: FaultModel
  readonly seed: number
  readonly draws: number
  readonly isExact: boolean
}

/** Type LossDistribution, as far as other fields build on it; null: nothing was measured. */
export interface LossAnswer {
  readonly losses: Losses | null
}

/** Reads what `lossDistribution` needs. @throws ApiError on arguments that cannot be, or ask for too much */
export async function prepareLosses(
  sources: RiskSources,
  args: LossArguments,
  context: ApiContext,
  limits: DrawLimits,
): Promise<Work<LossAnswer>> {
  const { draws, seed } = args
  checkCount('draws', draws, limits.draws)
  const levels = readLevels(args.levels)
  readFaults(args.faults, [])
  const measured = await measure(sources, { ...args, basis: 'SLASHABLE' }, context, true)
  const assumptions = echoFaults(args.faults)
  if (!('matrix' in measured)) {
    return async () => ({ tails: [], losses: null, meta: { ...measured.meta, assumptions } })
  }
  const faults = readFaults(args.faults, measured.at.graph.operators)
  const { unit } = measured.valuation
  const losses = lossByOperator(measured.at.graph, measured.valuation)
  checkDrawn(losses, faults, draws, limits.slashings)
  const exposure = measured.matrix('SERVICE')
  return async (observer) => {
    const amounts = losses.map((loss) => Number(loss) / Number(unit))
    const found = await inSlices(lossSteps(amounts, faults, { seed, draws }), observer)
    const drawn = found.isExact
      ? []
      : [
          { name: 'draws', value: `${draws}` },
          { name: 'seed', value: `${seed}` },
        ]
    return {
      expectedLoss: toDecimal(expected(measured, losses, faults)),
      maximalLoss: toDecimal({ num: losses.reduce((sum, loss) => sum + loss, 0n), den: unit }),
      anyLoss: doubleToDecimal(found.anyLoss),
      tails: levels.map(({ text, level }) => tailOf(found, text, level)),
      losses: { losses, exposure, faults, seed, draws, isExact: found.isExact },
      meta: {
        ...measured.meta,
        method: found.isExact ? 'EXACT' : 'SAMPLED',
        assumptions: [...assumptions, ...drawn],
      },
    }
  }
}

function readLevels(texts: readonly string[]) {
  if (texts.length > 0) checkCount('levels', texts.length, MAX_LEVELS)
  return texts.map((text) => ({ text, level: readLevel('levels', text) }))
}

/** A level of a tail, in (0, 1). @throws ApiError BAD_USER_INPUT on other text */
export function readLevel(name: string, text: string): number {
  const { num, den } = readPart(name, text)
  if (num === 0n || num === den) throw bad(name, text, 'A level is above 0 and below 1.')
  return Number(num) / Number(den)
}

function checkDrawn(
  losses: readonly bigint[],
  faults: FaultModel,
  draws: number,
  most: number,
): void {
  const each = slashingsPerDraw(losses, faults)
  const asked = Math.ceil(each * draws)
  if (asked <= most) return
  const fewer = `Ask for ${Math.floor(most / each)} draws or fewer`
  throw apiError('LIMIT_EXCEEDED', `These probabilities give about ${asked} slashings to draw.`, {
    limit: most,
    asked,
    hint: most < JOB_DRAWS.slashings ? `${fewer}, or start a job (startJob).` : `${fewer}.`,
  })
}

/** How many operators are slashed in a draw on average, those counted twice that two faults slash. */
export function slashingsPerDraw(losses: readonly bigint[], faults: FaultModel): number {
  const { unit, own, shock } = wholeModel(faults, losses.length)
  const part = (value: bigint) => Number(value) / Number(unit)
  return (
    own.reduce((sum, p, row) => (losses[row]! > 0n ? sum + part(p) : sum), 0) +
    shock.reduce((sum, q, at) => sum + part(q) * faults.groups[at]!.members.length, 0)
  )
}

function expected({ valuation, at }: Measured, losses: readonly bigint[], faults: FaultModel) {
  const all: Exposure = {
    rows: at.graph.operators,
    columns: ['all'],
    start: Int32Array.of(0, losses.length),
    row: Int32Array.from(losses.keys()),
    value: losses,
    unit: valuation.unit,
    unpriced: [],
  }
  return lossMoments(all, faults).mean[0]!
}

function tailOf(found: LossDistribution, level: string, at: number) {
  const { valueAtRisk, expectedShortfall, interval } = found.tail(at)
  const shown = (value: number | null | undefined) =>
    value == null ? null : doubleToDecimal(value)
  return {
    level,
    valueAtRisk: shown(valueAtRisk),
    expectedShortfall: shown(expectedShortfall),
    lower: shown(interval?.[0]),
    upper: shown(interval?.[1]),
  }
}

/** Field `lossDistribution`. */
export function lossDistributionSchema(sources: RiskSources): SchemaPart {
  return {
    typeDefs: faultsTypeDefs + typeDefs,
    resolvers: {
      Query: {
        async lossDistribution(_: unknown, args: LossArguments, context) {
          return (await prepareLosses(sources, args, context, FIELD_DRAWS))(UNOBSERVED)
        },
      },
    },
  }
}
