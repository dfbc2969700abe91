import { columnStakes, entriesOf } from '../risk/graph/columns'
import { stakeMatrix } from '../risk/graph/exposure'
import type { StakeGraph } from '../risk/graph/graph'
import { lossByOperator } from '../risk/graph/promised'
import { nativeValuation } from '../risk/graph/valuation'
import { ratio } from '../risk/math/ratio'
import type { LinearModel, LinearSolution } from '../risk/optimization/linear-model'
import { Value } from '../risk/value/value'
import { controlBounds } from '../risk/worst/bounds'
import { bundleGreedy } from '../risk/worst/bundle-greedy'
import { type Control, control } from '../risk/worst/control'
import { controlModel, readControl } from '../risk/worst/control-model'
import { heldColumns } from '../risk/worst/held-columns'
import { worstLoss } from '../risk/worst/loss'
import { assumed } from './define/argument'
import { count, FIELD_SECONDS, seconds, threshold } from './define/arguments'
import type { Computation } from './define/computation'
import { coverageFields, stakeAmount } from './define/coverage'
import { SEARCH_MS } from './define/estimate'
import { type Measured, voteBasisArgument, wholeCoverage } from './define/measure'
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
  amount: field(stakeAmount, 'Amount.'),
  ...coverageFields,
})

const worstLossType = object('WorstLoss', 'The operators whose slashing destroys the most.', {
  operators: field(list(member), 'Operators, the largest loss first.'),
  value: field(stakeAmount, 'Stake that all sets together can slash of them.'),
  atMost: field(
    nullable(upperBound),
    'Proven: no k operators lose more. Null where some of what can be slashed has no price.',
  ),
  pools: field(
    list(worstPool),
    'What the sets can slash of them by pool, in base units: needs no prices. By id.',
  ),
  avss: field(
    list(worstAvs),
    'The same by AVS, in the unit of the stake; adds up to `value` where sets slash different stake. By id.',
  ),
  ...coverageFields,
})

const answer = object(
  'WorstOperators',
  'The operators that could do the most harm together. Amounts are in the unit of the stake.',
  {
    operators: field(list(member), 'Operators of the best group found.'),
    avss: field(list(member), 'AVSs that they control, whatever stake without a price is worth.'),
    undecided: field(
      list(member),
      'AVSs of which stake without a price decides whether they control them; not in `avss` and `value`.',
    ),
    value: field(stakeAmount, 'Stake of those AVSs.'),
    share: field(nullable(decimal), 'The same as a part of the stake of all AVSs, in [0, 1].'),
    atMost: field(
      nullable(upperBound),
      'Proven: no k operators control more than this. Rounded up. Null where some stake has no price.',
    ),
    isOptimal: field(
      nullable(boolean),
      'Whether the group is proven to be the worst, within the tolerances of the solver. Null as `atMost`.',
    ),
    excluded: field(list(member), 'AVSs without stake, which are in no figure.'),
    loss: field(
      nullable(worstLossType),
      'The k operators whose slashing destroys the most, of all stake or with `stakers` or `group` of theirs: exact, where operators do not share stake.',
    ),
    lossNullReason: field(
      nullable(nullReason),
      'Why there is no `loss`: the stakers are unknown (UNKNOWN_SCOPE), or the withdrawal delay is; or votes are measured, which are no capital (NOT_DEFINED).',
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
      basis: voteBasisArgument('REGISTERED'),
      search: seconds(`Seconds that a solver (HiGHS) may search: 0 to ${maxSeconds}.`, maxSeconds),
    },
    answer,
    estimate: ({ search }) => 600 + search * SEARCH_MS,
    // Votes are no capital, which could be lost.
    load: async (args, measured, request) =>
      args.basis === 'VOTES' ? 'NOT_DEFINED' : lossStake(request, measured, args),
    compute({ k, threshold, search, stakers, group }, measured, { sources }, losses) {
      const { meta } = measured
      const isKnown = typeof losses !== 'string'
      const assumptions = isKnown ? [...meta.assumptions, ...losses.assumptions] : meta.assumptions
      // Of losses of some stakers only `loss` says the coverage: control is that of all stake.
      const isAll = stakers === null && group === null
      const coverage =
        isKnown && isAll ? wholeCoverage(losses.graph, measured.valuation) : meta.coverage
      return async (observer) => {
        const { stake, ...exposure } = measured.matrix('SERVICE')
        const { rows, columns, unit } = exposure
        const question = control(
          exposure,
          columns.map(() => threshold),
        )
        const asked = { question, k, search }
        const { best, bound, isOptimal } = await sources.compute(searchWorst, asked, observer)
        const { controlled, undecided, excluded } = heldColumns(stake, best.operators, threshold)
        const stakes = columnStakes(stake)
        const total = Value.sum(stakes, stake.none)
        const certain = controlled.map((column) => stakes[column]!)
        // Other stake may be controlled, too, by them or by a worse group.
        const value = Value.sum(certain, total.derived(ratio(0n)))
        const { isComplete } = total
        const named = (positions: readonly number[]) => positions.map((at) => columns[at]!)
        return {
          operators: best.operators.map((row) => rows[row]!),
          avss: named(controlled),
          undecided: named(undecided),
          value,
          share: value.share(total).value,
          atMost: isComplete ? { num: bound.num, den: bound.den * unit } : null,
          isOptimal: isComplete ? isOptimal : null,
          excluded: named(excluded),
          loss: isKnown ? lossOf(losses.graph, measured, k) : null,
          lossNullReason: isKnown ? null : losses,
          meta: {
            ...meta,
            assumptions,
            coverage,
            method: isComplete && isOptimal ? 'EXACT' : 'BOUND',
          },
        }
      }
    },
  })

/** The k operators whose slashing destroys the most. */
function lossOf(graph: StakeGraph, { valuation, covered }: Measured, k: number) {
  const { operators, loss, atMost, byOperator } = worstLoss(graph, valuation, k)
  const inGroup = new Set(operators)
  const slashable = stakeMatrix(graph, 'SLASHABLE', valuation)
  const inPools = graph.pools.map((pool, at) => {
    const native = nativeValuation(graph.pools.length, at)
    const losses = lossByOperator(graph, native)
    const own = operators.map((operator) => losses[operator]!)
    return { pool, shares: Value.sum(own, native.none).lowerBound().num }
  })
  return {
    operators: operators.map((operator) => graph.operators[operator]!),
    value: loss,
    atMost,
    pools: inPools.filter(({ shares }) => shares > 0n),
    avss: graph.services.flatMap((avs, column) => {
      const from = slashable.start[column]!
      const own = entriesOf(slashable, column).filter((_, at) => {
        return inGroup.has(slashable.row[from + at]!)
      })
      const amount = Value.sum(own, valuation.none)
      // Who is in the group rests on the losses of all.
      return amount.isZero ? [] : [{ avs, amount, ...covered([amount], () => byOperator) }]
    }),
    ...covered([loss], () => byOperator),
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
