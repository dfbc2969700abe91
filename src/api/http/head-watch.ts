import type { Pool } from 'pg'
import { HEAD_SQL, type Head } from '../../reads/head'

/** Milliseconds between polls of the head, beside those that requests cause. */
const POLL_INTERVAL_MS = 1_000

/** Names the state of the database: two operations that see the same name see the same rows of the index. */
export function headName({ chainHead, lag, ...head }: Head): string {
  return JSON.stringify(head)
}

/** Names what was last seen of the chain, which changes without a commit. */
export function seenName({ chainHead, lag }: Head): string {
  return JSON.stringify({ chainHead, lag })
}

/**
 * Reads the head of the index, once for many requests.
 *
 * A read starts after the request that needs it, so a response is never older than its request; requests that come
 * while a read is running share the next one.
 */
export class HeadWatch {
  private running: Promise<Head | null> | null = null
  private next: Promise<Head | null> | null = null
  private polling: NodeJS.Timeout | undefined

  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    /** Called with every head that was read. */
    private readonly onHead: (head: Head) => void,
  ) {}

  /** Polls until `stop`; does not keep the process running. */
  start(): void {
    this.polling = setInterval(() => this.read(), POLL_INTERVAL_MS).unref()
  }

  stop(): void {
    clearInterval(this.polling)
  }

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
      // The request then queries the database itself, and reports what is wrong with it.
      return null
    }
  }
}
