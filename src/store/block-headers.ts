import type { Client } from 'pg'

/** What is kept of a block without logs. */
export interface Header {
  number: number
  hash: string
  /** Unix seconds. */
  timestamp: number
}

/**
 * Writes headers of blocks without logs, for their time and hash, in the open transaction. Which of them are read depends on
 * the batches, so no digest covers them.
 */
export async function writeBlockHeaders(client: Client, headers: readonly Header[]): Promise<void> {
  if (headers.length === 0) return
  await client.query(
    `INSERT INTO block_header (block, hash, block_time)
     SELECT block, decode(substr(hash, 3), 'hex'), to_timestamp(time)
     FROM unnest($1::int[], $2::text[], $3::float8[]) AS h(block, hash, time)
     ON CONFLICT (block) DO UPDATE SET hash = excluded.hash, block_time = excluded.block_time`,
    [
      headers.map(({ number }) => number),
      headers.map(({ hash }) => hash),
      headers.map(({ timestamp }) => timestamp),
    ],
  )
}
