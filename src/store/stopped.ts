import { Client } from 'pg'

const TIMEOUT_MS = 5_000

/**
 * Says in the database why indexing stopped, until the index is written again. Never throws: whoever stops for a reason
 * must not stop for another one.
 *
 * @param reason without secrets
 */
export async function noteStopped(url: string, reason: string): Promise<void> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  })
  // A connection that breaks while it is used.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('UPDATE cursor SET stopped = $1, updated_at = now()', [reason])
    await client.end()
  } catch {
    // The reason is in the log, too.
  }
}
