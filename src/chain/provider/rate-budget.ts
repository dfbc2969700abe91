/**
 * The calls that a provider may be sent: at most `perSecond` in any second. Calls get their turns in the order in which they
 * ask; times are milliseconds of one clock.
 *
 * A bucket for a fifth of a second's calls, refilled a little slower than the limit, so that even a full bucket sent at the
 * end of a second stays within it.
 */
export class RateBudget {
  /** Maximum number of calls in one request; more are sent in parts. */
  readonly maxCalls: number
  private readonly msPerCall: number
  private next = Number.NEGATIVE_INFINITY

  /** @param perSecond a whole number; 0: no limit */
  constructor(perSecond: number) {
    this.maxCalls = perSecond === 0 ? Number.POSITIVE_INFINITY : Math.ceil(perSecond / 5)
    this.msPerCall = perSecond === 0 ? 0 : 1000 / (perSecond + 1 - this.maxCalls)
  }

  /** @returns when these calls, at most `maxCalls`, may be sent together */
  reserve(calls: number, now: number): number {
    const turn = Math.max(now, this.next)
    // Rounded up to a microsecond: a sum of fractions may fall short of a second.
    this.next = turn + Math.ceil(calls * this.msPerCall * 1000) / 1000
    return turn
  }
}
