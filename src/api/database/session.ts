import type { PoolClient, QueryResult } from 'pg'
import { notSetUp, renamed } from './failures'
import type { Loan } from './loan'
import { END_SQL, isRenamed } from './renamed'
import { settings } from './settings'
import {
  headSql,
  isOtherTables,
  otherMigrations,
  UNKNOWN_SQL,
  type Version,
  type VersionedHead,
} from './version'

/** A statement whose client is gone, its thread or process too, ends within a second. Postgres has no such check on Windows. */
const CHECK_CLIENT =
  process.platform === 'win32' ? '' : ' SET LOCAL client_connection_check_interval = 1000;'

/** A connection with a transaction. */
export class Session {
  /** As the transaction sees it; undefined: the indexer has not started. */
  head: VersionedHead | undefined
  private ending: Promise<void> | null = null

  constructor(private readonly loan: Loan) {}

  get client(): PoolClient {
    return this.loan.client
  }

  /**
   * Begins the transaction, REPEATABLE READ and READ ONLY, and reads the head.
   * @param statementTimeoutMs after which Postgres cancels a statement
   */
  async begin(statementTimeoutMs: number, version: Version | null): Promise<void> {
    try {
      const results = (await this.client.query(
        `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${settings('SET LOCAL')}` +
          ` SET LOCAL statement_timeout = ${statementTimeoutMs};${CHECK_CLIENT}` +
          ` ${headSql(version)}`,
      )) as unknown as QueryResult<VersionedHead>[]
      this.head = results.at(-1)?.rows[0]
      if (this.head && isRenamed(this.head)) throw await this.leave()
    } catch (error) {
      const isOther = isOtherTables(error)
      const cause = isOther ? await otherTables(this.client, version).catch(notSetUp) : error
      this.abandon()
      throw cause
    }
  }

  /** Leaves a database that was renamed. @returns the error, after which the operation is run again */
  private async leave(): Promise<Error> {
    await this.client.query(END_SQL).catch(() => {})
    return renamed()
  }

  /** The connection does not answer, or its state is not known: it is closed, not used again. */
  abandon(): void {
    this.loan.abandon()
  }

  /** Why a statement failed: what the server said before it closed the connection, if it did, else `error`. */
  causeOf(error: unknown): unknown {
    return this.loan.causeOf(error)
  }

  /** Cancels the running statement, at once. */
  cancel(): void {
    this.loan.cancel()
  }

  /** Ends the transaction and releases the connection. Never throws. */
  end(): Promise<void> {
    this.ending ??= this.rollBack()
    return this.ending
  }

  private async rollBack(): Promise<void> {
    await this.loan.settled()
    if (this.loan.isGood) await this.client.query('ROLLBACK').catch(this.loan.abandon)
    this.loan.release()
  }
}

/** The error of a database whose tables are not those of this version. */
async function otherTables(client: PoolClient, version: Version | null): Promise<Error> {
  if (version === null) return notSetUp()
  await client.query('ROLLBACK')
  const { rows } = await client.query<{ name: string }>(UNKNOWN_SQL, [version.migrations])
  return rows.length > 0 ? otherMigrations(rows.map(({ name }) => name)) : notSetUp()
}
