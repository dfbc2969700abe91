import type { StakeGraph } from '../../../src/risk/graph/graph'
import { Valuation } from '../../../src/risk/value/valuation'

/**
 * Amounts by `operator/pool`; in `stake` a pool alone is one bucket for all operators; elsewhere an
 * operator alone is a member without stake.
 */
export type AmountsByKey = Readonly<Record<string, bigint>>

export interface GraphSpec {
  operators: readonly string[]
  /** Service of each set. */
  sets: Readonly<Record<string, string>>
  /** Sets that cannot slash. */
  directories?: readonly string[]
  stake: AmountsByKey
  queued?: AmountsByKey
  maxMagnitude?: AmountsByKey
  /** By set: registered operators. */
  registered: Readonly<Record<string, AmountsByKey>>
  /** By set. Operators that are only here have left, but can still be slashed. */
  slashable?: Readonly<Record<string, AmountsByKey>>
  /** By set; as `slashable` if absent. */
  minSlashable?: Readonly<Record<string, AmountsByKey>>
  magnitude?: Readonly<Record<string, AmountsByKey>>
}

/** A stake graph from amounts by name, in the order of `StakeGraph`. */
export function stakeGraph(spec: GraphSpec): StakeGraph {
  const { slashable = {}, minSlashable = slashable, magnitude = {} } = spec
  const operators = [...spec.operators].sort()
  const setIds = Object.keys(spec.sets).sort()
  const services = [...new Set(Object.values(spec.sets))].sort()
  const keys = Object.keys(spec.stake).map((key) => ({
    key,
    operator: key.includes('/') ? position(operators, key.split('/')[0]!) : -1,
    poolId: key.split('/').at(-1)!,
  }))
  const pools = [...new Set(keys.map(({ poolId }) => poolId))].sort()
  const buckets = keys
    .map((bucket) => ({ ...bucket, pool: position(pools, bucket.poolId) }))
    .sort((a, b) => a.operator - b.operator || a.pool - b.pool)
  const bucketOf = (key: string): number => {
    if (!key.includes('/')) return -1
    const own = buckets.findIndex((bucket) => bucket.key === key)
    const found = own < 0 ? buckets.findIndex((bucket) => bucket.key === key.split('/')[1]) : own
    if (found < 0) throw new Error(`No bucket for ${key}`)
    return found
  }
  const lines = setIds
    .flatMap((id, set) => {
      const members = [spec.registered, slashable, minSlashable].flatMap((by) =>
        Object.keys(by[id] ?? {}),
      )
      return [...new Set(members)].map((key) => ({
        key,
        set,
        operator: position(operators, key.split('/')[0]!),
        bucket: bucketOf(key),
        isRegistered: spec.registered[id]?.[key] !== undefined,
        registered: spec.registered[id]?.[key] ?? 0n,
        slashable: slashable[id]?.[key] ?? 0n,
        minSlashable: minSlashable[id]?.[key] ?? 0n,
        magnitude: magnitude[id]?.[key] ?? 0n,
      }))
    })
    .sort((a, b) => a.set - b.set || a.operator - b.operator || a.bucket - b.bucket)
  return {
    operators,
    services,
    sets: setIds.map((id) => ({
      id,
      service: position(services, spec.sets[id]!),
      slashes: !spec.directories?.includes(id),
      accepts: null,
    })),
    pools,
    buckets: {
      operator: Int32Array.from(buckets, ({ operator }) => operator),
      pool: Int32Array.from(buckets, ({ pool }) => pool),
      cap: buckets.map(({ key }) => spec.stake[key]!),
      queued: buckets.map(({ key }) => spec.queued?.[key] ?? 0n),
      maxMagnitude: buckets.map(({ key }) => spec.maxMagnitude?.[key] ?? 0n),
    },
    commitments: {
      operator: Int32Array.from(lines, ({ operator }) => operator),
      set: Int32Array.from(lines, ({ set }) => set),
      bucket: Int32Array.from(lines, ({ bucket }) => bucket),
      isRegistered: Uint8Array.from(lines, ({ isRegistered }) => Number(isRegistered)),
      registered: lines.map(({ registered }) => registered),
      slashable: lines.map((line) => line.slashable),
      minSlashable: lines.map((line) => line.minSlashable),
      magnitude: lines.map((line) => line.magnitude),
      minMagnitude: lines.map((line) => line.magnitude),
    },
    unknownBases: [],
  }
}

function position(ids: readonly string[], id: string): number {
  const found = ids.indexOf(id)
  if (found < 0) throw new Error(`Unknown id ${id}`)
  return found
}

/** A valuation with weight 1 for every pool. */
export function atPar({ pools }: StakeGraph): Valuation {
  return new Valuation(
    pools.map(() => 1n),
    1n,
  )
}

/**
 * The toy network of the metrics reference: four operators, three services of one set, one pool.
 */
export function toyGraph(): StakeGraph {
  return stakeGraph({
    operators: ['O1', 'O2', 'O3', 'O4'],
    sets: { S1: 'S1', S2: 'S2', S3: 'S3' },
    stake: { 'O1/P': 50n, 'O2/P': 30n, 'O3/P': 15n, 'O4/P': 5n },
    registered: {
      S1: { 'O1/P': 50n, 'O2/P': 30n, 'O3/P': 15n },
      S2: { 'O1/P': 50n, 'O2/P': 30n },
      S3: { 'O1/P': 50n, 'O4/P': 5n },
    },
    slashable: {
      S1: { 'O1/P': 20n, 'O2/P': 9n, 'O3/P': 3n },
      S2: { 'O1/P': 15n, 'O2/P': 6n },
      S3: { 'O1/P': 5n },
    },
  })
}

/**
 * One vault that two networks restake in full (Symbiotic FullRestake): 100 active, both networks
 * may take 80, operator limits A 50 and 60, B 40 and 70 (metrics reference and golden vectors,
 * Symbiotic).
 */
export function vaultGraph(): StakeGraph {
  const promised = { N1: { 'A/V': 50n, 'B/V': 40n }, N2: { 'A/V': 60n, 'B/V': 70n } }
  return stakeGraph({
    operators: ['A', 'B'],
    sets: { N1: 'N1', N2: 'N2' },
    stake: { V: 100n },
    registered: promised,
    slashable: promised,
  })
}
