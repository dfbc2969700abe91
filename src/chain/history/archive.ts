import { setTimeout as wait } from 'node:timers/promises'
import { LinchpinError } from '../../errors'
import { toHeader, toQuantity } from '../normalize'
import type { Rpc } from '../provider/rpc'
import type { BlockData, BlockHeader } from '../types'
import type { History } from './history'

export interface ArchiveOptions {
  rpc: Rpc
  history: History
  /** Blocks below the head that count as final. */
  finality: number
  /** Most blocks in one answer. */
  batchBlocks: number
  /** Pause while a block that is asked for is not final yet, and after a failed read. */
  pollMs: number
  onWarning: (message: string) => void
  /** Ends everything that waits. */
  signal: AbortSignal
}

/** Final blocks, range by range. Nothing here throws: what fails is repeated until it succeeds. */
export interface Archive {
  /** Highest final block; never goes down. */
  height(): Promise<number>
  /** Blocks with logs from `from` on, and the last block that they cover, which is always among them. */
  read(from: number, to?: number): Promise<{ blocks: BlockData[]; to: number }>
  header(number: number): Promise<BlockHeader>
}

interface Read {
  to: number
  blocks: Promise<BlockData[]>
}

/**
 * Makes the archive over a history. Reads that fail are repeated until they succeed; while an
 * answer is used, the next range is already read.
 */
export function createArchive(options: ArchiveOptions): Archive {
  const { rpc, history, finality, batchBlocks, pollMs, onWarning, signal } = options
  const reads = new Map<number, Read>()
  let known = -1
  let knownFinalized: number | null = null

  /** The node's own opinion; null if it has none. Some nodes answer with an error for the tag. */
  async function readFinalizedTag(): Promise<number | null> {
    try {
      return await rpc.call('eth_getBlockByNumber', ['finalized', false], {
        signal,
        attempts: 1,
        parse: (result) => (result === null ? null : toHeader(result).number),
      })
    } catch {
      signal.throwIfAborted()
      return knownFinalized
    }
  }

  async function height(): Promise<number> {
    const [head, finalized] = await Promise.all([rpc.head({ signal }), readFinalizedTag()])
    knownFinalized = finalized
    // Genesis is final on any chain; the SDK assumes so too.
    const final = Math.max(0, Math.min(head - finality, finalized ?? head))
    known = Math.max(known, final)
    return known
  }

  /** Repeats work until it succeeds: the SDK would end its process on an error. */
  async function hold<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        signal.throwIfAborted()
        const code = error instanceof LinchpinError ? `${error.code}: ` : ''
        onWarning(`${code}${(error as Error).message}; trying again`)
        await wait(pollMs, undefined, { signal })
      }
    }
  }

  function start(from: number, to: number): Read {
    const blocks = hold(() => history.readRange(from, to, signal))
    // A range read ahead may never be asked for; its end at close is no unhandled error.
    blocks.catch(() => undefined)
    const read = { to, blocks }
    reads.set(from, read)
    return read
  }

  async function waitForFinal(block: number): Promise<void> {
    while (known < block) {
      await hold(height)
      if (known < block) await wait(pollMs, undefined, { signal })
    }
  }

  return {
    height: () => hold(height),

    async read(from, to = Number.POSITIVE_INFINITY) {
      await waitForFinal(from)
      let read = reads.get(from)
      if (!read || read.to > to) read = start(from, Math.min(from + batchBlocks - 1, known, to))
      const blocks = await read.blocks
      const next = read.to + 1
      for (const key of reads.keys()) if (key !== next) reads.delete(key)
      if (next <= Math.min(known, to) && !reads.has(next)) {
        start(next, Math.min(read.to + batchBlocks, known, to))
      }
      return { blocks, to: read.to }
    },

    header: (number) =>
      hold(async () => {
        const params = [toQuantity(number), false]
        return await rpc.call('eth_getBlockByNumber', params, { signal, parse: toHeader })
      }),
  }
}
