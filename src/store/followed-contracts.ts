import type { Client } from 'pg'
import type { ContractKind } from '../facts/enums.generated'

/** A contract whose logs are followed. */
export interface FollowedContract {
  address: string
  kind: ContractKind
  /** First block of its logs. */
  fromBlock: number
}

/** Contracts of which a version begins after one block and up to another, each with the first of these versions. */
export async function readFollowedContracts(
  client: Client,
  after: number,
  upTo: number,
): Promise<FollowedContract[]> {
  const { rows } = await client.query<FollowedContract>(
    `SELECT DISTINCT ON (key) key AS address, kind, from_block AS "fromBlock" FROM contract
     WHERE from_block > $1 AND from_block <= $2 ORDER BY key, from_block`,
    [after, upTo],
  )
  return rows
}
