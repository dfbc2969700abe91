/** Failures in a row after which a provider is left alone. */
export const FAILURES = 5
/** How long it is. */
export const OPEN_MS = 10_000

/** A call that was begun, for its end. */
export interface Ticket {
  readonly began: number
  /** It finds out whether the provider works again. */
  readonly probe: boolean
}

/**
 * Whether a provider may be asked. Closed: yes. Open, after failures in a row or because the provider asked for a rest:
 * not before a time. After that half-open: one call probes, and its end decides. All times are milliseconds of one clock.
 */
export class Breaker {
  private failures = 0
  private lastFailure = Number.NEGATIVE_INFINITY
  private isOpen = false
  private openUntil = Number.NEGATIVE_INFINITY
  private isProbed = false

  /** The provider may be asked from this time on; infinity while a probe is under way. */
  get freeAt(): number {
    if (!this.isOpen) return Number.NEGATIVE_INFINITY
    return this.isProbed ? Number.POSITIVE_INFINITY : this.openUntil
  }

  /** Open because of failures, not because the provider asked for a rest. */
  get isBroken(): boolean {
    return this.isOpen && this.failures >= FAILURES
  }

  /** A call begins, which `freeAt` must allow. Every ticket ends with one of the methods below. */
  begin(now: number): Ticket {
    this.isProbed = this.isOpen
    return { began: now, probe: this.isOpen }
  }

  succeeded({ probe }: Ticket): void {
    // What was sent before the rest began does not end it.
    if (this.isOpen && !probe) return
    this.isOpen = false
    this.isProbed = false
    this.failures = 0
  }

  failed({ began, probe }: Ticket, now: number): void {
    // Calls that were under way together fail together, and say no more than one of them.
    const isNews = !this.isOpen && began >= this.lastFailure
    if (isNews) {
      this.lastFailure = now
      this.failures += 1
    }
    if (probe || (isNews && this.failures >= FAILURES)) this.open(now + OPEN_MS)
  }

  /** The provider asks to be left alone until a time. */
  rests({ probe }: Ticket, until: number): void {
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
