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

/** Tries per provider for what a check needs. */
const ATTEMPTS = 2

export interface ProverOptions {
  rpc: Rpc
  tally: Tally
  /** Whether receipts hash to the header's root as on Ethereum, so that others are forged. */
  ethereumHashes: boolean
  onWarning: (message: string) => void
}

/** All logs of a block, in order, and what they were compared with. */
export interface Proof {
  logs: RawLog[]
  /** `logs`: the bloom alone, so that a log may lack whose bits others have set. */
  by: 'receipts' | 'logs'
}

/** Finds out which logs a block has. */
export interface Prover {
  /**
   * The logs of a block, checked against its header; null if no provider has what that takes.
   * @throws LinchpinError LP2004 when no provider's answer fits the header, LP2010 when none answers.
   */
  logsOf(header: SealedHeader, signal?: AbortSignal): Promise<Proof | null>
}

/**
 * Proves by receipts, whose root is in the header. Where no provider gives them, by all logs of the
 * block, whose bloom is in the header: this leaves the last logs of a block unproven when others
 * have set the same bits.
 */
export function createProver({ rpc, tally, ethereumHashes, onWarning }: ProverOptions): Prover {
  /** Methods whose answers prove nothing on this network. */
  const useless = new Set<string>()
  const told = new Set<string>()

  /** One call to whoever gives a fitting answer. Undefined: refused by all that answer. */
  async function ask<T>(
    method: string,
    param: unknown,
    header: SealedHeader,
    check: (result: unknown) => T,
    signal?: AbortSignal,
  ): Promise<T | undefined> {
    if (useless.has(method)) return undefined
    let unfit = false
    try {
      return await rpc.call(method, [param], {
        ...(signal && { signal }),
        attempts: ATTEMPTS,
        parse: (result, _, provider) => {
          try {
            return check(result)
          } catch (error) {
            if (error instanceof Contradiction) {
              unfit = true
              tally.rejected(provider, error.fault)
            }
            throw error
          }
        },
      })
    } catch (error) {
      if (error instanceof RangeTooLarge) return undefined
      if (error instanceof RpcRefused && !unfit) {
        if (!told.has(method)) onWarning(refusal(method))
        told.add(method)
        return undefined
      }
      if (!unfit) throw error
      if (ethereumHashes || method !== 'eth_getBlockReceipts')
        throw unprovable(header, error as Error)
      if (!useless.has(method)) onWarning(OTHER_RECEIPTS)
      useless.add(method)
      return undefined
    }
  }

  async function byReceipts(header: SealedHeader, signal?: AbortSignal) {
    if (header.receiptsRoot === null) return undefined
    const number = toQuantity(header.number)
    const check = (result: unknown) => checkReceipts(header, result)
    const logs = await ask('eth_getBlockReceipts', number, header, check, signal)
    // Null: a type of receipt that is not known here.
    return logs ?? undefined
  }

  function byLogs(header: SealedHeader, signal?: AbortSignal) {
    const check = (result: unknown) => {
      const logs = toList(result, toLog).sort(inLogOrder)
      checkWholeBlock(header, logs)
      return logs
    }
    return ask('eth_getLogs', { blockHash: header.hash }, header, check, signal)
  }

  return {
    async logsOf(header, signal) {
      const receipts = await byReceipts(header, signal)
      if (receipts) {
        tally.proven('receipts')
        return { logs: receipts, by: 'receipts' }
      }
      const logs = header.bloom === null ? undefined : await byLogs(header, signal)
      if (!logs) {
        tally.skipped()
        return null
      }
      tally.proven('logs')
      return { logs, by: 'logs' }
    },
  }
}

/** Logs of receipts that hash to the header's root; null if they cannot be hashed. */
function checkReceipts(header: SealedHeader, result: unknown): RawLog[] | null {
  // A node that lacks the block, or keeps no receipts so old.
  if (result === null) throw new MalformedAnswer(`no receipts of block ${header.number}`)
  const { root, logs } = toReceipts(result)
  if (root === null || root === header.receiptsRoot) return root === null ? null : logs
  throw new Contradiction(
    'receipts',
    `receipts of block ${header.number} hash to ${root}, not to ${header.receiptsRoot}`,
  )
}

const OTHER_RECEIPTS =
  'receipts of this network do not hash to the root in the header as on Ethereum: blocks are checked by all their logs and the bloom, which proves less'

function refusal(method: string): string {
  return method === 'eth_getBlockReceipts'
    ? 'no provider that answers serves eth_getBlockReceipts: blocks are checked by all their logs and the bloom, which proves less'
    : 'no provider that answers serves eth_getLogs by block hash: some blocks cannot be checked for missing logs'
}

function unprovable(header: SealedHeader, cause: Error): LinchpinError {
  return new LinchpinError(
    'LP2004',
    `no provider has logs of block ${header.number} that fit its header: ${cause.message}`,
    'Nothing of it was stored. Add a provider that keeps receipts of old blocks to RPC_ENDPOINT.',
    EXIT.UNAVAILABLE,
    { cause },
  )
}
