import type { Logger } from 'pino'
import { redactUrl, scrubText } from '../../config/redact'
import type { RpcCall } from '../jsonrpc'
import { parseQuantity } from '../normalize'
import { CircuitBreaker } from './circuit-breaker'
import type { Clock } from './clock'
import { type Fault, UNHEALTHY } from './faults'
import { RateBudget } from './rate-budget'
import { type CallSizes, createCallSizes } from './sizes/call-size'
import { exchange, type Failure, type Reply } from './transport'

/** The chain that providers must serve. */
export interface ExpectedChain {
  id: number
  /** Of the network, for messages. */
  name: string
}

export interface ProviderOptions {
  timeoutMs: number
  /** Maximum number of calls in one HTTP request. */
  maxBatch: number
  /** Calls per second; 0: no limit. */
  rateLimit: number
  /** Checked with the first answer; null: not checked. */
  chain: ExpectedChain | null
  clock: Clock
  logger: Pick<Logger, 'error' | 'warn'>
}

/** How long a provider is not sent calls of a kind that it does not serve. */
const UNSERVED_MS = 60_000

/** Why a provider does not serve a call. */
export interface Refusal {
  code: number
  reason: string
}

/** State of a provider, for metrics. */
export interface ProviderStatus {
  /** Scheme and host. */
  name: string
  /** Its newest known block. */
  head: number | null
  /** Milliseconds since it answered with that block; null: it has not, or is no longer called. */
  headAgeMs: number | null
  /** Whether it may be called now: it is not paused, and was not dropped. */
  isFree: boolean
  /** How large its calls are now. */
  sizes: CallSizes
  /** Calls that it was sent. */
  calls: number
  /** Those that failed, by kind of fault. */
  failed: ReadonlyMap<Fault, number>
}

const CHAIN_ID: RpcCall = { method: 'eth_chainId', params: [] }

/** One provider: its URL, health, and limits. */
export class Provider {
  /** Scheme and host, which hold no secret; the second and later providers of one host are numbered. */
  readonly name: string
  private answer: { head: number; at: number } | null = null
  /** Why it is no longer called; null: it is. */
  dropped: string | null = null
  /** Called when `freeAt` may have changed. */
  readonly watchers = new Set<() => void>()
  /** How large its calls may be, as it has shown. */
  readonly sizes: CallSizes
  private readonly breaker = new CircuitBreaker()
  private readonly budget: RateBudget
  private readonly refusals = new Map<string, Refusal & { until: number }>()
  private calls = 0
  private readonly failed = new Map<Fault, number>()
  private isChainChecked: boolean
  /** Why batches were made smaller, until the new size is said. */
  private batchRefusal: string | null = null
  private saidBatchSize: number | null = null

  /** @param nth of the providers of its host, from 1 on: their URLs differ in parts that may be secret */
  constructor(
    private readonly url: string,
    nth: number,
    private readonly options: ProviderOptions,
  ) {
    this.name = nth === 1 ? redactUrl(url) : `${redactUrl(url)} (${nth})`
    this.budget = new RateBudget(options.rateLimit)
    this.sizes = createCallSizes(options.maxBatch)
    this.isChainChecked = options.chain === null
  }

  /** Time from which it may be called. */
  get freeAt(): number {
    return this.dropped === null ? this.breaker.freeAt : Number.POSITIVE_INFINITY
  }

  /** Its newest known block: the last one that it said it has. */
  get head(): number | null {
    return this.answer?.head ?? null
  }

  set head(head: number | null) {
    this.answer = head === null ? null : { head, at: this.options.clock.now() }
  }

  /** Whether its circuit is open because it failed. */
  get isDown(): boolean {
    return this.breaker.isBroken
  }

  /** Remembers for a while that it does not serve such calls. */
  noteUnserved(call: RpcCall, refusal: Refusal): void {
    this.refusals.set(kindOf(call), { ...refusal, until: this.options.clock.now() + UNSERVED_MS })
  }

  /** Why one of these calls need not be sent to it now; undefined: all may be. */
  refusalOf(calls: readonly RpcCall[]): Refusal | undefined {
    const now = this.options.clock.now()
    const known = calls.map((call) => this.refusals.get(kindOf(call)))
    return known.find((refusal) => refusal && refusal.until > now)
  }

  status(): ProviderStatus {
    const { name, head, sizes, calls, failed, answer, dropped } = this
    const now = this.options.clock.now()
    const headAgeMs = answer === null || dropped !== null ? null : now - answer.at
    return { name, head, headAgeMs, isFree: this.freeAt <= now, sizes, calls, failed }
  }

