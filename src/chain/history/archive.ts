import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { LinchpinError } from '../../errors'
import type { Finality } from '../head/finality'
import { toHeader, toQuantity } from '../normalize'
import { isLacking } from '../provider/errors'
import type { Rpc } from '../provider/rpc'
import type { BlockData, BlockHeader } from '../types'
import type { History } from './history'

/** Final blocks, range by range. Never throws: what fails is repeated until it succeeds. */
export interface Archive {
  /** Highest final block; never goes down. */
  height(): Promise<number>
  /** Blocks with logs from `from` on, and the last block that they cover, which is always among them. */
  read(from: number, to?: number): Promise<{ blocks: BlockData[]; to: number }>
  header(number: number): Promise<BlockHeader>
}

export interface ArchiveOptions {
  rpc: Rpc
  history: History
  finality: Finality
  /** Maximum number of blocks in one answer. */
  batchBlocks: number
  /** Pause while a requested block is not final yet, and after a failed read. */
  pollMs: number
  logger: Pick<Logger, 'warn'>
  /** Called with each failure of a read that is repeated. */
  readFailed?(error: unknown): void
  /** Ends everything that waits. */
  signal: AbortSignal
}

interface Read {
  to: number
  blocks: Promise<BlockData[]>
}

/** The archive over a history. While an answer is used, the next range is already read. */
export class HistoryArchive implements Archive {
  private readonly reads = new Map<number, Read>()
  /** Highest block that is known to be final. */
  private known = -1

  constructor(private readonly options: ArchiveOptions) {}

  height(): Promise<number> {
    return this.untilDone(() => this.readHeight())
  }

  async read(
    from: number,
    to = Number.POSITIVE_INFINITY,
  ): Promise<{ blocks: BlockData[]; to: number }> {
    const { batchBlocks } = this.options
    const { reads } = this
    await this.untilFinal(from)
    let read = reads.get(from)
    if (!read || read.to > to) {
      read = this.start(from, Math.min(from + batchBlocks - 1, this.known, to))
    }
    const blocks = await read.blocks
    const next = read.to + 1
    for (const key of reads.keys()) if (key !== next) reads.delete(key)
    if (next <= Math.min(this.known, to) && !reads.has(next)) {
      this.start(next, Math.min(read.to + batchBlocks, this.known, to))
    }
    return { blocks, to: read.to }
  }

  header(number: number): Promise<BlockHeader> {
    const { rpc, signal } = this.options
    const params = [toQuantity(number), false]
    return this.untilDone(() =>
      rpc.call('eth_getBlockByNumber', params, { signal, parse: toHeader }),
    )
  }

  private async readHeight(): Promise<number> {
    const { finality, signal } = this.options
    this.known = (await finality.read(signal)).final
    return this.known
  }

  /** Repeats work until it succeeds: the SDK gives up at the first error. */
  private async untilDone<T>(work: () => Promise<T>): Promise<T> {
    const { pollMs, logger, signal } = this.options
    for (;;) {
      try {
        return await work()
      } catch (error) {
        signal.throwIfAborted()
        this.options.readFailed?.(error)
        const code = error instanceof LinchpinError ? { code: error.code } : {}
        if (!isLacking(error)) {
          const fields = { ...code, reason: (error as Error).message }
          logger.warn(fields, 'reading history failed: retrying')
        }
        await wait(pollMs, undefined, { signal })
      }
    }
  }

  private start(from: number, to: number): Read {
    const { history, signal } = this.options
    const blocks = this.untilDone(() => history.readRange(from, to, signal))
    // A range that is read ahead may never be requested; that it ends at close is no unhandled error.
    blocks.catch(() => undefined)
    const read = { to, blocks }
    this.reads.set(from, read)
    return read
  }

  private async untilFinal(block: number): Promise<void> {
    const { pollMs, signal } = this.options
    while (this.known < block) {
      await this.height()
      if (this.known < block) await wait(pollMs, undefined, { signal })
    }
  }
}
