import { stakeOfBuckets } from '../graph/bucket-stake'
import type { StakeGraph } from '../graph/graph'
import { lossByOperator, promisedByOperator } from '../graph/promised'
import { type Ratio, ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { requireCount } from './control'
import { greedy, greedyGuarantee } from './submodular'

/** Capital that the slashing of k operators destroys. */
interface WorstLoss {
  /**
   * Positions of the operators, in the order in which they were chosen; fewer than k if the others
   * add nothing.
   */
  readonly operators: readonly number[]
  /**
   * Stake that is lost if all sets slash all they can of them, at most the stake of each bucket. Of stake without a price they are
   * not the worst, so that of all operators makes it incomplete.
   */
  readonly loss: Value
  /**
   * Upper bound: no k operators lose more. Equal to `loss` if operators share no bucket. Null: some of what can be slashed has no
   * price.
   */
  readonly atMost: Ratio | null
  /** What each operator loses. */
  readonly byOperator: readonly Value[]
}

/**
 * The k operators whose slashing destroys the most, in the unit of the valuation.
 *
 * If no bucket is shared, losses add up and the k largest are the worst, exactly. If operators
 * share a bucket, the greedy choice loses at least 1 - (1 - 1/k)^k of the worst.
 * @throws RangeError unless k is a non-negative integer
 */
export function worstLoss(graph: StakeGraph, valuation: Valuation, k: number): WorstLoss {
  requireCount(k)
  const { buckets } = graph
  const { none } = valuation
  const { amounts: caps, unit } = Value.pricedPart(stakeOfBuckets(graph, valuation), none)
  const adds = promisedByOperator(graph).map((own) => {
    const worth = [...own].map(([to, amount]) => valuation.worth(buckets.pool[to]!, amount))
    const { amounts } = Value.pricedPart(worth, none)
    return [...own.keys()].map((to, at) => ({ to, amount: amounts[at]! }))
  })
  const { members, value } = greedy({ caps, adds }, k)
  const byOperator = lossByOperator(graph, valuation)
  const all = Value.sum(byOperator, none)
  const isShared = buckets.operator.some((operator) => operator < 0)
  const atMost = isShared ? greedyGuarantee(value, k) : ratio(value)
  return {
    operators: members,
    loss: all.derived(ratio(value, unit)),
    atMost: all.isComplete ? ratio(atMost.num, atMost.den * unit) : null,
    byOperator,
  }
}
