import type { Logger } from 'pino'
import { redactUrl } from '../../config/redact'
import type { RpcCall } from '../jsonrpc'
import { SILENT } from '../logger'
import { Backoff } from './backoff'
import type { CallOptions } from './call-options'
import { CallRun, type Shared } from './call-run'
import { type Clock, SYSTEM_CLOCK } from './clock'
import { HeadReader, type ReadHeadOptions } from './head-reader'
import type { Missing } from './missing-block'
import { MissingBlocks } from './missing-blocks'
import { OutageAlert } from './outage-alert'
import { Pool } from './pool'
import { type ExpectedChain, Provider, type ProviderStatus } from './provider'
import type { CallSizes } from './sizes/call-size'
import { UnknownErrors } from './unknown-errors'

export interface RpcOptions {
  /** Providers, preferred first. */
  urls: readonly string[]
  /** Rounds over the providers before a call fails with LP2010; endless by default. */
  attempts?: number
  timeoutMs?: number
  /** Maximum number of calls in one HTTP request; smaller where a provider takes fewer. */
  maxBatch?: number
  /** Calls per second and provider; 0, the default: no limit. */
  rateLimit?: number
  /** The chain that every provider must serve; one that does not is dropped when it first answers. */
  chain?: ExpectedChain
  /** First and longest pause between rounds over the providers. */
  backoffMs?: { first: number; max: number }
  logger?: Pick<Logger, 'info' | 'warn' | 'error'>
  clock?: Clock
}

/** A client for several providers of one chain. */
export interface Rpc {
  /** Throws RangeTooLarge, RpcRefused, LinchpinError LP2002 or LP2010, or the signal's reason. */
  call<T = unknown>(method: string, params: unknown[], options?: CallOptions<T>): Promise<T>
  /** Results in call order; calls that fail are repeated, the others are not. Throws as `call`. */
  batch<T = unknown>(calls: readonly RpcCall[], options?: CallOptions<T>): Promise<T[]>
  /**
   * The newest block that is known and can be read; never goes down. It is the preferred provider's; a provider that is
   * stuck is no longer preferred. Throws as `call`.
   */
  head(options?: ReadHeadOptions): Promise<number>
  /** A newest block that providers claim without having it, or a block that calls wait for, if that lasts; null: none. */
  missing(): Missing | null
  /** Prefers the next provider from now on: for callers that find an answer wrong. */
  rotate(): void
  /** Scheme and host of the provider that is preferred now. */
  preferred(): string
  /** How large calls to a provider may be; by default, the preferred one. */
  sizes(provider?: string): CallSizes
  /** Number of providers, without those that serve another chain. */
  readonly providers: number
  /** State of each provider, in the order of `urls`. */
  status(): ProviderStatus[]
  /** A client for the providers that are not preferred now, with this many attempts each; null if there are none. */
  others(attempts: number): Rpc | null
}

/**
 * Makes a client. A failed call goes to the next provider, then, after a round over all that can be called, waits with
 * exponential back-off and jitter. Providers that keep failing, or ask for a pause, are not called for a while.
 */
export function createRpc(options: RpcOptions): Rpc {
  const { timeoutMs = 30_000, maxBatch = 100, rateLimit = 0, chain = null } = options
  const { clock = SYSTEM_CLOCK, logger = SILENT } = options
  const limits = { timeoutMs, maxBatch, rateLimit, chain, clock, logger }
  const hosts = options.urls.map((url) => redactUrl(url))
  const nth = (at: number) => hosts.slice(0, at + 1).filter((host) => host === hosts[at]).length
  const providers = options.urls.map((url, at) => new Provider(url, nth(at), limits))
  return new RpcClient(providers, { ...options, clock, logger })
}

type ClientOptions = RpcOptions & Required<Pick<RpcOptions, 'clock' | 'logger'>>

class RpcClient implements Rpc {
  private readonly pool: Pool
  private readonly shared: Shared
  private readonly heads: HeadReader
  /** Clients without one provider, kept so that they remember which of their providers work. */
  private readonly withoutOne = new Map<Provider, Rpc>()

  constructor(
    private readonly all: readonly Provider[],
    private readonly options: ClientOptions,
  ) {
    const { clock, logger, attempts } = options
    const { first, max } = options.backoffMs ?? { first: 100, max: 10_000 }
    this.pool = new Pool(all, clock)
    this.shared = {
      pool: this.pool,
      clock,
      logger,
      backoff: new Backoff(first, max),
      outage: new OutageAlert(clock, logger),
      unknown: new UnknownErrors(logger),
      missing: new MissingBlocks(clock, logger),
    }
    this.heads = new HeadReader({
      pool: this.pool,
      clock,
      logger,
      attempts,
      run: (calls, options) => this.run(calls, options),
    })
  }

  async call<T>(method: string, params: unknown[], options: CallOptions<T> = {}): Promise<T> {
    return (await this.run([{ method, params }], options)).results[0]!
  }

  async batch<T>(calls: readonly RpcCall[], options: CallOptions<T> = {}): Promise<T[]> {
    return calls.length === 0 ? [] : (await this.run(calls, options)).results
  }

  head(options?: ReadHeadOptions): Promise<number> {
    return this.heads.read(options)
  }

  missing(): Missing | null {
    return this.heads.missing() ?? this.shared.missing.status()
  }

  rotate(): void {
    this.pool.moveOnFrom(this.pool.preferred)
  }

  preferred(): string {
    return this.pool.preferred.name
  }

  sizes(name?: string): CallSizes {
    const { preferred } = this.pool
    return (this.all.find((provider) => provider.name === name) ?? preferred).sizes
  }

  get providers(): number {
    return this.pool.usable.length
  }

  status(): ProviderStatus[] {
    return this.all.map((provider) => provider.status())
  }

  others(attempts: number): Rpc | null {
    const { preferred } = this.pool
    const left = this.pool.usable.filter((provider) => provider !== preferred)
    if (left.length === 0) return null
    const known = this.withoutOne.get(preferred)
    if (known) return known
    const client = new RpcClient(left, { ...this.options, attempts })
    this.withoutOne.set(preferred, client)
    return client
  }

  private run<T>(calls: readonly RpcCall[], options: CallOptions<T>) {
    const { attempts } = this.options
    return new CallRun(calls, { attempts, ...options }, this.shared).complete()
  }
}
