import type { RpcCall, RpcErrorBody } from '../jsonrpc'
import type { Fault } from './faults'
import { classifyHttpStatus, classifyRpcError, errorText } from './faults'
import { retryAfterMs } from './retry-after'

/** A call that a provider did not answer. */
export interface Failure {
  fault: Fault
  reason: string
  /** Absent if the answer was no JSON-RPC error. */
  error?: RpcErrorBody
  /** Pause that the provider asks for; 0: none. */
  retryAfterMs?: number
  /** There is a result, but not as it should be. */
  isMalformed?: true
  /** The provider does not have the block that is asked for, or its receipts. */
  isMissing?: boolean
}

/** One provider's reply to one call. */
export type Reply = { result: unknown } | Failure

/** Replies in call order, or why the provider does not take that many at once. */
export type Exchange = Reply[] | { batchRefusal: string }

/**
 * One HTTP request with one call or a batch to one provider. Never throws, except when `signal`
 * aborts. Reasons may quote the provider's text: scrub them before they are logged.
 */
export async function exchange(
  url: string,
  calls: readonly RpcCall[],
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Exchange> {
  const bodies = calls.map((call, id) => ({ jsonrpc: '2.0', id, ...call }))
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const { target, authorization } = splitCredentials(url)
    const response = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify(bodies.length === 1 ? bodies[0] : bodies),
      signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
    })
    return readReplies(calls, response.status, response.headers, await response.text())
  } catch (error) {
    signal?.throwIfAborted()
    return calls.map(() => ({ fault: 'retry' as const, reason: transportReason(error) }))
  }
}

/** fetch rejects `user:password@` in a URL: they become a header. */
export function splitCredentials(url: string): {
  target: URL
  authorization?: { authorization: string }
} {
  const target = new URL(url)
  const { username, password } = target
  if (!username && !password) return { target }
  target.username = ''
  target.password = ''
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { target, authorization: { authorization: `Basic ${btoa(pair)}` } }
}

/** Reads an HTTP answer. Many providers send JSON-RPC errors with a 4xx or 5xx status. */
function readReplies(
  calls: readonly RpcCall[],
  status: number,
  headers: Headers,
  text: string,
): Exchange {
  const body = tryParse(text)
  const whole = isObject(body) && isObject(body.error) ? toErrorBody(body.error) : undefined
  if (calls.length > 1 && !Array.isArray(body)) {
    const refused = status === 413 || (whole && /batch/i.test(whole.message))
    if (refused) return { batchRefusal: whole?.message ?? `HTTP ${status}` }
  }
  const refusal = calls.length > 1 && Array.isArray(body) ? batchRefusalIn(body) : null
  if (refusal !== null) return { batchRefusal: refusal }
  const retryAfter = retryAfterMs(headers.get('retry-after'))
  const withRetryAfter = (reply: Reply): Reply =>
    retryAfter > 0 && 'fault' in reply ? { ...reply, retryAfterMs: retryAfter } : reply
  if (whole) return calls.map(({ method }) => withRetryAfter(toFailure(method, whole, status)))
  if (status < 200 || status >= 300) {
    const reason = `HTTP ${status}`
    return calls.map(({ method }) =>
      withRetryAfter({ fault: classifyHttpStatus(method, status), reason }),
    )
  }
  if (calls.length === 1 && !Array.isArray(body))
    return [withRetryAfter(readReply(calls[0]!, body))]
  // A single answer to a batch answers one of its calls.
  const replies = Array.isArray(body) ? body : [body]
  return calls.map((call, id) => withRetryAfter(pick(call, id, replies)))
}

/** The message of errors by which alone a batch is answered, if they say that it is too large; null: they do not. */
function batchRefusalIn(replies: readonly unknown[]): string | null {
  const messages = replies.map((reply) =>
    isObject(reply) && isObject(reply.error) ? String(reply.error.message) : '',
  )
  return messages.every((message) => /batch/i.test(message)) ? (messages[0] ?? null) : null
}

function pick(call: RpcCall, id: number, replies: unknown[]): Reply {
  const isOwn = (reply: unknown) => isObject(reply) && String(reply.id) === String(id)
  // Usually in call order.
  const found = isOwn(replies[id]) ? replies[id] : replies.find(isOwn)
  return found ? readReply(call, found) : { fault: 'retry', reason: 'no answer in the batch' }
}

function readReply(call: RpcCall, body: unknown): Reply {
  if (!isObject(body)) return { fault: 'retry', reason: 'answer is not JSON-RPC' }
  if (isObject(body.error)) return toFailure(call.method, toErrorBody(body.error), 200)
  if (!('result' in body)) return { fault: 'retry', reason: 'answer without result' }
  // Some nodes answer null, or a text, to a filter that is too large.
  if (call.method === 'eth_getLogs' && !Array.isArray(body.result)) {
    return { fault: 'retry', reason: 'answer is not a list of logs' }
  }
  return { result: body.result }
}

function toFailure(method: string, error: RpcErrorBody, status: number): Failure {
  const fault = classifyRpcError(method, error, status)
  return { fault, reason: `${errorText(error)} (${error.code})`, error }
}

function toErrorBody(error: Record<string, unknown>): RpcErrorBody {
  const { code, message, data } = error
  return { code: Number(code), message: String(message), ...(data !== undefined && { data }) }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function transportReason(error: unknown): string {
  const { name, message, cause } = error as Error
  if (name === 'TimeoutError') return 'timeout'
  return cause instanceof Error && cause.message ? cause.message : message
}
