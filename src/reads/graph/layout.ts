import type { ServiceSet } from '../../risk/graph/graph'
import { groupBy } from '../group-by'
import type { Departure, GraphRows } from './rows'

/** The parts of a stake graph that follow from the keys of its rows, not from amounts. */
export interface Layout {
  readonly operators: readonly string[]
  readonly services: readonly string[]
  readonly pools: readonly string[]
  readonly sets: readonly ServiceSet[]
  /** `<operator>-<pool>` of each bucket. */
  readonly bucketKeys: readonly string[]
  readonly bucketAt: ReadonlyMap<string, number>
  readonly bucketOperator: Int32Array
  readonly bucketPool: Int32Array
  readonly lines: readonly LineLayout[]
  /** Lines by key of their allocation. */
  readonly lineAt: ReadonlyMap<string, number>
  /** Lines of each bucket. */
  readonly linesOf: readonly (readonly number[])[]
  /** Last block of the layout: after it, an operator that left a set can no longer be slashed by it. */
  readonly until: number
}

/** One line of `Commitments`, without amounts. */
export interface LineLayout {
  readonly operator: number
  readonly set: number
  /** -1: a member without stake in any pool that the set accepts. */
  readonly bucket: number
  readonly isRegistered: boolean
  /** Key of its allocation, which need not exist; null: it cannot be slashed. */
  readonly allocation: string | null
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const sortedKeys = (map: ReadonlyMap<string, unknown>) => [...map.keys()].sort(byText)
const positions = (ids: readonly string[]) => new Map(ids.map((id, index) => [id, index]))

/**
 * Lays out the graph: a bucket is an operator's stake in a pool; a line is what an operator has in a pool that a set
 * accepts, if it is a member of the set, or left it no longer than the deallocation delay ago.
 *
 * A registration by the AVSDirectory counts as a set named like the AVS, which accepts every pool and cannot slash.
 *
 * @param isEveryMember whether each member of a set has a line without stake; otherwise only those that have no other
 */
export function layOut(
  rows: GraphRows,
  departures: readonly Departure[],
  block: number,
  deallocationDelay: number | null,
  isEveryMember = false,
): Layout {
  const operators = sortedKeys(rows.operator)
  const services = sortedKeys(rows.avs)
  const pools = sortedKeys(rows.pool)
  const operatorAt = positions(operators)
  const serviceAt = positions(services)
  const poolAt = positions(pools)
  const buckets = layOutBuckets(rows)
  const accepted = groupBy(rows.operatorSetPool.values(), ({ set }) => set)
  const { members, until } = membersBySet(rows, departures, block, deallocationDelay)

  const lines: LineLayout[] = []
  const sets = [...members].map(([id, inSet], set): ServiceSet => {
    const slashes = rows.operatorSet.has(id)
    const own = (accepted.get(id) ?? []).map(({ pool }) => pool).sort(byText)
    for (const operator of sortedKeys(inSet)) {
      const member = {
        operator: operatorAt.get(operator)!,
        set,
        isRegistered: inSet.get(operator)!,
      }
      const held = slashes ? bucketsIn(buckets, operator, id, own) : bucketsOf(buckets, operator)
      // A member without stake still is a member.
      if (isEveryMember || (member.isRegistered && held.length === 0)) {
        held.push({ bucket: -1, allocation: null })
      }
      for (const line of held) lines.push({ ...member, ...line })
    }
    return {
      id,
      service: serviceAt.get(rows.operatorSet.get(id)?.avs ?? id)!,
      slashes,
      accepts: slashes ? own.map((pool) => poolAt.get(pool)!) : null,
    }
  })
  return {
    operators,
    services,
    pools,
    sets,
    bucketKeys: buckets.keys,
    bucketAt: buckets.at,
    bucketOperator: Int32Array.from(buckets.stakes, ({ operator }) => operatorAt.get(operator)!),
    bucketPool: Int32Array.from(buckets.stakes, ({ pool }) => poolAt.get(pool)!),
    lines,
    ...indexLines(lines, buckets.keys.length),
    until,
  }
}

interface Buckets {
  /** Ordered by operator and pool, which is the order of the keys. */
  readonly keys: readonly string[]
  readonly at: ReadonlyMap<string, number>
  readonly stakes: readonly { operator: string; pool: string }[]
  readonly byOperator: ReadonlyMap<string, readonly string[]>
}

function layOutBuckets(rows: GraphRows): Buckets {
  const keys = sortedKeys(rows.operatorStake)
  return {
    keys,
    at: positions(keys),
    stakes: keys.map((key) => rows.operatorStake.get(key)!),
    byOperator: groupBy(keys, (key) => rows.operatorStake.get(key)!.operator),
  }
}

type Held = Pick<LineLayout, 'bucket' | 'allocation'>

/** Buckets of an operator in the pools of a set that can slash. */
function bucketsIn(
  { at }: Buckets,
  operator: string,
  set: string,
  pools: readonly string[],
): Held[] {
  return pools.flatMap((pool) => {
    const bucket = at.get(`${operator}-${pool}`)
    return bucket === undefined ? [] : [{ bucket, allocation: `${operator}-${set}-${pool}` }]
  })
}

/** All buckets of an operator. */
function bucketsOf({ at, byOperator }: Buckets, operator: string): Held[] {
  const keys = byOperator.get(operator) ?? []
  return keys.map((key) => ({ bucket: at.get(key)!, allocation: null }))
}

/** Whether each operator of a set is registered, or left it and can still be slashed; sets in the order of their ids. */
function membersBySet(
  rows: GraphRows,
  departures: readonly Departure[],
  block: number,
  deallocationDelay: number | null,
) {
  const registered = groupBy(rows.registration.values(), ({ avs, set }) => set ?? avs)
  const left = groupBy(departures, ({ set }) => set)
  const members = new Map<string, Map<string, boolean>>()
  let until = Number.POSITIVE_INFINITY
  for (const set of setIds(rows)) {
    const inSet = new Map((registered.get(set) ?? []).map(({ operator }) => [operator, true]))
    for (const { operator, block: leftAt } of left.get(set) ?? []) {
      const last =
        deallocationDelay === null ? Number.POSITIVE_INFINITY : leftAt + deallocationDelay
      if (inSet.has(operator) || last < block) continue
      inSet.set(operator, false)
      until = Math.min(until, last)
    }
    members.set(set, inSet)
  }
  return { members, until }
}

/** Operator sets, and AVSs with registrations by the AVSDirectory. */
function setIds(rows: GraphRows): string[] {
  const directory = new Set<string>()
  for (const { avs, set } of rows.registration.values()) if (set === null) directory.add(avs)
  return [...rows.operatorSet.keys(), ...directory].sort(byText)
}

function indexLines(lines: readonly LineLayout[], buckets: number) {
  const linesOf: number[][] = Array.from({ length: buckets }, () => [])
  const lineAt = new Map<string, number>()
  lines.forEach(({ bucket, allocation }, line) => {
    if (bucket >= 0) linesOf[bucket]!.push(line)
    if (allocation !== null) lineAt.set(allocation, line)
  })
  return { linesOf, lineAt }
}
