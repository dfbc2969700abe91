import { setTimeout as wait } from 'node:timers/promises'
import type { DataSource } from '@subsquid/util-internal-processor-tools'
import type { Archive } from '../history/archive'
import type { BlockData } from '../types'

/** A block as the SDK takes it from its own sources (it counts the items of all lists), and as it was read. */
export class ArchiveBlock {
  readonly header: {
    id: string
    height: number
    hash: string
    parentHash: string
    /** Milliseconds. */
    timestamp: number
  }
  readonly logs: BlockData['logs']
  readonly transactions = []
  readonly traces = []
  readonly stateDiffs = []

  constructor(readonly data: BlockData) {
    const { number, hash, parentHash, timestamp } = data.header
    const id = `${number}-${hash}`
    this.header = { id, height: number, hash, parentHash, timestamp: timestamp * 1000 }
    this.logs = data.logs
  }
}

/**
 * Gives the SDK the final blocks of an archive in the same process. By HTTP and JSON, as from a remote gateway, they
 * would be written, read and validated once more: a sixth of the indexer's time.
 * @param pollMs pause between polls of the height
 */
export function createDataSource(
  archive: Archive,
  pollMs: number,
): DataSource<ArchiveBlock, unknown> {
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
          yield { blocks: blocks.map((block) => new ArchiveBlock(block)), isHead: top < next }
        }
      }
    },
  }
}
