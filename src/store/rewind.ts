import type { Client } from 'pg'
import { EXIT, LinchpinError } from '../errors'
import { noteReindexing } from './checks/verification'
import { type Cursor, type Head, NOTHING, readIndex, writeCursor } from './cursor'
import { readRules } from './rederive/rules'
import { rollBackTo } from './rollback'
import { inWriterTransaction } from './writer/fenced'
import { type Claim, claimWriter, releaseClaim } from './writer/lock'

/** Last block before and after blocks were rolled back. */
export interface Rollback {
  from: Head
  to: Head
}

/**
 * Rolls back every block above `height`, final ones too, in one transaction. The index then ends at the last block at or below
 * `height` whose header is stored, because only of these the hash is known: those with logs, and those read at the head.
 *
 * @returns `hash` of `to` is 0x before the first block with a stored header
 * @throws LinchpinError LP3002 if an indexer is writing the database, LP3006 if there is nothing to roll back
 */
export async function rewind(client: Client, height: number): Promise<Rollback> {
  const claim = await claimWriter(client)
  try {
    const stored = await readIndex(client)
    const isRederiving = (await readRules(client))?.upTo != null
    if (!stored || (stored.cursor.height <= height && !isRederiving)) {
      throw nothingAbove(height, stored?.cursor.height)
    }
    const to = Math.min(height, stored.cursor.height)
    return await inWriterTransaction(client, claim, () => rollBack(client, stored, to))
  } finally {
    // Fails if the connection is lost.
    await releaseClaim(client, claim).catch(() => {})
  }
}

/**
 * Rolls back every block from the lowest invalid one on, so that it is indexed again; each invalid block only once. Under
 * the writer's claim.
 *
 * @returns null if there is none
 */
export async function rollBackInvalidBlocks(
  client: Client,
  claim: Claim,
): Promise<Rollback | null> {
  const stored = await readIndex(client)
  if (!stored) return null
  return inWriterTransaction(client, claim, async () => {
    const { rows } = await client.query<{ block: number }>(
      'UPDATE invalid_block SET reindexed = true WHERE NOT reindexed AND block <= $1 RETURNING block',
      [stored.cursor.height],
    )
    if (rows.length === 0) return null
    const lowest = Math.min(...rows.map(({ block }) => block))
    await noteReindexing(client, lowest, stored.cursor.height)
    return rollBack(client, stored, lowest - 1)
  })
}

type Stored = NonNullable<Awaited<ReturnType<typeof readIndex>>>

async function rollBack(
  client: Client,
  { cursor, identity }: Stored,
  height: number,
): Promise<Rollback> {
  const { rows } = await client.query<Head>(
    `SELECT block AS height, '0x' || encode(hash, 'hex') AS hash FROM (
       (SELECT block, hash FROM block WHERE block <= $1 ORDER BY block DESC LIMIT 1)
       UNION ALL (SELECT block, hash FROM block_header WHERE block <= $1 ORDER BY block DESC LIMIT 1)) known
     ORDER BY block DESC LIMIT 1`,
    [height],
  )
  const to = rows[0] ?? { height: identity.startBlock - 1, hash: NOTHING.hash }
  const rolledBack = await rollBackTo(client, cursor, identity, to.height)
  await writeCursor(client, identity, cursorAt(rolledBack, to), null)
  // The logs that were still to be derived are above.
  await client.query('DELETE FROM rederivation')
  return { from: { height: cursor.height, hash: cursor.hash }, to }
}

/** The cursor at `head`. Blocks that were final before stay final. */
function cursorAt(cursor: Cursor, head: Head): Cursor {
  const isFinal = head.height <= cursor.finalized.height
  return { ...cursor, ...head, ...(isFinal && { finalized: head, hot: [] }) }
}

function nothingAbove(height: number, last: number | undefined): LinchpinError {
  return new LinchpinError(
    'LP3006',
    last === undefined
      ? 'The database holds no index.'
      : `The index ends at block ${last}: there is nothing above block ${height}.`,
    'Name a block below the last indexed one, which `_meta` and GET /status show.',
    EXIT.FAILED,
  )
}
