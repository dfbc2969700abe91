import type { Valuation } from '../value/valuation'
import type { StakeGraph } from './graph'

/** Slashable commitments of each operator. */
interface Promised {
  /**
   * By operator, then by bucket, in units of 1 / `valuation.unit`; can exceed the stake of the
   * bucket.
   */
  readonly byOperator: readonly ReadonlyMap<number, bigint>[]
  /**
   * Positions of pools with slashable stake that is left out because they have no weight,
   * ascending.
   */
  readonly unpriced: readonly number[]
}

/** What all sets can slash of each operator, bucket by bucket. */
export function promisedByOperator(graph: StakeGraph, valuation: Valuation): Promised {
  const { buckets, commitments, operators } = graph
  const unpriced = new Set<number>()
  const byOperator = operators.map(() => new Map<number, bigint>())
  commitments.slashable.forEach((amount, line) => {
    if (amount === 0n) return
    const bucket = commitments.bucket[line]!
    const pool = buckets.pool[bucket]!
    const weight = valuation.weights[pool]!
    if (weight === null) {
      unpriced.add(pool)
      return
    }
    const own = byOperator[commitments.operator[line]!]!
    own.set(bucket, (own.get(bucket) ?? 0n) + amount * weight)
  })
  return { byOperator, unpriced: [...unpriced].sort((a, b) => a - b) }
}

/**
 * The loss of each operator if all sets slash all they can, at most the stake of each bucket; in
 * units of 1 / `valuation.unit`. Losses of operators add up unless they share a bucket, where the
 * sum is an upper bound.
 */
export function lossByOperator(graph: StakeGraph, valuation: Valuation): bigint[] {
  const { cap, pool } = graph.buckets
  return promisedByOperator(graph, valuation).byOperator.map((own) => {
    let loss = 0n
    for (const [bucket, amount] of own) {
      const stake = cap[bucket]! * valuation.weights[pool[bucket]!]!
      loss += amount < stake ? amount : stake
    }
    return loss
  })
}
