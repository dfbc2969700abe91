import type { NoValue } from '../concentration/population'
import { bucketStake, bucketsBehind, sumOfBuckets } from '../graph/bucket-stake'
import { exposure } from '../graph/exposure'
import type { StakeGraph, Valuation } from '../graph/graph'
import { transpose } from '../graph/transpose'
import { type Answer, known, unknown } from '../math/answer'
import { type Ratio, ratio } from '../math/ratio'

/** Whose stake is the base of the multiplier: operators registered to a service, or all operators. */
export type Universe = 'REGISTERED' | 'ALL'

/** How often stake is promised. Amounts in units of 1 / `Valuation.unit`. */
export interface Rehypothecation {
  /** Registered stake of all services together: stake counts once for every service that counts it. */
  readonly promised: bigint
  /** Stake behind the operators of the universe, every bucket once. */
  readonly stake: bigint
  /** Operators of the universe. */
  readonly n: number
  /** promised / stake, at least 0 and at most the number of services. */
  readonly multiplier: Answer<Ratio, NoValue>
  /** The same of each operator, with the buckets behind it alone; positions as in `StakeGraph.operators`. */
  readonly operators: readonly Answer<Ratio, NoValue>[]
  /** Positions of pools whose registered stake is in no amount, because they have no price. */
  readonly unpriced: readonly number[]
}

/**
 * Registered rehypothecation multiplier. It measures claims, not what can be lost: see the slashable leverage.
 *
 * At least 1 for REGISTERED only if every registered operator's whole stake is accepted.
 * EMPTY: no operator in the universe, or, for one operator, no bucket behind it. ZERO_TOTAL: nothing of worth in them.
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
