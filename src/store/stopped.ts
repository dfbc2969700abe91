import { Client } from 'pg'

const TIMEOUT_MS = 5_000

/**
 * Stores why indexing stopped; the reason is cleared when the index is written again. Never throws, because an error must
 * not replace the reason.
 *
 * @param reason must not contain secrets
 */
export async function noteStopped(url: string, reason: string): Promise<void> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  })
  // Errors of the connection reject the calls below, too.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('UPDATE cursor SET stopped = $1', [reason])
    await client.end()
  } catch {
    // The reason is also in the log.
  }
}
