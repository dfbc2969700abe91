import type { Pool, PoolClient } from 'pg'
import { sharesAnswers, silentMs } from './answers'
import type { Connections } from './transaction'

/** As that of the pool: it is OVERLOADED. */
const TIMEOUT_TEXT = 'timeout exceeded when trying to connect'
/** Milliseconds to wait for a connection of a database that answers. */
const BUSY_MS = 1_000
/** Milliseconds after which it is seen again whether it answers. */
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

/** What a client has. */
interface Share {
  used: number
  readonly waiting: Set<Waiting>
}

/**
 * Connections of a pool, of which each client may use a part: some are left for others, whatever one asks. One that is given back
 * goes to the next client that waits, in turn.
 */
export class Shares {
  /** The client whose turn is next comes first. */
  private readonly byClient = new Map<string, Share>()
  private used = 0
  private count = 0

  constructor(
    private readonly pool: Pool,
    private readonly limits: ShareLimits,
  ) {}

  /** Operations that wait for a connection. */
  get waiting(): number {
    return this.count
  }

  /** The connections for a client. */
  of(client: string): Connections {
    const connections = { connect: () => this.connect(client) } as Connections
    sharesAnswers(connections, this.pool)
    return connections
  }

  private async connect(client: string): Promise<PoolClient> {
    const share = this.byClient.get(client) ?? { used: 0, waiting: new Set() }
    this.byClient.set(client, share)
    if (this.mayUse(share)) this.use(share)
    else await this.wait(client, share)
    let connection: PoolClient
    try {
      connection = await this.pool.connect()
    } catch (error) {
      this.giveBack(client, share)
      throw error
    }
    const release = connection.release.bind(connection)
    connection.release = (reason) => {
      release(reason)
      this.giveBack(client, share)
    }
    return connection
  }

  private mayUse({ used }: Share): boolean {
    return used < this.limits.perClient && this.used < this.limits.total
  }

  private use(share: Share): void {
    share.used++
    this.used++
  }

  private async wait(client: string, share: Share): Promise<void> {
    this.count++
    try {
      await new Promise<void>((resolve, reject) => {
        const entry = {
          begin() {
            clearTimeout(timer)
            resolve()
          },
        }
        const expire = () => {
          share.waiting.delete(entry)
          this.forget(client, share)
          reject(new Error(TIMEOUT_TEXT))
        }
        const since = performance.now()
        const look = () => {
          const waited = performance.now() - since
          // The database answers others.
          if (silentMs(this.pool) < waited || waited > this.limits.timeoutMs) expire()
          else timer = setTimeout(look, LOOK_MS)
        }
        let timer = setTimeout(look, BUSY_MS)
        share.waiting.add(entry)
      })
    } finally {
      this.count--
    }
  }

  private giveBack(client: string, share: Share): void {
    share.used--
    this.used--
    this.forget(client, share)
    for (const [name, next] of this.byClient) {
      const [entry] = next.waiting
      if (!entry || !this.mayUse(next)) continue
      next.waiting.delete(entry)
      // Others come before its next one.
      this.byClient.delete(name)
      this.byClient.set(name, next)
      this.use(next)
      entry.begin()
      return
    }
  }

  private forget(client: string, { used, waiting }: Share): void {
    if (used === 0 && waiting.size === 0) this.byClient.delete(client)
  }
}
