import type { Valuation } from '../value/valuation'
import type { Value } from '../value/value'
import type { StakeGraph } from './graph'
import { keptByPair } from './kept'

/** Buckets that belong to each operator alone, ascending. */
export function bucketsByOperator({ operators, buckets }: StakeGraph): number[][] {
  const own: number[][] = operators.map(() => [])
  buckets.operator.forEach((operator, bucket) => {
    if (operator >= 0) own[operator]!.push(bucket)
  })
  return own
}

/** Whether a bucket is shared by all operators: the stake of a vault. */
export function isShared({ buckets }: Pick<StakeGraph, 'buckets'>, bucket: number): boolean {
  return buckets.operator[bucket]! < 0
}

/** Whether any bucket is shared by all operators. */
export function hasSharedBuckets({ buckets }: Pick<StakeGraph, 'buckets'>): boolean {
  return buckets.operator.some((operator) => operator < 0)
}

/** Whether withdrawals from a shared bucket may be slashed or not, as it is not known in which epoch they are. */
export function hasUnknownExits({ buckets }: Pick<StakeGraph, 'buckets'>): boolean {
  return buckets.exits?.isUnknown.includes(1) ?? false
}

/** Amounts by bucket, in base units of its pool. */
export type AmountsOfBuckets = ReadonlyMap<number, bigint>

/**
 * What each operator has of every bucket: all of its own ones; of a shared one the most that a set counts on as its
 * stake, since sets of a shared bucket count on the same stake. No operator has a bucket twice.
 * @param registered stake that counts by line. Default: that of the graph
 */
export function delegatedByOperator(
  graph: StakeGraph,
  {
    cap,
    registered,
  }: { readonly cap: readonly bigint[]; readonly registered: readonly bigint[] } = {
    cap: graph.buckets.cap,
    registered: graph.commitments.registered,
  },
): AmountsOfBuckets[] {
  const held = bucketsByOperator(graph).map(
    (own) => new Map(own.map((bucket) => [bucket, cap[bucket]!])),
  )
  const { commitments } = graph
  commitments.bucket.forEach((bucket, line) => {
    if (bucket < 0 || !isShared(graph, bucket) || commitments.isRegistered[line] === 0) return
    const own = held[commitments.operator[line]!]!
    const before = own.get(bucket)
    if (before === undefined || registered[line]! > before) own.set(bucket, registered[line]!)
  })
  return held
}

/** What each operator has of all buckets: see `delegatedByOperator`. */
export const stakeByOperator: (graph: StakeGraph, valuation: Valuation) => readonly Value[] =
  keptByPair((graph, valuation: Valuation) => {
    const { pool } = graph.buckets
    return delegatedByOperator(graph).map((own) => {
      let sum = valuation.none
      for (const [bucket, amount] of own) sum = sum.plus(valuation.worth(pool[bucket]!, amount))
      return sum
    })
  })

/**
 * Whether stake of operators adds up: false if several have stake in a bucket that they share, which each of them counts.
 * @param isCounted by position of the pool. Default: all pools
 * @param isMember by position of the operator. Default: all operators
 */
export function isAdditive(
  graph: StakeGraph,
  isCounted: (pool: number) => boolean = () => true,
  isMember: (operator: number) => boolean = () => true,
): boolean {
  if (!hasSharedBuckets(graph)) return true
  const holder = new Map<number, number>()
  const { buckets, commitments } = graph
  for (let line = 0; line < commitments.set.length; line++) {
    const bucket = commitments.bucket[line]!
    if (bucket < 0 || !isShared(graph, bucket) || !isCounted(buckets.pool[bucket]!)) continue
    if (commitments.isRegistered[line] === 0 || commitments.registered[line] === 0n) continue
    const operator = commitments.operator[line]!
    if (!isMember(operator)) continue
    if ((holder.get(bucket) ?? operator) !== operator) return false
    holder.set(bucket, operator)
  }
  return true
}
