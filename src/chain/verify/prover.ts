import type { Logger } from 'pino'
import { EXIT, LinchpinError } from '../../errors'
import { MalformedAnswer, toList, toLog, toQuantity } from '../normalize'
import { RangeTooLarge, RpcRefused } from '../provider/errors'
import type { Rpc } from '../provider/rpc'
import type { RawLog } from '../types'
import { Contradiction } from './contradiction'
import type { SealedHeader } from './header'
import { checkWholeBlock, inLogOrder } from './logs'
import { toReceipts } from './receipts'
import type { Tally } from './tally'

/** Attempts per provider for the data that a check needs. */
const ATTEMPTS = 2

export interface ProverOptions {
  rpc: Rpc
  tally: Tally
  /** Receipts hash to the header's root as on Ethereum, so that others are wrong. */
  ethereumHashes: boolean
  logger: Pick<Logger, 'warn'>
}

/** All logs of a block, in order, and what they were compared with. */
export interface Proof {
  logs: RawLog[]
  /** `logs`: the bloom alone, so that a log may be missing whose bits others have set. */
  by: 'receipts' | 'logs'
}

/** A JSON-RPC call whose answer is checked against a header. */
interface Question<T> {
  method: 'eth_getBlockReceipts' | 'eth_getLogs'
  param: unknown
  header: SealedHeader
  check: (result: unknown) => T
}

/**
 * Finds out which logs a block has.
 *
 * Receipts prove it: their root is in the header. Where no provider serves them, all logs of the block are compared with
 * the header's bloom, which leaves the last logs of a block unproven when others have set the same bits.
 */
export class Prover {
  /** Methods whose answers prove nothing on this network. */
  private readonly useless = new Set<string>()
  private readonly reportedRefusals = new Set<string>()

  constructor(private readonly options: ProverOptions) {}

  /**
   * The logs of a block, verified against its header; null if no provider has the data that it takes.
   * @throws LinchpinError LP2004 when no provider's answer matches the header, LP2010 when none answers
   */
  async logsOf(header: SealedHeader, signal?: AbortSignal): Promise<Proof | null> {
    const { tally } = this.options
    const receipts = await this.byReceipts(header, signal)
    if (receipts) {
      tally.proven('receipts')
      return { logs: receipts, by: 'receipts' }
    }
    const logs = header.bloom === null ? undefined : await this.byLogs(header, signal)
    if (!logs) {
      tally.skipped()
      return null
    }
    tally.proven('logs')
    return { logs, by: 'logs' }
  }

  private async byReceipts(header: SealedHeader, signal?: AbortSignal) {
    if (header.receiptsRoot === null) return undefined
    const question: Question<RawLog[] | null> = {
      method: 'eth_getBlockReceipts',
      param: toQuantity(header.number),
      header,
      check: (result) => checkReceipts(header, result),
    }
    // Null: the encoding of a receipt is not known.
    return (await this.ask(question, signal)) ?? undefined
  }

  private byLogs(header: SealedHeader, signal?: AbortSignal) {
    const question: Question<RawLog[]> = {
      method: 'eth_getLogs',
      param: { blockHash: header.hash },
      header,
      check: (result) => {
        const logs = toList(result, toLog).sort(inLogOrder)
        checkWholeBlock(header, logs)
        return logs
      },
    }
    return this.ask(question, signal)
  }

  /** The first answer that passes the check. Undefined: every provider that answers refuses the call. */
  private async ask<T>(question: Question<T>, signal?: AbortSignal): Promise<T | undefined> {
    const { method, param, check } = question
    if (this.useless.has(method)) return undefined
    let isContradicted = false
    try {
      return await this.options.rpc.call(method, [param], {
        ...(signal && { signal }),
        attempts: ATTEMPTS,
        parse: (result, _, provider) => {
          try {
            return check(result)
          } catch (error) {
            if (error instanceof Contradiction) {
              isContradicted = true
              this.options.tally.rejected(provider, error.fault)
            }
            throw error
          }
        },
      })
    } catch (error) {
      if (error instanceof RangeTooLarge) return undefined
      if (isContradicted) return this.afterContradiction(question, error as Error)
      if (!(error instanceof RpcRefused)) throw error
      this.reportRefusal(method)
      return undefined
    }
  }

  /** Only where headers are not hashed as on Ethereum may receipts be right that do not match the header. */
  private afterContradiction<T>({ method, header }: Question<T>, cause: Error): undefined {
    const { ethereumHashes, logger } = this.options
    if (ethereumHashes || method !== 'eth_getBlockReceipts') throw unprovable(header, cause)
    if (!this.useless.has(method)) logger.warn(OTHER_RECEIPTS)
    this.useless.add(method)
  }

  private reportRefusal(method: Question<unknown>['method']): void {
    if (this.reportedRefusals.has(method)) return
    this.reportedRefusals.add(method)
    this.options.logger.warn({ method }, REFUSALS[method])
  }
}

/** Logs of receipts that hash to the header's root; null if they cannot be hashed. */
function checkReceipts(header: SealedHeader, result: unknown): RawLog[] | null {
  // A node that does not have the block, or no receipts that old.
  if (result === null) throw new MalformedAnswer(`no receipts of block ${header.number}`)
  const { root, logs } = toReceipts(result)
  if (root === null || root === header.receiptsRoot) return root === null ? null : logs
  throw new Contradiction(
    'receipts',
    `receipts of block ${header.number} hash to ${root}, not to ${header.receiptsRoot}`,
  )
}

const OTHER_RECEIPTS =
  'receipts do not hash to the root in the header as on Ethereum: blocks are verified by all their logs and the bloom, which proves less'

const REFUSALS = {
  eth_getBlockReceipts:
    'no provider serves eth_getBlockReceipts: blocks are verified by all their logs and the bloom, which proves less',
  eth_getLogs:
    'no provider serves eth_getLogs by block hash: some blocks cannot be checked for missing logs',
} as const

function unprovable(header: SealedHeader, cause: Error): LinchpinError {
  return new LinchpinError(
    'LP2004',
    `no provider has logs of block ${header.number} that match its header: ${cause.message}`,
    'Nothing of the block was stored. Add a provider that keeps receipts of old blocks to RPC_ENDPOINT.',
    EXIT.UNAVAILABLE,
    { cause },
  )
}
