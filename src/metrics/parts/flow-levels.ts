import type { ApiContext, BlockPoint } from '../../reads/context'
import { GraphTimeline } from '../../reads/graph/timeline'
import { delegatedLevels, type Levels } from '../../reads/history/delegated-levels'
import type { PeriodEnds } from '../../reads/history/periods'
import type { Basis } from '../../risk/graph/graph'
import { holdings } from '../../risk/graph/holdings'
import { placeScope, type ScopeKeys } from '../legacy/arguments'
import type { NullReason } from '../legacy/meta'

/** Whose stake is followed. */
export type FlowMember = 'AVSS' | 'OPERATORS'

/**
 * Stake of all members at each of the blocks, which do not descend: what is delegated to operators from rows, all else from
 * the graph of each block.
 *
 * Where the scope is not known yet, nobody holds anything. CONSTANT_UNKNOWN: the basis cannot be answered at one of them.
 */
export async function levelsAt(
  context: ApiContext,
  block: BlockPoint,
  ends: PeriodEnds,
  of: FlowMember,
  basis: Basis,
  keys: ScopeKeys,
): Promise<Levels[] | NullReason> {
  const isWhole = keys.avs === null && keys.operatorSet === null
  if (of === 'OPERATORS' && basis === 'DELEGATED' && isWhole) {
    return delegatedLevels(context, ends, keys)
  }
  const first = { ...block, number: ends[0]!, hash: null, timestamp: null, isHead: false }
  const timeline = await GraphTimeline.start(context, first)
  const found: Levels[] = []
  for (const [index, end] of ends.entries()) {
    if (index > 0 && end === ends[index - 1]) {
      found.push(found[index - 1]!)
      continue
    }
    if (end !== timeline.block) await timeline.advance(context, end)
    const { graph } = timeline.current()
    if (graph.unknownBases.includes(basis)) return 'CONSTANT_UNKNOWN'
    const levels = new Map<string, Map<string, bigint>>()
    found.push(levels)
    for (const id of of === 'OPERATORS' ? graph.operators : graph.services) {
      levels.set(id, new Map())
    }
    const scope = placeScope(graph, keys)
    if (scope === null) continue
    const kind = of === 'OPERATORS' ? 'OPERATORS' : 'SERVICES'
    for (const { id, pool, amount } of holdings(graph, kind, basis, scope)) {
      if (pool !== null) levels.get(id)!.set(pool, amount)
    }
  }
  return found
}
