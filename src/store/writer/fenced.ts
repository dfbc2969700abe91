import type { Client } from 'pg'
import { type Claim, checkClaim } from './lock'

/** Postgres ends the transaction of a process that sends nothing for so long: its rows would block a successor. */
const IDLE_MS = 60_000

/**
 * Runs `work` in a transaction that only the writer may commit: every write to the index goes through here.
 * @throws LinchpinError LP3026 if another process took over the claim; what `work` throws, rolled back
 */
export async function inWriterTransaction<T>(
  client: Client,
  claim: Claim,
  work: () => Promise<T>,
): Promise<T> {
  try {
    await client.query(`BEGIN; SET LOCAL idle_in_transaction_session_timeout = ${IDLE_MS}`)
    await checkClaim(client, claim)
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      // The connection is lost, and the transaction with it; the first error has the reason.
    })
    throw error
  }
}
