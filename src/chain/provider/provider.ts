import { redactUrl, scrubText } from '../../config/redact'
import type { RpcCall } from '../jsonrpc'
import { parseQuantity } from '../normalize'
import { Breaker } from './breaker'
import type { Clock, Tell } from './clock'
import { type Fault, UNWELL } from './faults'
import { RateBudget } from './rate-budget'
import { exchange, type Failure, type Reply } from './transport'

/** The chain that providers must serve. */
export interface ExpectedChain {
  id: number
  /** Of the network, for messages. */
  name: string
}

export interface ProviderOptions {
  timeoutMs: number
  /** Most calls in one HTTP request; lowered by itself when the provider refuses. */
  maxBatch: number
  /** Calls per second; 0: no limit. */
  rateLimit: number
  /** Checked with the first answer; null: not. */
  chain: ExpectedChain | null
  clock: Clock
  tell: Tell
}

/** How long a provider is not asked again for a method that it does not serve. */
export const UNSERVED_MS = 60_000

/** Why a provider does not answer a call. */
export interface Refusal {
  code: number
  reason: string
}

/** How a provider is, for metrics. */
export interface ProviderStatus {
  /** Scheme and host. */
  name: string
  /** Its newest block, as far as is known. */
  head: number | null
  /** Whether it may be asked now: it does not rest, and was not dropped. */
  isFree: boolean
  /** Calls that it was sent. */
  calls: number
  /** Those that failed, by what they ask for. */
  failed: ReadonlyMap<Fault, number>
}

const CHAIN_ID: RpcCall = { method: 'eth_chainId', params: [] }

/** One provider: how it is, and how many calls it takes. */
export class Provider {
  /** Scheme and host, which is what may be shown; numbered from the second at a host on. */
  readonly name: string
  /** Its newest block, as far as is known. */
  head: number | null = null
  /** Why it is not asked any more. */
  dropped: string | null = null
  /** Called when `freeAt` may have changed. */
  readonly watchers = new Set<() => void>()
  private readonly breaker = new Breaker()
  private readonly budget: RateBudget
  private readonly refusals = new Map<string, Refusal & { until: number }>()
  private calls = 0
  private readonly failed = new Map<Fault, number>()
  private maxBatch: number
  private isChecked: boolean

  /** @param nth of the providers at its host, from 1 on: they differ in what may not be shown */
  constructor(
    private readonly url: string,
    nth: number,
    private readonly options: ProviderOptions,
  ) {
    this.name = nth === 1 ? redactUrl(url) : `${redactUrl(url)} (${nth})`
    this.budget = new RateBudget(options.rateLimit)
    this.maxBatch = options.maxBatch
    this.isChecked = options.chain === null
  }

  /** Time from which it may be asked. */
  get freeAt(): number {
    return this.dropped === null ? this.breaker.freeAt : Number.POSITIVE_INFINITY
  }

  /** Whether it is left alone because it failed. */
  get isDown(): boolean {
    return this.breaker.isBroken
  }

  /** Notes that it does not serve a method. */
  lacks(method: string, refusal: Refusal): void {
    this.refusals.set(method, { ...refusal, until: this.options.clock.now() + UNSERVED_MS })
  }

  /** Why it need not be asked one of these calls now; undefined: it may be. */
  refusalOf(calls: readonly RpcCall[]): Refusal | undefined {
    const now = this.options.clock.now()
    const known = calls.map(({ method }) => this.refusals.get(method))
    return known.find((refusal) => refusal && refusal.until > now)
  }

  status(): ProviderStatus {
    const { name, head, calls, failed } = this
    return { name, head, isFree: this.freeAt <= this.options.clock.now(), calls, failed }
  }

  /**
   * Asks it alone. Replies in call order; null if it cannot be asked after all, since another call has found it unwell.
   * Throws only the reason of `signal`.
   */
  async ask(calls: readonly RpcCall[], signal?: AbortSignal): Promise<Reply[] | null> {
    if (!this.isChecked) {
      const problem = await this.checkChain(signal)
      if (problem !== undefined) return problem && calls.map(() => problem)
    }
    const replies: Reply[] = []
    while (replies.length < calls.length) {
      const part = await this.send(calls.slice(replies.length), signal)
      if (part === null) return fill(replies, calls.length)
      replies.push(...part)
      // The rest would fare no better.
      if (part.every(isUnwell)) return fill(replies, calls.length)
    }
    return replies
  }

  /** Sends as many calls as it takes at once. */
  private async send(calls: readonly RpcCall[], signal?: AbortSignal): Promise<Reply[] | null> {
    const { clock, timeoutMs } = this.options
    for (;;) {
      const part = calls.slice(0, Math.min(this.maxBatch, this.budget.most))
      const turn = this.budget.reserve(part.length, clock.now())
      if (turn > clock.now()) await clock.wait(turn - clock.now(), signal)
      if (this.freeAt > clock.now()) return null
      const ticket = this.breaker.begin(clock.now())
      let isOver = false
      try {
        const replies = await exchange(this.url, part, timeoutMs, signal)
        isOver = true
        if (replies === 'batch-refused') {
          this.breaker.succeeded(ticket)
          this.maxBatch = Math.ceil(part.length / 2)
          continue
        }
        this.count(replies)
        const rest = Math.max(...replies.map(restOf))
        if (rest > 0) this.breaker.rests(ticket, clock.now() + rest)
        else if (replies.every(isUnwell)) this.breaker.failed(ticket, clock.now())
        else this.breaker.succeeded(ticket)
        return replies.map((reply) => this.scrub(reply))
      } finally {
        if (!isOver) this.breaker.abandoned(ticket)
        for (const watcher of this.watchers) watcher()
      }
    }
  }

  /** @returns what speaks against asking it: a failure, or null as `send`; undefined if nothing does */
  private async checkChain(signal?: AbortSignal): Promise<Failure | null | undefined> {
    const { chain, tell } = this.options
    const replies = await this.send([CHAIN_ID], signal)
    const reply = replies?.[0]
    if (!reply || this.dropped !== null) return null
    if ('fault' in reply) return reply
    const id = parseQuantity(reply.result)
    if (id === undefined) return { fault: 'retry', reason: 'eth_chainId is not a hex number' }
    this.isChecked = id === chain!.id
    if (this.isChecked) return undefined
    this.dropped = `serves chain ${id}, but network ${chain!.name} is chain ${chain!.id}`
    tell(
      'error',
      `LP2002: ${this.name} ${this.dropped}: it is not asked any more. Take it out of RPC_ENDPOINT.`,
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

function isUnwell(reply: Reply): boolean {
  return 'fault' in reply && UNWELL.has(reply.fault)
}

function restOf(reply: Reply): number {
  return 'fault' in reply ? (reply.retryAfterMs ?? 0) : 0
}

/** The calls after the last reply fail as the last one did; null if there is none. */
function fill(replies: Reply[], length: number): Reply[] | null {
  const last = replies.at(-1)
  if (!last) return null
  const reply: Reply = 'fault' in last ? last : { fault: 'retry', reason: 'it rests' }
  return [...replies, ...Array.from({ length: length - replies.length }, () => reply)]
}
