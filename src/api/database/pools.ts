import { Socket } from 'node:net'
import { type ClientBase, Pool } from 'pg'
import type { Logger } from 'pino'
import { watchAnswers } from './answers'
import { Shares } from './shares'

/** Connections for operations; each runs one operation at a time. */
const OPERATION_CONNECTIONS = 10
/** Those that one client may use: statements of others are answered beside its own. */
const CLIENT_CONNECTIONS = 6
/** Those of a client whose statements take long, while others ask: a database has few processors. */
const CLIENT_LONG_CONNECTIONS = 2
/** Milliseconds to wait for a connection, and for Postgres to accept one. */
const CONNECT_TIMEOUT_MS = 5_000
/** A connection on which no answer comes for so long is replaced: it may be dead without a word. */
const HEALTH_TIMEOUT_MS = 15_000

/** Above the time after which Postgres itself cancels a statement. */
const QUERY_TIMEOUT_MS = 8_000
const KEEPALIVE_DELAY_MS = 10_000
/** A database that does not take leave in this time is left without. */
const END_MS = 500

/** Sockets of each pool, those that connect included. */
const socketsOf = new WeakMap<Pool, Set<Socket>>()

/** The connections of the API. */
export interface DatabasePools {
  readonly operations: Pool
  /** Those of `operations`, shared by the clients. */
  readonly shares: Shares
  /** Separate, so that the server reports its health while queries keep all other connections busy. */
  readonly health: Pool
  close(): Promise<void>
}

/** Creates the pools. They connect when they are first used. */
export function openPools(databaseUrl: string, logger: Logger): DatabasePools {
  const operations = openPool(databaseUrl, 'linchpin api', OPERATION_CONNECTIONS, logger)
  const health = openPool(databaseUrl, 'linchpin health', 1, logger, HEALTH_TIMEOUT_MS, withoutJit)
  watchAnswers([operations, health])
  return {
    operations,
    shares: new Shares(operations, {
      total: OPERATION_CONNECTIONS,
      perClient: CLIENT_CONNECTIONS,
      perClientLong: CLIENT_LONG_CONNECTIONS,
      timeoutMs: CONNECT_TIMEOUT_MS,
    }),
    health,
    async close() {
      await Promise.all([end(operations), end(health)])
    },
  }
}

/** Creates a pool. It connects when it is first used. */
export function openPool(
  databaseUrl: string,
  name: string,
  max: number,
  logger: Logger,
  timeoutMs?: number,
  onConnect?: (client: ClientBase) => void,
): Pool {
  const sockets = new Set<Socket>()
  const pool = new Pool({
    stream() {
      const socket = new Socket()
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      return socket
    },
    connectionString: databaseUrl,
    max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    // A connection whose packets are lost gives no error by itself.
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEPALIVE_DELAY_MS,
    application_name: name,
    ...(timeoutMs !== undefined && { query_timeout: timeoutMs }),
    ...(onConnect && { onConnect }),
  })
  socketsOf.set(pool, sockets)
  // The pool replaces a lost idle connection at the next request.
  pool.on('error', (error) => logger.warn({ code: codeOf(error) }, 'Database connection lost'))
  return pool
}

/** For single statements. Estimates of tables without statistics are high enough for JIT, which takes half a second each time. */
async function withoutJit(client: ClientBase): Promise<void> {
  await client.query('SET jit = off')
}

/** Closes all connections, also those to a database that hangs. */
async function end(pool: Pool): Promise<void> {
  const closing = setTimeout(() => {
    for (const socket of socketsOf.get(pool) ?? []) socket.destroy()
  }, END_MS)
  await pool.end()
  clearTimeout(closing)
}

function codeOf(error: Error): unknown {
  return 'code' in error ? error.code : error.name
}
