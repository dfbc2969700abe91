import type { ClientName } from './client'
import { RETRY_AFTER, Refusal } from './refusal'

/** Milliseconds of answering before sockets are looked at again: node takes one new connection each time. */
const SLICE_MS = 1
/** Requests that may begin in it, of those that wait. */
const MAX_BEGUN = 16
/** Milliseconds for which a request waits: one that is refused at once is better off than one that is answered late. */
const MAX_WAIT_MS = 1_500

interface Waiting {
  readonly since: number
  begin(): void
  refuse(refusal: Refusal): void
}

/**
 * Lets requests begin one client after another, once they come faster than they are answered: however many requests of one client
 * wait, one of another waits for one of them only. What comes while there is time begins at once.
 */
export class Turns {
  /** What waits, by client; the client whose turn is next comes first. */
  private readonly queues = new Map<ClientName, Waiting[]>()
  private size = 0
  private isRunning = false
  /** When the slice ends that is running. */
  private until = 0

  /** Requests that wait. */
  get waiting(): number {
    return this.size
  }

  /**
   * Resolves when a request of this client may compute.
   *
   * @param since when it came, in milliseconds of `performance.now`
   * @throws Refusal 503 if it would wait for long
   */
  async take(client: ClientName, since: number): Promise<void> {
    if (!this.isRunning) {
      this.isRunning = true
      this.until = performance.now() + SLICE_MS
      setImmediate(this.endSlice)
    }
    if (this.size === 0 && performance.now() < this.until) return
    await new Promise<void>((begin, refuse) => {
      this.size++
      const own = this.queues.get(client) ?? []
      this.queues.set(client, own)
      own.push({ since, begin, refuse })
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
    let next: Waiting | undefined
    for (;;) {
      next = own.shift()!
      this.size--
      if (performance.now() - next.since < MAX_WAIT_MS) break
      next.refuse(overloaded(this.size))
      if (own.length === 0) return
    }
    if (own.length > 0) this.queues.set(client, own)
    next.begin()
  }
}

function overloaded(waiting: number): Refusal {
  const message = `${waiting} requests wait to be answered.`
  const hint = 'Try again after the seconds of the header Retry-After.'
  return new Refusal(503, 'OVERLOADED', message, hint, RETRY_AFTER)
}
