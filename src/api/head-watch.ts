import type { Pool } from 'pg'
import { HEAD_SQL, type Head } from '../reads/head'

/** Names the state of the database: two operations that see the same name see the same rows. */
export function headName(head: Head): string {
  return JSON.stringify(head)
}

/**
 * Reads where the indexer stands, for many requests at once.
 *
 * A read begins after the request that asks, so an answer is never older than its question; requests that come while
 * one is under way share the next.
 */
export class HeadWatch {
  private running: Promise<Head | null> | null = null
  private next: Promise<Head | null> | null = null

  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    /** Told every head that was read. */
    private readonly onHead: (head: Head) => void,
  ) {}

  /** The head; null if it cannot be read now. */
  read(): Promise<Head | null> {
    if (!this.running) {
      this.running = this.query().finally(() => {
        this.running = null
      })
      return this.running
    }
    this.next ??= this.running.then(() => {
      this.next = null
      return this.read()
    })
    return this.next
  }

  private async query(): Promise<Head | null> {
    try {
      const { rows } = await this.pool.query<Head>({ name: 'head', text: HEAD_SQL })
      if (rows[0]) this.onHead(rows[0])
      return rows[0] ?? null
    } catch {
      // The request goes on to the database by itself, and says what is wrong with it.
      return null
    }
  }
}
