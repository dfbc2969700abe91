import { hasSharedBuckets, isShared } from './delegated'
import type { StakeGraph } from './graph'
import type { HolderKind, StakeScope } from './stake-scope'

/** What members hold of shared buckets: by position of the member, then of the bucket. */
export type SharedHoldings = ReadonlyMap<number, ReadonlyMap<number, bigint>>

const NOTHING: SharedHoldings = new Map()

/**
 * Holdings in buckets that operators share. An operator counts once for a member, with the most that its sets count on.
 *
 * Operators hold what they have, which can add up to more than the bucket. Pools hold at most the bucket; so do services
 * and sets on DELEGATED, where they hold what their operators hold together. On REGISTERED they advertise the sum.
 */
export function sharedHoldings(
  graph: StakeGraph,
  of: HolderKind,
  basis: 'DELEGATED' | 'REGISTERED',
  scope: StakeScope,
): SharedHoldings {
  if (!hasSharedBuckets(graph)) return NOTHING
  const isPart = scope.service !== null || scope.set !== null
  if (of === 'POOLS' && basis === 'DELEGATED' && !isPart && scope.operator === null) {
    return wholeBuckets(graph, scope)
  }
  const held = new Map<number, Map<number, Map<number, bigint>>>()
  const counts = countedIn(graph, of, basis, scope)
  const { commitments, buckets } = graph
  for (let line = 0; line < commitments.set.length; line++) {
    const bucket = commitments.bucket[line]!
    if (bucket < 0 || !isShared(graph, bucket) || commitments.isRegistered[line] === 0) continue
    if (scope.pool !== null && scope.pool !== buckets.pool[bucket]) continue
    const operator = commitments.operator[line]!
    for (const member of counts(line)) {
      const own = entry(entry(held, member), bucket)
      const amount = commitments.registered[line]!
      if (amount > (own.get(operator) ?? -1n)) own.set(operator, amount)
    }
  }
  const isCut = of === 'POOLS' || (basis === 'DELEGATED' && of !== 'OPERATORS')
  return new Map(
    [...held].map(([member, own]) => {
      const amounts = [...own].map(([bucket, byOperator]) => {
        const sum = [...byOperator.values()].reduce((all, amount) => all + amount, 0n)
        const cap = buckets.cap[bucket]!
        return [bucket, isCut && sum > cap ? cap : sum] as const
      })
      return [member, new Map(amounts)]
    }),
  )
}

/** All stake of shared buckets, by pool. */
function wholeBuckets({ buckets }: StakeGraph, { pool: only }: StakeScope): SharedHoldings {
  const held = new Map<number, Map<number, bigint>>()
  buckets.operator.forEach((operator, bucket) => {
    const pool = buckets.pool[bucket]!
    if (operator >= 0 || (only !== null && only !== pool)) return
    entry(held, pool).set(bucket, buckets.cap[bucket]!)
  })
  return held
}

/** For which members a registered line counts. */
function countedIn(
  graph: StakeGraph,
  of: HolderKind,
  basis: 'DELEGATED' | 'REGISTERED',
  scope: StakeScope,
): (line: number) => Iterable<number> {
  const { commitments, buckets, sets } = graph
  const isInScope = (line: number) => {
    const set = commitments.set[line]!
    if (scope.operator !== null && scope.operator !== commitments.operator[line]) return false
    if (of === 'SETS' && !sets[set]!.slashes) return false
    if (scope.set !== null && scope.set !== set) return false
    return scope.service === null || scope.service === sets[set]!.service
  }
  const groupOf = (line: number): number => {
    const set = commitments.set[line]!
    return of === 'SETS' ? set : of === 'SERVICES' ? sets[set]!.service : 0
  }
  const memberOf = (line: number, group: number): number => {
    if (of === 'OPERATORS') return commitments.operator[line]!
    return of === 'POOLS' ? buckets.pool[commitments.bucket[line]!]! : group
  }
  if (basis === 'REGISTERED') {
    return (line) => (isInScope(line) ? [memberOf(line, groupOf(line))] : [])
  }
  // DELEGATED counts stake wherever an operator has it, for all groups that the operator belongs to.
  const isWhole =
    scope.service === null && scope.set === null && (of === 'OPERATORS' || of === 'POOLS')
  const groups = graph.operators.map(() => new Set<number>())
  commitments.isRegistered.forEach((isRegistered, line) => {
    if (isRegistered === 1 && isInScope(line))
      groups[commitments.operator[line]!]!.add(groupOf(line))
  })
  return (line) => {
    const operator = commitments.operator[line]!
    if (isWhole) return isInScope(line) ? [memberOf(line, 0)] : []
    return [...groups[operator]!].map((group) => memberOf(line, group))
  }
}

function entry<V>(map: Map<number, Map<number, V>>, key: number): Map<number, V> {
  const known = map.get(key)
  if (known) return known
  const made = new Map<number, V>()
  map.set(key, made)
  return made
}
