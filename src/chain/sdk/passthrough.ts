import { setTimeout as wait } from 'node:timers/promises'
import type { HeadLogs } from '../head/head-logs'
import { rangeOf } from '../head/head-logs'
import type { RpcCall, RpcOutcome } from '../jsonrpc'
import { RPC_CODE } from '../jsonrpc'
import { MalformedAnswer, toHeader, toList, toLog, toQuantity } from '../normalize'
import { RangeTooLarge } from '../provider/errors'
import type { Rpc } from '../provider/rpc'

/** What the SDK asks for near the head. Anything else would spend a user's quota on strangers. */
const SERVED = new Set([
  'eth_chainId',
  'eth_blockNumber',
  'eth_getBlockByNumber',
  'eth_getBlockByHash',
  'eth_getLogs',
  'eth_getTransactionReceipt',
])

export interface PassThroughOptions {
  rpc: Rpc
  /** Checks the logs of whole blocks; null: they are passed on as they come. */
  headLogs: HeadLogs | null
  pollMs: number
  onWarning: (message: string) => void
}

/**
 * Hands the SDK's JSON-RPC calls to the providers.
 *
 * The SDK ends its process on nearly every error, so calls are repeated until they succeed or
 * `signal` aborts. Only answers that are too large are passed on, in the words by which the SDK
 * knows to split.
 */
export async function passThrough(
  calls: RpcCall[],
  options: PassThroughOptions,
  signal: AbortSignal,
): Promise<RpcOutcome[]> {
  const { pollMs, onWarning } = options
  const stranger = calls.find(({ method }) => !SERVED.has(method))
  if (stranger) {
    const message = `method ${stranger.method} is not served`
    return calls.map(() => ({ error: { code: RPC_CODE.METHOD_NOT_FOUND, message } }))
  }
  for (;;) {
    try {
      const results = await answer(calls, options, signal)
      return results.map((result) => ({ result: JSON.stringify(lowerHex(result)) }))
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof RangeTooLarge) {
        const message = `query returned more than the provider allows: ${error.message}`
        return calls.map(() => ({ error: { code: RPC_CODE.LIMIT, message } }))
      }
      onWarning(`${calls[0]!.method}: ${(error as Error).message}; trying again`)
      await wait(pollMs, undefined, { signal })
    }
  }
}

async function answer(
  calls: RpcCall[],
  { rpc, headLogs }: PassThroughOptions,
  signal: AbortSignal,
): Promise<unknown[]> {
  const isHead = ({ method }: RpcCall) => method === 'eth_blockNumber'
  const plain = calls.filter((call) => !isHead(call) && (!headLogs || !rangeOf(call)))
  const results = plain.length > 0 ? await rpc.batch(plain, { signal, parse: checkShape }) : []
  let next = 0
  const answers: unknown[] = []
  for (const call of calls) {
    const range = headLogs && rangeOf(call)
    if (isHead(call)) answers.push(toQuantity(await rpc.head({ signal })))
    else answers.push(range ? await headLogs(range, signal) : results[next++])
  }
  return answers
}

/** Refuses what would make the SDK's own validation end the process. */
function checkShape(result: unknown, { method }: RpcCall): unknown {
  switch (method) {
    case 'eth_getBlockByNumber':
    case 'eth_getBlockByHash':
      // Null is an answer: the block is not there yet, or not any more.
      if (result !== null) checkBlock(result)
      break
    case 'eth_getLogs':
      toList(result, toLog)
      break
  }
  return result
}

/** The SDK compares hashes as they come, and providers differ in how they write them. */
function lowerHex(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('0x') ? value.toLowerCase() : value
  if (Array.isArray(value)) return value.map(lowerHex)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, lowerHex(part)]))
}

function checkBlock(result: unknown): void {
  toHeader(result)
  const { logsBloom, transactions } = result as Record<string, unknown>
  if (typeof logsBloom !== 'string' || !Array.isArray(transactions)) {
    throw new MalformedAnswer('block without logsBloom or transactions')
  }
}
