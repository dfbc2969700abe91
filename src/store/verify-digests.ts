import type { Client } from 'pg'
import { lastDigest } from './compare-digests'
import { readIndex } from './cursor'
import { type DigestHeader, genesisDigest, nextDigest } from './digest'
import { HIGHEST, storedChanges, storedGenesis } from './stored-changes'

export interface Verified {
  /** Last indexed block, and its digest as it is stored. */
  height: number
  digest: string
  /** Blocks whose digest was computed again. */
  blocks: number
  /** The first block whose rows do not give its digest; null: all do. */
  misfit: number | null
}

type StoredBlock = DigestHeader & { digest: string }

/**
 * Computes every digest of an index again from the rows that are stored, in one snapshot, so that an indexer may write
 * meanwhile. The first misfit tells where rows were changed, added or lost; rows of all blocks below it are as written.
 * Whoever changes rows and computes all digests anew is not found: compare with another index for that.
 *
 * @param window blocks whose rows are in memory at once
 * @throws LinchpinError LP3007 if the database holds no index
 */
export async function verifyDigests(client: Client, window = 2_000): Promise<Verified> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
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
      const astray = firstAstray(changes, stored)
      for (const block of stored) {
        if (astray < block.number) break
        last = nextDigest(last, block, changes.get(block.number) ?? [])
        const isFit = last === block.digest && block.number <= height
        if (!isFit) return { height, digest, blocks, misfit: block.number }
        blocks++
      }
      if (astray <= upTo) return { height, digest, blocks, misfit: astray }
      if (isEnd) return { height, digest, blocks, misfit: last === digest ? null : height }
      after = upTo
    }
  } finally {
    await client.query('ROLLBACK')
  }
}

/** The lowest block that has rows and is not there itself; infinity if there is none. */
function firstAstray(
  changes: ReadonlyMap<number, unknown>,
  stored: readonly StoredBlock[],
): number {
  const known = new Set(stored.map(({ number }) => number))
  const astray = [...changes.keys()].filter((block) => !known.has(block))
  return astray.reduce((lowest, block) => Math.min(lowest, block), Number.POSITIVE_INFINITY)
}

async function storedBlocks(client: Client, after: number, most: number): Promise<StoredBlock[]> {
  const { rows } = await client.query<StoredBlock>(
    `SELECT block AS number, '0x' || encode(hash, 'hex') AS hash, '0x' || encode(parent_hash, 'hex') AS "parentHash",
       extract(epoch FROM block_time)::float8 AS timestamp, '0x' || encode(digest, 'hex') AS digest
     FROM block WHERE block > $1 ORDER BY block LIMIT $2`,
    [after, most],
  )
  return rows
}
