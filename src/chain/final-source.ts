import { setTimeout as wait } from 'node:timers/promises'
import type { Archive } from './archive'
import type { BlockData } from './types'

/** Blocks that the SDK asks for: ends are inclusive, and without `to` there is none. */
interface RangeRequest {
  range: { from: number; to?: number }
}

/** A block as the SDK takes it from its own sources; it counts the items of all lists. */
export interface SourceBlock {
  header: { id: string; height: number; hash: string; parentHash: string; timestamp: number }
  logs: BlockData['logs']
  transactions: never[]
  traces: never[]
  stateDiffs: never[]
}

/** What the SDK wants of a source of final blocks (`DataSource` of @subsquid/util-internal-processor-tools). */
export interface FinalSource {
  getFinalizedHeight(): Promise<number>
  getBlockHash(height: number): Promise<string>
  /** Batches in order; ends at the last final block if `stopOnHead`. */
  getFinalizedBlocks(
    requests: readonly RangeRequest[],
    stopOnHead?: boolean,
  ): AsyncIterable<{ blocks: SourceBlock[]; isHead: boolean }>
}

/**
 * Gives the SDK the final blocks of an archive in the same process. By HTTP and JSON, as from a gateway, they would be
 * written, read and validated once more: a sixth of all that indexing costs.
 * @param pollMs pause before a height is asked for again
 */
export function createFinalSource(archive: Archive, pollMs: number): FinalSource {
  return {
    getFinalizedHeight: () => archive.height(),

    getBlockHash: async (height) => (await archive.header(height)).hash,

    async *getFinalizedBlocks(requests, stopOnHead = false) {
      let top = await archive.height()
      for (const { range } of requests) {
        const end = range.to ?? Number.POSITIVE_INFINITY
        let next = range.from
        while (next <= end) {
          if (top < next) top = await archive.height()
          while (top < next) {
            if (stopOnHead) return
            await wait(pollMs)
            top = await archive.height()
          }
          const { blocks, to } = await archive.read(next, end)
          next = to + 1
          if (top < next) top = await archive.height()
          yield { blocks: blocks.map(toSourceBlock), isHead: top < next }
        }
      }
    },
  }
}

/** Times of the SDK are in milliseconds. */
function toSourceBlock({ header, logs }: BlockData): SourceBlock {
  const { number, hash, parentHash, timestamp } = header
  return {
    header: {
      id: `${number}-${hash}`,
      height: number,
      hash,
      parentHash,
      timestamp: timestamp * 1000,
    },
    logs,
    transactions: [],
    traces: [],
    stateDiffs: [],
  }
}
