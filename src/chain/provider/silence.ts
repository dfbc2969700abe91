import type { Tell } from './clock'

/** What is told of a provider. */
interface Named {
  readonly name: string
  readonly head: number | null
}

/** Tells once that a chain does not grow, and when it does again. Times are milliseconds of one clock. */
export class Silence {
  private head: number | null = null
  private since = 0
  private isTold = false

  /** @param longestMs how long it may stand still */
  constructor(
    private readonly longestMs: number,
    private readonly tell: Tell,
  ) {}

  /** Looks at the newest block; null: none is known yet. */
  look(head: number | null, now: number, providers: readonly Named[]): void {
    const seconds = Math.round((now - this.since) / 1000)
    if (head !== this.head) {
      if (this.isTold) this.tell('info', `block ${head} came after ${seconds} s without a new one`)
      this.head = head
      this.since = now
      this.isTold = false
    } else if (head !== null && now - this.since >= this.longestMs && !this.isTold) {
      this.isTold = true
      const heads = providers.map((one) => `${one.name}: ${one.head ?? 'unknown'}`).join(', ')
      this.tell(
        'warn',
        `no new block for ${seconds} s: the newest is ${head} (${heads}); the chain stands still, or the providers do`,
      )
    }
  }
}
