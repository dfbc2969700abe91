import type { Pool, QueryConfig } from 'pg'
import type { Head } from '../../reads/head'
import { hasBeenSilent } from '../database/answers'
import { END_SQL, isRenamed } from '../database/renamed'
import {
  headSql,
  isOtherTables,
  refusalOf,
  type Version,
  type VersionedHead,
} from '../database/version'

/** Milliseconds between polls of the head, beside those that requests cause. */
const POLL_INTERVAL_MS = 1_000
/** Milliseconds after which a read is given up, and its connection replaced. */
const READ_TIMEOUT_MS = 4_000
/** A pooler may have several. */
const MAX_RENAMED = 3

const names = new WeakMap<Head, string>()

/** Names the state of the database: two operations that see the same name see the same rows of the index. */
export function headName(head: Head): string {
  const known = names.get(head)
  if (known !== undefined) return known
  const { migrations: _, chainHead: _head, lag: _lag, ...state }: VersionedHead = head
  const name = JSON.stringify(state)
  names.set(head, name)
  return name
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
  /** Whether the database is of another version: nothing is answered then, not even from the cache. */
  isRefused = false
  /** Connections that were opened or lost: what is connected to a database is not connected to another one of its name. */
  private changes = 0
  private changesSeen = -1

  constructor(
    private readonly pool: Pool,
    private readonly version: Version | null,
    /** Called with every head that was read. */
    private readonly onHead: (head: Head) => void,
  ) {}

  /** Whether the database may be another one of its name since the head was read: a connection was opened or lost. */
  get isDoubtful(): boolean {
    return this.changesSeen !== this.changes
  }

  /** Notes that a connection to the database was opened or lost. */
  readonly noteChange = (): void => {
    this.changes++
  }

  /** Polls until `stop`; does not keep the process running. */
  start(): void {
    this.polling = setInterval(() => this.refresh(), POLL_INTERVAL_MS).unref()
  }

  stop(): void {
    clearInterval(this.polling)
  }

  /** The head; null if it cannot be read now. A database that hangs is not waited for. */
  read(): Promise<Head | null> {
    return hasBeenSilent(this.pool) ? Promise.resolve(null) : this.refresh()
  }

  private refresh(): Promise<Head | null> {
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

  /** @param tries how often connections to a renamed database may be met */
  private async query(tries = MAX_RENAMED): Promise<Head | null> {
    // What happens while it is read is in doubt until the next read.
    const { changes } = this
    try {
      const text = headSql(this.version)
      const { rows } = await this.pool.query<VersionedHead>(timed({ name: 'head', text }))
      const head = rows[0] ?? null
      if (head && isRenamed(head)) {
        await this.pool.query(END_SQL).catch(() => {})
        return tries > 0 ? this.query(tries - 1) : null
      }
      this.changesSeen = changes
      this.isRefused = head !== null && refusalOf(head, this.version) !== null
      if (head) this.onHead(head)
      return this.isRefused ? null : head
    } catch (error) {
      if (isOtherTables(error)) this.isRefused = true
      // The request then queries the database itself, and reports what is wrong with it.
      return null
    }
  }
}

/** With a time for the answer, which the published types of pg do not have for a single query. */
function timed(query: QueryConfig): QueryConfig & { query_timeout: number } {
  return { ...query, query_timeout: READ_TIMEOUT_MS }
}
