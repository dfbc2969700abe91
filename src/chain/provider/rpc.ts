import { redactUrl } from '../../config/redact'
import type { RpcCall } from '../jsonrpc'
import { Alarm } from './alarm'
import type { CallOptions, RpcWarning } from './call-options'
import { type Clock, SYSTEM_CLOCK, type Tell } from './clock'
import { createHeads, type ReadHead } from './heads'
import { Pool } from './pool'
import { type ExpectedChain, Provider, type ProviderStatus } from './provider'
import { Run } from './run'
import { UnknownErrors } from './unknown-errors'

export interface RpcOptions {
  /** Providers, preferred first. */
  urls: readonly string[]
  /** Rounds over the providers before a call fails with LP2010; endless by default. */
  attempts?: number
  timeoutMs?: number
  /** Most calls in one HTTP request; lowered by itself when a provider refuses. */
  maxBatch?: number
  /** Calls per second and provider; 0, the default: no limit. */
  rateLimit?: number
  /** The chain that every provider must serve; one that does not is dropped when it first answers. */
  chain?: ExpectedChain
  /** First and longest pause between rounds over the providers. */
  backoffMs?: { first: number; max: number }
  /** How long the chain may stand still before that is told; infinity, the default: for ever. */
  silenceMs?: number
  /** Told of every failed try. */
  onWarning?: (warning: RpcWarning) => void
  /** Told once of what a person should know. */
  tell?: Tell
  clock?: Clock
}

/** A client for several providers of one chain. */
export interface Rpc {
  /** Throws RangeTooLarge, RpcRefused, LinchpinError LP2002 or LP2010, or the signal's reason. */
  call<T = unknown>(method: string, params: unknown[], options?: CallOptions<T>): Promise<T>
  /** Answers in call order; calls that fail are repeated, the others are not. Throws as `call`. */
  batch<T = unknown>(calls: readonly RpcCall[], options?: CallOptions<T>): Promise<T[]>
  /**
   * The newest block that was seen and can be read; never goes down. It is the preferred provider's, which is left when
   * it is stuck. Throws as `call`.
   */
  head: ReadHead
  /** Prefers the next provider from now on: for callers who find an answer wrong. */
  rotate(): void
  /** Scheme and host of the provider that is preferred now. */
  preferred(): string
  /** How many providers there are, without those that serve another chain. */
  readonly providers: number
  /** How each of the providers is, in the order of `urls`. */
  status(): ProviderStatus[]
  /**
   * A client for the providers that are not preferred now, with this many tries for each; null if
   * there are none.
   */
  others(attempts: number): Rpc | null
}

/**
 * Makes a client. A failure goes to the next provider, then, after a round over all that can be asked, waits with
 * exponential back-off and jitter. Providers that keep failing, or ask for it, are left alone for a while.
 */
export function createRpc(options: RpcOptions): Rpc {
  const { timeoutMs = 30_000, maxBatch = 100, rateLimit = 0, chain = null } = options
  const { clock = SYSTEM_CLOCK, tell = () => {} } = options
  const limits = { timeoutMs, maxBatch, rateLimit, chain, clock, tell }
  const hosts = options.urls.map((url) => redactUrl(url))
  const nth = (at: number) => hosts.slice(0, at + 1).filter((host) => host === hosts[at]).length
  const providers = options.urls.map((url, at) => new Provider(url, nth(at), limits))
  return clientOf(providers, { ...options, clock, tell })
}

function clientOf(
  providers: readonly Provider[],
  options: RpcOptions & { clock: Clock; tell: Tell },
): Rpc {
  const { clock, tell, attempts, onWarning, silenceMs = Number.POSITIVE_INFINITY } = options
  const pool = new Pool(providers, clock)
  const alarm = new Alarm(clock, tell)
  const backoff = options.backoffMs ?? { first: 100, max: 10_000 }
  const unknown = new UnknownErrors(tell)
  const shared = { pool, alarm, clock, backoff, unknown, onWarning }
  const withoutOne = new Map<Provider, Rpc>()
  const run = <T>(calls: readonly RpcCall[], o: CallOptions<T>) =>
    new Run(calls, { attempts, ...o }, shared).toEnd()

  return {
    call: async <T>(method: string, params: unknown[], o: CallOptions<T> = {}) =>
      (await run([{ method, params }], o)).results[0]!,
    batch: async (calls, o = {}) => (calls.length === 0 ? [] : (await run(calls, o)).results),
    head: createHeads({ pool, clock, tell, silenceMs, attempts, run }),
    rotate: () => pool.leave(pool.preferred),
    preferred: () => pool.preferred.name,
    get providers() {
      return pool.usable.length
    },
    status: () => providers.map((provider) => provider.status()),
    others: (tries) => {
      const { preferred } = pool
      const left = pool.usable.filter((provider) => provider !== preferred)
      if (left.length === 0) return null
      // Kept, so that it remembers which of them works.
      const known = withoutOne.get(preferred)
      if (known) return known
      const client = clientOf(left, { ...options, attempts: tries })
      withoutOne.set(preferred, client)
      return client
    },
  }
}
