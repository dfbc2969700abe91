import type { Client } from 'pg'
import { readIndex } from '../cursor'
import { type DigestHeader, genesisDigest, nextDigest } from '../digest'
import { HIGHEST, storedChanges, storedGenesis } from '../stored-changes'
import { lastDigest } from './compare-digests'

/** Result of a verification. */
export interface Verified {
  /** Last indexed block and its stored digest. */
  height: number
  digest: string
  /** Blocks whose digest matches their rows, up to the first mismatch. */
  blocks: number
  /** First block whose rows do not match its digest; null: all match. */
  mismatch: number | null
}

type StoredBlock = DigestHeader & { digest: string }

/**
 * Computes every digest of an index from its rows, in one snapshot, so that an indexer can keep writing. At the first
 * mismatch rows were changed, added or lost; the rows of all blocks below are as they were written. If rows were changed
 * and all digests computed again, only a comparison with another index finds it.
 *
 * @param window as of `verifyStored`
 * @throws LinchpinError LP3007 if the database holds no index
 */
export async function verifyDigests(client: Client, window?: number): Promise<Verified> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    return await verifyStored(client, window)
  } finally {
    await client.query('ROLLBACK')
  }
}

/** As `verifyDigests`, in the open transaction. @param window number of blocks whose rows are in memory at the same time */
export async function verifyStored(client: Client, window = 2_000): Promise<Verified> {
  const { height, digest } = await lastDigest(client)
  const { chainId, deployment, startBlock } = (await readIndex(client))!.identity
  let last = genesisDigest(chainId, deployment, await storedGenesis(client, startBlock))
  let blocks = 0
  let after = startBlock - 1
  for (;;) {
    const stored = await storedBlocks(client, after, window)
    const isEnd = stored.length < window
    const upTo = isEnd ? HIGHEST : stored.at(-1)!.number
    const changes = await storedChanges(client, after, upTo)
    const orphan = firstOrphan(changes, stored)
    for (const block of stored) {
      if (orphan < block.number) break
      last = nextDigest(last, block, changes.get(block.number) ?? [])
      const matches = last === block.digest && block.number <= height
      if (!matches) return { height, digest, blocks, mismatch: block.number }
      blocks++
    }
    if (orphan <= upTo) return { height, digest, blocks, mismatch: orphan }
    if (isEnd) return { height, digest, blocks, mismatch: last === digest ? null : height }
    after = upTo
  }
}

/** Lowest block with rows that is not in `stored` itself; infinity if there is none. */
function firstOrphan(
  changes: ReadonlyMap<number, unknown>,
  stored: readonly StoredBlock[],
): number {
  const numbers = new Set(stored.map(({ number }) => number))
  const orphans = [...changes.keys()].filter((block) => !numbers.has(block))
  return orphans.reduce((lowest, block) => Math.min(lowest, block), Number.POSITIVE_INFINITY)
}

/** Headers and digests of the stored blocks after one, ascending. */
export async function storedBlocks(
  client: Client,
  after: number,
  limit: number,
): Promise<StoredBlock[]> {
  const { rows } = await client.query<StoredBlock>(
    `SELECT block AS number, '0x' || encode(hash, 'hex') AS hash, '0x' || encode(parent_hash, 'hex') AS "parentHash",
       extract(epoch FROM block_time)::float8 AS timestamp, '0x' || encode(digest, 'hex') AS digest
     FROM block WHERE block > $1 ORDER BY block LIMIT $2`,
    [after, limit],
  )
  return rows
}
