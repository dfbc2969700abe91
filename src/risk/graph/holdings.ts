import type { PoolHolding } from '../concentration/native-population'
import { bucketsByOperator, hasSharedBuckets, isAdditive, isShared } from './delegated'
import type { Basis, StakeGraph, StakerLayer } from './graph'
import { sharedHoldings } from './shared-holdings'
import type { HolderKind, StakeScope } from './stake-scope'

/**
 * Holdings in a scope: one per member and pool, and one without pool for each member that holds
 * nothing.
 *
 * Members that hold nothing are those that could hold something: all operators; with a service or
 * set in the scope, the operators registered to it, whatever pools it accepts.
 *
 * - DELEGATED: all stake; with a service or set in the scope, all stake of its members. As a
 *   member, a service or set holds what its operators hold.
 * - REGISTERED: a bucket counts once for a member, however many sets accept it (maximum, not sum).
 * - SLASHABLE, MIN_SLASHABLE: amounts of sets add up: their parts do not overlap, unless operators share the bucket.
 *
 * Of buckets that operators share see `sharedHoldings`.
 */
export function holdings(
  graph: StakeGraph,
  of: HolderKind,
  basis: Basis,
  scope: StakeScope,
): PoolHolding[] {
  const found = new Holdings(graph, of, scope)
  if (basis === 'DELEGATED' || basis === 'REGISTERED') {
    found.addAll(sharedHoldings(graph, of, basis, scope))
  }
  const isPart = scope.service !== null || scope.set !== null
  if (basis === 'DELEGATED' && !isPart && (of === 'OPERATORS' || of === 'POOLS')) {
    graph.operators.forEach((_, operator) => {
      if (scope.operator === null || scope.operator === operator) found.belongs(operator, null)
    })
    graph.buckets.operator.forEach((operator, bucket) => {
      if (operator < 0) return
      if (scope.operator === null || scope.operator === operator) found.own(operator, null, bucket)
    })
    return found.list()
  }
  const { commitments } = graph
  const owned = basis === 'DELEGATED' ? bucketsByOperator(graph) : null
  for (let line = 0; line < commitments.set.length; line++) {
    const operator = commitments.operator[line]!
    const set = commitments.set[line]!
    const bucket = commitments.bucket[line]!
    if (scope.operator !== null && scope.operator !== operator) continue
    if (scope.set !== null && scope.set !== set) continue
    // A registration in the AVSDirectory is one to a service, not to an operator set.
    if (of === 'SETS' && !graph.sets[set]!.slashes) continue
    if (scope.service !== null && scope.service !== graph.sets[set]!.service) continue
    const isRegistered = commitments.isRegistered[line] === 1
    if (isRegistered) found.belongs(operator, set)
    if (owned) {
      if (isRegistered) for (const one of owned[operator]!) found.own(operator, set, one)
    } else if (basis === 'REGISTERED') {
      if (isRegistered && bucket >= 0 && !isShared(graph, bucket)) {
        found.own(operator, set, bucket, commitments.registered[line]!)
      }
    } else if (bucket >= 0) {
      const amounts = basis === 'SLASHABLE' ? commitments.slashable : commitments.minSlashable
      if (amounts[line]! > 0n) found.add(operator, set, bucket, amounts[line]!)
    }
  }
  return found.list()
}

/** Whether the delegated stake of operators in a scope adds up: see `isAdditive`. */
export function isAdditiveIn(graph: StakeGraph, scope: StakeScope): boolean {
  if (scope.operator !== null || !hasSharedBuckets(graph)) return true
  const { commitments, sets } = graph
  const members = new Set<number>()
  commitments.isRegistered.forEach((isRegistered, line) => {
    const set = commitments.set[line]!
    if (isRegistered === 0 || (scope.set !== null && scope.set !== set)) return
    if (scope.service !== null && scope.service !== sets[set]!.service) return
    members.add(commitments.operator[line]!)
  })
  return isAdditive(
    graph,
    (pool) => scope.pool === null || scope.pool === pool,
    (operator) => members.has(operator),
  )
}

/**
 * What the stakers of a layer hold, one holding per position; without undelegated positions, but with those in buckets that
 * operators share.
 */
