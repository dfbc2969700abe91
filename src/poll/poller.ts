import type { Logger } from 'pino'
import type { Caller } from '../contracts/calls'
import { withConnection } from '../store/connection'
import { writePoll } from '../store/polls'
import type { Claim } from '../store/writer/lock'
import { pollAdapters } from './adapters'
import { pollAvss, pollPools } from './answers'
import { readLastPoll, readPollTargets } from './targets'

export interface PollerOptions {
  databaseUrl: string
  /** Under which answers are written. */
  claim: Claim
  /** Blocks between two polls, above 0. */
  interval: number
  /** Calls contracts at a block. */
  callerAt(block: number): Caller
  logger: Pick<Logger, 'info' | 'warn'>
  retryMs?: number
}

/** Pause after a poll that failed: the chain may stand still, so that no commit offers another one. */
const RETRY_MS = 30_000

/**
 * Polls contracts for values that no event carries: rates and tokens of pools, which pools the AVSs of the
 * AVSDirectory count, and assets of adapters that have a price of their own.
 *
 * Polls are at final blocks that are multiples of the interval, so that all indexes have the same ones; only the newest of
 * them is polled, because older state needs an archive node. Without an answer a value is "unknown since", not none.
 */
export class Poller {
  private running: Promise<void> | null = null
  /** Last block that needs no poll. */
  private done = -1
  /** Last final block that was offered. */
  private finalized = -1
  private retrying: NodeJS.Timeout | undefined

  constructor(private readonly options: PollerOptions) {}

  /** Starts a poll if one is due. Call it after commits; it never throws, and never runs two polls at once. */
  offer(finalized: number): void {
    const { interval, logger } = this.options
    this.finalized = finalized
    const due = Math.floor(finalized / interval) * interval
    if (this.running || due <= this.done || due <= 0) return
    this.running = this.poll(due)
      .then(() => {
        this.done = due
      })
      .catch((error: Error) => {
        logger.warn({ block: due, reason: error.message }, 'poll failed')
        this.retry()
      })
      .finally(() => {
        this.running = null
      })
  }

  /** Polls again after a pause, unless a commit came before. */
  private retry(): void {
    clearTimeout(this.retrying)
    this.retrying = setTimeout(
      () => this.offer(this.finalized),
      this.options.retryMs ?? RETRY_MS,
    ).unref()
  }

  /** Waits for the current poll, if any. */
  async settled(): Promise<void> {
    await this.running
  }

  private async poll(block: number): Promise<void> {
    const { databaseUrl, claim, callerAt, logger } = this.options
    await withConnection(databaseUrl, 'linchpin poll', async (client) => {
      const last = await readLastPoll(client)
      if (last !== null && last >= block) return
      const targets = await readPollTargets(client, block)
      const count = { questions: 0, unanswered: 0 }
      const caller = counting(callerAt(block), count)
      const pools = await pollPools(caller, block, targets.pools)
      const avss = await pollAvss(caller, block, targets.avss)
      const adapters = await pollAdapters(caller, block, targets.adapters)
      await writePoll(client, claim, { block, ...count }, { pools, avss, adapters })
      logger.info({ block, ...count }, 'polled contracts')
    })
  }
}

/** A caller that counts its calls, and those without an answer. */
function counting(caller: Caller, count: { questions: number; unanswered: number }): Caller {
  return async (calls) => {
    const answers = await caller(calls)
    count.questions += calls.length
    count.unanswered += answers.filter((answer) => answer === null).length
    return answers
  }
}
