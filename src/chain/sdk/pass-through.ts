import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { rangeOf } from '../head/block-range'
import type { HeadLogReader } from '../head/head-log-reader'
import type { RpcCall, RpcOutcome } from '../jsonrpc'
import { RPC_CODE } from '../jsonrpc'
import { MalformedAnswer, toHeader, toList, toLog, toQuantity } from '../normalize'
import { RangeTooLarge } from '../provider/errors'
import type { Rpc } from '../provider/rpc'
import type { SdkHead } from './sdk-head'

/** Methods that the SDK calls near the head. Others are refused: no other program may use the RPC quota. */
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
  head: SdkHead
  /** Checks the logs of whole blocks; null: they are passed on unchecked. */
  headLogs: HeadLogReader | null
  /** Pause after a failure. */
  pollMs: number
  logger: Pick<Logger, 'warn'>
}

/**
 * Forwards the SDK's JSON-RPC calls to the providers.
 *
 * The SDK gives up at nearly every error, so calls are repeated until they succeed or `signal` aborts. Only answers that
 * are too large are passed on, with a message by which the SDK recognizes that it must split the range.
 */
export async function passThrough(
  calls: RpcCall[],
  options: PassThroughOptions,
  signal: AbortSignal,
): Promise<RpcOutcome[]> {
  const { pollMs, logger } = options
  const unserved = calls.find(({ method }) => !SERVED.has(method))
  if (unserved) {
    const message = `method ${unserved.method} is not served`
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
      const fields = { method: calls[0]!.method, reason: (error as Error).message }
      logger.warn(fields, 'call of the SDK failed: retrying')
      await wait(pollMs, undefined, { signal })
    }
  }
}

async function answer(
  calls: RpcCall[],
  { rpc, head, headLogs, pollMs }: PassThroughOptions,
  signal: AbortSignal,
): Promise<unknown[]> {
  const isHead = ({ method }: RpcCall) => method === 'eth_blockNumber'
  const plain = calls.filter((call) => !isHead(call) && (!headLogs || !rangeOf(call)))
  const parse = (result: unknown, call: RpcCall) =>
    head.covers(call) ? result : checkShape(result, call)
  const answered = plain.length > 0 ? await rpc.batch(plain, { signal, parse }) : []
  const results = head.withoutFlaws(plain, answered)
  if (results !== answered) {
    // The SDK asks for it ten times a second.
    rpc.rotate()
    await wait(pollMs, undefined, { signal })
  }
  let next = 0
  const answers: unknown[] = []
  for (const call of calls) {
    const range = headLogs && rangeOf(call)
    if (isHead(call)) answers.push(toQuantity(await head.read(signal)))
    else answers.push(range ? await headLogs.read(range, signal) : results[next++])
  }
  return answers
}

/** Rejects results that would fail the SDK's own validation, at which it gives up. */
function checkShape(result: unknown, { method }: RpcCall): unknown {
  switch (method) {
    case 'eth_getBlockByNumber':
    case 'eth_getBlockByHash':
      // Null is a result: the block does not exist yet, or no longer.
      if (result !== null) checkBlock(result)
      break
    case 'eth_getLogs':
      toList(result, toLog)
      break
  }
  return result
}

/** The SDK compares hashes as strings, and providers differ in how they write them. */
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
