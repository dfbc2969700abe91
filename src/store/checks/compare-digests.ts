import type { Client } from 'pg'
import { EXIT, LinchpinError } from '../../errors'
import { readIndex } from '../cursor'

/** Where two indexes differ. */
export interface Comparison {
  /** Last block up to which both have the same rows; the block before the first one if already that differs. */
  upTo: number
  /** First block that differs; null: equal up to the shorter one's last block. */
  differsAt: number | null
  /** Digest of both at `upTo`. */
  digest: string | null
}

/** Last indexed block and its digest. @throws LinchpinError LP3007 if the database holds no index */
export async function lastDigest(client: Client): Promise<{ height: number; digest: string }> {
  const stored = await readIndex(client)
  if (stored) return stored.cursor
  throw new LinchpinError(
    'LP3007',
    'The database holds no index.',
    'Name a database that `linchpin index` has written.',
    EXIT.FAILED,
  )
}

/** Compares two indexes up to the shorter one's last block. A digest covers all blocks before it, so a binary search will do. */
export async function compareDigests(own: Client, other: Client): Promise<Comparison> {
  const heights = [(await lastDigest(own)).height, (await lastDigest(other)).height]
  const blocks = await blocksOf([own, other], Math.min(...heights))
  let equal = -1
  let different = blocks.length
  while (different - equal > 1) {
    const middle = (equal + different) >> 1
    const [a, b] = await Promise.all([
      digestAt(own, blocks[middle]!),
      digestAt(other, blocks[middle]!),
    ])
    if (a === b) equal = middle
    else different = middle
  }
  const differsAt = blocks[different] ?? null
  const upTo = differsAt === null ? Math.min(...heights) : differsAt - 1
  return { upTo, differsAt, digest: await digestAt(own, upTo) }
}

/** Blocks of which at least one of the databases has rows, ascending. */
async function blocksOf(clients: Client[], upTo: number): Promise<number[]> {
  const found = new Set<number>()
  for (const client of clients) {
    const { rows } = await client.query('SELECT block FROM block WHERE block <= $1', [upTo])
    for (const { block } of rows) found.add(block)
  }
  return [...found].sort((a, b) => a - b)
}

async function digestAt(client: Client, block: number): Promise<string | null> {
  const { rows } = await client.query(
    `SELECT '0x' || encode(digest, 'hex') AS digest FROM block WHERE block <= $1 ORDER BY block DESC LIMIT 1`,
    [block],
  )
  return rows[0]?.digest ?? null
}
