import type { StakeGraph } from '../graph/graph'
import { indexOfSorted } from '../math/sorted-index'
import { applyShock } from './shock'
import { Simulation } from './simulation'

/** A slashing that is asked for, by ids. */
export interface RequestedSlashing {
  readonly operator: string
  readonly operatorSet: string
  readonly pools: readonly { readonly pool: string; readonly wad: bigint }[]
}

/** What its execution would do in one pool, in base units. */
export interface RequestedLoss {
  readonly pool: string
  /** Max magnitude of the operator, of 1e18, before and after. */
  readonly before: bigint
  readonly after: bigint
  /** Shares that are lost, with those in the withdrawal queue. */
  readonly shares: bigint
  /** Of them in the withdrawal queue. */
  readonly queuedShares: bigint
}

/**
 * What an execution of a request would take now, pool by pool (AllocationManager.slashOperator). The set takes nothing where it can slash nothing.
 * @param graph with the queue beside its stake
 * @throws RangeError on a wad outside (0, 1e18]
 */
export function requestedLosses(graph: StakeGraph, request: RequestedSlashing): RequestedLoss[] {
  const operator = indexOfSorted(graph.operators, request.operator)
  const set = graph.sets.findIndex(({ id }) => id === request.operatorSet)
  const simulation = new Simulation(graph)
  return request.pools.map(({ pool: id, wad }) => {
    const pool = indexOfSorted(graph.pools, id)
    const line = simulation.lineOf(operator, set, pool)
    if (line < 0) return { pool: id, before: 0n, after: 0n, shares: 0n, queuedShares: 0n }
    applyShock(simulation, { kind: 'SLASH', operator, set, pools: [pool], wads: [wad] }, [])
    const bucket = graph.commitments.bucket[line]!
    const queuedShares = simulation.lostInQueue[bucket]!
    return {
      pool: id,
      before: graph.buckets.maxMagnitude[bucket]!,
      after: simulation.maxMagnitude[bucket]!,
      shares: simulation.lost[bucket]! + queuedShares,
      queuedShares,
    }
  })
}

/**
 * For each pool of an operator set the largest part that a request can ask for in it, if it is not known which pools its parts are of: the
 * core takes pools by address, so the nth part is of none of the first n - 1 pools, and leaves enough for the parts after it.
 * @param pools by address, at least as many as there are parts
 */
export function largestParts(
  pools: readonly string[],
  wads: readonly bigint[],
): { pool: string; wad: bigint }[] {
  const spare = pools.length - wads.length
  return pools.map((pool, place) => {
    const fitting = wads.slice(Math.max(0, place - spare), place + 1)
    return { pool, wad: fitting.reduce((most, one) => (one > most ? one : most), 0n) }
  })
}
