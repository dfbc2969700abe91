import type { Logger } from 'pino'
import { RPC_CODE, type RpcCall } from '../jsonrpc'
import type { Backoff } from './backoff'
import { highestBlock } from './block-of-call'
import type { CallOptions } from './call-options'
import type { Clock } from './clock'
import { RangeTooLarge, RpcRefused, unreachable, wrongChain } from './errors'
import { errorText } from './faults'
import type { FailingCall, OutageAlert } from './outage-alert'
import { type FailedCall, PendingCalls } from './pending-calls'
import type { Pool } from './pool'
import type { Provider, Refusal } from './provider'
import { suggestedSpan } from './suggested-span'
import type { UnknownErrors } from './unknown-errors'

/** What all runs of a client share. */
export interface Shared {
  pool: Pool
  clock: Clock
  backoff: Backoff
  outage: OutageAlert
  unknown: UnknownErrors
  logger: Pick<Logger, 'warn'>
}

export interface Answered<T> {
  /** In call order. */
  results: T[]
  /** The provider that gave the last of them. */
  provider: Provider
}

/** One call or batch on its way through the providers, until all of it is answered. */
export class CallRun<T> {
  private readonly pending: PendingCalls<T>
  private readonly method: string
  /** Providers that were called in this round, and in any round. */
  private readonly triedInRound = new Set<Provider>()
  private readonly tried = new Set<Provider>()
  private readonly refusals = new Map<Provider, Refusal>()
  /** The last failure of each provider. */
  private readonly reasons = new Map<Provider, string>()
  private rounds = 0
  private failures = 0
  private failing: FailingCall | null = null

  constructor(
    calls: readonly RpcCall[],
    private readonly options: CallOptions<T>,
    private readonly shared: Shared,
  ) {
    this.pending = new PendingCalls(calls, options)
    this.method = calls[0]!.method
  }

  /** Throws RangeTooLarge, RpcRefused, LinchpinError LP2002 or LP2010, or the signal's reason. */
  async complete(): Promise<Answered<T>> {
    try {
      for (;;) {
        const provider = await this.nextProvider()
        const failed = await this.callProvider(provider)
        if (this.pending.isEmpty) return { results: this.pending.results, provider }
        if (failed) await this.recover(provider, failed)
      }
    } finally {
      this.shared.outage.ended(this.method, this.failing, this.pending.isEmpty)
    }
  }

  private get next(): Provider | null {
    const { pool } = this.shared
    const refusing = pool.usable.filter((provider) => this.refusalOf(provider))
    const without = new Set([...this.triedInRound, ...refusing])
    return pool.next(highestBlock(this.pending.calls), without)
  }

  /** Providers that may answer, now or later. */
  private get candidates(): Provider[] {
    return this.shared.pool.usable.filter((provider) => !this.refusalOf(provider))
  }

  private refusalOf(provider: Provider): Refusal | undefined {
    return this.refusals.get(provider) ?? provider.refusalOf(this.pending.calls)
  }

  private async nextProvider(): Promise<Provider> {
    const { signal } = this.options
    for (;;) {
      signal?.throwIfAborted()
      const { next } = this
      if (next) return next
      this.throwIfRefused()
      this.endRound()
      await this.shared.pool.untilFree(this.candidates, signal)
    }
  }

  /** Refusals are final, and providers that are down are not waited for: the caller may have another method. */
  private throwIfRefused(): void {
    const { usable } = this.shared.pool
    const refusals = usable.flatMap((provider) => this.refusalOf(provider) ?? [])
    if (refusals.length === 0) return
    if (usable.every((provider) => provider.isDown || this.refusalOf(provider))) {
      throw new RpcRefused(refusals.at(-1)!.code, refusals.at(-1)!.reason)
    }
  }

  /** @returns the last call that failed; undefined if none did, or the provider could not be called after all */
  private async callProvider(provider: Provider): Promise<FailedCall | undefined> {
    const replies = await provider.send(this.pending.calls, this.options.signal)
    if (!replies) return undefined
    this.triedInRound.add(provider)
    this.tried.add(provider)
    const isLast = this.shared.pool.next(null, this.tried) === null
    return this.pending.take(replies, provider.name, isLast)
  }

  private async recover(provider: Provider, failed: FailedCall): Promise<void> {
    const { pool, clock, logger } = this.shared
    const { method } = failed.call
    const { fault, reason } = failed.failure
    this.note(provider, failed)
    // A provider that lacks a block or a method may be the best for all others.
    if (fault !== 'absent' && fault !== 'refused') pool.moveOnFrom(provider)
    const isRoundOver = this.next === null
    if (isRoundOver) this.endRound()
    const pause = isRoundOver ? this.shared.backoff.pause(this.rounds, clock.random()) : 0
    const waitMs = isRoundOver ? Math.max(pause, Math.round(pool.waitMs(this.candidates))) : 0
    const fields = { provider: provider.name, method, reason, failures: this.failures, waitMs }
    logger.warn(fields, 'RPC call failed')
    if (pause > 0) await clock.wait(pause, this.options.signal)
  }

  /** Remembers a failure. Throws if it ends the run. */
  private note(provider: Provider, { call, failure }: FailedCall): void {
    const { clock, outage, unknown } = this.shared
    const { method } = call
    const { fault, reason, error } = failure
    if (fault === 'split') {
      throw new RangeTooLarge(reason, error ? suggestedSpan(errorText(error)) : null)
    }
    if (fault === 'refused') {
      const refusal = { code: error?.code ?? RPC_CODE.METHOD_NOT_FOUND, reason }
      this.refusals.set(provider, refusal)
      if (refusal.code !== RPC_CODE.INVALID_PARAMS) provider.noteUnserved(method, refusal)
      this.throwIfRefused()
    }
    if (fault === 'unknown') unknown.report(provider, method, failure)
    this.failures += 1
    this.reasons.set(provider, reason)
    this.failing ??= { method, since: clock.now() }
    outage.failed(this.failing, () => this.reasonsText())
  }

  private endRound(): void {
    const { pool } = this.shared
    if (pool.usable.length === 0) {
      throw wrongChain(pool.providers.map(({ name, dropped }) => `${name} ${dropped}`).join('; '))
    }
    this.rounds += 1
    this.triedInRound.clear()
    if (this.rounds < (this.options.attempts ?? Number.POSITIVE_INFINITY)) return
    throw unreachable(this.pending.calls[0]!.method, this.reasonsText())
  }

  private reasonsText(): string {
    return this.shared.pool.providers
      .map((one) => `${one.name}: ${one.dropped ?? this.reasons.get(one) ?? 'paused'}`)
      .join('; ')
  }
}
