import type { Pool, PoolClient } from 'pg'
import { Rounds } from '../rounds'
import { hasBeenSilent, resumedAt, sharesAnswers, silentMs } from './answers'
import type { Connections } from './transaction'

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
  /** Milliseconds to wait for one, if the database does not answer: it may hang. */
  readonly timeoutMs: number
}

interface Waiting {
  begin(): void
}

/**
 * Connections of a pool, of which each client may use a part: some are left for others, whatever one asks. One that is given back
 * goes to the next client that waits, in turn.
 */
export class Shares {
  /** Connections that clients use. */
  private readonly byClient = new Map<string, number>()
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

  /** The connections for a client. */
  of(client: string): Connections {
    const connections = { connect: () => this.connect(client) } as Connections
    sharesAnswers(connections, this.pool)
    return connections
  }

  private async connect(client: string): Promise<PoolClient> {
    if (this.mayUse(client)) this.use(client)
    else await this.wait(client)
    let connection: PoolClient
    try {
      connection = await this.pool.connect()
    } catch (error) {
      this.giveBack(client)
      throw error
    }
    const release = connection.release.bind(connection)
    connection.release = (reason) => {
      release(reason)
      this.giveBack(client)
    }
    return connection
  }

  /** Whether a client uses all that it may: its next one waits for them. */
  isFull(client: string): boolean {
    return this.usedBy(client) >= this.limits.perClient
  }

  private usedBy(client: string): number {
    return this.byClient.get(client) ?? 0
  }

  private mayUse(client: string): boolean {
    return !this.isFull(client) && this.used < this.limits.total
  }

  private use(client: string): void {
    this.byClient.set(client, this.usedBy(client) + 1)
    this.used++
  }

  private giveBack(client: string): void {
    const left = this.usedBy(client) - 1
    if (left > 0) this.byClient.set(client, left)
    else this.byClient.delete(client)
    this.used--
    this.queue.next((name) => this.mayUse(name))?.begin()
  }

  /** Resolves when the client uses one more. */
  private async wait(client: string): Promise<void> {
    const { pool } = this
    await new Promise<void>((resolve, reject) => {
      const entry = {
        begin: () => {
          clearTimeout(timer)
          this.use(client)
          resolve()
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
