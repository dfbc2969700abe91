import { LRUCache } from 'lru-cache'
import { resolveBlock } from '../../../reads/block'
import type { ApiContext, BlockInput, BlockPoint } from '../../../reads/context'
import { ApiError } from '../../../reads/errors'
import type { Head } from '../../../reads/head'

const MAX_POINTS = 200
/** What graphql-js says about the block of a request. */
const OF_REQUEST: ReadonlySet<string> = new Set(['BAD_USER_INPUT', 'BLOCK_NOT_INDEXED'])

/** The blocks that operations name, each looked up once for a snapshot. */
export class Points {
  private readonly known = new LRUCache<string, BlockPoint>({ max: MAX_POINTS })

  /**
   * The block of an operation.
   *
   * @param snapshot in which the head was read; null: it has no name
   * @param query runs a statement
   * @returns null: there is no such block, and graphql-js says why
   */
  async at(
    head: Head,
    snapshot: string | null,
    blocks: readonly BlockInput[],
    query: ApiContext['query'],
  ): Promise<BlockPoint | null> {
    if (blocks.length === 0) return resolveBlock({ query }, head, [])
    const names = [...new Set(blocks.map((block) => JSON.stringify(block)))]
    const key = `${snapshot}\n${names.join('\n')}`
    const known = this.known.get(key)
    if (known) return known
    const inputs = names.map((name) => JSON.parse(name) as BlockInput)
    const point = await resolveBlock({ query }, head, inputs).catch((error: unknown) => {
      if (error instanceof ApiError && OF_REQUEST.has(error.extensions.code)) return null
      throw error
    })
    if (point && snapshot !== null) this.known.set(key, point)
    return point
  }
}
