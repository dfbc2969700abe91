import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Logger } from 'pino'
import {
  type InvalidBlock,
  readInvalidBlocks,
  readVerifiedUpTo,
} from '../store/checks/verification'
import { withConnection } from '../store/connection'
import type { Head } from '../store/cursor'
import type { Claim } from '../store/writer/lock'
import { FollowedContracts } from './contracts'
import { type ChainAccess, verifyNext } from './step'

export interface BackgroundVerificationOptions extends ChainAccess {
  databaseUrl: string
  /** Under which results are written. */
  claim: Claim
  /** Calls per second, above 0; Infinity: no limit. */
  rate: number
  logger: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Invalid blocks were found: the index must be restarted, which rolls them back and reindexes them. */
  onInvalidBlocks(found: { count: number; first: number }): void
  /** How long verification continues after the first invalid block, so that one restart reindexes several of them. */
  patienceMs?: number
  /** Pause after a failure. */
  retryMs?: number
}

/** About the time it takes to reindex a long history: restarts for single blocks would cost more. */
const PATIENCE_MS = 3_600_000
const RETRY_MS = 60_000
/** As a start waits for providers. */
const OUTAGE_MS = 60_000
/** In pg_stat_activity. */
const NAME = 'linchpin proof'
/** Maximum blocks per step. */
const SPAN = 100
/** Blocks between two log lines. */
const LOG_INTERVAL = 100_000

/**
 * Verifies stored history after it was indexed: block by block up to the last final one, at a limited rate.
 *
 * Most of history is indexed from `eth_getLogs`, where an omission can go unnoticed. Here every header is requested, and the
 * receipts of every block whose bloom filter may contain a followed contract, so no omission remains. Invalid blocks are
 * only recorded: the next start of the indexer rolls them back.
 */
export class BackgroundVerification {
  private running: Promise<void> | null = null
  private finalized: Head = { height: -1, hash: '0x' }
  private readonly contracts = new FollowedContracts()
  private firstInvalidAt: number | null = null
  private logged = 0
  /** Last block verified by this process. */
  upTo: number | null = null
  private ended = false

  constructor(private readonly options: BackgroundVerificationOptions) {}

  /** Continues in the background, up to a stored final block. Never throws, and never runs twice at once. */
  offer(finalized: Head): void {
    this.finalized = finalized
    if (this.running || this.ended) return
    this.running = this.runWithRetries(Number.POSITIVE_INFINITY).then(() => {
      this.running = null
    })
  }

  /**
   * Verifies up to a stored final block.
   * @param giveUpMs how long it continues without progress; while no provider answers, at least a minute
   * @returns null once all is verified, or blocks are invalid; else what stands in the way
   */
  async proveUpTo(finalized: Head, giveUpMs: number): Promise<string | null> {
    await this.running
    this.finalized = finalized
    return this.runWithRetries(giveUpMs)
  }

  /** Notes blocks up to a stored final one that were verified when they were read. Never throws. */
  async noteRead(finalized: Head): Promise<void> {
    const { contracts, options } = this
    const { databaseUrl, logger } = options
    try {
      await withConnection(databaseUrl, NAME, async (client) => {
        const step = await verifyNext(finalized, { ...options, client, contracts, span: 0 })
        if (step) this.upTo = step.upTo
      })
    } catch (error) {
      const reason = (error as Error).message
      logger.warn({ reason }, 'verified blocks were not noted')
    }
  }

  /** Waits for the current run, if any. */
  async settled(): Promise<void> {
    await this.running
  }

  /** @returns null at the end; what stood in the way when it gave up */
  private async runWithRetries(giveUpMs: number): Promise<string | null> {
    const { logger, retryMs = RETRY_MS } = this.options
    let since = performance.now()
    let at = this.upTo
    for (;;) {
      try {
        await this.run()
        return null
      } catch (error) {
        const reason = (error as Error).message
        if (this.upTo !== at) since = performance.now()
        at = this.upTo
        const isOutage = Object(error).code === 'LP2010'
        const patience = isOutage ? Math.max(giveUpMs, OUTAGE_MS) : giveUpMs
        if (performance.now() - since > patience) return reason
        logger.warn({ reason }, 'background verification failed, retrying')
        await wait(retryMs, undefined, { ref: false })
      }
    }
  }

  private async run(): Promise<void> {
    await withConnection(this.options.databaseUrl, NAME, async (client) => {
      while (!this.ended && (await this.step(client))) {
        // The next blocks.
      }
    })
  }

  /** Verifies the next blocks. @returns false if there are none */
  private async step(client: Client): Promise<boolean> {
    const { contracts, options } = this
    const { rate, logger } = options
    const startedAt = performance.now()
    const span = Math.min(SPAN, Math.max(1, Math.floor(2 * rate)))
    const step = await verifyNext(this.finalized, { ...options, client, contracts, span })
    for (const { block, reason } of step?.invalid ?? []) {
      logger.error({ code: 'LP2012', block, reason }, 'invalid block')
    }
    await this.restartIfDue(client, step === null)
    if (step === null) return false
    if (step.obstacle !== null) throw new Error(step.obstacle)
    this.logProgress(step.upTo)
    const due = (step.calls / rate) * 1_000 - (performance.now() - startedAt)
    if (due > 0) await wait(due, undefined, { ref: false })
    return true
  }

  /** Requests a restart for invalid blocks, unless some block is invalid again after it was reindexed. */
  private async restartIfDue(client: Client, isAllVerified: boolean): Promise<void> {
    const { patienceMs = PATIENCE_MS, onInvalidBlocks } = this.options
    const invalid = await readInvalidBlocks(client)
    const open = invalid.filter(({ reindexed }) => !reindexed)
    if (open.length === 0) return
    this.firstInvalidAt ??= performance.now()
    if (!isAllVerified && performance.now() - this.firstInvalidAt < patienceMs) return
    const again = await invalidAgain(client, invalid)
    if (again === null) {
      this.ended = true
      onInvalidBlocks({ count: open.length, first: open[0]!.block })
    } else if (isAllVerified) {
      throw new Error(
        `block ${again} was reindexed and is still invalid, so no other block is reindexed; compare with another provider, or run linchpin audit`,
      )
    }
  }

  private logProgress(upTo: number): void {
    this.upTo = upTo
    const mark = Math.floor(upTo / LOG_INTERVAL)
    if (mark <= this.logged) return
    this.logged = mark
    const { height: of } = this.finalized
    this.options.logger.info({ block: upTo, of }, 'history verified')
  }
}

/** First block that was reindexed, verified again, and is still invalid; null: none. */
async function invalidAgain(
  client: Client,
  invalid: readonly InvalidBlock[],
): Promise<number | null> {
  const verified = await readVerifiedUpTo(client)
  const again = invalid.find(({ reindexed, block }) => reindexed && block <= verified!.block)
  return again?.block ?? null
}
