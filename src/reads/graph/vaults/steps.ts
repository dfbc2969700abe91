import type { ServiceSet, StakeGraph } from '../../../risk/graph/graph'
import { emptyGraph, type MergedGraph, mergeGraphs } from '../../../risk/graph/merge'
import { lineKey, unionOf } from '../../../risk/graph/union'
import type { ApiContext } from '../../context'
import type { Protocol } from '../../vaults/commitments'
import { type GraphStep, GraphSteps } from '../steps'
import { type BlockGraph, withVaults } from '../timeline'
import { loadVaults, type VaultsAt } from './load'

/** The stake graph at some blocks, one after another: see `GraphSteps`. */
export interface StepsOfGraph {
  /** As of the current point; its ids are those of all points. */
  readonly graph: StakeGraph
  steps(): Generator<GraphStep & BlockGraph>
  /** Whether something is known at the current point. */
  exists(kind: Kind, id: string): boolean
}

type Kind = 'operator' | 'pool' | 'avs' | 'operatorSet'

/**
 * Reads what the graphs of some blocks need, vaults too.
 * @param points block numbers, ascending
 * @param protocol only of it; null: of both
 */
export async function loadSteps(
  context: ApiContext,
  points: readonly number[],
  protocol: Protocol | null = null,
): Promise<StepsOfGraph> {
  const hasVaults = (await loadVaults(context, points.at(-1)!)) !== null
  const own =
    protocol === 'SYMBIOTIC' ? new NoSteps(points) : await GraphSteps.load(context, points)
  if (!hasVaults || protocol === 'EIGENLAYER') return own
  const vaults: (VaultsAt | null)[] = []
  for (const block of points) vaults.push(await loadVaults(context, block))
  return new MergedSteps(own, vaults)
}

/** Steps of a protocol that the chain does not have, or that is not asked for. */
class NoSteps implements StepsOfGraph {
  readonly graph = emptyGraph()

  constructor(private readonly points: readonly number[]) {}

  *steps(): Generator<GraphStep & BlockGraph> {
    const none = { deallocationDelay: null, withdrawalDelay: null, pools: [] }
    const [lines, buckets] = [new Set<number>(), new Set<number>()]
    for (const block of this.points) yield { block, lines, buckets, graph: this.graph, ...none }
  }

  exists(): boolean {
    return false
  }
}

/** Columns of commitments that have amounts. */
const AMOUNTS = ['registered', 'slashable', 'minSlashable', 'magnitude', 'minMagnitude'] as const
const DIVIDED = ['shares', 'all', 'limit'] as const
const EXITS = ['current', 'next'] as const

type Columns<K extends string> = Record<K, bigint[]>

/**
 * Steps of EigenLayer's stake with those of vaults. What vaults have at a point is read for each; only what differs from the point before is
 * reported as changed.
 */
class MergedSteps implements StepsOfGraph {
  readonly graph: StakeGraph
  private readonly merged: MergedGraph
  private readonly union: StakeGraph
  private readonly sets: ServiceSet[]
  private point = -1

  constructor(
    private readonly own: StepsOfGraph,
    private readonly vaults: readonly (VaultsAt | null)[],
  ) {
    this.union = unionOf(vaults.flatMap((one) => one?.graph ?? []))
    this.merged = mergeGraphs(own.graph, this.union)
    this.sets = [...this.merged.graph.sets]
    this.graph = { ...this.merged.graph, sets: this.sets }
  }

  *steps(): Generator<GraphStep & BlockGraph> {
    const setAt = new Map(this.sets.map(({ id }, set) => [id, set]))
    for (const step of this.own.steps()) {
      this.point++
      const changed = { lines: new Set<number>(), buckets: new Set<number>() }
      this.takeOwn(step, changed)
      const vaults = this.vaults[this.point]!
      this.takeVaults(vaults?.graph ?? emptyGraph(), changed)
      for (const part of [step.graph, vaults?.graph ?? emptyGraph()]) this.takeSets(part, setAt)
      const { block, deallocationDelay, withdrawalDelay } = step
      const at = vaults ? withVaults(step, vaults) : step
      const infos = new Map(at.graph.pools.map((id, pool) => [id, at.pools[pool]!]))
      yield {
        block,
        ...changed,
        graph: { ...this.graph, unknownBases: at.graph.unknownBases },
        pools: this.graph.pools.map((id) => infos.get(id) ?? NO_INFO),
        deallocationDelay,
        withdrawalDelay,
        ...(vaults && { vaults }),
      }
    }
  }

