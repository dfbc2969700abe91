import type { StakeGraph, Valuation } from '../graph/graph'
import { promisedByOperator } from '../graph/promised'
import { type Ratio, ratio } from '../math/ratio'
import { requireCount } from './control'
import { greedy, greedyGuarantee } from './submodular'

/** The capital that k operators can destroy. */
export interface WorstLoss {
  /** Rows of the graph, the first to be chosen first; fewer than k if the others add nothing. */
  readonly operators: readonly number[]
  /** Stake that is lost if these are slashed for all they promised, no bucket losing more than it holds. */
  readonly loss: Ratio
  /** No k operators lose more. Equal to `loss` if operators share no bucket. */
  readonly atMost: Ratio
  /** Pools with stake that have no weight, and so are not in it: positions, ascending. */
  readonly unpriced: readonly number[]
}

/**
 * The k operators whose slashing destroys the most, in units of the valuation.
 *
 * Where each operator has buckets of its own, losses add up and the k largest are the worst, exactly. Where operators share
 * a bucket, the greedy choice loses at least 1 - (1 - 1/k)^k of the worst.
 * @throws RangeError unless k is a whole number of at least 0
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
  const most = isShared ? greedyGuarantee(value, k) : ratio(value)
  return {
    operators: members,
    loss: ratio(value, valuation.unit),
    atMost: ratio(most.num, most.den * valuation.unit),
    unpriced,
  }
}