  /**
   * Sends calls to this provider alone. Replies are in call order; null if it cannot be called after all, because another
   * call has opened its circuit. Throws only the reason of `signal`.
   */
  async send(calls: readonly RpcCall[], signal?: AbortSignal): Promise<Reply[] | null> {
    if (!this.isChainChecked) {
      const problem = await this.checkChain(signal)
      if (problem !== undefined) return problem && calls.map(() => problem)
    }
    const replies: Reply[] = []
    while (replies.length < calls.length) {
      const part = await this.sendPart(calls.slice(replies.length), signal)
      if (part === null) return fill(replies, calls.length)
      replies.push(...part)
      // The other calls would fail too.
      if (part.every(isUnhealthy)) return fill(replies, calls.length)
    }
    return replies
  }

  /** Sends as many of the calls as it takes in one request. */
  private async sendPart(calls: readonly RpcCall[], signal?: AbortSignal): Promise<Reply[] | null> {
    const { clock, timeoutMs } = this.options
    for (;;) {
      const part = calls.slice(0, Math.min(this.sizes.batch.current, this.budget.maxCalls))
      const turn = this.budget.reserve(part.length, clock.now())
      if (turn > clock.now()) await clock.wait(turn - clock.now(), signal)
      if (this.freeAt > clock.now()) return null
      const ticket = this.breaker.begin(clock.now())
      let isOver = false
      try {
        const replies = await exchange(this.url, part, timeoutMs, signal)
        isOver = true
        if ('batchRefusal' in replies) {
          this.batchRefusal = scrubText(replies.batchRefusal, this.url)
          this.breaker.succeeded(ticket)
          this.sizes.batch.failed(part.length)
          continue
        }
        this.count(replies)
        this.sayBatchSize()
        if (replies.every((reply) => 'result' in reply)) this.sizes.batch.worked(part.length)
        const pause = Math.max(...replies.map(pauseOf))
        if (pause > 0) this.breaker.pausedUntil(ticket, clock.now() + pause)
        else if (replies.every(isUnhealthy)) this.breaker.failed(ticket, clock.now())
        else this.breaker.succeeded(ticket)
        return replies.map((reply) => this.scrub(reply))
      } finally {
        if (!isOver) this.breaker.abandoned(ticket)
        for (const watcher of this.watchers) watcher()
      }
    }
  }

  /** Once for each time that batches were made smaller, when their size is found. */
  private sayBatchSize(): void {
    const { name, batchRefusal: reason, sizes } = this
    if (reason === null) return
    this.batchRefusal = null
    const size = sizes.batch.current
    // A larger one is tried from time to time.
    if (size === this.saidBatchSize) return
    this.saidBatchSize = size
    const fields = { provider: name, reason, tooLarge: 'batch', size }
    this.options.logger.warn(fields, 'provider answers smaller calls only')
  }

  /** @returns why it cannot be called: a failure, or null as `send`; undefined if it can */
  private async checkChain(signal?: AbortSignal): Promise<Failure | null | undefined> {
    const { chain, logger } = this.options
    const replies = await this.sendPart([CHAIN_ID], signal)
    const reply = replies?.[0]
    if (!reply || this.dropped !== null) return null
    if ('fault' in reply) return reply
    const id = parseQuantity(reply.result)
    if (id === undefined) return { fault: 'retry', reason: 'eth_chainId is not a hex number' }
    this.isChainChecked = id === chain!.id
    if (this.isChainChecked) return undefined
    this.dropped = `serves chain ${id}, but network ${chain!.name} is chain ${chain!.id}`
    logger.error(
      {
        code: 'LP2002',
        provider: this.name,
        chainId: id,
        expectedChainId: chain!.id,
        network: chain!.name,
        hint: 'Remove it from RPC_ENDPOINT.',
      },
      'provider serves another chain: it is no longer called',
    )
    return null
  }

  private count(replies: readonly Reply[]): void {
    this.calls += replies.length
    for (const reply of replies) {
      if ('fault' in reply) this.failed.set(reply.fault, (this.failed.get(reply.fault) ?? 0) + 1)
    }
  }

  private scrub(reply: Reply): Reply {
    return 'fault' in reply ? { ...reply, reason: scrubText(reply.reason, this.url) } : reply
  }
}

/** What a provider serves or not: logs of a range, and those of one block by its hash, are different things. */
function kindOf({ method, params: [first] }: RpcCall): string {
  return Object(first).blockHash === undefined ? method : `${method} by hash`
}

function isUnhealthy(reply: Reply): boolean {
  return 'fault' in reply && UNHEALTHY.has(reply.fault)
}

function pauseOf(reply: Reply): number {
  return 'fault' in reply ? (reply.retryAfterMs ?? 0) : 0
}

/** The calls after the last reply fail as the last one did; null if there is none. */
function fill(replies: Reply[], length: number): Reply[] | null {
  const last = replies.at(-1)
  if (!last) return null
  const reply: Reply = 'fault' in last ? last : { fault: 'retry', reason: 'paused' }
  return [...replies, ...Array.from({ length: length - replies.length }, () => reply)]
}
