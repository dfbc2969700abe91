import type { ApiContext, BlockPoint } from '../../reads/context'
import { invalidArgument } from './errors'

/** Blocks from the first to the last, both included. */
export interface BlockRange {
  readonly from: number
  readonly to: number
}

/**
 * The range of blocks of a request. Default: the first indexed block to the block that it reads.
 * @throws ApiError BAD_USER_INPUT if the range is empty, or not within those blocks
 */
export async function readRange(
  args: { from?: number | null; to?: number | null },
  context: ApiContext,
  block: BlockPoint,
): Promise<BlockRange> {
  const { startBlock } = await context.head()
  const { from, to } = { from: args.from ?? startBlock, to: args.to ?? block.number }
  if (from < startBlock || from > block.number) {
    throw invalidArgument('from', from, `Give a block from ${startBlock} to ${block.number}.`)
  }
  if (to < from || to > block.number) {
    throw invalidArgument('to', to, `Give a block from ${from} to ${block.number}.`)
  }
  return { from, to }
}
