import type { PoolHolding } from '../concentration/native-population'
import { bucketsByOperator } from './exposure'
import type { Basis, StakeGraph, StakerLayer } from './graph'

/**
 * A part of the stake, by positions in the graph: the intersection of the parts that are not null.
 */
export interface StakeScope {
  readonly operator: number | null
  readonly pool: number | null
  readonly service: number | null
  readonly set: number | null
}

/** Members whose holdings are listed. */
export type HolderKind = 'OPERATORS' | 'POOLS' | 'SERVICES' | 'SETS'

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
 * - SLASHABLE, MIN_SLASHABLE: amounts of sets add up: their parts do not overlap.
 */
export function holdings(
  graph: StakeGraph,
  of: HolderKind,
  basis: Basis,
  scope: StakeScope,
): PoolHolding[] {
  const found = new Holdings(graph, of, scope)
  const isPart = scope.service !== null || scope.set !== null
  if (basis === 'DELEGATED' && !isPart && (of === 'OPERATORS' || of === 'POOLS')) {
    graph.operators.forEach((_, operator) => {
      if (scope.operator === null || scope.operator === operator) found.belongs(operator, null)
    })
    graph.buckets.operator.forEach((operator, bucket) => {
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
      if (isRegistered && bucket >= 0) {
        found.own(operator, set, bucket, commitments.registered[line]!)
      }
    } else if (bucket >= 0) {
      const amounts = basis === 'SLASHABLE' ? commitments.slashable : commitments.minSlashable
      if (amounts[line]! > 0n) found.add(operator, set, bucket, amounts[line]!)
    }
  }
  return found.list()
}

/**
 * What the stakers of a layer hold, one holding per position; without undelegated positions.
 * @param pools ids of the pools of the graph
 */
export function stakerHoldings(pools: readonly string[], layer: StakerLayer): PoolHolding[] {
  const held: PoolHolding[] = []
  layer.staker.forEach((staker, position) => {
    if (layer.operatorOf[staker]! < 0) return
    held.push({
      id: layer.stakers[staker]!,
      pool: pools[layer.pool[position]!]!,
      amount: layer.amount.at(position),
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
    const known = this.members.get(member)
    if (known) return known
    const amounts = new Map<number, bigint>()
    this.members.set(member, amounts)
    return amounts
  }
}
