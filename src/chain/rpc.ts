import { setTimeout as wait } from 'node:timers/promises'
import { redactUrl, scrubText } from '../config/redact'
import { EXIT, LinchpinError } from '../errors'
import type { RpcCall } from './jsonrpc'
import { parseQuantity } from './normalize'
import type { Reply } from './rpc-transport'
import { exchange } from './rpc-transport'

/** Tries per provider before a start is given up; later calls are repeated without end. */
const START_ATTEMPTS = 4

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

export interface RpcOptions {
  /** Providers, preferred first. */
  urls: readonly string[]
  /** Tries per provider before a call fails with LP2010; endless by default. */
  attempts?: number
  timeoutMs?: number
  /** Most calls in one HTTP request; lowered by itself when a provider refuses. */
  maxBatch?: number
  /** First and longest pause between rounds over the providers. */
  backoffMs?: { first: number; max: number }
  onWarning?: (warning: RpcWarning) => void
}

export interface CallOptions<T> {
  /**
   * Checks and converts an answer; what it throws is a fault of the provider (scheme and host) and
   * is retried.
   */
  parse?: (result: unknown, call: RpcCall, provider: string) => T
  /** Ends the retries. */
  signal?: AbortSignal
  /** Tries per provider for this call. */
  attempts?: number
}

/** A client for several providers of one chain. */
export interface Rpc {
  /** Throws RangeTooLarge, RpcRefused, LinchpinError LP2010, or the signal's reason. */
  call<T = unknown>(method: string, params: unknown[], options?: CallOptions<T>): Promise<T>
  /** Answers in call order; calls that fail are repeated, the others are not. Throws as `call`. */
  batch<T = unknown>(calls: readonly RpcCall[], options?: CallOptions<T>): Promise<T[]>
  /** Prefers the next provider from now on: for callers who find an answer wrong. */
  rotate(): void
  /** Scheme and host of the provider that is preferred now. */
  preferred(): string
  /** How many providers there are. */
  readonly providers: number
  /**
   * A client for the providers that are not preferred now, with this many tries for each; null if
   * there are none.
   */
  others(attempts: number): Rpc | null
}

/** The question is too large for the provider: ask in parts. */
export class RangeTooLarge extends Error {}

/** Every provider refuses this call for good, for example because it lacks the method. */
export class RpcRefused extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** Thrown inside, to send fewer calls at once. */
class BatchRefused extends Error {}

/**
 * Makes a client. Transient failures go to the next provider, then, after a round over all of them,
 * wait with exponential back-off and jitter.
 */
