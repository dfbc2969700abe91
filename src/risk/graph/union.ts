import type { ServiceSet, StakeGraph } from './graph'

/** Names a line of a graph by ids, so that lines of graphs of different blocks compare. */
export function lineKey(
  { commitments, buckets, sets, operators, pools }: StakeGraph,
  line: number,
) {
  const bucket = commitments.bucket[line]!
  const pool = bucket < 0 ? '' : pools[buckets.pool[bucket]!]!
  return `${sets[commitments.set[line]!]!.id} ${operators[commitments.operator[line]!]!} ${pool}`
}

/**
 * A graph with all that is in any of some graphs whose buckets are shared by all operators, and nothing of it: every amount is 0, and
 * nobody is registered.
 */
export function unionOf(graphs: readonly StakeGraph[]): StakeGraph {
  const idsOf = (pick: (graph: StakeGraph) => readonly string[]) =>
    [...new Set(graphs.flatMap((graph) => pick(graph)))].sort()
  const operators = idsOf((graph) => graph.operators)
  const services = idsOf((graph) => graph.services)
  const pools = idsOf((graph) => graph.pools)
  const at = (ids: readonly string[]) => new Map(ids.map((id, position) => [id, position]))
  const [operatorAt, serviceAt, poolAt] = [at(operators), at(services), at(pools)]
  const found = new Map<string, { service: string; accepts: Set<string> }>()
  const lines = new Map<string, { set: string; operator: string; pool: string }>()
  for (const graph of graphs) {
    for (const { id, service, accepts } of graph.sets) {
      const set = found.get(id) ?? { service: graph.services[service]!, accepts: new Set() }
      found.set(id, set)
      for (const pool of accepts ?? []) set.accepts.add(graph.pools[pool]!)
    }
    graph.commitments.bucket.forEach((bucket, line) => {
      const set = graph.sets[graph.commitments.set[line]!]!.id
      const operator = graph.operators[graph.commitments.operator[line]!]!
      lines.set(lineKey(graph, line), {
        set,
        operator,
        pool: graph.pools[graph.buckets.pool[bucket]!]!,
      })
    })
  }
  const setIds = [...found.keys()].sort()
  const setAt = at(setIds)
  const sets = setIds.map((id): ServiceSet => {
    const { service, accepts } = found.get(id)!
    const own = [...accepts].map((pool) => poolAt.get(pool)!).sort((a, b) => a - b)
    return { id, service: serviceAt.get(service)!, slashes: true, accepts: own }
  })
  const placed = [...lines.values()]
    .map(({ set, operator, pool }) => ({
      set: setAt.get(set)!,
      operator: operatorAt.get(operator)!,
      bucket: poolAt.get(pool)!,
    }))
    .sort((a, b) => a.set - b.set || a.operator - b.operator || a.bucket - b.bucket)
  const setApart = new Set(
    graphs.flatMap(({ buckets, pools }) =>
      [...buckets.pool].flatMap((pool, bucket) =>
        buckets.isSetApart?.[bucket] ? pools[pool]! : [],
      ),
    ),
  )
  const ofBuckets = () => pools.map(() => 0n)
  const ofLines = () => placed.map(() => 0n)
  return {
    operators,
    services,
    pools,
    sets,
    buckets: {
      operator: new Int32Array(pools.length).fill(-1),
      pool: Int32Array.from(pools.keys()),
      cap: ofBuckets(),
      queued: null,
      maxMagnitude: ofBuckets(),
      isSetApart: Uint8Array.from(pools, (id) => Number(setApart.has(id))),
      exits: {
        epoch: pools.map(() => null),
        isUnknown: new Uint8Array(pools.length),
        current: ofBuckets(),
        next: ofBuckets(),
        isBefore: new Uint8Array(pools.length),
      },
    },
    commitments: {
      operator: Int32Array.from(placed, ({ operator }) => operator),
      set: Int32Array.from(placed, ({ set }) => set),
      bucket: Int32Array.from(placed, ({ bucket }) => bucket),
      isRegistered: new Uint8Array(placed.length),
      registered: ofLines(),
      slashable: ofLines(),
      minSlashable: ofLines(),
      magnitude: ofLines(),
      minMagnitude: ofLines(),
      divided: { shares: ofLines(), all: ofLines(), limit: ofLines() },
    },
    unknownBases: [],
  }
}
