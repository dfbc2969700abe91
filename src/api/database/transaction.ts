import type { Pool } from 'pg'
import type { ApiError } from '../../reads/errors'
import type { Deadline } from '../deadline'
import { hasBeenSilent } from './answers'
import { connectFailure, databaseFailure, isReplicaConflict, isSilent } from './failures'
import { type Loan, lend } from './loan'
import { Session } from './session'
import { refusalOf, type Version } from './version'

/** What a transaction needs of a pool; tests count statements through it. */
export type Connections = Pick<Pool, 'connect'>

/** How a transaction reads. */
export interface TransactionOptions {
  /** After which Postgres cancels a statement. */
  readonly statementTimeoutMs: number
  /** By which the database is refused; null: it is not checked. */
  readonly version: Version | null
  /** Ends it early; null: nothing does. */
  readonly deadline: Deadline | null
}

/**
 * One REPEATABLE READ, READ ONLY transaction. It takes no connection before its first statement.
 *
 * Statements run one after another. A failed statement aborts the transaction, so all later ones fail with its error. At the end of
 * its deadline the running statement is cancelled, and all fail with the reason.
 */
export class Transaction {
  private session: Session | null = null
  private last: Promise<unknown> = Promise.resolve()
  private unfinished = 0
  private failure: { error: unknown } | null = null
  private readonly unwatch: (() => void) | undefined

  constructor(
    private readonly connections: Connections,
    private readonly options: TransactionOptions,
  ) {
    this.unwatch = options.deadline?.onAbort(this.abort)
  }

  get hasStarted(): boolean {
    return this.session !== null
  }

  /** Whether a replica cancelled a statement of it. */
  get hasConflict(): boolean {
    return isReplicaConflict(this.failure?.error)
  }

  /** Whether no statement runs or waits. */
  get isIdle(): boolean {
    return this.unfinished === 0
  }

  /** Resolves when no statement of now runs or waits. */
  async idle(): Promise<void> {
    await this.last
  }

  /** Runs after all earlier uses. @throws ApiError for a failure of the database that clients may read */
  run<T>(use: (session: Session) => Promise<T>): Promise<T> {
    this.unfinished++
    const result = this.last
      .then(() => this.runNow(use))
      .finally(() => {
        this.unfinished--
      })
    this.last = result.catch(() => {})
    const { deadline } = this.options
    return deadline ? deadline.race(result) : result
  }

  /** Ends the transaction and releases the connection; waits for a running statement. Never throws. */
  async close(): Promise<void> {
    this.failure ??= { error: new Error('The operation has ended.') }
    await this.last
    this.unwatch?.()
    await this.session?.end()
  }

  private readonly abort = (reason: ApiError): void => {
    this.failure ??= { error: reason }
    if (!this.isIdle) this.session?.cancel()
  }

  private async begin(): Promise<Session> {
    const { deadline, version } = this.options
    const session = new Session(await this.connect())
    this.session = session
    const left = deadline?.msLeft() ?? Number.POSITIVE_INFINITY
    await session.begin(Math.min(this.options.statementTimeoutMs, left), version)
    const refusal = session.head && refusalOf(session.head, version)
    if (refusal) throw refusal
    return session
  }

  private async connect(): Promise<Loan> {
    const { deadline } = this.options
    const since = performance.now()
    return lend(this.connections.connect(), (connecting) =>
      deadline ? deadline.race(connecting) : connecting,
    ).catch((error: unknown) => {
      throw connectFailure(error, hasBeenSilent(this.connections, since))
    })
  }

  private async runNow<T>(use: (session: Session) => Promise<T>): Promise<T> {
    if (this.failure) throw this.failure.error
    try {
      return await use(this.session ?? (await this.begin()))
    } catch (error) {
      if (isSilent(error)) this.session?.abandon()
      this.failure ??= { error: databaseFailure(this.session?.causeOf(error) ?? error) }
      throw this.failure.error
    }
  }
}
