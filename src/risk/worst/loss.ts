import type { StakeGraph } from '../graph/graph'
import { promisedByOperator } from '../graph/promised'
import { type Ratio, ratio } from '../math/ratio'
import type { Valuation } from '../value/valuation'
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
   * Stake that is lost if all sets slash all they can of them, at most the stake of each bucket.
   */
  readonly loss: Ratio
  /** Upper bound: no k operators lose more. Equal to `loss` if operators share no bucket. */
  readonly atMost: Ratio
  /**
   * Positions of pools with slashable stake that is left out because they have no weight,
   * ascending.
   */
  readonly unpriced: readonly number[]
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
  const { byOperator, unpriced } = promisedByOperator(graph, valuation)
  const { members, value } = greedy(
    {
      caps: buckets.cap.map(
        (cap, bucket) => cap * (valuation.weights[buckets.pool[bucket]!] ?? 0n),
      ),
      adds: byOperator.map((own) => [...own].map(([to, amount]) => ({ to, amount }))),
    },
    k,
  )
  const isShared = buckets.operator.some((operator) => operator < 0)
  const atMost = isShared ? greedyGuarantee(value, k) : ratio(value)
  return {
    operators: members,
    loss: ratio(value, valuation.unit),
    atMost: ratio(atMost.num, atMost.den * valuation.unit),
    unpriced,
  }
}
