import type { ServiceSet, StakeGraph } from '../../risk/graph/graph'
import { WAD } from '../../risk/math/wad'
import type { ApiContext } from '../context'
import { type Amounts, fill, finish, noAmounts } from './build'
import { type Layout, layOut } from './layout'
import { type ChangedKeys, RowHistory } from './row-history'
import type { Departure } from './rows'
import { type BlockGraph, constants, poolInfo } from './timeline'

/** A graph that moves from one point to the next, and what changed. */
export interface GraphStep {
  readonly block: number
  /** Positions of lines of `commitments` with another amount, magnitude or membership than at the point before. */
  readonly lines: ReadonlySet<number>
  /** Positions of buckets with other stake. */
  readonly buckets: ReadonlySet<number>
}

/**
 * The stake graph at some blocks, one after another, in one place: only what changed is computed again.
 *
 * Its layout is that of all blocks together, so positions never change. What is not there yet, or no longer, has no stake and no
 * members: measures of stake and members do not see it. `exists` tells it from what holds nothing.
 */
export class GraphSteps {
  private readonly amounts: Amounts
  private readonly isRegistered: Uint8Array
  private readonly sets: ServiceSet[]
  private readonly linesOfMember = new Map<string, number[]>()
  private readonly linesOfSetPool = new Map<string, number[]>()
  private readonly pending = new Set<number>()
  /** Lines of operators that left their set and can still be slashed. */
  private readonly departed = new Set<number>()
  /** As of the current point; its ids are those of all points. */
  readonly graph: StakeGraph
  private delay: number | null = null
  private readonly keys: readonly LineKeys[]
  /** Blocks at which each operator left each set, ascending. */
  private readonly leftAt = new Map<string, number[]>()
  /** Departures that were seen. */
  private seen = 0

  private constructor(
    private readonly points: readonly number[],
    private readonly history: RowHistory,
    private readonly layout: Layout,
    private readonly departures: readonly Departure[],
  ) {
    const { lines, bucketKeys, sets, pools } = layout
    this.amounts = {
      cap: bucketKeys.map(() => 0n),
      maxMagnitude: bucketKeys.map(() => WAD),
      ...noAmounts(layout),
    }
    this.isRegistered = new Uint8Array(lines.length)
    this.sets = [...sets]
    this.keys = lines.map(({ operator, set, bucket }, line) => {
      const { id, slashes } = sets[set]!
      const member = memberKey(layout.operators[operator]!, id)
      const pool = bucket < 0 ? null : pools[layout.bucketPool[bucket]!]!
      push(this.linesOfMember, member, line)
      push(this.linesOfSetPool, `${id}-${pool}`, line)
      return {
        member,
        stake: bucket < 0 ? null : layout.bucketKeys[bucket]!,
        accepted: bucket < 0 || !slashes ? null : `${id}-${pool}`,
      }
    })
    for (const { operator, set, block } of departures) {
      push(this.leftAt, memberKey(operator, set), block)
    }
    const { graph } = finish(layout, this.amounts, [], 0)
    const commitments = { ...graph.commitments, isRegistered: this.isRegistered }
    this.graph = { ...graph, sets: this.sets, commitments }
  }

  /** Reads what the graphs of some blocks need, at once. @param points block numbers, ascending */
  static async load(
    context: Pick<ApiContext, 'query'>,
    points: readonly number[],
  ): Promise<GraphSteps> {
    const history = await RowHistory.load(context, points)
    const departures = await loadAllDepartures(context, points.at(-1)!)
    const layout = layOut(history.all, departures, points[0]!, null, true)
    return new GraphSteps(points, history, layout, departures)
  }

  /** The graph at each point; it is changed in place by the next step. */
  *steps(): Generator<GraphStep & BlockGraph> {
    for (const block of this.points) {
      const changed = this.history.advance()
      const { deallocationDelay, withdrawalDelay } = constants(this.history.rows)
      const isAll = block === this.points[0] || deallocationDelay !== this.delay
      this.delay = deallocationDelay
      const buckets = this.changeBuckets(changed)
      const lines = new Set<number>()
      const affected = this.affected(changed, buckets, block)
      for (const line of isAll ? this.layout.lines.keys() : affected) {
        if (this.refill(line, block)) lines.add(line)
      }
      const graph = { ...this.graph, unknownBases: this.unknownBases() }
      const pools = graph.pools.map((pool) => poolInfo(this.history.rows, pool))
      yield { block, lines, buckets, graph, pools, deallocationDelay, withdrawalDelay }
    }
  }

  /** Whether something is known at the current point. */
  exists(kind: 'operator' | 'pool' | 'avs' | 'operatorSet', id: string): boolean {
    return this.history.rows[kind].has(id)
  }

  private changeBuckets(changed: ChangedKeys): Set<number> {
    const buckets = new Set<number>()
    const { operatorStake, magnitude } = this.history.rows
    for (const key of [...changed.operatorStake, ...changed.magnitude]) {
      const bucket = this.layout.bucketAt.get(key)
      if (bucket === undefined) continue
      this.amounts.cap[bucket] = operatorStake.get(key)?.shares ?? 0n
      this.amounts.maxMagnitude[bucket] = magnitude.get(key)?.max ?? WAD
      buckets.add(bucket)
    }
    return buckets
  }

