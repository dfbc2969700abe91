import type { RpcCall, RpcErrorBody } from '../jsonrpc'
import { lackIn } from './block-of-call'
import type { Fault } from './faults'
import type { Failure, Reply } from './transport'

/** Of a healthy provider that does not have the block yet, or any more. */
const LACKS: ReadonlySet<Fault> = new Set(['absent', 'lacking'])
/** Methods that ask for a block, its logs or its receipts. */
const OF_BLOCKS = /^eth_get(BlockBy(Number|Hash)|BlockReceipts|Logs)$/

/** How one call, or one batch, is made. */
export interface CallOptions<T> {
  /**
   * Checks and converts a result; what it throws counts as a fault of the provider (scheme and host), and the call is
   * retried.
   */
  parse?: (result: unknown, call: RpcCall, provider: string) => T
  /** Converts an error that counts as an answer; undefined: it does not. */
  accept?: (error: RpcErrorBody) => T | undefined
  /** Ends the retries. */
  signal?: AbortSignal
  /** Rounds over the providers for this call. */
  attempts?: number
  /** One provider must answer all calls, because their results are read together. */
  together?: boolean
  /** The caller has another way: a provider that refuses the call is not taken to lack the method. */
  isOptional?: boolean
}

/** A reply as the caller reads it. */
export function readReply<T>(
  reply: Reply,
  call: RpcCall,
  provider: string,
  { parse, accept }: CallOptions<T>,
): { value: T } | Failure {
  if ('fault' in reply) {
    const value = reply.error && accept?.(reply.error)
    if (value !== undefined) return { value }
    const isMissing = LACKS.has(reply.fault) && OF_BLOCKS.test(call.method)
    return isMissing ? { ...reply, isMissing } : reply
  }
  try {
    return { value: parse ? parse(reply.result, call, provider) : (reply.result as T) }
  } catch (error) {
    const lack = lackIn(call, reply.result)
    const reason = lack ?? `malformed answer: ${(error as Error).message}`
    return { fault: 'retry', reason, isMalformed: true, isMissing: lack !== null }
  }
}
