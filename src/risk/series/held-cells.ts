import type { PoolHolding } from '../concentration/native-population'
import { bucketsByOperator, hasSharedBuckets, isShared } from '../graph/delegated'
import type { Basis, StakeGraph } from '../graph/graph'
import { type SharedHoldings, sharedHoldings } from '../graph/shared-holdings'
import type { HolderKind, StakeScope } from '../graph/stake-scope'

/** Holdings of a population while the graph changes: only what changed is added up again. */
export interface HeldCells {
  /** Id of a member by its number. */
  idOf(member: number): string
  /** Amounts by position of the pool, of every member that holds something. */
  amounts(): ReadonlyMap<number, ReadonlyMap<number, bigint>>
  /** Number of updates so far that changed something. */
  version(): number
  /** The update by which each member changed last; of those that hold nothing any more, too. */
  changedBy(): ReadonlyMap<number, number>
  /** Takes over what changed. @param lines positions in `commitments` @param buckets positions in `buckets` */
  update(lines: Iterable<number>, buckets: Iterable<number>): void
  /** As `holdings` of the graph, without members that hold nothing. */
  list(): PoolHolding[]
  /** Sum of all holdings by position of their pool, in base units; pools that hold nothing may be left out. */
  totals(): ReadonlyMap<number, bigint>
}

/**
 * The holdings of `holdings(graph, of, basis, scope)` for a graph whose amounts change in place, and whose positions stay.
 * Begins with none: the first update names all lines and buckets.
 */
export function heldCells(
  graph: StakeGraph,
  of: HolderKind,
  basis: Basis,
  scope: StakeScope,
): HeldCells {
  const cells = new Cells(graph, of)
  const isPart = scope.service !== null || scope.set !== null
  const isOfStake = of === 'OPERATORS' || of === 'POOLS'
  // Votes are not followed: each point is read.
  if (basis === 'VOTES') throw new Error('votes have no cells')
  if (basis === 'SLASHABLE' || basis === 'MIN_SLASHABLE') {
    return new AddedLines(graph, scope, cells, basis)
  }
  const own =
    basis === 'REGISTERED'
      ? new RegisteredBuckets(graph, scope, cells)
      : isPart || !isOfStake
        ? new OwnedBuckets(graph, scope, cells)
        : new AllBuckets(graph, scope, cells)
  // A graph in steps has the buckets of all its points.
  return hasSharedBuckets(graph) ? new WithShared(graph, scope, cells, own, basis) : own
}

/** Amounts by member and pool. */
class Cells {
  /** By member and pool. */
  readonly amounts = new Map<number, Map<number, bigint>>()
  readonly changedBy = new Map<number, number>()
  /** Grows with the first change of an update: an update that changes nothing leaves what was computed. */
  version = 0
  private isChanged = false
  private readonly pools = new Map<number, bigint>()

  constructor(
    private readonly graph: StakeGraph,
    readonly of: HolderKind,
  ) {}

  /** The member that holds what an operator has in a set. @param set -1: stake of no set in particular */
  member(operator: number, set: number, bucket: number): number {
    switch (this.of) {
      case 'OPERATORS':
        return operator
      case 'POOLS':
        return this.graph.buckets.pool[bucket]!
      case 'SERVICES':
        return this.graph.sets[set]!.service
      case 'SETS':
        return set
    }
  }

  /** Members whose stake is counted separately: 0 if all operators count together. */
  group(set: number): number {
    if (this.of === 'SETS') return set
    return this.of === 'SERVICES' ? this.graph.sets[set]!.service : 0
  }

  /** What is added from here on is another update. */
  begin(): void {
    this.isChanged = false
  }

  add(member: number, pool: number, amount: bigint): void {
    if (amount === 0n) return
    if (!this.isChanged) this.version++
    this.isChanged = true
    const own = this.amounts.get(member) ?? new Map<number, bigint>()
    const sum = (own.get(pool) ?? 0n) + amount
    if (sum === 0n) own.delete(pool)
    else own.set(pool, sum)
    if (own.size === 0) this.amounts.delete(member)
    else this.amounts.set(member, own)
    this.changedBy.set(member, this.version)
    this.pools.set(pool, (this.pools.get(pool) ?? 0n) + amount)
  }