  exists(kind: Kind, id: string): boolean {
    if (this.own.exists(kind, id)) return true
    const graph = this.vaults[this.point]?.graph
    if (!graph) return false
    if (kind === 'operatorSet') return graph.sets.some((set) => set.id === id)
    const ids = { operator: graph.operators, pool: graph.pools, avs: graph.services }
    return ids[kind].includes(id)
  }

  private takeOwn({ graph, lines, buckets }: GraphStep & BlockGraph, changed: Changed): void {
    const { first } = this.merged
    for (const line of lines) {
      this.takeLine(graph, line, first.lines[line]!, changed)
    }
    const { cap, maxMagnitude } = this.graph.buckets as unknown as Columns<'cap' | 'maxMagnitude'>
    for (const bucket of buckets) {
      const to = first.buckets[bucket]!
      cap[to] = graph.buckets.cap[bucket]!
      maxMagnitude[to] = graph.buckets.maxMagnitude[bucket]!
      changed.buckets.add(to)
    }
  }

  private takeVaults(graph: StakeGraph, changed: Changed): void {
    const { second } = this.merged
    const lineAt = new Map(
      [...graph.commitments.set.keys()].map((line) => [lineKey(graph, line), line]),
    )
    this.union.commitments.set.forEach((_, line) => {
      const from = lineAt.get(lineKey(this.union, line))
      this.takeLine(graph, from ?? null, second.lines[line]!, changed)
    })
    const bucketAt = new Map(
      [...graph.buckets.pool].map((pool, bucket) => [graph.pools[pool]!, bucket]),
    )
    this.union.buckets.pool.forEach((pool, bucket) => {
      const from = bucketAt.get(this.union.pools[pool]!) ?? null
      this.takeBucket(graph, from, second.buckets[bucket]!, changed)
    })
  }

  /** @param from null: it is not there at the point */
  private takeLine(graph: StakeGraph, from: number | null, to: number, changed: Changed): void {
    const target = this.graph.commitments as unknown as Columns<(typeof AMOUNTS)[number]>
    let isChanged = false
    for (const column of AMOUNTS) {
      const now = from === null ? 0n : graph.commitments[column][from]!
      if (target[column][to] !== now) isChanged = true
      target[column][to] = now
    }
    const divided = this.graph.commitments.divided as unknown as Columns<(typeof DIVIDED)[number]>
    for (const column of DIVIDED) {
      divided[column][to] = from === null ? 0n : (graph.commitments.divided?.[column]?.[from] ?? 0n)
    }
    const { isRegistered } = this.graph.commitments
    const now = from === null ? 0 : graph.commitments.isRegistered[from]!
    if (isRegistered[to] !== now) isChanged = true
    isRegistered[to] = now
    if (isChanged) changed.lines.add(to)
  }

  private takeBucket(graph: StakeGraph, from: number | null, to: number, changed: Changed): void {
    const { cap, maxMagnitude } = this.graph.buckets as unknown as Columns<'cap' | 'maxMagnitude'>
    const exits = this.graph.buckets.exits! as unknown as Columns<(typeof EXITS)[number]> & {
      epoch: (bigint | null)[]
      isUnknown: Uint8Array
      isBefore: Uint8Array
    }
    const own = graph.buckets
    const now = from === null ? 0n : own.cap[from]!
    let isChanged = cap[to] !== now
    cap[to] = now
    maxMagnitude[to] = from === null ? 0n : own.maxMagnitude[from]!
    for (const column of EXITS) {
      const amount = from === null ? 0n : (own.exits?.[column][from] ?? 0n)
      if (exits[column][to] !== amount) isChanged = true
      exits[column][to] = amount
    }
    exits.epoch[to] = from === null ? null : (own.exits?.epoch[from] ?? null)
    exits.isUnknown[to] = from === null ? 0 : (own.exits?.isUnknown[from] ?? 0)
    exits.isBefore[to] = from === null ? 0 : (own.exits?.isBefore[from] ?? 0)
    if (isChanged) changed.buckets.add(to)
  }

  /** The pools that sets accept at the point. */
  private takeSets(part: StakeGraph, setAt: ReadonlyMap<string, number>): void {
    const poolAt = new Map(this.graph.pools.map((id, pool) => [id, pool]))
    for (const { id, accepts } of part.sets) {
      const set = setAt.get(id)!
      const own = accepts?.map((pool) => poolAt.get(part.pools[pool]!)!) ?? null
      this.sets[set] = { ...this.sets[set]!, accepts: own }
    }
  }
}

interface Changed {
  readonly lines: Set<number>
  readonly buckets: Set<number>
}

const NO_INFO = { asset: null, decimals: null, rate: null }
