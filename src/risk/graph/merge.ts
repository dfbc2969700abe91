import type { StakeGraph } from './graph'

/** Where the lines and buckets of a graph are in a merged one. */
interface Places {
  readonly lines: readonly number[]
  readonly buckets: readonly number[]
}

/** Two graphs as one. */
export interface MergedGraph {
  readonly graph: StakeGraph
  readonly first: Places
  readonly second: Places
}

/**
 * One graph of two that have no pool in common. Operators, services and sets with the same id are the same.
 */
export function mergeGraphs(a: StakeGraph, b: StakeGraph): MergedGraph {
  const operators = union(a.operators, b.operators)
  const services = union(a.services, b.services)
  const pools = union(a.pools, b.pools)
  const parts = [a, b].map((graph) => ({
    graph,
    operatorAt: places(graph.operators, operators),
    serviceAt: places(graph.services, services),
    poolAt: places(graph.pools, pools),
  }))
  const found = new Map<string, { service: number; slashes: boolean; accepts: number[] | null }>()
  for (const { graph, serviceAt, poolAt } of parts) {
    for (const { id, service, slashes, accepts } of graph.sets) {
      const own = accepts?.map((pool) => poolAt[pool]!) ?? null
      const before = found.get(id)?.accepts ?? []
      const all = own && [...new Set([...before, ...own])].sort((x, y) => x - y)
      found.set(id, { service: serviceAt[service]!, slashes, accepts: all })
    }
  }
  const setIds = [...found.keys()].sort()
  const buckets = parts
    .flatMap((part) =>
      [...part.graph.buckets.pool].map((pool, at) => ({
        part,
        at,
        operator: mapped(part.operatorAt, part.graph.buckets.operator[at]!),
        pool: part.poolAt[pool]!,
      })),
    )
    .sort((one, other) => one.operator - other.operator || one.pool - other.pool)
  const setAt = parts.map(({ graph }) =>
    places(
      graph.sets.map(({ id }) => id),
      setIds,
    ),
  )
  const bucketAt = parts.map((part) => positionsIn(buckets, part, part.graph.buckets.cap.length))
  const lines = parts
    .flatMap((part, of) =>
      [...part.graph.commitments.set].map((set, at) => ({
        part,
        at,
        set: setAt[of]![set]!,
        operator: part.operatorAt[part.graph.commitments.operator[at]!]!,
        bucket: mapped(bucketAt[of]!, part.graph.commitments.bucket[at]!),
      })),
    )
    .sort(
      (one, other) =>
        one.set - other.set || one.operator - other.operator || one.bucket - other.bucket,
    )
  type Line = (typeof lines)[number]
  type Bucket = (typeof buckets)[number]
  const ofLines = (pick: (commitments: StakeGraph['commitments'], at: number) => bigint) =>
    lines.map(({ part, at }: Line) => pick(part.graph.commitments, at))
  const ofBuckets = (pick: (buckets: StakeGraph['buckets'], at: number) => bigint) =>
    buckets.map(({ part, at }: Bucket) => pick(part.graph.buckets, at))
  const hasExits = parts.some(({ graph }) => graph.buckets.exits)
  const isSetApart = parts.some(({ graph }) => graph.buckets.isSetApart)
  const isDivided = parts.some(({ graph }) => graph.commitments.divided)
  const graph: StakeGraph = {
    operators,
    services,
    pools,
    sets: setIds.map((id) => ({ id, ...found.get(id)! })),
    buckets: {
      operator: Int32Array.from(buckets, ({ operator }) => operator),
      pool: Int32Array.from(buckets, ({ pool }) => pool),
      cap: ofBuckets(({ cap }, at) => cap[at]!),
      queued: null,
      maxMagnitude: ofBuckets(({ maxMagnitude }, at) => maxMagnitude[at]!),
      ...(isSetApart && {
        isSetApart: Uint8Array.from(buckets, ({ part, at }) => {
          return part.graph.buckets.isSetApart?.[at] ?? 0
        }),
      }),
      ...(hasExits && {
        exits: {
          epoch: buckets.map(({ part, at }) => part.graph.buckets.exits?.epoch[at] ?? null),
          isUnknown: Uint8Array.from(buckets, ({ part, at }) => {
            return part.graph.buckets.exits?.isUnknown[at] ?? 0
          }),
          current: ofBuckets(({ exits }, at) => exits?.current[at] ?? 0n),
          next: ofBuckets(({ exits }, at) => exits?.next[at] ?? 0n),
          isBefore: Uint8Array.from(buckets, ({ part, at }) => {
            return part.graph.buckets.exits?.isBefore[at] ?? 0
          }),
        },
      }),
    },
    commitments: {
      operator: Int32Array.from(lines, ({ operator }) => operator),
      set: Int32Array.from(lines, ({ set }) => set),
      bucket: Int32Array.from(lines, ({ bucket }) => bucket),
      isRegistered: Uint8Array.from(
        lines,
        ({ part, at }) => part.graph.commitments.isRegistered[at]!,
      ),
      registered: ofLines(({ registered }, at) => registered[at]!),
      slashable: ofLines(({ slashable }, at) => slashable[at]!),
      minSlashable: ofLines(({ minSlashable }, at) => minSlashable[at]!),
      magnitude: ofLines(({ magnitude }, at) => magnitude[at]!),
      minMagnitude: ofLines(({ minMagnitude }, at) => minMagnitude[at]!),
      ...(isDivided && {
        divided: {
          shares: ofLines(({ divided }, at) => divided?.shares[at] ?? 0n),
          all: ofLines(({ divided }, at) => divided?.all?.[at] ?? 0n),
          limit: ofLines(({ divided }, at) => divided?.limit[at] ?? 0n),
        },
      }),
    },
    unknownBases: [...new Set([...a.unknownBases, ...b.unknownBases])],
  }
  const [first, second] = parts.map((part, of) => ({
    lines: positionsIn(lines, part, part.graph.commitments.set.length),
    buckets: bucketAt[of]!,
  }))
  return { graph, first: first!, second: second! }
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort()
}

/** Position in `all` of each of `ids`. */
function places(ids: readonly string[], all: readonly string[]): number[] {
  const at = new Map(all.map((id, position) => [id, position]))
  return ids.map((id) => at.get(id)!)
}

/** -1 stays. */
function mapped(places: readonly number[], position: number): number {
  return position < 0 ? -1 : places[position]!
}

/** Where the items of a part went. */
function positionsIn<P>(
  list: readonly { readonly part: P; readonly at: number }[],
  part: P,
  count: number,
): number[] {
  const found = new Array<number>(count)
  list.forEach((one, position) => {
    if (one.part === part) found[one.at] = position
  })
  return found
}

/** A graph without stake. */
export function emptyGraph(): StakeGraph {
  const none = new Int32Array()
  return {
    operators: [],
    services: [],
    pools: [],
    sets: [],
    buckets: { operator: none, pool: none, cap: [], queued: null, maxMagnitude: [] },
    commitments: {
      operator: none,
      set: none,
      bucket: none,
      isRegistered: new Uint8Array(),
      registered: [],
      slashable: [],
      minSlashable: [],
      magnitude: [],
      minMagnitude: [],
    },
    unknownBases: [],
  }
}
