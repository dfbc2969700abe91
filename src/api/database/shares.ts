import type { Pool, PoolClient } from 'pg'
import { Rounds } from '../rounds'
import { hasBeenSilent, resumedAt, sharesAnswers, silentMs } from './answers'
import type { Connections } from './transaction'

/** A connection that is kept for longer runs a statement that takes the processor of the database. */
const LONG_MS = 50
/** An operation that is estimated to cost so much keeps its connection for long. */
const LONG_COST = 1_000
/** Smaller answers take no time to copy, compress and send. */
const SMALL_BYTES = 256 * 2 ** 10
/** Bytes of a large answer for which a place stays taken for a millisecond: after the largest one, the next does not wait for `BUSY_MS`. */
const BYTES_PER_MS = 10 * 2 ** 10
/** Others count as present for so long after they asked. */
const PRESENT_MS = 1_000

/** As that of the pool: it is OVERLOADED. */
const TIMEOUT_TEXT = 'timeout exceeded when trying to connect'
/** Milliseconds to wait for a connection of a database that answers. */
const BUSY_MS = 1_000
/** Milliseconds after which it is seen again whether it answers: the head is polled each second, beside these connections. */
const LOOK_MS = 250

/** What limits connections. */
export interface ShareLimits {
  /** All together, as the pool has. */
  readonly total: number
  /** Of one client. */
  readonly perClient: number
  /** Of one client that keeps so many for long, while others ask: more take the processor from all. */
  readonly perClientLong: number
  /** Milliseconds to wait for one, if the database does not answer: it may hang. */
  readonly timeoutMs: number
}

interface Waiting {
  begin(): void
}

/** A connection that a client uses. */
interface Use {
  readonly since: number
  /** Whether it will be kept for long, as far as is known before. */
  readonly isLong: boolean
}

interface Asked {
  readonly client: string
  readonly at: number
}

/**
 * Connections of a pool, of which each client may use a part: some are left for others, whatever one asks. One that is given back
 * goes to the next client that waits, in turn.
 */
export class Shares {
  /** Connections that clients use: since when, in the order in which they were taken. */
  private readonly byClient = new Map<string, Set<Use>>()
  /** Who asked last, and who before of the others. */
  private asked: readonly Asked[] = []
  /** How many places of a client its last large answers still take. */
  private readonly owed = new Map<string, number>()
  private readonly queue = new Rounds<Waiting>()
  private used = 0

  constructor(
    private readonly pool: Pool,
    private readonly limits: ShareLimits,
  ) {}

  /** Operations that wait for a connection. */
  get waiting(): number {
    return this.queue.size
  }

  /**
   * The connections for a client.
   * @param cost of the operation that uses them, as estimated; undefined: it is not known
   */
  of(client: string, cost: () => number | undefined = () => undefined): Connections {
    const connect = () => this.connect(client, (cost() ?? 0) >= LONG_COST)
    const connections = { connect } as Connections
    sharesAnswers(connections, this.pool)
    return connections
  }

  /** Notes an answer that was made for a client: while others ask, it gets as many large ones as leave time for theirs. */
  answered(client: string, bytes: number): void {
    if (bytes < SMALL_BYTES || !this.hasOthers(client)) return
    this.owed.set(client, this.owedBy(client) + 1)
    setTimeout(() => {
      const left = this.owedBy(client) - 1
      if (left > 0) this.owed.set(client, left)
      else this.owed.delete(client)
      this.beginNext()
    }, bytes / BYTES_PER_MS).unref()
  }

  private async connect(client: string, isLong: boolean): Promise<PoolClient> {
    this.note(client)
    const use = this.mayUse(client) ? this.use(client, isLong) : await this.wait(client, isLong)
    let connection: PoolClient
    try {
      connection = await this.pool.connect()
    } catch (error) {
      this.giveBack(client, use)
      throw error
    }
    const release = connection.release.bind(connection)
    connection.release = (reason) => {
      release(reason)
      this.giveBack(client, use)
    }
    return connection
  }

  /** Whether a client uses all that it may: its next one waits for them. */
  isFull(client: string): boolean {
    const { perClient, perClientLong } = this.limits
    const uses = this.byClient.get(client)
    const count = uses?.size ?? 0
    if (count >= perClient) return true
    const owed = this.owedBy(client)
    if (count + owed < perClientLong) return false
    return (owed > 0 || this.hasLong(uses!)) && this.hasOthers(client)
  }

  private owedBy(client: string): number {
    return this.owed.get(client) ?? 0
  }

  /** Whether a client keeps as many for long as it may beside others. */
  private hasLong(uses: ReadonlySet<Use>): boolean {
    const before = performance.now() - LONG_MS
    let long = 0
    for (const { since, isLong } of uses) if (isLong || since < before) long++
    return long >= this.limits.perClientLong
  }

  private hasOthers(client: string): boolean {
    const since = performance.now() - PRESENT_MS
    return this.asked.some((asked) => asked.client !== client && asked.at > since)
  }

  private note(client: string): void {
    const other = this.asked.find((asked) => asked.client !== client)
    this.asked = [{ client, at: performance.now() }, ...(other ? [other] : [])]
  }

  private mayUse(client: string): boolean {
    return !this.isFull(client) && this.used < this.limits.total
  }

  private use(client: string, isLong: boolean): Use {
    const use = { since: performance.now(), isLong }
    const uses = this.byClient.get(client)
    if (uses) uses.add(use)
    else this.byClient.set(client, new Set([use]))
    this.used++
    return use
  }

  private giveBack(client: string, use: Use): void {
    const uses = this.byClient.get(client)
    uses?.delete(use)
    if (uses?.size === 0) this.byClient.delete(client)
    this.used--
    this.beginNext()
  }

  private beginNext(): void {
    this.queue.next((name) => this.mayUse(name))?.begin()
  }

  /** Resolves when the client uses one more. */
  private wait(client: string, isLong: boolean): Promise<Use> {
    const { pool } = this
    return new Promise((resolve, reject) => {
      const entry = {
        begin: () => {
          clearTimeout(timer)
          resolve(this.use(client, isLong))
        },
      }
      const since = performance.now()
      const look = () => {
        const now = performance.now()
        // What hung and answers again gets its time from then on.
        const waited = now - Math.max(since, resumedAt(pool))
        const isAnswering = silentMs(pool) < 2 * LOOK_MS
        const isOver = (isAnswering && waited >= BUSY_MS) || now - since > this.limits.timeoutMs
        if (!isOver && !hasBeenSilent(pool)) {
          timer = setTimeout(look, LOOK_MS)
          return
        }
        this.queue.remove(client, entry)
        reject(new Error(TIMEOUT_TEXT))
      }
      let timer = setTimeout(look, hasBeenSilent(pool) ? 0 : BUSY_MS)
      this.queue.add(client, entry)
    })
  }
}
