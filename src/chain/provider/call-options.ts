import type { RpcCall, RpcErrorBody } from '../jsonrpc'
import type { Failure, Reply } from './transport'

/** A failed try, for the log. Holds no secret. */
export interface RpcWarning {
  /** Scheme and host of the provider. */
  provider: string
  method: string
  reason: string
  /** Failed tries of this call so far. */
  failures: number
  /** Pause before the next try. */
  waitMs: number
}

export interface CallOptions<T> {
  /**
   * Checks and converts an answer; what it throws is a fault of the provider (scheme and host) and
   * is retried.
   */
  parse?: (result: unknown, call: RpcCall, provider: string) => T
  /** An error that is an answer, converted; undefined: it is none. */
  accept?: (error: RpcErrorBody) => T | undefined
  /** Ends the retries. */
  signal?: AbortSignal
  /** Rounds over the providers for this call. */
  attempts?: number
  /** One provider must answer all calls, because their answers are read together. */
  together?: boolean
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
    return value === undefined ? reply : { value }
  }
  try {
    return { value: parse ? parse(reply.result, call, provider) : (reply.result as T) }
  } catch (error) {
    return { fault: 'retry', reason: `malformed answer: ${(error as Error).message}` }
  }
}
