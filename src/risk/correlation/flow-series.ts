import type { Basis, StakeGraph } from '../graph/graph'
import { type HolderKind, holdings, type StakeScope } from '../graph/holdings'

/**
 * Stake at one block by member, then by pool, in base units; a member that holds nothing has no
 * pools.
 */
export type StakeLevels = ReadonlyMap<string, ReadonlyMap<string, bigint>>

/** Net flows of one member, period by period. */
export interface FlowSeries {
  readonly id: string
  /** Null: not observed, because the member did not exist at both ends of the period. */
  readonly flows: readonly (bigint | null)[]
}

/** Net flows of one member, and the level that they lead to. Amounts in one unit. */
export interface MemberFlows extends FlowSeries {
  /** Stake at the end of the last period. */
  readonly stake: bigint
}

/**
 * Stake levels of all operators or services of a graph, within a scope.
 * @param scope null: it does not exist yet, so nobody holds anything in it
 */
export function levelsOf(
  graph: StakeGraph,
  of: Extract<HolderKind, 'OPERATORS' | 'SERVICES'>,
  basis: Basis,
  scope: StakeScope | null,
): StakeLevels {
  const ids = of === 'OPERATORS' ? graph.operators : graph.services
  const levels = new Map(ids.map((id) => [id, new Map<string, bigint>()]))
  for (const { id, pool, amount } of scope ? holdings(graph, of, basis, scope) : []) {
    if (pool !== null) levels.get(id)!.set(pool, amount)
  }
  return levels
}

/** Pools with stake at any time, by id. */
export function stakedPools(levels: readonly StakeLevels[]): string[] {
  const found = new Set<string>()
  for (const at of levels) {
    for (const pools of at.values()) {
      for (const [pool, amount] of pools) if (amount > 0n) found.add(pool)
    }
  }
  return [...found].sort()
}

/**
 * Net flows from levels at the ends of periods: each level minus the one before; null: did not
 * exist.
 */
export function flowsOf(levels: readonly (bigint | null)[]): (bigint | null)[] {
  return levels.slice(1).map((level, before) => {
    const start = levels[before]!
    return level === null || start === null ? null : level - start
  })
}

/**
 * Net flows of the members with the most stake at the end, of all that ever had some; by id. Of
 * equal stake, the first ids are taken.
 * @param levels at the ends of periods, at least one
 * @param weightOf weight of a pool; null: no price, so its stake is left out
 * @param largest maximum number of members
 */
export function flowSeries(
  levels: readonly StakeLevels[],
  weightOf: (pool: string) => bigint | null,
  largest: number,
): MemberFlows[] {
  const worth = (pools: ReadonlyMap<string, bigint> | undefined) => {
    if (pools === undefined) return null
    let sum = 0n
    for (const [pool, amount] of pools) sum += amount * (weightOf(pool) ?? 0n)
    return sum
  }
  const ids = new Set(levels.flatMap((at) => [...at.keys()]))
  const found = [...ids].sort().flatMap((id): MemberFlows[] => {
    const own = levels.map((at) => worth(at.get(id)))
    if (!own.some((level) => level)) return []
    return [{ id, flows: flowsOf(own), stake: own.at(-1) ?? 0n }]
  })
  // The sort is stable.
  const chosen = found.sort((a, b) => (a.stake === b.stake ? 0 : a.stake > b.stake ? -1 : 1))
  return chosen.slice(0, largest).sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Number and sum of the observed flows of a series. */
export function observedFlows({ flows }: FlowSeries): { count: number; net: bigint } {
  const observed = flows.filter((flow) => flow !== null)
  return { count: observed.length, net: observed.reduce((sum, flow) => sum + flow, 0n) }
}