  idOf(member: number): string {
    const { pools, operators, services, sets } = this.graph
    if (this.of === 'SETS') return sets[member]!.id
    return { OPERATORS: operators, POOLS: pools, SERVICES: services }[this.of][member]!
  }

  list(): PoolHolding[] {
    const { pools } = this.graph
    return [...this.amounts].flatMap(([member, own]) => {
      const id = this.idOf(member)
      return [...own].map(([pool, amount]) => ({ id, pool: pools[pool]!, amount }))
    })
  }

  totals(): ReadonlyMap<number, bigint> {
    return this.pools
  }
}

abstract class Holdings implements HeldCells {
  constructor(
    protected readonly graph: StakeGraph,
    protected readonly scope: StakeScope,
    protected readonly cells: Cells,
  ) {}

  update(lines: Iterable<number>, buckets: Iterable<number>): void {
    this.cells.begin()
    this.change(lines, buckets)
  }

  abstract change(lines: Iterable<number>, buckets: Iterable<number>): void
  list = () => this.cells.list()
  totals = () => this.cells.totals()
  amounts = () => this.cells.amounts
  version = () => this.cells.version
  changedBy = () => this.cells.changedBy
  idOf = (member: number) => this.cells.idOf(member)

  protected isInScope(line: number): boolean {
    const { operator, set, service } = this.scope
    const { commitments, sets } = this.graph
    const own = commitments.set[line]!
    if (operator !== null && operator !== commitments.operator[line]) return false
    if (this.cells.of === 'SETS' && !sets[own]!.slashes) return false
    return (set === null || set === own) && (service === null || service === sets[own]!.service)
  }

  protected hasPool(bucket: number): boolean {
    return this.scope.pool === null || this.scope.pool === this.graph.buckets.pool[bucket]
  }
}

/** Lines add up: sets slash different parts. */
class AddedLines extends Holdings {
  private readonly before = new Map<number, bigint>()

  constructor(
    graph: StakeGraph,
    scope: StakeScope,
    cells: Cells,
    private readonly basis: 'SLASHABLE' | 'MIN_SLASHABLE',
  ) {
    super(graph, scope, cells)
  }

  change(lines: Iterable<number>): void {
    const { commitments, buckets } = this.graph
    const amounts = this.basis === 'SLASHABLE' ? commitments.slashable : commitments.minSlashable
    for (const line of lines) {
      const bucket = commitments.bucket[line]!
      if (bucket < 0 || !this.isInScope(line) || !this.hasPool(bucket)) continue
      const [was, now] = [this.before.get(line) ?? 0n, amounts[line]!]
      if (was === now) continue
      this.before.set(line, now)
      const member = this.cells.member(commitments.operator[line]!, commitments.set[line]!, bucket)
      this.cells.add(member, buckets.pool[bucket]!, now - was)
    }
  }
}

/** A part of a bucket that a member counts on once, however many lines say so. */
interface Pair {
  readonly member: number
  readonly bucket: number
  lines: number
  held: bigint
}

/** Buckets of one operator that registrations count on, each once for a member. */
class RegisteredBuckets extends Holdings {
  private readonly pairs = new Map<number, Pair>()
  private readonly counted = new Set<number>()

  change(lines: Iterable<number>): void {
    const { commitments, buckets } = this.graph
    const changed = new Set<Pair>()
    for (const line of lines) {
      const bucket = commitments.bucket[line]!
      if (bucket < 0 || isShared(this.graph, bucket)) continue
      if (!this.isInScope(line) || !this.hasPool(bucket)) continue
      const isCounted = commitments.isRegistered[line] === 1
      const pair = this.pairOf(line, bucket)
      if (isCounted !== this.counted.has(line)) {
        pair.lines += isCounted ? 1 : -1
        if (isCounted) this.counted.add(line)
        else this.counted.delete(line)
      }
      changed.add(pair)
    }
    for (const pair of changed) {
      const now = pair.lines > 0 ? buckets.cap[pair.bucket]! : 0n
      this.cells.add(pair.member, buckets.pool[pair.bucket]!, now - pair.held)
      pair.held = now
    }
  }

  private pairOf(line: number, bucket: number): Pair {
    const { commitments, buckets } = this.graph
    const member = this.cells.member(commitments.operator[line]!, commitments.set[line]!, bucket)
    const key = member * buckets.cap.length + bucket
    const known = this.pairs.get(key)
    if (known) return known
    const pair = { member, bucket, lines: 0, held: 0n }
    this.pairs.set(key, pair)
    return pair
  }
}

