import type { ApiContext, BlockPoint } from '../../reads/context'
import { GraphTimeline } from '../../reads/graph/timeline'
import { delegatedLevels } from '../../reads/history/delegated-levels'
import type { PeriodEnds } from '../../reads/history/periods'
import { levelsOf, type StakeLevels } from '../../risk/correlation/flow-series'
import type { Basis } from '../../risk/graph/graph'
import { placeScope, type ScopeKeys } from '../legacy/arguments'
import type { NullReason } from '../legacy/meta'

/** Whose stake is followed. */
export type FlowMember = 'AVSS' | 'OPERATORS'

/**
 * Stake of all members at each of the blocks, which do not descend: delegated stake of operators from rows, all else from
 * the graph of each block.
 *
 * Before the scope exists, nobody holds anything in it. CONSTANT_UNKNOWN: the basis is unknown at one of the blocks.
 */
export async function levelsAt(
  context: ApiContext,
  block: BlockPoint,
  ends: PeriodEnds,
  of: FlowMember,
  basis: Basis,
  keys: ScopeKeys,
): Promise<StakeLevels[] | NullReason> {
  const isWhole = keys.avs === null && keys.operatorSet === null
  if (of === 'OPERATORS' && basis === 'DELEGATED' && isWhole) {
    return delegatedLevels(context, ends, keys)
  }
  const first = { ...block, number: ends[0]!, hash: null, timestamp: null, isHead: false }
  const timeline = await GraphTimeline.start(context, first)
  const found: StakeLevels[] = []
  for (const [index, end] of ends.entries()) {
    if (index > 0 && end === ends[index - 1]) {
      found.push(found[index - 1]!)
      continue
    }
    if (end !== timeline.block) await timeline.advance(context, end)
    const { graph } = timeline.current()
    if (graph.unknownBases.includes(basis)) return 'CONSTANT_UNKNOWN'
    const kind = of === 'OPERATORS' ? 'OPERATORS' : 'SERVICES'
    found.push(levelsOf(graph, kind, basis, placeScope(graph, keys)))
  }
  return found
}
