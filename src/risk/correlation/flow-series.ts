import type { Basis, StakeGraph } from '../graph/graph'
import { holdings } from '../graph/holdings'
import type { HolderKind, StakeScope } from '../graph/stake-scope'
import type { Valuation } from '../value/valuation'
import { Value } from '../value/value'

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

/** Net flows of one member, and the stake that they change. */
export interface MemberFlows extends FlowSeries {
  /** At the end of the last period. */
  readonly stake: Value
  /** All that it had at ends of periods, added up: where flows can come from, for coverage. */
  readonly held: Value
}

/** Net flows of the part that has a price. */
export interface MeasuredFlows {
  readonly series: readonly MemberFlows[]
  /** Flows are in units of 1 / `unit`. */
  readonly unit: bigint
  /** What each member had, also of those that are not in `series`: see `MemberFlows.held`. */
  holders(): Value[]
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
 * @param pools ids, ascending: positions are those of the valuation
 * @param largest maximum number of members
 */
export function flowSeries(
  levels: readonly StakeLevels[],
  pools: readonly string[],
  valuation: Valuation,
  largest: number,
): MeasuredFlows {
  const { none } = valuation
  const positions = new Map(pools.map((id, pool) => [id, pool]))
  const isMeasured = (pool: string) => valuation.isInScope(positions.get(pool)!)
  const worth = (own: ReadonlyMap<string, bigint> | undefined) => {
    if (own === undefined) return null
    let sum = none
    for (const [pool, amount] of own) {
      sum = sum.plus(valuation.worth(positions.get(pool)!, amount))
    }
    return sum
  }
  const ids = new Set<string>()
  for (const at of levels) {
    for (const [id, own] of at) {
      if (ids.has(id)) continue
      if ([...own].some(([pool, amount]) => amount > 0n && isMeasured(pool))) ids.add(id)
    }
  }
  const last = levels.at(-1)!
  const held = (id: string) => worth(sumOfLevels(levels, id))!
  // The sort is stable.
  const chosen = [...ids]
    .sort()
    .map((id) => ({ id, stake: worth(last.get(id)) ?? none }))
    .sort((a, b) => Value.largestFirst(a.stake, b.stake))
    .slice(0, largest)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((one) => ({ ...one, own: levels.map((at) => worth(at.get(one.id))) }))
  const { amounts, unit } = Value.pricedPart(
    chosen.flatMap(({ own }) => own.map((level) => level ?? none)),
    none,
  )
  const series = chosen.map(({ id, stake, own }, member) => {
    const priced = own.map((level, end) => level && amounts[member * levels.length + end]!)
    return { id, stake, held: held(id), flows: flowsOf(priced) }
  })
  return { series, unit, holders: () => [...ids].map(held) }
}

/** All that a member had at the ends of periods, by pool. */
function sumOfLevels(levels: readonly StakeLevels[], id: string): ReadonlyMap<string, bigint> {
  const sum = new Map<string, bigint>()
  for (const at of levels) {
    for (const [pool, amount] of at.get(id) ?? []) sum.set(pool, (sum.get(pool) ?? 0n) + amount)
  }
  return sum
}

/** Number and sum of the observed flows of a series. */
export function observedFlows({ flows }: FlowSeries): { count: number; net: bigint } {
  const observed = flows.filter((flow) => flow !== null)
  return { count: observed.length, net: observed.reduce((sum, flow) => sum + flow, 0n) }
}
