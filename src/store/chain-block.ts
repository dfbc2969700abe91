import type { Client } from 'pg'
import type { Header } from './block-headers'
import { type Head, NOTHING } from './cursor'
import { inWriterTransaction } from './writer/fenced'
import type { Claim } from './writer/lock'

/**
 * Final blocks that a chain must have to be the indexed one, ascending: the low block that was stored for this, the first
 * one with logs, and the last final one. Empty before the first block.
 */
export async function readExpectedBlocks(client: Client): Promise<Head[]> {
  const { rows } = await client.query<Head>(
    `SELECT block AS height, hash FROM chain_block
     UNION (SELECT b.block, '0x' || encode(b.hash, 'hex') FROM block b, cursor c
       WHERE b.block <= c.finalized_height ORDER BY b.block LIMIT 1)
     UNION SELECT finalized_height, finalized_hash FROM cursor WHERE finalized_hash <> $1
     ORDER BY height`,
    [NOTHING.hash],
  )
  return rows
}

/** The newest block at or below the head of a chain that was final and is known; null: there is none. */
export async function readFinalBlock(client: Client, head: number): Promise<Head | null> {
  const newestOf = (table: string) =>
    `(SELECT b.block, '0x' || encode(b.hash, 'hex') FROM ${table} b, cursor c
      WHERE b.block <= least($2, c.finalized_height) ORDER BY b.block DESC LIMIT 1)`
  const { rows } = await client.query<Head>(
    `SELECT height, hash FROM (
       SELECT finalized_height AS height, finalized_hash AS hash FROM cursor WHERE finalized_hash <> $1
       UNION ALL ${newestOf('block')} UNION ALL ${newestOf('block_header')}
     ) AS known WHERE height <= $2 ORDER BY height DESC LIMIT 1`,
    [NOTHING.hash, head],
  )
  return rows[0] ?? null
}

/** Stores the low block by which the chain is recognized at later starts; one that is stored stays. */
export async function writeChainBlock(
  client: Client,
  claim: Claim,
  { number, hash, timestamp }: Header,
): Promise<void> {
  await inWriterTransaction(client, claim, async () => {
    await client.query(
      `INSERT INTO chain_block AS stored (block, hash, block_time) VALUES ($1, $2, to_timestamp($3::float8))
       ON CONFLICT (one) DO UPDATE SET block_time = excluded.block_time
         WHERE stored.block = excluded.block AND stored.hash = excluded.hash`,
      [number, hash, timestamp],
    )
  })
}
