import type { Clock } from './clock'
import type { Provider } from './provider'

/** A provider this many blocks behind another is stuck. */
export const STUCK_BLOCKS = 10
/** Maximum wait for the outcome of a probe before the providers are checked again. */
const MAX_WAIT_MS = 60_000

/** Providers in order of preference; a provider that fails loses its turn to the next one. */
export class Pool {
  private at = 0

  constructor(
    readonly providers: readonly Provider[],
    private readonly clock: Clock,
  ) {}

  get preferred(): Provider {
    return this.usable[0] ?? this.providers[this.at]!
  }

  /** Providers that were not dropped, preferred first. */
  get usable(): Provider[] {
    const ring = [...this.providers.slice(this.at), ...this.providers.slice(0, this.at)]
    return ring.filter((provider) => provider.dropped === null)
  }

  /**
   * The provider to call next; null if none can be called now.
   *
   * @param block highest block of the calls; providers known to be behind it, or stuck, come last
   * @param without providers that were called already
   */
  next(block: number | null, without: ReadonlySet<Provider>): Provider | null {
    const now = this.clock.now()
    const free = this.usable.filter((provider) => provider.freeAt <= now && !without.has(provider))
    const best = Math.max(...this.usable.map(({ head }) => head ?? 0))
    const needed = block === null ? best - STUCK_BLOCKS : block
    return free.find(({ head }) => head === null || head >= needed) ?? free[0] ?? null
  }

  /** Prefers the next provider if this one is preferred; another call may have moved on already. */
  moveOnFrom(provider: Provider): void {
    if (this.preferred !== provider) return
    const next = this.next(null, new Set([provider])) ?? this.usable.find((p) => p !== provider)
    if (next) this.prefer(next)
  }

  prefer(provider: Provider): void {
    this.at = this.providers.indexOf(provider)
  }

  /** Milliseconds until one of these may be called, as far as is known. */
  waitMs(providers: readonly Provider[]): number {
    const at = Math.min(...providers.map((provider) => provider.freeAt))
    return Math.min(Math.max(0, at - this.clock.now()), MAX_WAIT_MS)
  }

  /** Waits until one of these may be called, or the outcome of its probe is known. */
  async untilFree(watched: readonly Provider[], signal?: AbortSignal): Promise<void> {
    const changed = new AbortController()
    const wake = () => changed.abort()
    for (const { watchers } of watched) watchers.add(wake)
    try {
      const ends = signal ? AbortSignal.any([changed.signal, signal]) : changed.signal
      await this.clock.wait(this.waitMs(watched), ends)
    } catch (error) {
      signal?.throwIfAborted()
      if (!changed.signal.aborted) throw error
    } finally {
      for (const { watchers } of watched) watchers.delete(wake)
    }
  }
}
