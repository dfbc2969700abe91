import type { Pool, PoolClient, QueryResult } from 'pg'
import { hasBeenSilent } from './answers'
import { connectFailure, databaseFailure, isSilent, notSetUp } from './failures'
import {
  headSql,
  isOtherTables,
  otherMigrations,
  refusalOf,
  UNKNOWN_SQL,
  type Version,
  type VersionedHead,
} from './version'

/** What a transaction needs of a pool; tests count statements through it. */
export type Connections = Pick<Pool, 'connect'>

/** A connection with an open transaction. */
export interface Session {
  client: PoolClient
  /** As the transaction sees it; undefined: the indexer has not started. */
  head: VersionedHead | undefined
  end(): Promise<void>
  /** The connection does not answer: it is not asked to end the transaction. */
  abandon(): void
}

/**
 * One REPEATABLE READ, READ ONLY transaction. It takes no connection before its first statement.
 *
 * Statements run one after another. A failed statement aborts the transaction, so all later ones fail with its error.
 */
export class Transaction {
  private session: Session | null = null
  private last: Promise<unknown> = Promise.resolve()
  private failure: { error: unknown } | null = null

  /**
   * @param statementTimeoutMs after which Postgres cancels a statement
   * @param version by which the database is refused; null: it is not checked
   */
  constructor(
    private readonly connections: Connections,
    private readonly statementTimeoutMs: number,
    private readonly version: Version | null,
  ) {}

  get hasStarted(): boolean {
    return this.session !== null
  }

  /** Runs after all earlier uses. @throws ApiError for a failure of the database that clients may read */
  run<T>(use: (session: Session) => Promise<T>): Promise<T> {
    const result = this.last.then(() => this.runNow(use))
    this.last = result.catch(() => {})
    return result
  }

  /** Ends the transaction and releases the connection; waits for a running statement. Never throws. */
  async close(): Promise<void> {
    this.failure ??= { error: new Error('The operation has ended.') }
    await this.last
    await this.session?.end()
  }

  private async begin(): Promise<Session> {
    const { connections, statementTimeoutMs, version } = this
    const session = await begin(connections, statementTimeoutMs, version)
    const refusal = session.head && refusalOf(session.head, version)
    if (!refusal) return session
    await session.end()
    throw refusal
  }

  private async runNow<T>(use: (session: Session) => Promise<T>): Promise<T> {
    if (this.failure) throw this.failure.error
    try {
      this.session ??= await this.begin()
      return await use(this.session)
    } catch (error) {
      if (isSilent(error)) this.session?.abandon()
      this.failure = { error: databaseFailure(error) }
      throw this.failure.error
    }
  }
}

/** The error of a database whose tables are not those of this version. */
async function otherTables(client: PoolClient, version: Version | null): Promise<Error> {
  if (version === null) return notSetUp()
  await client.query('ROLLBACK')
  const { rows } = await client.query<{ name: string }>(UNKNOWN_SQL, [version.migrations])
  return rows.length > 0 ? otherMigrations(rows.map(({ name }) => name)) : notSetUp()
}

async function begin(
  connections: Connections,
  statementTimeoutMs: number,
  version: Version | null,
): Promise<Session> {
  const client = await connections.connect().catch((error: unknown) => {
    throw connectFailure(error, hasBeenSilent(connections))
  })
  let head: VersionedHead | undefined
  let broken = false
  // Without a listener, the error event of a lost connection would end the process.
  const onError = () => {
    broken = true
  }
  const release = () => {
    client.removeListener('error', onError)
    client.release(broken)
  }
  client.on('error', onError)
  try {
    // JIT compilation takes longer than any statement here.
    const results = (await client.query(
      'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL jit = off;' +
        ` SET LOCAL statement_timeout = ${statementTimeoutMs}; ${headSql(version)}`,
    )) as unknown as QueryResult<VersionedHead>[]
    head = results.at(-1)?.rows[0]
  } catch (error) {
    const cause = isOtherTables(error) ? await otherTables(client, version).catch(notSetUp) : error
    broken = true
    release()
    throw cause
  }
  return {
    client,
    head,
    abandon: onError,
    async end() {
      if (!broken) await client.query('ROLLBACK').catch(onError)
      release()
    },
  }
}
