import { ratio } from '../risk/math/ratio'
import type { LinearModel, LinearSolution } from '../risk/optimization/linear-model'
import { controlBounds } from '../risk/worst/bounds'
import { bundleGreedy } from '../risk/worst/bundle-greedy'
import { type Control, control } from '../risk/worst/control'
import { controlModel, readControl } from '../risk/worst/control-model'
import { worstLoss } from '../risk/worst/loss'
import { assumed } from './define/argument'
import { count, FIELD_SECONDS, seconds, threshold } from './define/arguments'
import type { Computation } from './define/computation'
import { SEARCH_MS } from './define/estimate'
import { member } from './define/meta'
import { matrixMetric, type RootField } from './define/metric'
import { field, object } from './define/object'
import { boolean, decimal, list, nullable, upperBound } from './define/type'
import { observedSolver } from './define/work'

/** Maximum number of operators in a group. */
const MAX_K = 100

const worstLossType = object('WorstLoss', 'The operators whose slashing destroys the most.', {
  operators: field(list(member), 'Operators, the largest loss first.'),
  value: field(decimal, 'Stake that all sets together can slash of them.'),
  atMost: field(upperBound, 'Proven: no k operators lose more.'),
})

const answer = object(
  'WorstOperators',
  'The operators that could do the most harm together. Amounts are in the unit of the stake.',
  {
    operators: field(list(member), 'Operators of the best group found.'),
    avss: field(list(member), 'AVSs that they control.'),
    value: field(nullable(decimal), 'Stake of those AVSs.'),
    share: field(nullable(decimal), 'The same as a part of the stake of all AVSs, in [0, 1].'),
    atMost: field(
      nullable(upperBound),
      'Proven: no k operators control more than this. Rounded up.',
    ),
    isOptimal: field(
      nullable(boolean),
      'Whether the group is proven to be the worst, within the tolerances of the solver.',
    ),
    excluded: field(list(member), 'AVSs without stake, which are in no figure.'),
    loss: field(
      nullable(worstLossType),
      'The k operators whose slashing destroys the most: exact, where operators do not share stake.',
    ),
  },
)

/** Field `worstOperators`. @param maxSeconds maximum seconds of a search */
export const worstOperatorsField = (maxSeconds: number): RootField =>
  matrixMetric({
    name: 'worstOperators',
    doc: `The k operators that could do the most harm together: control the most secured stake, and destroy the most capital.

Finding them exactly is hard (it contains the densest k-subgraph problem). The answer is the best group found, and proven
bounds that no group passes.`,
    args: {
      k: count('How many operators, 1 to 100.', { maximum: MAX_K }),
      threshold: assumed(threshold("Part of an AVS's stake that controls it, in (0, 1].", '1/3')),
      search: seconds(`Seconds that a solver (HiGHS) may search: 0 to ${maxSeconds}.`, maxSeconds),
    },
    answer,
    estimate: ({ search }) => 600 + search * SEARCH_MS,
    compute({ k, threshold, search }, { at, valuation, meta, matrix }, { sources }) {
      return async (observer) => {
        const exposure = matrix('SERVICE')
        const { rows, columns, unit } = exposure
        const question = control(
          exposure,
          columns.map(() => threshold),
        )
        const asked = { question, k, search }
        const { best, bound, isOptimal } = await sources.compute(searchWorst, asked, observer)
        const total = question.services.reduce((sum, { value }) => sum + value, 0n)
        const loss = worstLoss(at.graph, valuation, k)
        return {
          operators: best.operators.map((row) => rows[row]!),
          avss: best.services.map((column) => columns[column]!),
          value: { num: best.value, den: unit },
          share: total === 0n ? null : ratio(best.value, total),
          atMost: { num: bound.num, den: bound.den * unit },
          isOptimal,
          excluded: question.excluded.map((column) => columns[column]!),
          loss: {
            operators: loss.operators.map((operator) => at.graph.operators[operator]!),
            value: loss.loss,
            atMost: loss.atMost,
          },
          meta: { ...meta, method: isOptimal ? 'EXACT' : 'BOUND' },
        }
      }
    },
  })

/** Field `worstOperators` of requests. */
export const worstOperatorsMetric = worstOperatorsField(FIELD_SECONDS)

/** The best group of k operators, within `search` seconds. */
export const searchWorst: Computation<
  { readonly question: Control; readonly k: number; readonly search: number },
  Awaited<ReturnType<typeof worstGroup>>
> = {
  name: 'searchWorst',
  run({ question, k, search }, solver, observer) {
    const solve = observedSolver(solver, search, observer)
    // Without stake there is nothing to search.
    const isEmpty = search === 0 || question.services.length === 0
    return worstGroup(question, k, isEmpty ? null : (model) => solve(model, search))
  },
}

/** The best group of k operators found, and a proven bound. @param solve null: no search */
async function worstGroup(
  question: Control,
  k: number,
  solve: ((model: LinearModel) => Promise<LinearSolution>) | null,
) {
  let best = bundleGreedy(question, k)
  const { reachable, surrogate } = controlBounds(question, k)
  let bound = surrogate.num < reachable * surrogate.den ? surrogate : ratio(reachable)
  if (solve) {
    const model = controlModel(question, k)
    const solution = await solve(model.model)
    const { found, solverBound } = readControl(model, solution)
    if (found && found.value > best.value) best = found
    if (solverBound !== null && solverBound * bound.den < bound.num) bound = ratio(solverBound)
    if (solution.status === 'OPTIMAL') return { best, bound, isOptimal: true }
  }
  return { best, bound, isOptimal: best.value * bound.den >= bound.num }
}
