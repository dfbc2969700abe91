import type { Client } from 'pg'

/** What an audit found. */
export interface AuditResult {
  /** The last block that was compared, and its hash in the index; null: unknown there. */
  block: number
  hash: string | null
  /** How many blocks were compared. */
  blocks: number
  method: 'CALLS' | 'PROOFS' | 'RECORDING'
  /** Of Linchpin. */
  version: string
  /** Calls, or keys, for each check at most; null: all. */
  sample: number | null
  /** Comparisons with contracts, equal or not. */
  compared: number
  /** Of these, of the hash and of the rules of rows. */
  different: number
  unknown: number
  notCallable: number
  /** Checks with a difference, and those that compared nothing. */
  failed: readonly string[]
}

/** Audits that are kept: the last ones. */
export const MOST_AUDITS = 100

/** Keeps what an audit found. @throws what Postgres refuses: a role that only reads, a replica */
export async function keepAudit(client: Client, found: AuditResult): Promise<void> {
  const { block, hash, blocks, method, version, sample } = found
  const { compared, different, unknown, notCallable, failed } = found
  await client.query(
    `WITH kept AS (INSERT INTO audit (block, hash, blocks, method, version, sample, compared, different, unknown, not_callable, failed)
       VALUES ($1, decode(substr($2, 3), 'hex'), $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id)
     DELETE FROM audit a USING kept WHERE a.id <= kept.id - ${MOST_AUDITS}`,
    [
      block,
      hash,
      blocks,
      method,
      version,
      sample,
      compared,
      different,
      unknown,
      notCallable,
      failed,
    ],
  )
}
