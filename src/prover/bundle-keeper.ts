import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { serialize } from '../state-proof/bundle'
import { ProofRefused } from '../state-proof/refused'
import type { Prover, Wanted } from './prover'

/** After a failure, as of a provider without the state: commits come faster than that can change. */
const RETRY_MS = 60_000

export interface BundleKeeperOptions {
  /** Blocks between two bundles of a figure, above 0. */
  everyBlocks: number
  folder: string
  figures: readonly Wanted[]
  /** A prover of a final block. */
  openAt(block: number): Promise<Prover>
  logger: Pick<Logger, 'info' | 'warn'>
  /** Milliseconds of a clock that never goes back. */
  now?: () => number
}

/**
 * Makes bundles of figures at final blocks that are multiples of an interval, while nodes have the state of these blocks. Only the
 * newest such block is proven.
 */
export class BundleKeeper {
  private running: Promise<void> | null = null
  /** Last block that needs no bundles. */
  private done = 0
  private retryAt = 0

  constructor(private readonly options: BundleKeeperOptions) {}

  /** Starts to prove if a block is due. Call it after commits; it never throws, and never proves two blocks at once. */
  offer(finalized: number): void {
    const { everyBlocks, logger, now = () => performance.now() } = this.options
    const due = Math.floor(finalized / everyBlocks) * everyBlocks
    if (this.running || due <= this.done || now() < this.retryAt) return
    this.running = this.keep(due)
      .then(() => {
        this.done = due
      })
      .catch((error: Error) => {
        this.retryAt = now() + RETRY_MS
        logger.warn({ block: due, reason: error.message }, 'bundles were not made')
      })
      .finally(() => {
        this.running = null
      })
  }

  /** Waits for the bundles that are being made, if any. */
  async settled(): Promise<void> {
    await this.running
  }

  private async keep(block: number): Promise<void> {
    const { figures, folder, openAt, logger } = this.options
    const prover = await openAt(block)
    const into = join(folder, String(block))
    await mkdir(into, { recursive: true })
    let kept = 0
    for (const [i, wanted] of figures.entries()) {
      try {
        const text = serialize(await prover.bundle(wanted))
        const file = join(into, `${i + 1}-${wanted.name}.json`)
        // Whoever reads the folder sees whole files only.
        await writeFile(`${file}.part`, text)
        await rename(`${file}.part`, file)
        kept++
        // A bundle is made of the nodes at hand: those of the others would slow it down.
        prover.forget()
      } catch (error) {
        if (!(error instanceof ProofRefused)) throw error
        logger.warn({ block, figure: wanted.name, reason: error.message }, 'a figure is not proven')
      }
    }
    const { calls, slots } = prover.cost
    logger.info({ block, bundles: kept, calls, slots, folder: into }, 'bundles were made')
  }
}
