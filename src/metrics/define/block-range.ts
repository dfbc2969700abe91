import type { ApiContext, BlockPoint } from '../../reads/context'
import { bad } from '../legacy/arguments'

/** Blocks from the first to the last, both included. */
export interface BlockRange {
  readonly from: number
  readonly to: number
}

/**
 * The blocks that a request is about. Default: from the first indexed block to the block that it reads.
 * @throws ApiError BAD_USER_INPUT on blocks that it does not read, or a range that ends before it begins
 */
export async function readRange(
  args: { from?: number | null; to?: number | null },
  context: ApiContext,
  block: BlockPoint,
): Promise<BlockRange> {
  const { startBlock } = await context.head()
  const { from, to } = { from: args.from ?? startBlock, to: args.to ?? block.number }
  if (from < startBlock || from > block.number) {
    throw bad('from', from, `Give a block from ${startBlock} to ${block.number}.`)
  }
  if (to < from || to > block.number) {
    throw bad('to', to, `Give a block from ${from} to ${block.number}.`)
  }
  return { from, to }
}
