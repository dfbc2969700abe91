import type { ApiContext, BlockPoint } from '../../reads/context'
import { Walk } from '../../reads/graph/graphs'
import type { Basis } from '../../risk/graph/graph'
import { stakeByPool } from '../../risk/graph/holdings'
import { type Answer, known, unknown } from '../../risk/math/answer'
import { midpoints } from '../../risk/yield/apr'
import { placeScope, type ScopeKeys } from '../define/arguments'
import type { Window } from './yield-arguments'

/** Stake in a scope at a time, by pool, in shares. */
export interface StakePoint {
  readonly time: number
  /** The last block with stored logs at or before it. */
  readonly block: number
  /** Only pools that hold something. */
  readonly shares: ReadonlyMap<string, bigint>
}

const BLOCKS_SQL = `
  SELECT p.time::float8 AS time, (
    SELECT block FROM block WHERE block_time <= to_timestamp(p.time) AND block <= $2
    ORDER BY block_time DESC, block DESC LIMIT 1) AS block
  FROM unnest($1::float8[]) WITH ORDINALITY AS p(time, place) ORDER BY p.place`

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
  const times = midpoints(from, to, count)
  const [begin, ...places] = await context.query<{ time: number; block: number | null }>(
    BLOCKS_SQL,
    [[from, ...times], head.number],
  )
  if (begin?.block == null) return unknown('NOT_DEFINED')
  const points: StakePoint[] = []
  let walk: Walk | null = null
  for (const { time, block } of places) {
    walk ??= await Walk.begin(context, { ...head, number: block!, isHead: false })
    if (walk.block < block!) await walk.advance(context, block!)
    const { graph } = walk.answer()
    if (graph.unknownBases.includes(basis)) return unknown('CONSTANT_UNKNOWN')
    const scope = placeScope(graph, keys)
    points.push({ time, block: block!, shares: stakeByPool(graph, basis, scope) })
  }
  return known(points)
}
