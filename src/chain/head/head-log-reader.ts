import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { fromLog } from '../normalize'
import { isLacking, RangeTooLarge } from '../provider/errors'
import type { Rpc } from '../provider/rpc'
import type { Hex, RawLog } from '../types'
import { type ClaimedBlock, checkBlocks } from '../verify/check-blocks'
import { Contradiction } from '../verify/contradiction'
import { followedContracts } from '../verify/followed'
import { checkHashes, checkLinks } from '../verify/links'
import { byBlock, checkWholeBlock } from '../verify/logs'
import { numbersOf, readHeaders } from '../verify/read-headers'
import type { Rules } from '../verify/reason-to-verify'
import type { Verifier } from '../verify/verifier'
import type { Discover, WatchSet } from '../watch'
import type { BlockRange } from './block-range'
import { type HeadAnswer, readHeadAnswer } from './head-answer'

export interface HeadLogsOptions {
  rpc: Rpc
  watch: WatchSet
  discover: Discover
  verifier: Verifier
  /** Pause after a first round over all providers; longer after the next ones. */
  pollMs: number
  logger: Pick<Logger, 'warn'>
  /** Called with each failure of a read that is repeated. */
  readFailed?(error: unknown): void
}

/** Rounds over the providers with wrong logs, after which the logs are taken from receipts. */
const MAX_ROUNDS = 5

/**
 * Reads all logs of ranges of blocks near the head, as JSON values in log order.
 *
 * An answer that does not match its blocks is never given to the SDK, which does not check it: the other providers are tried,
 * and while none has a better answer, the range waits. When all keep giving wrong logs, the logs are taken from the receipts
 * that match the headers, if there are any.
 */
export class HeadLogReader {
  private readonly rules: Rules
  /** Contracts that hot blocks revealed. Not in the watch set, because such blocks may be rolled back. */
  private readonly revealed = new Map<Hex, number>()

  constructor(private readonly options: HeadLogsOptions) {
    // Blocks come one by one here: one call more for each is cheap, and no omission escapes.
    this.rules = { ...options.verifier.rules, mode: 'full' }
  }

  /** Throws RangeTooLarge, or the signal's reason. */
  async read(range: BlockRange, signal: AbortSignal): Promise<unknown[]> {
    const { rpc, verifier } = this.options
    for (let failures = 1; ; failures++) {
      let answer: HeadAnswer | null = null
      try {
        answer = await readHeadAnswer(rpc, range, signal)
        await this.check(answer, range, signal)
        return answer.logs.map(({ raw }) => raw)
      } catch (error) {
        signal.throwIfAborted()
        // The SDK splits the range then.
        if (error instanceof RangeTooLarge) throw error
        if (error instanceof Contradiction && answer) {
          verifier.tally.rejected(answer.provider, error.fault)
        }
        this.options.readFailed?.(error)
        rpc.rotate()
        if (failures % rpc.providers !== 0) continue
        const logs = await this.afterRound(range, failures, error as Error, signal)
        if (logs) return logs
      }
    }
  }

  /** Checks an answer against the headers. @throws Contradiction if it is wrong */
  private async check(
    { logs, headers }: HeadAnswer,
    [, to]: BlockRange,
    signal: AbortSignal,
  ): Promise<void> {
    const { watch, verifier } = this.options
    if (verifier.ethereumHashes) checkHashes(headers)
    checkLinks(headers)
    const groups = byBlock(logs.map(({ log }) => log))
    const claims = headers.map((header): ClaimedBlock => {
      const own = groups.get(header.number) ?? []
      groups.delete(header.number)
      checkWholeBlock(header, own)
      return { header, logs: own }
    })
    for (const number of groups.keys()) {
      throw new Contradiction(
        'foreign',
        `logs of block ${number}, which the provider does not have`,
      )
    }
    for (const { logs } of claims) this.reveal(logs)
    const followed = followedContracts(watch, this.revealed, to, verifier.topicsOf)
    const options = { ...verifier, rules: this.rules, followed, wanted: () => true }
    await checkBlocks(claims, options, signal)
  }

  private reveal(logs: readonly RawLog[]): void {
    const { watch, discover } = this.options
    const { revealed } = this
    for (const log of logs) {
      const { address, blockNumber } = log
      if (watch.firstBlock(address) > blockNumber && !revealed.has(address)) continue
      for (const found of discover(log)) {
        revealed.set(found, Math.min(blockNumber, revealed.get(found) ?? blockNumber))
      }
    }
  }

  /** All providers failed once more. @returns the logs from receipts; null after a pause: try again */
  private async afterRound(
    range: BlockRange,
    failures: number,
    error: Error,
    signal: AbortSignal,
  ): Promise<unknown[] | null> {
    const { rpc, logger, pollMs } = this.options
    const [from, to] = range
    const fields = { from, to, reason: error.message }
    if (error instanceof Contradiction && failures >= MAX_ROUNDS * rpc.providers) {
      // If they cannot be proven either, the providers are tried again below.
      const logs = await this.fromReceipts(range, signal).catch(() => null)
      signal.throwIfAborted()
      if (logs) {
        logger.warn(fields, 'wrong logs of new blocks: replaced by those of the receipts')
        return logs
      }
    }
    if (!isLacking(error)) {
      logger.warn({ code: 'LP2004', ...fields }, 'wrong logs of new blocks: retrying')
    }
    // A provider may be between two branches for a moment. After that, two calls per second: a round takes up to three
    // calls for each block and provider.
    const calls = (1 + 3 * (to - from + 1)) * rpc.providers
    const pause = failures === rpc.providers ? pollMs : (pollMs * calls) / 2
    await wait(pause, undefined, { signal })
    return null
  }

  /** All logs of a range from receipts; null unless every block of it exists and is proven by them. */
  private async fromReceipts([from, to]: BlockRange, signal: AbortSignal) {
    const { rpc, verifier } = this.options
    const headers = await readHeaders(rpc, numbersOf(from, to), signal)
    checkLinks(headers)
    const proofs = await Promise.all(
      headers.map((header) => verifier.prover.logsOf(header, signal)),
    )
    if (proofs.some((proof) => proof?.by !== 'receipts')) return null
    const logs = proofs.flatMap((proof) => proof!.logs)
    this.reveal(logs)
    return logs.map(fromLog)
  }
}
