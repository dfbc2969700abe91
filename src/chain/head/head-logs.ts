import { setTimeout as wait } from 'node:timers/promises'
import { followedContracts } from '../followed'
import { numbersOf, readHeaders } from '../history/headers'
import type { Discover } from '../history/range-logs'
import type { RpcCall } from '../jsonrpc'
import { fromLog, parseQuantity, toList, toLog, toQuantity } from '../normalize'
import { RangeTooLarge } from '../provider/errors'
import type { Rpc } from '../provider/rpc'
import type { Hex, RawLog } from '../types'
import { type ClaimedBlock, checkBlocks } from '../verify/check-blocks'
import { Contradiction } from '../verify/contradiction'
import type { Rules } from '../verify/doubt'
import { type SealedHeader, toSealedHeader } from '../verify/header'
import { checkHashes, checkLinks } from '../verify/links'
import { byBlock, checkWholeBlock, inLogOrder } from '../verify/logs'
import type { Verifier } from '../verify/verifier'
import type { WatchSet } from '../watch'

export interface HeadLogsOptions {
  rpc: Rpc
  watch: WatchSet
  discover: Discover
  verifier: Verifier
  /** Pause before all providers are asked again; longer when that did not help. */
  pollMs: number
  onWarning: (message: string) => void
}

/** The two ends of a range of blocks. */
export type BlockRange = [from: number, to: number]

/**
 * Gives all logs of a range of blocks near the head, as JSON values in log order.
 *
 * What does not fit its block is asked of the other providers, and while none has better, held back
 * with a warning: the SDK would take the logs as they are, or end its process. Where all go on so, the logs are
 * taken from the receipts that fit the header, if there are any.
 */
export type HeadLogs = (range: BlockRange, signal: AbortSignal) => Promise<unknown[]>

/** The range of an unfiltered `eth_getLogs` call as the SDK makes it; null for any other call. */
export function rangeOf({ method, params }: RpcCall): BlockRange | null {
  if (method !== 'eth_getLogs') return null
  const { fromBlock, toBlock, ...filter } = Object(params[0]) as Record<string, unknown>
  const [from, to] = [parseQuantity(fromBlock), parseQuantity(toBlock)]
  if (from === undefined || to === undefined || Object.keys(filter).length > 0) return null
  return from <= to ? [from, to] : null
}

/** Rounds over the providers with wrong logs, after which the logs are taken from receipts. */
const ROUNDS = 5

interface Answer {
  /** Scheme and host. */
  provider: string
  logs: { raw: unknown; log: RawLog }[]
  /** Null: the provider does not have the block. */
  headers: (SealedHeader | null)[]
}

export function createHeadLogs(options: HeadLogsOptions): HeadLogs {
  const { rpc, watch, discover, verifier, pollMs, onWarning } = options
  // Blocks come one by one here, so that a call more for each is nothing, and no omission escapes.
  const rules: Rules = { ...verifier.rules, mode: 'full' }
  // Beside the watch set: what hot blocks reveal may be undone.
  const revealed = new Map<Hex, number>()

  async function ask([from, to]: BlockRange, signal: AbortSignal): Promise<Answer> {
    const numbers = numbersOf(from, to).map(toQuantity)
    let answering = ''
    const [logs, ...headers] = await rpc.batch<unknown>(
      [
        {
          method: 'eth_getLogs',
          params: [{ fromBlock: toQuantity(from), toBlock: toQuantity(to) }],
        },
        ...numbers.map((number) => ({ method: 'eth_getBlockByNumber', params: [number, false] })),
      ],
      {
        signal,
        // One provider may be behind another, or on another branch.
        together: true,
        parse: (result, { method }, provider) => {
          answering = provider
          return method === 'eth_getLogs'
            ? toList(result, (raw) => ({ raw, log: toLog(raw) }))
            : result && toSealedHeader(result)
        },
      },
    )
    return {
      provider: answering,
      logs: (logs as Answer['logs']).sort((a, b) => inLogOrder(a.log, b.log)),
      headers: headers as Answer['headers'],
    }
  }

  /** Throws Contradiction if the answer is wrong. */
  function check({ logs, headers }: Answer, to: number, signal: AbortSignal): Promise<boolean> {
    const present = headers.filter((header) => header !== null)
    if (verifier.ethereumHashes) checkHashes(present)
    checkLinks(present)
    const groups = byBlock(logs.map(({ log }) => log))
    const claims = present.map((header): ClaimedBlock => {
      const own = groups.get(header.number) ?? []
      groups.delete(header.number)
      checkWholeBlock(header, own)
      return { header, logs: own }
    })
    for (const number of groups.keys()) {
      throw new Contradiction('foreign', `logs of block ${number}, which is not there`)
    }
    for (const { logs } of claims) reveal(logs)
    const followed = followedContracts(watch, revealed, to, verifier.topicsOf)
    return checkBlocks(claims, { ...verifier, rules, followed, wanted: () => true }, signal)
  }

  function reveal(logs: readonly RawLog[]): void {
    for (const log of logs) {
      const { address, blockNumber } = log
      if (watch.firstBlock(address) > blockNumber && !revealed.has(address)) continue
      for (const found of discover(log)) {
        revealed.set(found, Math.min(blockNumber, revealed.get(found) ?? blockNumber))
      }
    }
  }

  /** All logs of a range as receipts have them; null if not every block of it is there and proven by them. */
  async function fromReceipts([from, to]: BlockRange, signal: AbortSignal) {
    const headers = await readHeaders(rpc, numbersOf(from, to), signal)
    checkLinks(headers)
    const proofs = await Promise.all(
      headers.map((header) => verifier.prover.logsOf(header, signal)),
    )
    if (proofs.some((proof) => proof?.by !== 'receipts')) return null
    const logs = proofs.flatMap((proof) => proof!.logs)
    reveal(logs)
    return logs.map(fromLog)
  }

  return async (range, signal) => {
    const [from, to] = range
    for (let failures = 1; ; failures++) {
      let answer: Answer | null = null
      try {
        answer = await ask(range, signal)
        await check(answer, to, signal)
        return answer.logs.map(({ raw }) => raw)
      } catch (error) {
        signal.throwIfAborted()
        // The SDK asks in parts then.
        if (error instanceof RangeTooLarge) throw error
        if (error instanceof Contradiction && answer) {
          verifier.tally.rejected(answer.provider, error.fault)
        }
        rpc.rotate()
        if (failures % rpc.providers !== 0) continue
        const { message } = error as Error
        if (error instanceof Contradiction && failures >= ROUNDS * rpc.providers) {
          // What keeps them from being proven is no reason to stop asking, which goes on below.
          const logs = await fromReceipts(range, signal).catch(() => null)
          signal.throwIfAborted()
          if (logs) {
            onWarning(`blocks ${from} to ${to}: ${message}; taken from the receipts`)
            return logs
          }
        }
        onWarning(`LP2004: logs of blocks ${from} to ${to} are held back: ${message}; asking again`)
        // A provider may be between two branches for a moment. After that, two calls in a second:
        // a round takes up to three a block and provider.
        const calls = (1 + 3 * (to - from + 1)) * rpc.providers
        const pause = failures === rpc.providers ? pollMs : (pollMs * calls) / 2
        await wait(pause, undefined, { signal })
      }
    }
  }
}
