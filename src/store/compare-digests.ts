import type { Client } from 'pg'
import { EXIT, LinchpinError } from '../errors'
import { readIndex } from './cursor'

export interface Comparison {
  /** Last block up to which both have the same rows; one before the first block if not even the first is equal. */
  upTo: number
  /** First block at which they differ; null: equal as far as both go. */
  differsAt: number | null
  /** Digest of both at `upTo`. */
  digest: string | null
}

/** Where an index stands. @throws LinchpinError LP3007 if the database holds none */
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

/** Compares two indexes as far as both go. Each digest covers all before it, so a search by halves finds the difference. */
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

/** Blocks that one of them has rows of, in order. */
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