/** All buckets of the operators that are registered to something in the scope. */
class OwnedBuckets extends Holdings {
  private readonly own = bucketsByOperator(this.graph)
  /** By group and operator: how many lines say that it belongs to the group. */
  private readonly links = new Map<number, { operator: number; set: number; lines: number }>()
  private readonly linksOf = new Map<number, Set<number>>()
  private readonly counted = new Set<number>()
  private readonly held = new Map<string, bigint>()

  change(lines: Iterable<number>, buckets: Iterable<number>): void {
    const { commitments } = this.graph
    const changed = new Set<number>()
    for (const line of lines) {
      if (!this.isInScope(line)) continue
      const isCounted = commitments.isRegistered[line] === 1
      if (isCounted === this.counted.has(line)) continue
      if (isCounted) this.counted.add(line)
      else this.counted.delete(line)
      changed.add(this.count(line, isCounted ? 1 : -1))
    }
    for (const link of changed) {
      for (const bucket of this.own[this.links.get(link)!.operator]!) this.refresh(link, bucket)
    }
    for (const bucket of buckets) {
      const operator = this.graph.buckets.operator[bucket]!
      // Of shared buckets no operator has it all.
      if (operator < 0) continue
      for (const link of this.linksOf.get(operator) ?? []) this.refresh(link, bucket)
    }
  }

  private count(line: number, by: number): number {
    const { commitments, operators } = this.graph
    const [operator, set] = [commitments.operator[line]!, commitments.set[line]!]
    const group = this.cells.group(set)
    const key = group * operators.length + operator
    const link = this.links.get(key) ?? { operator, set, lines: 0 }
    link.lines += by
    this.links.set(key, link)
    const all = this.linksOf.get(operator) ?? new Set()
    this.linksOf.set(operator, all.add(key))
    return key
  }

  private refresh(key: number, bucket: number): void {
    if (!this.hasPool(bucket)) return
    const { operator, set, lines } = this.links.get(key)!
    const { cap, pool } = this.graph.buckets
    const now = lines > 0 ? cap[bucket]! : 0n
    const pair = `${key} ${bucket}`
    const was = this.held.get(pair) ?? 0n
    this.held.set(pair, now)
    this.cells.add(this.cells.member(operator, set, bucket), pool[bucket]!, now - was)
  }
}

/** All stake. */
class AllBuckets extends Holdings {
  private readonly held = new Map<number, bigint>()

  change(_: Iterable<number>, buckets: Iterable<number>): void {
    const { cap, pool, operator: owner } = this.graph.buckets
    for (const bucket of buckets) {
      const operator = owner[bucket]!
      if (operator < 0) continue
      if (this.scope.operator !== null && this.scope.operator !== operator) continue
      if (!this.hasPool(bucket)) continue
      const [was, now] = [this.held.get(bucket) ?? 0n, cap[bucket]!]
      this.held.set(bucket, now)
      this.cells.add(this.cells.member(operator, -1, bucket), pool[bucket]!, now - was)
    }
  }
}

/** Buckets of operators as `own` has them, and those that operators share. */
class WithShared extends Holdings {
  private held: SharedHoldings = new Map()

  constructor(
    graph: StakeGraph,
    scope: StakeScope,
    cells: Cells,
    private readonly own: Holdings,
    private readonly basis: 'DELEGATED' | 'REGISTERED',
  ) {
    super(graph, scope, cells)
  }

  change(lines: Iterable<number>, buckets: Iterable<number>): void {
    const [changedLines, changedBuckets] = [[...lines], [...buckets]]
    this.own.change(changedLines, changedBuckets)
    const { pool } = this.graph.buckets
    // Who belongs to a scope by another bucket counts, too, so that any line can change them.
    if (changedLines.length === 0 && !changedBuckets.some((one) => isShared(this.graph, one)))
      return
    const now = sharedHoldings(this.graph, this.cells.of, this.basis, this.scope)
    for (const member of new Set([...this.held.keys(), ...now.keys()])) {
      const [was, is] = [this.held.get(member), now.get(member)]
      for (const bucket of new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])) {
        const change = (is?.get(bucket) ?? 0n) - (was?.get(bucket) ?? 0n)
        this.cells.add(member, pool[bucket]!, change)
      }
    }
    this.held = now
  }
}
