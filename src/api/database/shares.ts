import type { Pool, PoolClient } from 'pg'
import { sharesAnswers } from './answers'
import type { Connections } from './transaction'

/** As that of the pool: it is OVERLOADED. */
const TIMEOUT_TEXT = 'timeout exceeded when trying to connect'

interface Waiting {
  begin(): void
}

/** What a client has. */
interface Share {
  used: number
  readonly waiting: Set<Waiting>
}

/** Connections of a pool, of which each client may use a part: some are left for others, whatever one asks. */
export class Shares {
  private readonly byClient = new Map<string, Share>()
  private count = 0

  /**
   * @param perClient connections that one client may use
   * @param timeoutMs to wait for one
   */
  constructor(
    private readonly pool: Pool,
    private readonly perClient: number,
    private readonly timeoutMs: number,
  ) {}

  /** Operations that wait for a connection that their client gives back. */
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
    if (share.used < this.perClient) share.used++
    else await this.wait(share)
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

  /** Waits until another operation of the client hands its place on. */
  private async wait({ waiting }: Share): Promise<void> {
    this.count++
    try {
      await new Promise<void>((resolve, reject) => {
        const entry = {
          begin() {
            clearTimeout(timer)
            resolve()
          },
        }
        const timer = setTimeout(() => {
          waiting.delete(entry)
          reject(new Error(TIMEOUT_TEXT))
        }, this.timeoutMs)
        waiting.add(entry)
      })
    } finally {
      this.count--
    }
  }

  private giveBack(client: string, share: Share): void {
    const [next] = share.waiting
    if (next) {
      share.waiting.delete(next)
      next.begin()
    } else {
      share.used--
      if (share.used === 0) this.byClient.delete(client)
    }
  }
}
