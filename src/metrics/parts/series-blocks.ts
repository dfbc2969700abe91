import { resolveBlock } from '../../reads/block'
import type { ApiContext, BlockPoint } from '../../reads/context'
import type { ArgumentsOf } from '../define/argument'
import { blockNumber, count } from '../define/arguments'
import { invalidArgument, limitExceeded } from '../define/errors'

/** Maximum number of points of one series. */
const MAX_POINTS = 500

/** Arguments of a series: its blocks. */
export const blocksArguments = {
  from: blockNumber('First block.'),
  to: blockNumber('Last block, which must be indexed; the last point is at or before it.'),
  every: count(`Blocks between two points, at least 1. At most ${MAX_POINTS} points.`),
}
type Blocks = ArgumentsOf<typeof blocksArguments>

/** How many points a series has. */
export function countOf({ from, to, every }: Blocks): number {
  return Math.max(0, Math.floor((to - from) / every) + 1)
}

/**
 * A block of a series, which other fields of the operation need not read.
 * @throws ApiError BLOCK_NOT_INDEXED
 */
export async function blockAt(number: number, context: ApiContext): Promise<BlockPoint> {
  return resolveBlock(context, await context.head(), [{ number }])
}

/**
 * Blocks of a series, ascending. Both ends must be indexed; then all between them are.
 * @throws ApiError BAD_USER_INPUT, LIMIT_EXCEEDED, BLOCK_NOT_INDEXED
 */
export async function blocksOf(blocks: Blocks, context: ApiContext): Promise<number[]> {
  const { from, to, every } = blocks
  if (to < from) throw invalidArgument('to', to, `Give block ${from} or a later one.`)
  const points = countOf(blocks)
  if (points > MAX_POINTS) {
    const hint = 'Ask for fewer blocks, or for more blocks between two points.'
    throw limitExceeded(`The series has ${points} points.`, MAX_POINTS, points, hint)
  }
  await blockAt(to, context)
  await blockAt(from, context)
  return Array.from({ length: points }, (_, index) => from + index * every)
}
