import type { Client } from 'pg'
import { EXIT, LinchpinError } from '../errors'
import { RULES } from '../ledger/rules'

/** A block, as the SDK refers to it. */
export interface Head {
  height: number
  hash: string
}

/** How far the index is. */
export interface Cursor extends Head {
  /** Unix seconds of the block at `height`; null before the first block. */
  timestamp: number | null
  finalized: Head
  /** Blocks above `finalized`, which can still be rolled back. */
  hot: Head[]
  digest: string
}

/** What is indexed. It never changes in a database. */
export interface Identity {
  chainId: number
  network: string
  /** Fingerprint of the followed contracts and the first block. */
  deployment: string
  startBlock: number
}

/** Position before the first block, as the SDK writes it. */
export const NOTHING: Head = { height: -1, hash: '0x' }

/** The cursor; null in an empty database. @throws LinchpinError LP3003 if the database holds another index than `identity` */
export async function readCursor(client: Client, identity: Identity): Promise<Cursor | null> {
  const stored = await readIndex(client)
  if (!stored) return null
  const { chainId, deployment, network } = stored.identity
  if (chainId === identity.chainId && deployment === identity.deployment) return stored.cursor
  throw new LinchpinError(
    'LP3003',
    `The database holds ${network} (chain ${chainId}, deployment ${deployment.slice(0, 12)}), ` +
      `not ${identity.network} (chain ${identity.chainId}, deployment ${identity.deployment.slice(0, 12)}).`,
    'Use one database per network, or empty this one to index again.',
    EXIT.DATA,
  )
}

/** What a database holds and how far it is; null: no index. */
export async function readIndex(
  client: Client,
): Promise<{ identity: Identity; cursor: Cursor } | null> {
  const { rows } = await client.query(
    `SELECT chain_id::int, network, deployment, start_block, height, hash, block_timestamp::float8 AS timestamp,
            finalized_height, finalized_hash, digest FROM cursor`,
  )
  const row = rows[0]
  if (!row) return null
  const hot = await client.query('SELECT height, hash FROM hot_block ORDER BY height')
  return {
    identity: {
      chainId: row.chain_id,
      network: row.network,
      deployment: row.deployment,
      startBlock: row.start_block,
    },
    cursor: {
      height: row.height,
      hash: row.hash,
      timestamp: row.timestamp,
      finalized: { height: row.finalized_height, hash: row.finalized_hash },
      hot: hot.rows,
      digest: row.digest,
    },
  }
}

/**
 * Writes the cursor, in the transaction that writes the rows.
 * @param head last known block of the chain
 * @param kept up to which block the hot blocks are stored already: there may be thousands
 */
export async function writeCursor(
  client: Client,
  identity: Identity,
  cursor: Cursor,
  head: number | null,
  kept = -1,
): Promise<void> {
  await client.query(
    `INSERT INTO cursor (chain_id, network, deployment, start_block, height, hash, block_timestamp,
       finalized_height, finalized_hash, head, digest, updated_at, rules)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now(), $12)
     ON CONFLICT (one) DO UPDATE SET height = $5, hash = $6, block_timestamp = $7,
       finalized_height = $8, finalized_hash = $9, head = $10, digest = $11, updated_at = now(), stopped = NULL`,
    [
      identity.chainId,
      identity.network,
      identity.deployment,
      identity.startBlock,
      cursor.height,
      cursor.hash,
      cursor.timestamp,
      cursor.finalized.height,
      cursor.finalized.hash,
      head === null ? null : Math.max(head, cursor.height),
      cursor.digest,
      RULES,
    ],
  )
  await client.query('DELETE FROM hot_block WHERE height <= $1 OR height > $2', [
    cursor.finalized.height,
    cursor.height,
  ])
  const hot = cursor.hot.filter(({ height }) => height > kept)
  if (hot.length === 0) return
  await client.query(
    `INSERT INTO hot_block (height, hash) SELECT * FROM unnest($1::int[], $2::text[])
     ON CONFLICT (height) DO UPDATE SET hash = excluded.hash`,
    [hot.map(({ height }) => height), hot.map(({ hash }) => hash)],
  )
}
