import type { StakeGraph } from '../graph/graph'

/** A registration of an operator to an operator set, or to an AVS by the AVSDirectory. */
export interface Membership {
  readonly operator: string
  /** `<avs>/<set id>`, or the AVS. */
  readonly set: string
}

/** Who takes part at a block, by id. */
export interface Participants {
  /** Operators that hold stake, or are registered to something. */
  readonly operators: ReadonlySet<string>
  /** AVSs and operator sets with registered operators. */
  readonly services: ReadonlySet<string>
  readonly sets: ReadonlySet<string>
  /** Pools in which operators hold stake. */
  readonly pools: ReadonlySet<string>
  /** By `<operator> <set>`. */
  readonly memberships: ReadonlyMap<string, Membership>
}

/** Who takes part in a graph. @param pool position: of stake only that in this pool; who serves an AVS does not depend on it */
export function participants(graph: StakeGraph, pool: number | null = null): Participants {
  const operators = new Set<string>()
  const services = new Set<string>()
  const sets = new Set<string>()
  const pools = new Set<string>()
  const memberships = new Map<string, Membership>()
  graph.buckets.cap.forEach((cap, bucket) => {
    if (cap === 0n || (pool !== null && graph.buckets.pool[bucket] !== pool)) return
    const owner = graph.operators[graph.buckets.operator[bucket]!]
    if (owner !== undefined) operators.add(owner)
    pools.add(graph.pools[graph.buckets.pool[bucket]!]!)
  })
  const { commitments } = graph
  commitments.isRegistered.forEach((isRegistered, line) => {
    if (isRegistered === 0) return
    const operator = graph.operators[commitments.operator[line]!]!
    const { id: set, service, slashes } = graph.sets[commitments.set[line]!]!
    operators.add(operator)
    services.add(graph.services[service]!)
    if (slashes) sets.add(set)
    memberships.set(`${operator} ${set}`, { operator, set })
  })
  return { operators, services, sets, pools, memberships }
}

/** Keys of the second that the first does not have, ascending. */
export function added(
  before: ReadonlySet<string> | ReadonlyMap<string, unknown>,
  after: ReadonlySet<string> | ReadonlyMap<string, unknown>,
): string[] {
  return [...after.keys()].filter((key) => !before.has(key)).sort()
}
