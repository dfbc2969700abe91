import { Rounds } from '../../rounds'
import type { ClientName } from './client'
import { RETRY_AFTER, Refusal } from './refusal'

/** Milliseconds of answering before sockets are looked at again: node takes one new connection each time. */
const SLICE_MS = 1
/** Requests that may begin in it, of those that wait. */
const MAX_BEGUN = 16
/** Milliseconds for which a request waits: one that is refused at once is better off than one that is answered late. */
const MAX_WAIT_MS = 1_500
/** One that would wait for so long, by how long the last ones took, does not begin to. */
const MAX_EXPECTED_MS = 750
/** The last requests that say how long each takes: with fewer, nothing is known. */
const TIMES = 15
/** Milliseconds after a slice in which new connections come first: sockets are looked at again, which takes one more of them. */
const CONNECTING_MS = 1

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
  private readonly queue = new Rounds<Waiting>()
  private isRunning = false
  /** Milliseconds from the beginning of each of the last requests to that of the next one, while some wait; the newest is the last. */
  private times: number[] = []
  /** When the last one began that others waited behind; null: none did. */
  private begunAt: number | null = null
  /** Whether a connection has come since the last slice. */
  private hasConnected = false
  private isSkipping = false
  /** When the last slice ended. */
  private endedAt = 0
  /** When the slice ends that is running. */
  private until = 0

  /** Requests that wait. */
  get waiting(): number {
    return this.queue.size
  }

  /**
   * Resolves when a request of this client may compute.
   *
   * @param since when it came, in milliseconds of `performance.now`, without what else it has waited for
   * @throws Refusal 503 if it would wait for long
   */
  async take(client: ClientName, since: number): Promise<void> {
    if (!this.isRunning) {
      this.isRunning = true
      this.until = performance.now() + SLICE_MS
      setImmediate(this.endSlice)
    }
    if (this.waiting === 0 && performance.now() < this.until) return
    // The first one of a client is not refused for others.
    const isFirst = this.queue.of(client) === 0
    if (!isFirst && this.queue.before(client) * this.usualMs() > MAX_EXPECTED_MS) {
      throw overloaded(this.waiting)
    }
    await new Promise<void>((begin, refuse) => {
      this.queue.add(client, { since, begin, refuse })
    })
  }

  /** A connection has come; others may wait to be taken. */
  connected(): void {
    this.hasConnected = true
  }

  private readonly endSlice = (): void => {
    this.isRunning = this.waiting > 0
    if (!this.isRunning) {
      // There is time again.
      this.begunAt = null
      this.times = []
      return
    }
    const now = performance.now()
    if (!this.isSkipping) this.endedAt = now
    this.isSkipping = this.hasConnected && now - this.endedAt < CONNECTING_MS
    this.hasConnected = false
    const size = this.isSkipping ? 0 : Math.min(this.waiting, MAX_BEGUN)
    // They run after sockets were looked at, and between them what each one does at once.
    for (let begun = 0; begun < size; begun++) {
      setImmediate(() => this.next(begun === 0))
    }
    setImmediate(this.endSlice)
  }

  /** What most of the last requests took: one that was long, as the first one after a pause is, says nothing of the next. */
  private usualMs(): number {
    if (this.times.length < TIMES) return 0
    return [...this.times].sort((a, b) => a - b)[TIMES >> 1]!
  }

  private next(isFirst: boolean): void {
    const now = performance.now()
    if (isFirst) this.until = now + SLICE_MS
    else if (now >= this.until) return
    let next = this.queue.next()
    while (next && now - next.since >= MAX_WAIT_MS) {
      next.refuse(overloaded(this.waiting))
      next = this.queue.next()
    }
    if (!next) return
    if (this.begunAt !== null) this.times = [...this.times, now - this.begunAt].slice(-TIMES)
    this.begunAt = this.waiting > 0 ? now : null
    next.begin()
  }
}

function overloaded(waiting: number): Refusal {
  const message = `${waiting} requests wait to be answered.`
  const hint = 'Try again after the seconds of the header Retry-After.'
  return new Refusal(503, 'OVERLOADED', message, hint, RETRY_AFTER)
}
