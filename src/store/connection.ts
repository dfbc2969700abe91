import { Client } from 'pg'

const CONNECT_TIMEOUT_MS = 10_000
const KEEPALIVE_DELAY_MS = 10_000

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
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEPALIVE_DELAY_MS,
    ...(queryTimeoutMs !== undefined && { query_timeout: queryTimeoutMs }),
  })
  client.on('error', lost)
  await client.connect()
  // A pooler has other connections to Postgres than this one, and its own settings. A platform may not know a setting.
  if (await isDirect(client)) await client.query(KEEPALIVES_SQL).catch(() => {})
  return client
}

/** Whether the connection ends at a backend of Postgres: poolers invent the number of the backend. */
export async function isDirect(client: Client): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid')
  return rows[0].pid === (client as unknown as { processID: number }).processID
}

/** Cuts a connection without a word to the other side; pending queries fail. */
export function cutConnection(client: Client): void {
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } }
  connection.stream.destroy()
}
