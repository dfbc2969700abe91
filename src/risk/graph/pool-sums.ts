import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { bucketsBehind } from './bucket-stake'
import { promised } from './exposure'
import type { StakeGraph } from './graph'
import { keptByGraph } from './kept'

/** Sums over a graph by position of the pool, in base units: what they are worth is computed once for each pool. */
export interface PoolSums {
  /** Stake of all buckets. */
  readonly stake: readonly bigint[]
  /** What all sets can slash. */
  readonly slashable: readonly bigint[]
  /** What sets can slash of their registered members. */
  readonly slashableOfMembers: readonly bigint[]
  /** Registered stake of all services. */
  readonly registered: readonly bigint[]
  /** Stake behind operators that serve one, each bucket once. */
  readonly behindMembers: readonly bigint[]
}

/** All sums of a graph. */
export const poolSums: (graph: StakeGraph) => PoolSums = keptByGraph((graph) => {
  const { buckets, commitments, sets } = graph
  const none = () => graph.pools.map(() => 0n)
  const sums = { stake: none(), slashable: none(), slashableOfMembers: none() }
  const rest = { registered: none(), behindMembers: none() }
  const add = (to: bigint[], bucket: number, amount: bigint) => {
    to[buckets.pool[bucket]!]! += amount
  }
  buckets.cap.forEach((cap, bucket) => {
    add(sums.stake, bucket, cap)
  })
  const serves = new Uint8Array(graph.operators.length)
  commitments.slashable.forEach((amount, line) => {
    const isMember = commitments.isRegistered[line] === 1
    if (isMember) serves[commitments.operator[line]!] = 1
    if (amount === 0n) return
    add(sums.slashable, commitments.bucket[line]!, amount)
    if (isMember) add(sums.slashableOfMembers, commitments.bucket[line]!, amount)
  })
  const serviceOf = (line: number) => sets[commitments.set[line]!]!.service
  for (const members of promised(graph, serviceOf, 'REGISTERED').values()) {
    for (const amounts of members.values()) {
      for (const [bucket, amount] of amounts) add(rest.registered, bucket, amount)
    }
  }
  const behind = bucketsBehind(graph).flatMap((own, one) => (serves[one] === 1 ? own : []))
  for (const bucket of new Set(behind)) add(rest.behindMembers, bucket, buckets.cap[bucket]!)
  return { ...sums, ...rest }
})

/** What amounts by position of the pool are worth together. */
export function worthOfPools(valuation: Valuation, byPool: readonly bigint[]): Value {
  return Value.sum(
    byPool.map((amount, pool) => valuation.worth(pool, amount)),
    valuation.none,
  )
}
