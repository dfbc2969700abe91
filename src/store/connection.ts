import type { Socket } from 'node:net'
import { Client } from 'pg'

const CONNECT_TIMEOUT_MS = 10_000
/** Keepalives of this side, for connections that are opened elsewhere, too. */
export const KEEPALIVES = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const
/** How long the end of a connection may take. */
const CLOSE_TIMEOUT_MS = 1_000
/** Far above what a read or write of one poll, or of one step of verification, takes. */
const QUERY_TIMEOUT_MS = 30_000

/** Makes Postgres notice within about a minute that the other side is gone. */
const KEEPALIVES_SQL = `SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3;
  SET tcp_user_timeout = 60000`

/**
 * Connects with keepalives on both sides.
 * @param lost called if the connection is lost, also while idle
 * @param queryTimeoutMs after which a query fails; none: a query may take any time
 */
export async function openConnection(
  url: string,
  name: string,
  lost: (error: Error) => void,
  queryTimeoutMs?: number,
): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...KEEPALIVES,
    ...(queryTimeoutMs !== undefined && { query_timeout: queryTimeoutMs }),
  })
  client.on('error', lost)
  await client.connect()
  try {
    // A pooler has other connections to Postgres than this one, and its own settings. A platform may not know a setting.
    if (await isDirect(client)) await client.query(KEEPALIVES_SQL).catch(() => {})
    return client
  } catch (error) {
    cutConnection(client)
    throw error
  }
}

/** Ends a connection; one that does not answer is cut. Never throws. */
export async function closeConnection(client: Client): Promise<void> {
  const timer = setTimeout(() => cutConnection(client), CLOSE_TIMEOUT_MS)
  await client.end().catch(() => {})
  clearTimeout(timer)
}

/**
 * Runs `work` on a connection of its own, on which no statement may take long: one that gets no answer fails.
 * @param name for pg_stat_activity
 */
export async function withConnection<T>(
  url: string,
  name: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  // Errors of the connection reject the calls, too.
  const client = await openConnection(url, name, () => {}, QUERY_TIMEOUT_MS)
  try {
    return await work(client)
  } finally {
    await closeConnection(client)
  }
}

/** Whether the connection ends at a backend of Postgres: poolers invent the number of the backend. */
export async function isDirect(client: Client): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid')
  return rows[0].pid === (client as unknown as { processID: number }).processID
}

/** Whether a statement was sent that has no answer yet. */
export function isWaiting(client: Client): boolean {
  return !(client as unknown as { readyForQuery: boolean }).readyForQuery
}

/** Bytes that a connection has sent and received. */
export function trafficOf(client: Client): number {
  const { bytesRead, bytesWritten } = streamOf(client)
  return bytesRead + bytesWritten
}

/** Cuts a connection without a word to the other side; pending queries fail. */
export function cutConnection(client: Client): void {
  streamOf(client).destroy()
}

function streamOf(client: Client): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream
}