export function stakerHoldings(
  {
    pools,
    buckets,
  }: Pick<StakeGraph, 'pools'> & { buckets: Pick<StakeGraph['buckets'], 'operator' | 'pool'> },
  layer: StakerLayer,
): PoolHolding[] {
  const held: PoolHolding[] = []
  const shared = new Set<number>()
  buckets.operator.forEach((operator, bucket) => {
    if (operator < 0) shared.add(buckets.pool[bucket]!)
  })
  layer.staker.forEach((staker, position) => {
    if (layer.operatorOf[staker]! < 0 && !shared.has(layer.pool[position]!)) return
    held.push({
      id: layer.stakers[staker]!,
      pool: pools[layer.pool[position]!]!,
      amount: layer.amount[position]!,
    })
  })
  return held
}

/**
 * Stake in a scope by pool, in base units, without pools that hold nothing.
 * @param scope null: it does not exist yet, so nothing is in it
 */
export function stakeByPool(
  graph: StakeGraph,
  basis: Basis,
  scope: StakeScope | null,
): Map<string, bigint> {
  const held = scope === null ? [] : holdings(graph, 'POOLS', basis, scope)
  return new Map(held.flatMap(({ pool, amount }) => (pool && amount > 0n ? [[pool, amount]] : [])))
}

class Holdings {
  /** Holdings by member and bucket. */
  private readonly members = new Map<number, Map<number, bigint>>()

  constructor(
    private readonly graph: StakeGraph,
    private readonly of: HolderKind,
    private readonly scope: StakeScope,
  ) {}

  /** Adds a member, with stake or without. */
  belongs(operator: number, set: number | null): void {
    if (this.of !== 'POOLS') this.amountsOf(operator, set, -1)
  }

  /** Adds a bucket that counts once for the member. */
  own(operator: number, set: number | null, bucket: number, amount?: bigint): void {
    if (!this.isInPool(bucket)) return
    const amounts = this.amountsOf(operator, set, bucket)
    const value = amount ?? this.graph.buckets.cap[bucket]!
    const before = amounts.get(bucket) ?? 0n
    if (value > before) amounts.set(bucket, value)
  }

  /** Adds a part of a bucket to other parts of it. */
  add(operator: number, set: number | null, bucket: number, amount: bigint): void {
    if (!this.isInPool(bucket)) return
    const amounts = this.amountsOf(operator, set, bucket)
    amounts.set(bucket, (amounts.get(bucket) ?? 0n) + amount)
  }

  /** Adds parts of buckets by member. */
  addAll(parts: ReadonlyMap<number, ReadonlyMap<number, bigint>>): void {
    for (const [member, amounts] of parts) {
      const own = this.ofMember(member)
      for (const [bucket, amount] of amounts) own.set(bucket, (own.get(bucket) ?? 0n) + amount)
    }
  }

  list(): PoolHolding[] {
    const { graph } = this
    const ids = this.ids()
    return [...this.members].flatMap(([member, amounts]): PoolHolding[] => {
      const id = ids[member]!
      const byPool = new Map<number, bigint>()
      for (const [bucket, amount] of amounts) {
        const pool = graph.buckets.pool[bucket]!
        byPool.set(pool, (byPool.get(pool) ?? 0n) + amount)
      }
      if (byPool.size === 0) return [{ id, pool: null, amount: 0n }]
      return [...byPool].map(([pool, amount]) => ({ id, pool: graph.pools[pool]!, amount }))
    })
  }

  private ids(): readonly string[] {
    const { operators, pools, services, sets } = this.graph
    switch (this.of) {
      case 'OPERATORS':
        return operators
      case 'POOLS':
        return pools
      case 'SERVICES':
        return services
      case 'SETS':
        return sets.map(({ id }) => id)
    }
  }

  private isInPool(bucket: number): boolean {
    return this.scope.pool === null || this.scope.pool === this.graph.buckets.pool[bucket]
  }

  private amountsOf(operator: number, set: number | null, bucket: number): Map<number, bigint> {
    const member =
      this.of === 'OPERATORS'
        ? operator
        : this.of === 'POOLS'
          ? this.graph.buckets.pool[bucket]!
          : this.of === 'SETS'
            ? set!
            : this.graph.sets[set!]!.service
    return this.ofMember(member)
  }

  private ofMember(member: number): Map<number, bigint> {
    const known = this.members.get(member)
    if (known) return known
    const amounts = new Map<number, bigint>()
    this.members.set(member, amounts)
    return amounts
  }
}
