import { resolveBlock } from '../../reads/block'
import type { BlockPoint } from '../../reads/context'
import type { Request } from './measure'

/**
 * The request at an earlier block than that of its operation.
 * @param number not above the block of the operation: if that is final, answers are kept as final
 * @throws ApiError BLOCK_NOT_INDEXED
 */
export async function requestAt({ sources, context }: Request, number: number): Promise<Request> {
  const block: BlockPoint = await resolveBlock(context, await context.head(), [{ number }])
  return {
    sources,
    context: {
      head: () => context.head(),
      query: (text, params) => context.query(text, params),
      at: async () => block,
    },
  }
}
