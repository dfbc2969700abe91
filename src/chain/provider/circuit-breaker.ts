/** Consecutive failures after which the circuit opens. */
export const MAX_FAILURES = 5
/** How long it stays open before a probe. */
export const OPEN_MS = 10_000

/** A call that was begun, to be closed with its outcome. */
export interface Ticket {
  readonly began: number
  /** The call probes whether the provider works again. */
  readonly probe: boolean
}

/**
 * Whether a provider may be called. Closed: yes. Open, after consecutive failures or because the provider asked for a
 * pause: not before a time. After that half-open: one call probes, and its outcome decides. All times are milliseconds of
 * one clock.
 */
export class CircuitBreaker {
  private failures = 0
  private lastFailure = Number.NEGATIVE_INFINITY
  private isOpen = false
  private openUntil = Number.NEGATIVE_INFINITY
  private isProbed = false

  /** Time from which the provider may be called; infinity while a probe is in flight. */
  get freeAt(): number {
    if (!this.isOpen) return Number.NEGATIVE_INFINITY
    return this.isProbed ? Number.POSITIVE_INFINITY : this.openUntil
  }

  /** Open because of failures, not because the provider asked for a pause. */
  get isBroken(): boolean {
    return this.isOpen && this.failures >= MAX_FAILURES
  }

  /** A call begins, which `freeAt` must allow. Every ticket ends with one of the methods below. */
  begin(now: number): Ticket {
    this.isProbed = this.isOpen
    return { began: now, probe: this.isOpen }
  }

  succeeded({ probe }: Ticket): void {
    // A call sent before the circuit opened does not close it.
    if (this.isOpen && !probe) return
    this.isOpen = false
    this.isProbed = false
    this.failures = 0
  }

  failed({ began, probe }: Ticket, now: number): void {
    // Calls in flight together fail together: they count as one failure.
    const isNews = !this.isOpen && began >= this.lastFailure
    if (isNews) {
      this.lastFailure = now
      this.failures += 1
    }
    if (probe || (isNews && this.failures >= MAX_FAILURES)) this.open(now + OPEN_MS)
  }

  /** The provider asked for no calls until a time. */
  pausedUntil({ probe }: Ticket, until: number): void {
    if (this.isOpen && !probe) this.openUntil = Math.max(this.openUntil, until)
    else this.open(until)
  }

  /** The call ended without an outcome. */
  abandoned({ probe }: Ticket): void {
    if (probe) this.isProbed = false
  }

  private open(until: number): void {
    this.isOpen = true
    this.isProbed = false
    this.openUntil = until
  }
}
