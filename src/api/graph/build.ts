import type { Basis, StakeGraph } from '../../risk/graph'
import type { Allocation, Departure, GraphRows } from './rows'

/** 1e18: the whole of a magnitude. */
const WAD = 10n ** 18n

/** One line of `Commitments`. */
interface Line {
  operator: number
  set: number
  bucket: number
  isRegistered: boolean
  registered: bigint
  slashable: bigint
  minSlashable: bigint
  magnitude: bigint
}

/** AllocationManager._getAllocatedStake: the operator's shares times magnitude by max magnitude. */
function stakeOf(shares: bigint, magnitude: bigint, max: bigint): bigint {
  return max === 0n ? 0n : (shares * ((magnitude * WAD) / max)) / WAD
}

/** Magnitude at a block, and what is left of it once pending deallocations took effect, up to `horizon`. */
export function magnitudes(allocation: Allocation, block: number, horizon: number) {
  const { magnitude, diff, effectBlock } = allocation
  if (effectBlock <= block) return { now: magnitude + diff, min: magnitude + diff }
  const falls = diff < 0n && effectBlock <= horizon
  return { now: magnitude, min: falls ? magnitude + diff : magnitude }
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const sortedKeys = (map: ReadonlyMap<string, unknown>) => [...map.keys()].sort(byText)
const positions = (ids: readonly string[]) => new Map(ids.map((id, index) => [id, index]))

function grouped<T>(rows: Iterable<T>, key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const name = key(row)
    const group = groups.get(name)
    if (group) group.push(row)
    else groups.set(name, [row])
  }
  return groups
}

/**
 * The stake graph of EigenLayer's rows at a block.
 *
 * A bucket is an operator's stake in a pool. Slashable stake is what AllocationManager.getMinimumSlashableStake answers
 * for pools that the set accepts, of operators that it can slash: members, and those that left it no longer than the
 * deallocation delay ago. A registration by the AVSDirectory is a set of its own, named like the AVS, that accepts every
 * pool and cannot slash.
 */
export function buildGraph(
  rows: GraphRows,
  departures: readonly Departure[],
  block: number,
): StakeGraph {
  const [protocol] = rows.protocol.values()
  const delay = protocol?.deallocationDelay ?? null
  const horizon = block + (delay ?? 0)

  const operators = sortedKeys(rows.operator)
  const services = sortedKeys(rows.avs)
  const pools = sortedKeys(rows.pool)
  const operatorAt = positions(operators)
  const serviceAt = positions(services)
  const poolAt = positions(pools)

  // Buckets, by operator and pool: the order of their keys.
  const stakes = sortedKeys(rows.operatorStake)
  const bucketAt = positions(stakes)
  const bucketOperator = new Int32Array(stakes.length)
  const bucketPool = new Int32Array(stakes.length)
  const cap: bigint[] = []
  const maxMagnitude: bigint[] = []
  stakes.forEach((key, index) => {
    const { operator, pool, shares } = rows.operatorStake.get(key)!
    bucketOperator[index] = operatorAt.get(operator)!
    bucketPool[index] = poolAt.get(pool)!
    cap.push(shares)
    maxMagnitude.push(rows.magnitude.get(key)?.max ?? WAD)
  })
  const bucketsOf = grouped(stakes, (key) => key.slice(0, 42))

  const directory = new Set<string>()
  for (const { avs, set } of rows.registration.values()) if (set === null) directory.add(avs)
  const setIds = [...rows.operatorSet.keys(), ...directory].sort(byText)
  const sets = setIds.map((id) => {
    const avs = rows.operatorSet.get(id)?.avs ?? id
    return { id, service: serviceAt.get(avs)!, slashes: rows.operatorSet.has(id) }
  })

  const accepted = grouped(rows.operatorSetPool.values(), ({ set }) => set)
  const members = grouped(rows.registration.values(), ({ avs, set }) => set ?? avs)
  const left = grouped(departures, ({ set }) => set)
  const allocations = rows.allocation

  const lines: Line[] = []
  let isDelayNeeded = false
  setIds.forEach((id, set) => {
    const isDirectory = !sets[set]!.slashes
    const poolsOf = (accepted.get(id) ?? []).map(({ pool }) => pool).sort(byText)
    const registered = new Set((members.get(id) ?? []).map(({ operator }) => operator))
    const departed = isDirectory
      ? []
      : (left.get(id) ?? []).filter(({ operator }) => !registered.has(operator))
    const slashable = new Map<string, boolean>([...registered].map((operator) => [operator, true]))
    for (const { operator, block: at } of departed) {
      if (delay !== null && at + delay < block) continue
      slashable.set(operator, false)
    }
    for (const operator of [...slashable.keys()].sort(byText)) {
      const isRegistered = slashable.get(operator)!
      const keys = isDirectory
        ? (bucketsOf.get(operator) ?? [])
        : poolsOf.map((pool) => `${operator}-${pool}`).filter((key) => bucketAt.has(key))
      const before = lines.length
      for (const key of keys) {
        const bucket = bucketAt.get(key)!
        const shares = cap[bucket]!
        const pool = key.slice(43)
        const allocation = allocations.get(`${operator}-${id}-${pool}`)
        const { now, min } = allocation ? magnitudes(allocation, block, horizon) : NOTHING
        if (!isRegistered && now === 0n) continue
        if (delay === null && (!isRegistered || (allocation && allocation.diff < 0n))) {
          isDelayNeeded = true
        }
        const max = maxMagnitude[bucket]!
        lines.push({
          operator: operatorAt.get(operator)!,
          set,
          bucket,
          isRegistered,
          registered: isRegistered ? shares : 0n,
          slashable: stakeOf(shares, now, max),
          minSlashable: stakeOf(shares, min, max),
          magnitude: now,
        })
      }
      // A member counts as one, with stake or not.
      if (isRegistered && lines.length === before) {
        lines.push({ ...NO_STAKE, operator: operatorAt.get(operator)!, set })
      }
    }
  })
  const unknownBases: Basis[] = isDelayNeeded ? ['SLASHABLE', 'MIN_SLASHABLE'] : []
  return {
    operators,
    services,
    sets,
    pools,
    buckets: { operator: bucketOperator, pool: bucketPool, cap, queued: null, maxMagnitude },
    commitments: {
      operator: Int32Array.from(lines, (line) => line.operator),
      set: Int32Array.from(lines, (line) => line.set),
      bucket: Int32Array.from(lines, (line) => line.bucket),
      isRegistered: Uint8Array.from(lines, (line) => Number(line.isRegistered)),
      registered: lines.map((line) => line.registered),
      slashable: lines.map((line) => line.slashable),
      minSlashable: lines.map((line) => line.minSlashable),
      magnitude: lines.map((line) => line.magnitude),
    },
    unknownBases,
  }
}

const NOTHING = { now: 0n, min: 0n }
const NO_STAKE = {
  bucket: -1,
  isRegistered: true,
  registered: 0n,
  slashable: 0n,
  minSlashable: 0n,
  magnitude: 0n,
}
