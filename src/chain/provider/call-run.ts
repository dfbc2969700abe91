import type { Logger } from 'pino'
import { RPC_CODE, type RpcCall } from '../jsonrpc'
import type { Backoff } from './backoff'
import { highestBlock } from './block-of-call'
import type { CallOptions } from './call-options'
import type { Clock } from './clock'
import { lacking, outageHint, RangeTooLarge, RpcRefused, unreachable, wrongChain } from './errors'
import { errorText, isThrottled } from './faults'
import type { MissingBlocks } from './missing-blocks'
import type { FailingCall, OutageAlert } from './outage-alert'
import { type FailedCall, PendingCalls } from './pending-calls'
import type { Pool } from './pool'
import type { Provider, Refusal } from './provider'
import type { CallSizes } from './sizes/call-size'
import { findLimit } from './sizes/find-limit'
import { suggestedSpan } from './sizes/suggested-span'
import type { Failure } from './transport'
import type { UnknownErrors } from './unknown-errors'

/** What all runs of a client share. */
export interface Shared {
  pool: Pool
  clock: Clock
  backoff: Backoff
  outage: OutageAlert
  unknown: UnknownErrors
  missing: MissingBlocks
  logger: Pick<Logger, 'warn'>
}

export interface Answered<T> {
  /** In call order. */
  results: T[]
  /** The provider that gave the last of them. */
  provider: Provider
}

/** Failures of one provider in a row before smaller calls are tried; a refusal, or a size that is new, needs one. */
const SUSPECT_AFTER = 2
/** The same if it says that there were too many calls. */
const SUSPECT_THROTTLED_AFTER = 4

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
  private readonly failuresOf = new Map<Provider, number>()
  /** The smallest call that failed as well, in words. */
  private readonly smallest = new Map<Provider, string>()
  /** The call for a block that a provider does not have, by providers of which that was the last answer. */
  private readonly lacking = new Map<Provider, RpcCall>()
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
        if (failed && !(await this.shrink(provider, failed))) await this.recover(provider, failed)
      }
    } finally {
      if (this.pending.isEmpty)
        for (const call of this.lacking.values()) this.shared.missing.found(call)
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
    const failed = this.pending.take(replies, provider.name, isLast)
    if (!failed && !this.pending.isEmpty) this.reasons.set(provider, 'it answers null')
    return failed
  }

  /**
   * Looks for what is too large, if the failure may come from that.
   *
   * @returns whether the calls are to be sent again, in smaller batches
   * @throws RangeTooLarge for a range, or a list of addresses, while smaller ones are answered
   */
  private async shrink(provider: Provider, { call, failure }: FailedCall): Promise<boolean> {
    const failures = (this.failuresOf.get(provider) ?? 0) + 1
    this.failuresOf.set(provider, failures)
    const { sizes } = provider
    if (!isSuspect(failure, failures, sizes)) return false
    const sent = Math.min(this.pending.calls.length, sizes.batch.current)
    const { tooLarge, tried } = await findLimit(provider, call, sent, this.options.signal)
    if (tooLarge === null) {
      if (tried !== null) this.smallest.set(provider, tried)
      return false
    }
    const fields = {
      provider: provider.name,
      method: call.method,
      reason: failure.reason,
      tooLarge,
    }
    this.shared.logger.warn(fields, 'provider answers smaller calls only')
    if (tooLarge !== 'batch') throw tooLargeError(provider, failure, tooLarge)
    sizes.batch.failed(sent)
    this.failuresOf.delete(provider)
    this.triedInRound.delete(provider)
    return true
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
    // Said once a minute as LP2016.
    if (!failed.failure.isMissing) logger.warn(fields, 'RPC call failed')
    if (pause > 0) await clock.wait(pause, this.options.signal)
  }

  /** Remembers a failure. Throws if it ends the run. */
  private note(provider: Provider, { call, failure }: FailedCall): void {
    const { clock, outage, unknown } = this.shared
    const { method } = call
    const { fault, reason, error } = failure
    if (fault === 'split') {
      throw tooLargeError(provider, failure, 'blocks')
    }
    if (fault === 'refused') {
      const refusal = { code: error?.code ?? RPC_CODE.METHOD_NOT_FOUND, reason }
      this.refusals.set(provider, refusal)
      const isLasting = refusal.code !== RPC_CODE.INVALID_PARAMS && !this.options.isOptional
      if (isLasting) provider.noteUnserved(call, refusal)
      this.throwIfRefused()
    }
    if (fault === 'unknown') unknown.report(provider, method, failure)
    this.failures += 1
    this.reasons.set(provider, reason)
    this.noteMissing(provider, call, failure)
    if (this.lacking.size > 0) return
    this.failing ??= { method, since: clock.now() }
    outage.failed(this.failing, () => this.reasonsText(), outageHint(this.triedText()))
  }

  /** Whether a provider answers, but lacks the block: then it is no outage. */
  private noteMissing(provider: Provider, call: RpcCall, { isMissing }: Failure): void {
    const { pool, missing } = this.shared
    this.lacking.delete(provider)
    if (!isMissing) return
    this.lacking.set(provider, call)
    const heads = pool.usable.flatMap(({ head }) => head ?? [])
    const reasons = Object.fromEntries([...this.reasons].map(([{ name }, why]) => [name, why]))
    missing.note(call, heads.length > 0 ? Math.max(...heads) : null, reasons)
  }

  private endRound(): void {
    const { pool } = this.shared
    if (pool.usable.length === 0) {
      throw wrongChain(pool.providers.map(({ name, dropped }) => `${name} ${dropped}`).join('; '))
    }
    this.rounds += 1
    this.triedInRound.clear()
    if (this.rounds < (this.options.attempts ?? Number.POSITIVE_INFINITY)) return
    const [lost] = this.lacking.values()
    if (lost) throw lacking(lost, this.reasonsText())
    throw unreachable(this.pending.calls[0]!.method, this.reasonsText(), this.triedText())
  }

  private triedText(): string {
    return [...this.smallest].map(([{ name }, tried]) => `${tried} (${name})`).join('; ')
  }

  private reasonsText(): string {
    return this.shared.pool.providers
      .map((one) => `${one.name}: ${one.dropped ?? this.reasons.get(one) ?? 'paused'}`)
      .join('; ')
  }
}

/** Whether a failure may come from the size of the call. @param failures of the provider in this run */
function isSuspect(
  { fault, reason, isMalformed, retryAfterMs = 0 }: Failure,
  failures: number,
  { blocks, addresses, batch }: CallSizes,
): boolean {
  if (fault === 'split' || fault === 'absent' || isMalformed || retryAfterMs > 0) return false
  if (fault === 'refused') return true
  const isNew = blocks.isUnproven || addresses.isUnproven || batch.isUnproven
  const enough = isThrottled(reason) ? SUSPECT_THROTTLED_AFTER : isNew ? 1 : SUSPECT_AFTER
  // More and more rarely: a provider that is down is not asked twice as much.
  return failures >= enough && Number.isInteger(Math.log2(failures / enough))
}

function tooLargeError(
  { name }: Provider,
  { reason, error }: Failure,
  of: RangeTooLarge['of'],
): RangeTooLarge {
  const blocks = error && of === 'blocks' ? suggestedSpan(errorText(error)) : null
  return new RangeTooLarge(reason, name, { blocks, of })
}
