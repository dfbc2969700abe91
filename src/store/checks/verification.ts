import type { Client } from 'pg'
import { appendRows } from '../outbox/outbox'
import { inWriterTransaction } from '../writer/fenced'
import type { Claim } from '../writer/lock'

/** Last block up to which stored history is verified. */
export interface VerifiedUpTo {
  block: number
  /** Null: unknown. */
  hash: string | null
}

/** A stored block that does not match its header or receipts. */
export interface InvalidBlock {
  block: number
  reason: string
  /** It was rolled back, and indexed again with verification. */
  reindexed: boolean
}

/** How far history is verified; null: the index is empty. State before the first block needs no verification. */
export async function readVerifiedUpTo(client: Client): Promise<VerifiedUpTo | null> {
  const { rows } = await client.query<VerifiedUpTo>(
    `SELECT coalesce(p.block, c.start_block - 1) AS block, p.hash FROM cursor c LEFT JOIN proof p ON true`,
  )
  return rows[0] ?? null
}

/** All invalid blocks, ascending. */
export async function readInvalidBlocks(client: Client): Promise<InvalidBlock[]> {
  const { rows } = await client.query<InvalidBlock>(
    'SELECT block, reason, reindexed FROM invalid_block ORDER BY block',
  )
  return rows
}

/**
 * Last block of the history in which blocks were invalid again, others than those that were indexed again before: it is read with
 * verification. Null: there is none.
 */
export async function readDistrustedTo(client: Client): Promise<number | null> {
  const { rows } = await client.query<{ to: number | null }>(
    'SELECT distrusted_to AS to FROM proof',
  )
  return rows[0]?.to ?? null
}

/**
 * Notes that blocks are indexed again, in the caller's transaction. Of a provider that leaves out other logs each time it is asked,
 * reading again mends some blocks and breaks others, for ever: the second time, all of them are read with verification.
 */
export async function noteReindexing(client: Client, from: number, to: number): Promise<void> {
  await client.query(
    `UPDATE proof SET reindexed_to = $2,
       distrusted_to = CASE WHEN $1 <= reindexed_to THEN $2 ELSE distrusted_to END`,
    [from, to],
  )
}

/**
 * Writes, in one transaction, how far history is verified and which of the blocks after `after` are invalid. The others
 * of them are no longer listed as invalid.
 */
export async function writeVerifiedUpTo(
  client: Client,
  claim: Claim,
  after: number,
  upTo: VerifiedUpTo,
  invalid: readonly Pick<InvalidBlock, 'block' | 'reason'>[],
): Promise<void> {
  await inWriterTransaction(client, claim, async () => {
    await client.query(
      `INSERT INTO proof (block, hash) VALUES ($1, $2)
       ON CONFLICT (one) DO UPDATE SET block = $1, hash = $2`,
      [upTo.block, upTo.hash],
    )
    const blocks = invalid.map(({ block }) => block)
    await client.query(
      'DELETE FROM invalid_block WHERE block > $1 AND block <= $2 AND block <> ALL ($3)',
      [after, upTo.block, blocks],
    )
    const { rows } = await client.query<{ block: number }>(
      'SELECT block FROM invalid_block WHERE block = ANY ($1)',
      [blocks],
    )
    const known = new Set(rows.map(({ block }) => block))
    await client.query(
      `INSERT INTO invalid_block (block, reason) SELECT * FROM unnest($1::int[], $2::text[])
       ON CONFLICT (block) DO UPDATE SET reason = excluded.reason`,
      [blocks, invalid.map(({ reason }) => reason)],
    )
    const found = invalid.filter(({ block }) => !known.has(block))
    await appendRows(
      client,
      found.map(({ block, reason }) => ({
        kind: 'invalidBlock',
        subjects: [],
        data: { block, reason },
        block: null,
      })),
    )
  })
}
