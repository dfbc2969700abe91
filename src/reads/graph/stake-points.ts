import type { Basis, StakeGraph } from '../../risk/graph/graph'
import { stakeByPool } from '../../risk/graph/holdings'
import type { StakeScope } from '../../risk/graph/stake-scope'
import { type Answer, known, unknown } from '../../risk/math/answer'
import type { StakePoint } from '../../risk/yield/apr'
import { loadBlocksAtTimes } from '../block-times'
import type { ApiContext, BlockPoint } from '../context'
import { GraphTimeline } from './timeline'

/**
 * The stake in the middle of each of `count` equal parts of a window. None in a scope that is not known yet.
 *
 * NOT_DEFINED: the window begins before the first stored block. CONSTANT_UNKNOWN: the basis needs the deallocation delay.
 *
 * @param window unix seconds
 * @param scopeIn the scope in the graph of a block; null: something in it is not known there
 */
export async function loadStakePoints(
  context: ApiContext,
  head: BlockPoint,
  { from, to }: { readonly from: number; readonly to: number },
  count: number,
  basis: Basis,
  scopeIn: (graph: StakeGraph) => StakeScope | null,
): Promise<Answer<StakePoint[], 'NOT_DEFINED' | 'CONSTANT_UNKNOWN'>> {
  const times = Array.from({ length: count }, (_, part) =>
    Math.floor(from + ((2 * part + 1) * (to - from)) / (2 * count)),
  )
  const [begin, ...middles] = await loadBlocksAtTimes(context, [from, ...times], head.number)
  if (begin?.block == null) return unknown('NOT_DEFINED')
  const points: StakePoint[] = []
  let timeline: GraphTimeline | null = null
  for (const { time, block } of middles) {
    timeline ??= await GraphTimeline.start(context, { ...head, number: block!, isHead: false })
    if (timeline.block < block!) await timeline.advance(context, block!)
    const { graph } = timeline.current()
    if (graph.unknownBases.includes(basis)) return unknown('CONSTANT_UNKNOWN')
    const scope = scopeIn(graph)
    points.push({ time, block: block!, shares: stakeByPool(graph, basis, scope) })
  }
  return known(points)
}
