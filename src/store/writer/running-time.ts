const TICK_MS = 250
/** What a pause between two ticks counts as at most: a longer one is of this process, which was busy or stopped. */
const MAX_TICK_MS = 2 * TICK_MS

/** A clock that stands still while this process does: what others did not answer meanwhile is not their silence. */
export class RunningTime {
  private ms = 0
  private last = performance.now()
  private readonly timer = setInterval(() => this.now(), TICK_MS).unref()

  /** Milliseconds in which this process ran, since it was started. */
  now(): number {
    const now = performance.now()
    this.ms += Math.min(now - this.last, MAX_TICK_MS)
    this.last = now
    return this.ms
  }

  /** Ends it. */
  stop(): void {
    clearInterval(this.timer)
  }
}
