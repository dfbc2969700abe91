import { RPC_CODE, type RpcCall } from '../jsonrpc'
import type { Alarm, Trouble } from './alarm'
import { type CallOptions, type RpcWarning, readReply } from './call-options'
import type { Clock } from './clock'
import { otherChain, RangeTooLarge, RpcRefused, unreachable } from './errors'
import { errorText } from './faults'
import type { Pool } from './pool'
import type { Provider, Refusal } from './provider'
import { highestBlock, isAbsent } from './question'
import { suggestedSpan } from './suggested-span'
import type { Failure } from './transport'
import type { UnknownErrors } from './unknown-errors'

/** What the calls of a client share. */
export interface Shared {
  pool: Pool
  alarm: Alarm
  clock: Clock
  /** First and longest pause between rounds over the providers. */
  backoff: { first: number; max: number }
  unknown: UnknownErrors
  onWarning: ((warning: RpcWarning) => void) | undefined
}

export interface Answered<T> {
  /** In call order. */
  results: T[]
  /** Who gave the last of them. */
  provider: Provider
}

/** Calls on their way through the providers, until all are answered. */
export class Run<T> {
  private readonly results: T[]
  /** Calls that are not answered yet. */
  private open: number[]
  /** Providers that were asked in this round, and in any. */
  private readonly tried = new Set<Provider>()
  private readonly asked = new Set<Provider>()
  private readonly refusals = new Map<Provider, Refusal>()
  private readonly reasons = new Map<Provider, string>()
  private rounds = 0
  private failures = 0
  private trouble: Trouble | null = null

  constructor(
    private readonly calls: readonly RpcCall[],
    private readonly options: CallOptions<T>,
    private readonly shared: Shared,
  ) {
    this.results = new Array<T>(calls.length)
    this.open = calls.map((_, index) => index)
  }

  /** Throws RangeTooLarge, RpcRefused, LinchpinError LP2002 or LP2010, or the signal's reason. */
  async toEnd(): Promise<Answered<T>> {
    let isAnswered = false
    try {
      for (;;) {
        const provider = await this.nextProvider()
        const failed = await this.ask(provider)
        isAnswered = this.open.length === 0
        if (isAnswered) return { results: this.results, provider }
        if (failed) await this.recover(provider, failed)
      }
    } finally {
      this.shared.alarm.over(this.calls[0]!.method, this.trouble, isAnswered)
    }
  }

  private get next(): Provider | null {
    const { pool } = this.shared
    const refusing = pool.usable.filter((provider) => this.refusalOf(provider))
    return pool.next(highestBlock(this.openCalls), new Set([...this.tried, ...refusing]))
  }

  /** Those that may answer, now or later. */
  private get hopeful(): Provider[] {
    return this.shared.pool.usable.filter((provider) => !this.refusalOf(provider))
  }

  private get openCalls(): RpcCall[] {
    return this.open.map((index) => this.calls[index]!)
  }

  private refusalOf(provider: Provider): Refusal | undefined {
    return this.refusals.get(provider) ?? provider.refusalOf(this.openCalls)
  }

  private async nextProvider(): Promise<Provider> {
    const { signal } = this.options
    for (;;) {
      signal?.throwIfAborted()
      const { next } = this
      if (next) return next
      this.throwIfRefused()
      this.endRound()
      await this.shared.pool.untilFree(this.hopeful, signal)
    }
  }

  /** Nobody who refuses is asked again, and nobody is waited for who is down: what is asked for may do without. */
  private throwIfRefused(): void {
    const { usable } = this.shared.pool
    const refusals = usable.flatMap((provider) => this.refusalOf(provider) ?? [])
    if (refusals.length === 0) return
    if (usable.every((provider) => provider.isDown || this.refusalOf(provider))) {
      throw new RpcRefused(refusals.at(-1)!.code, refusals.at(-1)!.reason)
    }
  }

  /** @returns the last call that failed; undefined if none did, or the provider was not asked after all */
  private async ask(provider: Provider): Promise<Failed | undefined> {
    const { signal, together } = this.options
    const replies = await provider.ask(this.openCalls, signal)
    if (!replies) return undefined
    this.tried.add(provider)
    this.asked.add(provider)
    // What one does not have another may; what nobody has is not there.
    const mayOthers = this.shared.pool.next(null, this.asked) !== null
    const answered: (readonly [index: number, value: T])[] = []
    const left: number[] = []
    let failed: Failed | undefined
    for (const [at, index] of this.open.entries()) {
      const call = this.calls[index]!
      const reply = replies[at]!
      const isElsewhere = mayOthers && 'result' in reply && isAbsent(call, reply.result)
      const read = isElsewhere ? null : readReply(reply, call, provider.name, this.options)
      if (read && 'value' in read) answered.push([index, read.value])
      else left.push(index)
      if (read && 'fault' in read) failed = { call, reply: read }
    }
    if (together && left.length > 0) return failed
    for (const [index, value] of answered) this.results[index] = value
    this.open = left
    return failed
  }

  private async recover(provider: Provider, { call, reply }: Failed): Promise<void> {
    const { pool, alarm, unknown, clock, onWarning } = this.shared
    const { method } = call
    const { fault, reason, error } = reply
    if (fault === 'split') {
      throw new RangeTooLarge(reason, error ? suggestedSpan(errorText(error)) : null)
    }
    if (fault === 'refused') {
      const refusal = { code: error?.code ?? RPC_CODE.METHOD_NOT_FOUND, reason }
      this.refusals.set(provider, refusal)
      if (refusal.code !== RPC_CODE.INVALID_PARAMS) provider.lacks(method, refusal)
      this.throwIfRefused()
    }
    if (fault === 'unknown') unknown.tell(provider, method, reply)
    this.failures += 1
    this.reasons.set(provider, reason)
    this.trouble ??= { method, since: clock.now() }
    alarm.failed(this.trouble, () => this.whatIsWrong())
    // Who lacks a block or a method may be the best for all others.
    if (fault !== 'absent' && fault !== 'refused') pool.leave(provider)
    const isRoundOver = this.next === null
    if (isRoundOver) this.endRound()
    const pause = isRoundOver ? this.pause() : 0
    const waitMs = isRoundOver ? Math.max(pause, Math.round(pool.waitMs(this.hopeful))) : 0
    onWarning?.({ provider: provider.name, method, reason, failures: this.failures, waitMs })
    if (pause > 0) await clock.wait(pause, this.options.signal)
  }

  private endRound(): void {
    const { pool } = this.shared
    if (pool.usable.length === 0) {
      throw otherChain(pool.providers.map(({ name, dropped }) => `${name} ${dropped}`).join('; '))
    }
    this.rounds += 1
    this.tried.clear()
    if (this.rounds < (this.options.attempts ?? Number.POSITIVE_INFINITY)) return
    throw unreachable(this.calls[this.open[0]!]!.method, this.whatIsWrong())
  }

  /** Milliseconds before the next round. */
  private pause(): number {
    const { backoff, clock } = this.shared
    const longest = Math.min(backoff.first * 2 ** Math.min(this.rounds - 1, 30), backoff.max)
    return Math.round(longest * (0.5 + clock.random() / 2))
  }

  private whatIsWrong(): string {
    return this.shared.pool.providers
      .map((one) => `${one.name}: ${one.dropped ?? this.reasons.get(one) ?? 'rests'}`)
      .join('; ')
  }
}

interface Failed {
  call: RpcCall
  reply: Failure
}
