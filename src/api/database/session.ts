import type { PoolClient, QueryResult } from 'pg'
import { cancelStatement } from './cancel'
import { notSetUp } from './failures'
import {
  headSql,
  isOtherTables,
  otherMigrations,
  UNKNOWN_SQL,
  type Version,
  type VersionedHead,
} from './version'

/** Milliseconds in which a cancelled statement must end; then its connection is closed. */
const CANCEL_GRACE_MS = 1_000

/** A statement whose client is gone, its thread or process too, ends within a second. Postgres has no such check on Windows. */
const CHECK_CLIENT =
  process.platform === 'win32' ? '' : ' SET LOCAL client_connection_check_interval = 1000;'

/** A connection with a transaction. */
export class Session {
  /** As the transaction sees it; undefined: the indexer has not started. */
  head: VersionedHead | undefined
  private isBroken = false
  private isReleased = false
  private cancelling: Promise<void> | null = null
  private ending: Promise<void> | null = null
  private grace: NodeJS.Timeout | undefined

  constructor(readonly client: PoolClient) {
    // Without a listener, the error event of a lost connection would end the process.
    client.on('error', this.abandon)
  }

  /**
   * Begins the transaction, REPEATABLE READ and READ ONLY, and reads the head.
   * @param statementTimeoutMs after which Postgres cancels a statement
   */
  async begin(statementTimeoutMs: number, version: Version | null): Promise<void> {
    try {
      // JIT compilation takes longer than any statement here.
      const results = (await this.client.query(
        'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL jit = off;' +
          ` SET LOCAL statement_timeout = ${statementTimeoutMs};${CHECK_CLIENT}` +
          ` ${headSql(version)}`,
      )) as unknown as QueryResult<VersionedHead>[]
      this.head = results.at(-1)?.rows[0]
    } catch (error) {
      const isOther = isOtherTables(error)
      const cause = isOther ? await otherTables(this.client, version).catch(notSetUp) : error
      this.abandon()
      throw cause
    }
  }

  /** The connection does not answer, or its state is not known: it is closed, not used again. */
  readonly abandon = (): void => {
    this.isBroken = true
  }

  /** Cancels the running statement, at once. */
  cancel(): void {
    if (this.isReleased || this.cancelling) return
    this.cancelling = cancelStatement(this.client)
    this.grace = setTimeout(() => {
      this.abandon()
      this.release()
    }, CANCEL_GRACE_MS)
  }

  /** Ends the transaction and releases the connection. Never throws. */
  end(): Promise<void> {
    this.ending ??= this.rollBack()
    return this.ending
  }

  private async rollBack(): Promise<void> {
    // A request that is still under way would cancel the next statement of this connection.
    await this.cancelling
    if (!this.isBroken && !this.isReleased) await this.client.query('ROLLBACK').catch(this.abandon)
    this.release()
  }

  private release(): void {
    clearTimeout(this.grace)
    if (this.isReleased) return
    this.isReleased = true
    this.client.removeListener('error', this.abandon)
    // Closing it fails the statement that still waits.
    this.client.release(this.isBroken)
  }
}

/** The error of a database whose tables are not those of this version. */
async function otherTables(client: PoolClient, version: Version | null): Promise<Error> {
  if (version === null) return notSetUp()
  await client.query('ROLLBACK')
  const { rows } = await client.query<{ name: string }>(UNKNOWN_SQL, [version.migrations])
  return rows.length > 0 ? otherMigrations(rows.map(({ name }) => name)) : notSetUp()
}
