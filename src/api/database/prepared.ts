import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { PoolClient } from 'pg'
import type { Deadline } from '../deadline'
import { hasBeenSilent } from './answers'
import { connectFailure } from './failures'
import { type Loan, lend } from './loan'
import { settings } from './settings'
import type { Connections } from './transaction'

/** Statements that are prepared at a time. */
const MAX_SHAPES = 64
/** A statement is prepared when it comes for this time: preparing what comes once would only fill the server's memory. */
const PREPARED_FROM_USE = 3
/** A connection with more prepared statements is replaced: Postgres keeps them as long as the connection. */
const MAX_NAMES = 100

/** SQLSTATE of statements: the connection is as good as before. */
const KEEPS_CONNECTION = /^(?!57P|08|53)[0-9A-Z]{5}$/
/** SQLSTATE of a prepared statement that is missing, or there already: something between us and Postgres shares connections. */
const SHARED = /^(26000|42P05)$/

/** Who reads. */
export interface Reader {
  /** On which the statement runs. Default: all. */
  readonly connections?: Connections | undefined
  /** At which it is cancelled. Default: `statementTimeoutMs` alone. */
  readonly deadline?: Deadline | undefined
}

/** What is known of a connection. */
interface Connection {
  /** Whether the session is ours alone, so that settings and prepared statements last. A pooler shares it. */
  isOwn: boolean
  names: Set<string>
}

/**
 * Runs single statements without a transaction, prepared by their text.
 *
 * A pooler in transaction mode hands every transaction another session: there, what is set for one would be set for others.
 * It is recognized by the process id of its sessions, which is not that of the connection.
 */
export class PreparedStatements {
  private readonly uses = new LRUCache<string, { name: string; count: number }>({ max: MAX_SHAPES })
  private readonly connected = new WeakMap<PoolClient, Connection>()
  private isShared = false

  /** @param statementTimeoutMs after which Postgres cancels a statement */
  constructor(
    private readonly connections: Connections,
    private readonly statementTimeoutMs: number,
  ) {}

  /**
   * Rows of one statement, in a snapshot of its own.
   *
   * @returns null if sessions are shared, so that a transaction is needed
   */
  async run<T>(
    text: string,
    params: unknown[],
    { connections = this.connections, deadline }: Reader = {},
  ): Promise<T[] | null> {
    if (this.isShared) return null
    const since = performance.now()
    const loan = await lend(connections.connect(), (connecting) =>
      deadline ? deadline.race(connecting) : connecting,
    ).catch((error: unknown) => {
      throw connectFailure(error, hasBeenSilent(connections, since))
    })
    const running = this.runOn<T>(loan, text, params)
    return deadline ? deadline.race(running, () => loan.cancel()) : running
  }

  private async runOn<T>(loan: Loan, text: string, params: unknown[]): Promise<T[] | null> {
    const { client } = loan
    try {
      const connection = this.connected.get(client) ?? (await this.setUp(client))
      if (!connection.isOwn) {
        this.isShared = true
        return null
      }
      const name = this.nameOf(text, connection)
      const { rows } = await client.query({ ...(name && { name }), text, values: params })
      if (connection.names.size > MAX_NAMES) loan.abandon()
      return rows as T[]
    } catch (error) {
      const { code } = Object(error)
      if (!KEEPS_CONNECTION.test(String(code))) loan.abandon()
      if (!SHARED.test(String(code))) throw error
      this.isShared = true
      loan.abandon()
      return null
    } finally {
      await loan.settled()
      loan.release()
    }
  }

  private async setUp(client: PoolClient): Promise<Connection> {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    const isOwn = rows[0]!.pid === Object(client).processID
    if (isOwn) {
      await client.query(`${settings('SET')} SET statement_timeout = ${this.statementTimeoutMs}`)
    }
    const connection = { isOwn, names: new Set<string>() }
    this.connected.set(client, connection)
    return connection
  }

  /** The name under which a statement is prepared; null: not yet. */
  private nameOf(text: string, { names }: Connection): string | null {
    const use = this.uses.get(text) ?? { name: shortHash(text), count: 0 }
    use.count++
    this.uses.set(text, use)
    if (use.count < PREPARED_FROM_USE) return null
    names.add(use.name)
    return use.name
  }
}

function shortHash(text: string): string {
  return `linchpin_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`
}
