import { exposure } from '../risk/graph/exposure'
import type { StakeGraph } from '../risk/graph/graph'
import { lossByOperator } from '../risk/graph/promised'
import { nativeValuation } from '../risk/graph/valuation'
import { ratio } from '../risk/math/ratio'
import type { LinearModel, LinearSolution } from '../risk/optimization/linear-model'
import type { Valuation } from '../risk/value/valuation'
import { controlBounds } from '../risk/worst/bounds'
import { bundleGreedy } from '../risk/worst/bundle-greedy'
import { type Control, control } from '../risk/worst/control'
import { controlModel, readControl } from '../risk/worst/control-model'
import { worstLoss } from '../risk/worst/loss'
import { assumed } from './define/argument'
import { count, FIELD_SECONDS, seconds, threshold } from './define/arguments'
import type { Computation } from './define/computation'
import { SEARCH_MS } from './define/estimate'
import { member, nullReason } from './define/meta'
import { matrixMetric, type RootField } from './define/metric'
import { field, object } from './define/object'
import { bigInt, boolean, decimal, list, nullable, upperBound } from './define/type'
import { observedSolver } from './define/work'
import { lossStake, lossStakeArguments } from './parts/loss-stake'

/** Maximum number of operators in a group. */
const MAX_K = 100

const worstPool = object('WorstLossPool', 'Stake in a pool that can be slashed.', {
  pool: field(member, 'Pool.'),
  shares: field(bigInt, 'Shares, with queued ones.'),
})

const worstAvs = object('WorstLossAvs', 'Stake that an AVS can slash.', {
  avs: field(member, 'AVS.'),
  amount: field(decimal, 'Amount.'),
})

const worstLossType = object('WorstLoss', 'The operators whose slashing destroys the most.', {
  operators: field(list(member), 'Operators, the largest loss first.'),
  value: field(decimal, 'Stake that all sets together can slash of them.'),
  atMost: field(upperBound, 'Proven: no k operators lose more.'),
  pools: field(
    list(worstPool),
    'What the sets can slash of them by pool, in base units: needs no prices. By id.',
  ),
  avss: field(
    list(worstAvs),
    'The same by AVS, in the unit of the stake; adds up to `value` where sets slash different stake. By id.',
  ),
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
      'The k operators whose slashing destroys the most, of all stake or with `stakers` or `group` of theirs: exact, where operators do not share stake.',
    ),
    lossNullReason: field(
      nullable(nullReason),
      'Why there is no `loss`: the stakers are unknown (UNKNOWN_SCOPE), or the withdrawal delay is.',
    ),
  },
)

/** Field `worstOperators`. @param maxSeconds maximum seconds of a search */
export const worstOperatorsField = (maxSeconds: number): RootField =>
  matrixMetric({
    name: 'worstOperators',
    doc: `The k operators that could do the most harm together: control the most secured stake, and destroy the most capital.

\`loss\` counts stake in the withdrawal queue that can still be slashed (\`includeQueued\`); control does not.

Finding them exactly is hard (it contains the densest k-subgraph problem). The answer is the best group found, and proven
bounds that no group passes.`,
    args: {
      k: count('How many operators, 1 to 100.', { maximum: MAX_K }),
      threshold: assumed(threshold("Part of an AVS's stake that controls it, in (0, 1].", '1/3')),
      ...lossStakeArguments,
      search: seconds(`Seconds that a solver (HiGHS) may search: 0 to ${maxSeconds}.`, maxSeconds),
    },
    answer,
    estimate: ({ search }) => 600 + search * SEARCH_MS,
    async compute(args, measured, request) {
      const { k, threshold, search } = args
      const { valuation, meta, matrix } = measured
      const { sources } = request
      const stake = await lossStake(request, measured, args)
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
        const isKnown = typeof stake !== 'string'
        return {
          operators: best.operators.map((row) => rows[row]!),
          avss: best.services.map((column) => columns[column]!),
          value: { num: best.value, den: unit },
          share: total === 0n ? null : ratio(best.value, total),
          atMost: { num: bound.num, den: bound.den * unit },
          isOptimal,
          excluded: question.excluded.map((column) => columns[column]!),
          loss: isKnown ? lossOf(stake.graph, valuation, k) : null,
          lossNullReason: isKnown ? null : stake,
          meta: {
            ...meta,
            assumptions: isKnown ? [...meta.assumptions, ...stake.assumptions] : meta.assumptions,
            method: isOptimal ? 'EXACT' : 'BOUND',
          },
        }
      }
    },
  })

/** The k operators whose slashing destroys the most. */
function lossOf(graph: StakeGraph, valuation: Valuation, k: number) {
  const found = worstLoss(graph, valuation, k)
  const operators = new Set(found.operators)
  const { start, row, value, unit } = exposure(graph, 'SLASHABLE', valuation)
  return {
    operators: found.operators.map((operator) => graph.operators[operator]!),
    value: found.loss,
    atMost: found.atMost,
    pools: graph.pools.flatMap((pool, at) => {
      const losses = lossByOperator(graph, nativeValuation(graph.pools.length, at))
      const shares = found.operators.reduce((sum, operator) => sum + losses[operator]!, 0n)
      return shares > 0n ? [{ pool, shares }] : []
    }),
    avss: graph.services.flatMap((avs, column) => {
      let amount = 0n
      for (let entry = start[column]!; entry < start[column + 1]!; entry++) {
        if (operators.has(row[entry]!)) amount += value[entry]!
      }
      return amount > 0n ? [{ avs, amount: { num: amount, den: unit } }] : []
    }),
  }
}

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
