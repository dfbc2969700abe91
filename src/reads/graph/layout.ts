import type { ServiceSet } from '../../risk/graph/graph'
import { groupBy } from '../group-by'
import type { Departure, GraphRows } from './rows'

/** What of a stake graph follows from which rows there are, and not from their amounts. */
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
  /** Last block for which the layout holds: after it, an operator that left a set can no longer be slashed by it. */
  readonly until: number
}

/** One line of `Commitments`, without amounts. */
export interface LineLayout {
  readonly operator: number
  readonly set: number
  /** -1: a member without stake that the set accepts. */
  readonly bucket: number
  readonly isRegistered: boolean
  /** Key of the allocation that makes it slashable, if there is one; null: it cannot be slashed. */
  readonly allocation: string | null
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const sortedKeys = (map: ReadonlyMap<string, unknown>) => [...map.keys()].sort(byText)
const positions = (ids: readonly string[]) => new Map(ids.map((id, index) => [id, index]))

/**
 * Lays out the graph: a bucket is an operator's stake in a pool; a line is what an operator has in a pool that a set
 * accepts, if it is a member of the set, or left it no longer than the deallocation delay ago.
 *
 * A registration by the AVSDirectory is a set of its own, named like the AVS, that accepts every pool and cannot slash.
 */
export function layOut(
  rows: GraphRows,
  departures: readonly Departure[],
  block: number,
  deallocationDelay: number | null,
): Layout {
  const operators = sortedKeys(rows.operator)
  const services = sortedKeys(rows.avs)
  const pools = sortedKeys(rows.pool)
  const operatorAt = positions(operators)
  const serviceAt = positions(services)
  const poolAt = positions(pools)

  // Ordered by operator and pool, which is the order of the keys.
  const bucketKeys = sortedKeys(rows.operatorStake)
  const bucketAt = positions(bucketKeys)
  const stakes = bucketKeys.map((key) => rows.operatorStake.get(key)!)
  const bucketsOf = groupBy(bucketKeys, (key) => rows.operatorStake.get(key)!.operator)

  const directory = new Set<string>()
  for (const { avs, set } of rows.registration.values()) if (set === null) directory.add(avs)
  const setIds = [...rows.operatorSet.keys(), ...directory].sort(byText)
  const accepted = groupBy(rows.operatorSetPool.values(), ({ set }) => set)
  const members = groupBy(rows.registration.values(), ({ avs, set }) => set ?? avs)
  const left = groupBy(departures, ({ set }) => set)

  const lines: LineLayout[] = []
  let until = Number.POSITIVE_INFINITY
  const sets = setIds.map((id, set): ServiceSet => {
    const slashes = rows.operatorSet.has(id)
    const pools = (accepted.get(id) ?? []).map(({ pool }) => pool).sort(byText)
    const isMember = new Map((members.get(id) ?? []).map(({ operator }) => [operator, true]))
    for (const { operator, block: leftAt } of left.get(id) ?? []) {
      const last =
        deallocationDelay === null ? Number.POSITIVE_INFINITY : leftAt + deallocationDelay
      if (isMember.has(operator) || last < block) continue
      isMember.set(operator, false)
      until = Math.min(until, last)
    }
    for (const operator of sortedKeys(isMember)) {
      const isRegistered = isMember.get(operator)!
      const line = { operator: operatorAt.get(operator)!, set, isRegistered }
      const before = lines.length
      const keys = slashes ? pools.map((pool) => `${operator}-${pool}`) : bucketsOf.get(operator)
      for (const key of keys ?? []) {
        const bucket = bucketAt.get(key)
        if (bucket === undefined) continue
        const allocation = slashes ? `${operator}-${id}-${stakes[bucket]!.pool}` : null
        lines.push({ ...line, bucket, allocation })
      }
      // A member counts as one, with stake or not.
      if (isRegistered && lines.length === before) {
        lines.push({ ...line, bucket: -1, allocation: null })
      }
    }
    const service = serviceAt.get(rows.operatorSet.get(id)?.avs ?? id)!
    const accepts = slashes ? pools.map((pool) => poolAt.get(pool)!) : null
    return { id, service, slashes, accepts }
  })

  const linesOf: number[][] = bucketKeys.map(() => [])
  const lineAt = new Map<string, number>()
  lines.forEach(({ bucket, allocation }, line) => {
    if (bucket >= 0) linesOf[bucket]!.push(line)
    if (allocation !== null) lineAt.set(allocation, line)
  })
  return {
    operators,
    services,
    pools,
    sets,
    bucketKeys,
    bucketAt,
    bucketOperator: Int32Array.from(stakes, ({ operator }) => operatorAt.get(operator)!),
    bucketPool: Int32Array.from(stakes, ({ pool }) => poolAt.get(pool)!),
    lines,
    lineAt,
    linesOf,
    until,
  }
}
