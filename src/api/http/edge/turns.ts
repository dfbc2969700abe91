import type { ClientName } from './client'

/** Milliseconds of answering before sockets are looked at again. */
const SLICE_MS = 5
/** Requests that may begin in it, of those that wait. */
const MAX_BEGUN = 16

/**
 * Lets requests begin one client after another, once they come faster than they are answered: however many requests of one client
 * wait, one of another waits for one of them only. What comes while there is time begins at once.
 */
export class Turns {
  /** What waits, by client; the client whose turn is next comes first. */
  private readonly queues = new Map<ClientName, (() => void)[]>()
  private size = 0
  private isRunning = false
  /** When the slice ends that is running. */
  private until = 0

  /** Requests that wait. */
  get waiting(): number {
    return this.size
  }

  /** Resolves when a request of this client may begin. */
  async take(client: ClientName): Promise<void> {
    if (!this.isRunning) {
      this.isRunning = true
      this.until = performance.now() + SLICE_MS
      setImmediate(this.endSlice)
    }
    if (this.size === 0 && performance.now() < this.until) return
    await new Promise<void>((resolve) => {
      this.size++
      const own = this.queues.get(client)
      if (own) own.push(resolve)
      else this.queues.set(client, [resolve])
    })
  }

  private readonly endSlice = (): void => {
    this.isRunning = this.size > 0
    // They run after sockets were looked at, and between them what each one does at once.
    for (let begun = 0; begun < Math.min(this.size, MAX_BEGUN); begun++) {
      setImmediate(() => this.next(begun === 0))
    }
    if (this.isRunning) setImmediate(this.endSlice)
  }

  private next(isFirst: boolean): void {
    if (isFirst) this.until = performance.now() + SLICE_MS
    else if (performance.now() >= this.until) return
    const [first] = this.queues
    if (!first) return
    const [client, own] = first
    this.queues.delete(client)
    if (own.length > 1) this.queues.set(client, own)
    this.size--
    own.shift()!()
  }
}
