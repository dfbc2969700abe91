import type { Client } from 'pg'
import { inWriterTransaction } from './writer/fenced'
import type { Claim } from './writer/lock'

/** A contract of the core whose events the index does not have. */
export interface MissingContract {
  /** Name in the protocol's deployment list. */
  name: string
  reason: 'NOT_IN_DEPLOYMENT' | 'NO_CODE'
}

/** Stores, for readers of the index, which contracts of the core are missing. */
export async function writeMissingContracts(
  client: Client,
  claim: Claim,
  missing: readonly MissingContract[],
): Promise<void> {
  await inWriterTransaction(client, claim, async () => {
    await client.query('DELETE FROM missing_contract')
    for (const { name, reason } of missing) {
      await client.query(
        'INSERT INTO missing_contract (name, reason) VALUES ($1, $2) ON CONFLICT DO NOTHING',
        [name, reason],
      )
    }
  })
}