export function createRpc(options: RpcOptions): Rpc {
  const { urls, timeoutMs = 30_000, onWarning } = options
  const backoff = options.backoffMs ?? { first: 100, max: 10_000 }
  let maxBatch = options.maxBatch ?? 100
  let preferred = 0
  const withoutOne = new Map<number, Rpc>()

  function pauseAfter(failures: number, reply: Reply): number {
    const asked = 'retryAfterMs' in reply ? (reply.retryAfterMs ?? 0) : 0
    if (failures % urls.length !== 0) return 0
    const round = failures / urls.length
    const pause = Math.min(backoff.first * 2 ** Math.min(round - 1, 30), backoff.max)
    return Math.round(Math.max(asked, pause * (0.5 + Math.random() / 2)))
  }

  async function run<T>(calls: readonly RpcCall[], o: CallOptions<T>): Promise<T[]> {
    const attempts = o.attempts ?? options.attempts ?? Number.POSITIVE_INFINITY
    const results = new Array<T>(calls.length)
    const reasons = new Map<string, string>()
    const refusedBy = new Set<string>()
    let open = calls.map((_, index) => index)
    for (let failures = 1; ; failures++) {
      const position = preferred
      const url = urls[position]!
      const asked = open.map((index) => calls[index]!)
      const replies = await exchange(url, asked, timeoutMs, o.signal)
      if (replies === 'batch-refused') throw new BatchRefused()
      let failed: { call: RpcCall; reply: Exclude<Reply, { result: unknown }> } | undefined
      open = open.filter((index, i) => {
        const call = calls[index]!
        const reply = parseReply(replies[i]!, call, url, o.parse)
        if ('value' in reply) {
          results[index] = reply.value
          return false
        }
        failed = { call, reply }
        return true
      })
      if (!failed) return results

      const { call, reply } = failed
      const reason = scrubText(reply.reason, url)
      if (reply.fault === 'range') throw new RangeTooLarge(reason)
      if (reply.fault === 'refused') {
        refusedBy.add(url)
        if (refusedBy.size === urls.length) throw new RpcRefused(reply.error!.code, reason)
      }
      reasons.set(url, reason)
      if (failures >= attempts * urls.length) throw unreachable(call.method, reasons)
      // Another call may have moved on already.
      if (preferred === position) preferred = (position + 1) % urls.length
      const waitMs = pauseAfter(failures, reply)
      onWarning?.({ provider: redactUrl(url), method: call.method, reason, failures, waitMs })
      if (waitMs > 0) await wait(waitMs, undefined, o.signal ? { signal: o.signal } : {})
    }
  }

  async function batch<T>(calls: readonly RpcCall[], o: CallOptions<T> = {}): Promise<T[]> {
    const results: T[] = []
    while (results.length < calls.length) {
      const size = maxBatch
      const part = calls.slice(results.length, results.length + size)
      try {
        results.push(...(await run(part, o)))
      } catch (error) {
        if (!(error instanceof BatchRefused)) throw error
        maxBatch = Math.min(maxBatch, Math.ceil(part.length / 2))
      }
    }
    return results
  }

  return {
    call: async <T>(method: string, params: unknown[], o: CallOptions<T> = {}) =>
      (await run([{ method, params }], o))[0]!,
    batch,
    rotate: () => {
      preferred = (preferred + 1) % urls.length
    },
    preferred: () => redactUrl(urls[preferred]!),
    providers: urls.length,
    others: (tries) => {
      if (urls.length === 1) return null
      // Kept, so that it remembers which of them works.
      const known = withoutOne.get(preferred)
      if (known) return known
      const left = [...urls.slice(preferred + 1), ...urls.slice(0, preferred)]
      const client = createRpc({ ...options, urls: left, attempts: tries })
      withoutOne.set(preferred, client)
      return client
    },
  }
}

/**
 * Checks that every provider that answers serves the expected chain: a wrong one among several would be found out only
 * by what it leaves out.
 *
 * @throws LinchpinError LP2002 for another chain; LP2010 if no provider answers.
 */
export async function assertChain(
  urls: readonly string[],
  chainId: number,
  networkName: string,
): Promise<void> {
  const answers = await Promise.allSettled(
    urls.map((url) => {
      const rpc = createRpc({ urls: [url], attempts: START_ATTEMPTS })
      return rpc.call('eth_chainId', [], { parse: toChainId })
    }),
  )
  answers.forEach((answer, i) => {
    if (answer.status === 'rejected' || answer.value === chainId) return
    throw new LinchpinError(
      'LP2002',
      `${redactUrl(urls[i]!)} serves chain ${answer.value}, but network ${networkName} is chain ${chainId}`,
      'Set RPC_ENDPOINT to providers of that network, or LINCHPIN_NETWORK to the other one.',
      EXIT.DATA,
    )
  })
  const failures = answers.flatMap((answer) =>
    answer.status === 'rejected' ? [answer.reason] : [],
  )
  if (failures.length === answers.length) throw failures[0]
}

function toChainId(result: unknown): number {
  const id = parseQuantity(result)
  if (id === undefined) throw new Error('eth_chainId is not a hex number')
  return id
}

function parseReply<T>(
  reply: Reply,
  call: RpcCall,
  url: string,
  parse: CallOptions<T>['parse'],
): { value: T } | Exclude<Reply, { result: unknown }> {
  if (!('result' in reply)) return reply
  try {
    return { value: parse ? parse(reply.result, call, redactUrl(url)) : (reply.result as T) }
  } catch (error) {
    return { fault: 'retry', reason: `malformed answer: ${(error as Error).message}` }
  }
}

function unreachable(method: string, reasons: Map<string, string>): LinchpinError {
  const list = [...reasons].map(([url, reason]) => `${redactUrl(url)}: ${reason}`).join('; ')
  return new LinchpinError(
    'LP2010',
    `no RPC provider answers ${method} (${list})`,
    'Check RPC_ENDPOINT, the key in it, and the connection.',
    EXIT.UNAVAILABLE,
  )
}
