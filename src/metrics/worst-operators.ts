import type { ApiContext } from '../reads/context'
import { toDecimal } from '../risk/math/decimal'
import { ratio } from '../risk/math/ratio'
import { controlBounds } from '../risk/worst/bounds'
import { bundleGreedy } from '../risk/worst/bundle-greedy'
import { type Control, control, type Grip } from '../risk/worst/control'
import { controlModel, readControl } from '../risk/worst/control-model'
import { worstLoss } from '../risk/worst/loss'
import type { Solver } from '../solver/solver'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'
import { observedSolver, type ProgressObserver, UNOBSERVED, type Work } from './define/work'
import { checkCount, readThreshold } from './legacy/arguments'
import { type MatrixArguments, matrixArguments, measure } from './legacy/matrix'
import { member } from './legacy/meta'
import { FIELD_SECONDS, readSeconds } from './legacy/values'

/**
 * SDL of the arguments.
 * @param seconds that a search may take
 */
export const worstArguments = (seconds: number) => `
    "How many operators, 1 to 100."
    k: Int!
    "Part of an AVS's stake that controls it, in (0, 1]."
    threshold: String! = "1/3"
    "Seconds that a solver (HiGHS) may search: 0 to ${seconds}."
    search: Int! = 0
${matrixArguments}`

const typeDefs = /* GraphQL */ `
extend type Query {
  """
  The k operators that could do the most harm together: control the most secured stake, and destroy the most capital.

  Finding them exactly is hard (it contains the densest k-subgraph problem). The answer is the best group found, and proven
  bounds that no group passes.
  """
  worstOperators(${worstArguments(FIELD_SECONDS)}
  ): WorstOperators!
}

"The operators that could do the most harm together. Amounts are in the unit of the stake."
type WorstOperators {
  "Operators of the best group found."
  operators: [RiskMember!]!
  "AVSs that they control."
  avss: [RiskMember!]!
  "Stake of those AVSs."
  value: BigDecimal
  "The same as a part of the stake of all AVSs, in [0, 1]."
  share: BigDecimal
  "Proven: no k operators control more than this. Rounded up."
  atMost: BigDecimal
  "Whether the solver says that no group is worse, as far as its tolerances go."
  isOptimal: Boolean
  "AVSs without stake, which are in no figure."
  excluded: [RiskMember!]!
  "The k operators whose slashing destroys the most: exact, where operators do not share stake."
  loss: WorstLoss
  "What was measured, where, and why a value is missing."
  meta: RiskMeta!
}

"The operators whose slashing destroys the most."
type WorstLoss {
  "Operators, the largest loss first."
  operators: [RiskMember!]!
  "Stake that all sets together can slash of them."
  value: BigDecimal!
  "Proven: no k operators lose more."
  atMost: BigDecimal!
}
`

export interface WorstArguments extends MatrixArguments {
  k: number
  threshold: string
  search: number
}

/** Most operators that a request may ask for. */
const MAX_K = 100

/**
 * Reads what `worstOperators` needs.
 * @param mostSeconds that a search may take
 * @throws ApiError on arguments that cannot be
 */
export async function prepareWorst(
  sources: RiskSources,
  args: WorstArguments,
  context: ApiContext,
  mostSeconds: number,
): Promise<Work<unknown>> {
  const k = checkCount('k', args.k, MAX_K)
  const threshold = readThreshold('threshold', args.threshold)
  const seconds = readSeconds(args.search, mostSeconds)
  const assumptions = [{ name: 'threshold', value: args.threshold }]
  const measured = await measure(sources, args, context, true)
  const meta = { ...measured.meta, assumptions }
  if (!('matrix' in measured)) return async () => ({ operators: [], avss: [], excluded: [], meta })
  return async (observer) => {
    const exposure = measured.matrix('SERVICE')
    const question = control(
      exposure,
      exposure.columns.map(() => threshold),
    )
    const { best, bound, isOptimal } = await search(sources.solver, question, k, seconds, observer)
    const total = question.services.reduce((sum, { value }) => sum + value, 0n)
    const { at, valuation } = measured
    const loss = worstLoss(at.graph, valuation, k)
    return {
      operators: best.operators.map((row) => member(exposure.rows[row]!)),
      avss: best.services.map((column) => member(exposure.columns[column]!)),
      value: toDecimal(ratio(best.value, exposure.unit)),
      share: total === 0n ? null : toDecimal(ratio(best.value, total)),
      atMost: toDecimal(ratio(bound.num, bound.den * exposure.unit), 'UP'),
      isOptimal,
      excluded: question.excluded.map((column) => member(exposure.columns[column]!)),
      loss: {
        operators: loss.operators.map((operator) => member(at.graph.operators[operator]!)),
        value: toDecimal(loss.loss),
        atMost: toDecimal(loss.atMost, 'UP'),
      },
      meta: { ...meta, method: isOptimal ? 'EXACT' : 'BOUND' },
    }
  }
}

async function search(
  solver: Solver,
  question: Control,
  k: number,
  seconds: number,
  observer: ProgressObserver,
) {
  let best: Grip = bundleGreedy(question, k)
  const { reachable, surrogate } = controlBounds(question, k)
  let bound = surrogate.num < reachable * surrogate.den ? surrogate : ratio(reachable)
  if (seconds > 0) {
    const model = controlModel(question, k)
    const solution = await observedSolver(solver, seconds, observer)(model.model, seconds)
    const { found, solverBound } = readControl(model, solution)
    if (found && found.value > best.value) best = found
    if (solverBound !== null && solverBound * bound.den < bound.num) bound = ratio(solverBound)
    if (solution.status === 'OPTIMAL') return { best, bound, isOptimal: true }
  }
  return { best, bound, isOptimal: best.value * bound.den >= bound.num }
}

/** Field `worstOperators`. */
export function worstOperatorsSchema(sources: RiskSources): SchemaPart {
  return {
    typeDefs,
    resolvers: {
      Query: {
        async worstOperators(_: unknown, args: WorstArguments, context) {
          return (await prepareWorst(sources, args, context, FIELD_SECONDS))(UNOBSERVED)
        },
      },
    },
  }
}
