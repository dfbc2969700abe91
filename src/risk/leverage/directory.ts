import type { StakeGraph } from '../graph/graph'
import type { Valuation } from '../value/valuation'
import type { Value } from '../value/value'

/**
 * By service, the registered stake that counts by registrations that cannot slash alone (those in the AVSDirectory, which accept
 * every pool): what would not be registered without them.
 */
export function directoryStakes(graph: StakeGraph, valuation: Valuation): Value[] {
  const { services, sets, buckets, commitments } = graph
  const counted = services.map(() => new Map<number, { all: bigint; bySets: bigint }>())
  commitments.registered.forEach((amount, line) => {
    if (amount === 0n) return
    const { service, slashes } = sets[commitments.set[line]!]!
    const bucket = commitments.bucket[line]!
    const { all, bySets } = counted[service]!.get(bucket) ?? { all: 0n, bySets: 0n }
    counted[service]!.set(bucket, {
      all: amount > all ? amount : all,
      bySets: slashes && amount > bySets ? amount : bySets,
    })
  })
  return counted.map((amounts) => {
    let sum = valuation.none
    for (const [bucket, { all, bySets }] of amounts) {
      sum = sum.plus(valuation.worth(buckets.pool[bucket]!, all - bySets))
    }
    return sum
  })
}
