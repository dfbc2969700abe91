import type { Pool, PoolClient, QueryResult } from 'pg'
import { HEAD_SQL, type Head } from '../../reads/head'
import { databaseFailure, isSilent, notSetUp } from './failures'

/** What a transaction needs of a pool; tests count statements through it. */
export type Connections = Pick<Pool, 'connect'>

/** A connection with an open transaction. */
export interface Session {
  client: PoolClient
  /** As the transaction sees it; undefined: the indexer has not started. */
  head: Head | undefined
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

  /** @param statementTimeoutMs after which Postgres cancels a statement */
  constructor(
    private readonly connections: Connections,
    private readonly statementTimeoutMs: number,
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

  private async runNow<T>(use: (session: Session) => Promise<T>): Promise<T> {
    if (this.failure) throw this.failure.error
    try {
      this.session ??= await begin(this.connections, this.statementTimeoutMs)
      return await use(this.session)
    } catch (error) {
      if (isSilent(error)) this.session?.abandon()
      this.failure = { error: databaseFailure(error) }
      throw this.failure.error
    }
  }
}

async function begin(connections: Connections, statementTimeoutMs: number): Promise<Session> {
  const client = await connections.connect()
  let head: Head | undefined
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
        ` SET LOCAL statement_timeout = ${statementTimeoutMs}; ${HEAD_SQL}`,
    )) as unknown as QueryResult<Head>[]
    head = results.at(-1)?.rows[0]
  } catch (error) {
    broken = true
    release()
    // A column of the cursor that an earlier version did not have.
    throw Object(error).code === '42703' ? notSetUp() : error
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
