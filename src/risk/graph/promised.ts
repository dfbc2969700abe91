import type { StakeGraph, Valuation } from './graph'

/** What each operator promised: all that sets can slash of it. */
export interface Promised {
  /** By operator, by bucket, in units of 1 / `valuation.unit`. It can be more than the bucket holds. */
  readonly byOperator: readonly ReadonlyMap<number, bigint>[]
  /** Pools with slashable stake that have no weight, and so are not in it: positions, ascending. */
  readonly unpriced: readonly number[]
}

/** What each operator promised, bucket by bucket. */
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
 * What each operator loses if it is slashed for all it promised, no bucket losing more than it holds; in units of
 * 1 / `valuation.unit`. Losses of several operators add up unless they share a bucket, where they are at most the sum.
 */
export function lossByOperator(graph: StakeGraph, valuation: Valuation): bigint[] {
  const { cap, pool } = graph.buckets
  return promisedByOperator(graph, valuation).byOperator.map((own) => {
    let loss = 0n
    for (const [bucket, amount] of own) {
      const most = cap[bucket]! * valuation.weights[pool[bucket]!]!
      loss += amount < most ? amount : most
    }
    return loss
  })
}
