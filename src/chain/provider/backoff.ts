/** Pauses between rounds over the providers: exponential with jitter. */
export class Backoff {
  /** @param firstMs first pause @param maxMs longest pause */
  constructor(
    private readonly firstMs: number,
    private readonly maxMs: number,
  ) {}

  /** Milliseconds before the next round. @param rounds that are over, from 1 on @param random in [0, 1) */
  pause(rounds: number, random: number): number {
    const longest = Math.min(this.firstMs * 2 ** Math.min(rounds - 1, 30), this.maxMs)
    return Math.round(longest * (0.5 + random / 2))
  }
}
