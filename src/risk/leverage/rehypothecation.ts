import type { NoValue } from '../concentration/population'
import { bucketStake, bucketsBehind, sumOfBuckets } from '../graph/bucket-stake'
import { exposure } from '../graph/exposure'
import type { StakeGraph, Valuation } from '../graph/graph'
import { transpose } from '../graph/transpose'
import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'

/** Operators whose stake is the base of the multiplier: those registered to a service, or all. */
type Universe = 'REGISTERED' | 'ALL'

/** How often stake is counted by services. Amounts in units of 1 / `Valuation.unit`. */
interface Rehypothecation {
  /** Sum of the registered stake of all services: stake counts once per service. */
  readonly promised: bigint
  /** Stake behind the operators of the universe, each bucket once. */
  readonly stake: bigint
  /** Number of operators of the universe. */
  readonly n: number
  /** promised / stake, at least 0 and at most the number of services. */
  readonly multiplier: Answer<Ratio, NoValue>
  /**
   * The multiplier of each operator, over the buckets behind it; by position in
   * `StakeGraph.operators`.
   */
  readonly operators: readonly Answer<Ratio, NoValue>[]
  /** Positions of pools whose registered stake is in no amount because they have no price. */
  readonly unpriced: readonly number[]
}

/**
 * Registered rehypothecation multiplier: registered stake of all services / stake. It measures
 * claims, not possible losses: for those see the slashable leverage.
 *
 * For REGISTERED it is at least 1 only if services accept all stake of every registered operator.
 * EMPTY: no operator in the universe, or no bucket behind one operator. ZERO_TOTAL: no valued stake
 * in them.
 */
export function rehypothecation(
  graph: StakeGraph,
  valuation: Valuation,
  universe: Universe,
): Rehypothecation {
  const byOperator = transpose(exposure(graph, 'REGISTERED', valuation))
  const behind = bucketsBehind(graph)
  const stake = bucketStake(graph, valuation)
  const members = graph.operators
    .map((_, operator) => operator)
    .filter((operator) => universe === 'ALL' || servesAny(byOperator.start, operator))
  const promises = graph.operators.map((_, operator) =>
    byOperator.value
      .slice(byOperator.start[operator], byOperator.start[operator + 1])
      .reduce((sum, amount) => sum + amount, 0n),
  )
  const promised = promises.reduce((sum, amount) => sum + amount, 0n)
  const total = sumOfBuckets(
    members.flatMap((operator) => behind[operator]!),
    stake,
  )
  return {
    promised,
    stake: total,
    n: members.length,
    multiplier: multiple(promised, total, members.length),
    operators: promises.map((amount, operator) =>
      multiple(amount, sumOfBuckets(behind[operator]!, stake), behind[operator]!.length),
    ),
    unpriced: byOperator.unpriced,
  }
}

function servesAny(start: Int32Array, operator: number): boolean {
  return start[operator + 1]! > start[operator]!
}

function multiple(promised: bigint, stake: bigint, size: number): Answer<Ratio, NoValue> {
  if (stake > 0n) return known(ratio(promised, stake))
  return unknown(size === 0 ? 'EMPTY' : 'ZERO_TOTAL')
}