  /** Lines that may have changed; those with pending changes and departures change without an event. */
  private affected(changed: ChangedKeys, buckets: ReadonlySet<number>, block: number): Set<number> {
    const { layout, history, sets } = this
    const lines = new Set([...this.pending, ...this.departed])
    const addAll = (more: readonly number[] | undefined) => {
      for (const line of more ?? []) lines.add(line)
    }
    for (const bucket of buckets) addAll(layout.linesOf[bucket])
    for (const key of changed.allocation) {
      const line = layout.lineAt.get(key)
      if (line !== undefined) lines.add(line)
    }
    for (const key of changed.registration) {
      const { operator, avs, set } = history.all.registration.get(key)!
      addAll(this.linesOfMember.get(memberKey(operator, set ?? avs)))
    }
    for (; this.departures[this.seen] && this.departures[this.seen]!.block <= block; this.seen++) {
      const { operator, set } = this.departures[this.seen]!
      addAll(this.linesOfMember.get(memberKey(operator, set)))
    }
    for (const key of changed.operatorSetPool) {
      const { set, pool } = history.all.operatorSetPool.get(key)!
      addAll(this.linesOfSetPool.get(`${set}-${pool}`))
      addAll(this.linesOfSetPool.get(`${set}-${null}`))
      const at = sets.findIndex(({ id }) => id === set)
      if (at >= 0) sets[at] = this.accepting(layout.sets[at]!)
    }
    return lines
  }

  /** The set with the pools that it accepts at the current point. */
  private accepting(set: ServiceSet): ServiceSet {
    const { rows } = this.history
    const accepts = set.accepts!.filter((pool) => {
      return rows.operatorSetPool.has(`${set.id}-${this.layout.pools[pool]}`)
    })
    return { ...set, accepts }
  }

  /** Computes a line again. @returns whether it changed */
  private refill(line: number, block: number): boolean {
    const { amounts, history, isRegistered } = this
    const registered = amounts.registered[line]
    const slashable = amounts.slashable[line]
    const minSlashable = amounts.minSlashable[line]
    const magnitude = amounts.magnitude[line]
    const wasRegistered = isRegistered[line]
    amounts.registered[line] = 0n
    amounts.slashable[line] = 0n
    amounts.minSlashable[line] = 0n
    amounts.magnitude[line] = 0n
    amounts.minMagnitude[line] = 0n
    const membership = this.membership(line, block)
    const isMember = membership === 'MEMBER'
    isRegistered[line] = Number(isMember)
    this.pending.delete(line)
    this.departed.delete(line)
    if (membership === 'DEPARTED') this.departed.add(line)
    if (membership !== null) {
      const { bucket, allocation } = this.layout.lines[line]!
      const now = { bucket, allocation, isRegistered: isMember }
      if (fill(amounts, history.rows, now, line, block, this.delay)) this.pending.add(line)
    }
    return (
      registered !== amounts.registered[line] ||
      slashable !== amounts.slashable[line] ||
      minSlashable !== amounts.minSlashable[line] ||
      // Of the queue it takes a part even where nothing else is left.
      magnitude !== amounts.magnitude[line] ||
      wasRegistered !== isRegistered[line]
    )
  }

  /** Whether the operator belongs to the set now, which accepts the pool, or left it and can still be slashed. */
  private membership(line: number, block: number): 'MEMBER' | 'DEPARTED' | null {
    const { rows } = this.history
    const { member, stake, accepted } = this.keys[line]!
    if (stake !== null && !rows.operatorStake.has(stake)) return null
    if (accepted !== null && !rows.operatorSetPool.has(accepted)) return null
    if (rows.registration.has(member)) return 'MEMBER'
    if (stake === null) return null
    const left = this.leftAt.get(member)?.findLast((one) => one <= block)
    const isSlashable = left !== undefined && (this.delay === null || left + this.delay >= block)
    return isSlashable ? 'DEPARTED' : null
  }

  private unknownBases(): StakeGraph['unknownBases'] {
    if (this.delay !== null) return []
    if (this.departed.size > 0) return ['SLASHABLE', 'MIN_SLASHABLE']
    return this.pending.size > 0 ? ['MIN_SLASHABLE'] : []
  }
}

/** Keys of the rows that a line needs; null: it needs none. */
interface LineKeys {
  readonly member: string
  readonly stake: string | null
  readonly accepted: string | null
}

/** As the key of a registration. */
function memberKey(operator: string, set: string): string {
  return `${operator}-${set}`
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

/** All departures up to a block, in their order. */
function loadAllDepartures(context: Pick<ApiContext, 'query'>, to: number): Promise<Departure[]> {
  return context.query<Departure>(
    `SELECT operator_id AS operator, operator_set_id AS set, block FROM deregistration
     WHERE block <= $1 ORDER BY block`,
    [to],
  )
}
