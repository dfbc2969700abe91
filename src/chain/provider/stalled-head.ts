import type { Logger } from 'pino'

/** A provider and its newest known block. */
interface ProviderHead {
  readonly name: string
  readonly head: number | null
}

/** Logs once that the chain has no new block, and once when it has one again. Times are milliseconds of one clock. */
export class StalledHead {
  private head: number | null = null
  private since = 0
  private isReported = false

  /** @param afterMs time without a new block before it is reported */
  constructor(
    private readonly afterMs: number,
    private readonly logger: Pick<Logger, 'info' | 'warn'>,
  ) {}

  /** Checks the newest block; null: none is known yet. */
  check(head: number | null, now: number, providers: readonly ProviderHead[]): void {
    const seconds = Math.round((now - this.since) / 1000)
    if (head !== this.head) {
      if (this.isReported) this.logger.info({ block: head, seconds }, 'new block after a stall')
      this.head = head
      this.since = now
      this.isReported = false
    } else if (head !== null && now - this.since >= this.afterMs && !this.isReported) {
      this.isReported = true
      const heads = Object.fromEntries(providers.map((one) => [one.name, one.head]))
      this.logger.warn(
        { block: head, seconds, heads },
        'no new block: the chain or its providers have stalled',
      )
    }
  }
}
