import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'

/** The last block of the index, and the server that had it. */
export interface Seen {
  height: number
  hash: string
  port: number
}

/** Reads the last block through the proxy, again and again, and remembers what each server had. */
export class Watch {
  private isStopped = false
  private last: Seen | null = null
  /** Highest block of the server that answered last. */
  private highest: Seen | null = null

  constructor(private readonly url: string) {
    void this.read()
  }

  stop(): void {
    this.isStopped = true
  }

  /** The highest block that the server which answers now has had. */
  async now(): Promise<Seen> {
    return this.until(() => this.highest)
  }

  /** The first block that another server has. */
  async ofAnother({ port }: Seen): Promise<{ before: Seen; after: Seen }> {
    let before = this.highest!
    const after = await this.until(() => {
      if (this.highest?.port === port) before = this.highest
      return this.last && this.last.port !== port ? this.last : null
    }, 5)
    return { before, after }
  }

  /** Waits for a block above this one. */
  async above(height: number): Promise<void> {
    await this.until(() => (this.last && this.last.height > height ? this.last : null))
  }

  private async until<T>(find: () => T | null, everyMs = 20): Promise<T> {
    for (;;) {
      const found = find()
      if (found !== null) return found
      await wait(everyMs)
    }
  }

  private async read(): Promise<void> {
    while (!this.isStopped) {
      const client = new Client({
        connectionString: this.url,
        connectionTimeoutMillis: 2_000,
        query_timeout: 2_000,
      })
      client.on('error', () => {})
      try {
        await client.connect()
        while (!this.isStopped) {
          const { rows } = await client.query<Seen>(
            'SELECT height, hash, inet_server_port() AS port FROM cursor WHERE NOT pg_is_in_recovery()',
          )
          const [seen] = rows
          if (seen) this.note(seen)
          await wait(20)
        }
      } catch {
        await wait(50)
      } finally {
        await client.end().catch(() => {})
      }
    }
  }

  private note(seen: Seen): void {
    const isSame = this.highest?.port === seen.port
    if (!isSame || seen.height > this.highest!.height) this.highest = seen
    this.last = seen
  }
}
