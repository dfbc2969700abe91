import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { smaller } from './bucket-stake'
import type { StakeGraph } from './graph'
import { keptByGraph } from './kept'

/**
 * What all sets can slash of each operator, by bucket, in base units of its pool; can exceed the stake of the bucket. Never 0.
 */
export const promisedByOperator = keptByGraph(({ operators, commitments }) => {
  const byOperator = operators.map(() => new Map<number, bigint>())
  commitments.slashable.forEach((amount, line) => {
    if (amount === 0n) return
    const own = byOperator[commitments.operator[line]!]!
    const bucket = commitments.bucket[line]!
    own.set(bucket, (own.get(bucket) ?? 0n) + amount)
  })
  const kept: readonly ReadonlyMap<number, bigint>[] = byOperator
  return kept
})

/** Pools of which something can be slashed, by position, ascending. */
export function poolsAtRisk(graph: StakeGraph): number[] {
  const { cap, pool } = graph.buckets
  const found = new Set<number>()
  for (const own of promisedByOperator(graph)) {
    // What is promised is never 0.
    for (const bucket of own.keys()) if (cap[bucket]! > 0n) found.add(pool[bucket]!)
  }
  return [...found].sort((a, b) => a - b)
}

/**
 * The loss of each operator if all sets slash all they can, at most the stake of each bucket. Losses of operators add up unless they
 * share a bucket, where the sum is an upper bound.
 */
export function lossByOperator(graph: StakeGraph, valuation: Valuation): Value[] {
  const { cap, pool } = graph.buckets
  return promisedByOperator(graph).map((own) =>
    Value.sum(
      [...own].map(([bucket, amount]) => {
        return valuation.worth(pool[bucket]!, smaller(amount, cap[bucket]!))
      }),
      valuation.none,
    ),
  )
}
