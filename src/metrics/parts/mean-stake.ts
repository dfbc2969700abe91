import { loadBlocksAtTimes } from '../../reads/block-times'
import type { ApiContext, BlockPoint } from '../../reads/context'
import { GraphTimeline } from '../../reads/graph/timeline'
import type { Basis } from '../../risk/graph/graph'
import { holdings } from '../../risk/graph/holdings'
import { type Answer, known, unknown } from '../../risk/math/answer'
import { placeScope, type ScopeKeys } from '../legacy/arguments'
import type { Window } from './yield-arguments'

/** Stake in a scope at a time, by pool, in shares. */
export interface StakePoint {
  readonly time: number
  /** The last block with stored logs at or before it. */
  readonly block: number
  /** Only pools that hold something. */
  readonly shares: ReadonlyMap<string, bigint>
}

/**
 * The stake in the middle of each of `count` equal parts of a window. None in a scope that is not known yet.
 *
 * NOT_DEFINED: the window begins before the first stored block. CONSTANT_UNKNOWN: the basis needs the deallocation delay.
 */
export async function stakePoints(
  context: ApiContext,
  head: BlockPoint,
  { from, to }: Window,
  count: number,
  basis: Basis,
  keys: ScopeKeys,
): Promise<Answer<StakePoint[], 'NOT_DEFINED' | 'CONSTANT_UNKNOWN'>> {
  const times = Array.from({ length: count }, (_, part) =>
    Math.floor(from + ((2 * part + 1) * (to - from)) / (2 * count)),
  )
  const [begin, ...places] = await loadBlocksAtTimes(context, [from, ...times], head.number)
  if (begin?.block == null) return unknown('NOT_DEFINED')
  const points: StakePoint[] = []
  let timeline: GraphTimeline | null = null
  for (const { time, block } of places) {
    timeline ??= await GraphTimeline.start(context, { ...head, number: block!, isHead: false })
    if (timeline.block < block!) await timeline.advance(context, block!)
    const { graph } = timeline.current()
    if (graph.unknownBases.includes(basis)) return unknown('CONSTANT_UNKNOWN')
    const scope = placeScope(graph, keys)
    const held = scope === null ? [] : holdings(graph, 'POOLS', basis, scope)
    const staked = held.filter(({ amount }) => amount > 0n)
    points.push({
      time,
      block: block!,
      shares: new Map(staked.map(({ pool, amount }) => [pool!, amount])),
    })
  }
  return known(points)
}
