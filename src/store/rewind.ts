import type { Client } from 'pg'
import { EXIT, LinchpinError } from '../errors'
import { type Cursor, type Head, NOTHING, readIndex, writeCursor } from './cursor'
import { takeLock } from './lock'
import { undoTo } from './undo'

/**
 * Takes back every block above `height`, final ones too, in one transaction. The index then stands at the last block with
 * stored logs at or below `height`, because only of those the hash is known.
 *
 * @returns where it stood and where it stands; `hash` is 0x before the first block with logs
 * @throws LinchpinError LP3002 if an indexer writes the database, LP3006 if there is nothing to take back
 */
export async function rewind(client: Client, height: number): Promise<Moved> {
  await takeLock(client)
  const stored = await readIndex(client)
  if (!stored || stored.cursor.height <= height) throw nothingAbove(height, stored?.cursor.height)
  await client.query('BEGIN')
  const moved = await takeBack(client, stored, height)
  await client.query('COMMIT')
  return moved
}

/** From where to where an index was taken back. */
export interface Moved {
  from: Head
  to: Head
}

/**
 * Takes back every block from the lowest on that was found to be stored wrong, so that it is read again; once for each.
 * The caller holds the writer's lock.
 *
 * @returns null if there is none
 */
export async function takeBackMisfits(client: Client): Promise<Moved | null> {
  const stored = await readIndex(client)
  if (!stored) return null
  await client.query('BEGIN')
  const { rows } = await client.query<{ block: number }>(
    'UPDATE misfit SET read_again = true WHERE NOT read_again AND block <= $1 RETURNING block',
    [stored.cursor.height],
  )
  const lowest = Math.min(...rows.map(({ block }) => block))
  const moved = rows.length === 0 ? null : await takeBack(client, stored, lowest - 1)
  await client.query('COMMIT')
  return moved
}

type Stored = NonNullable<Awaited<ReturnType<typeof readIndex>>>

async function takeBack(
  client: Client,
  { cursor, identity }: Stored,
  height: number,
): Promise<Moved> {
  const { rows } = await client.query<Head>(
    `SELECT block AS height, '0x' || encode(hash, 'hex') AS hash FROM block
     WHERE block <= $1 ORDER BY block DESC LIMIT 1`,
    [height],
  )
  const to = rows[0] ?? { height: identity.startBlock - 1, hash: NOTHING.hash }
  const undone = await undoTo(client, cursor, identity, to.height)
  await writeCursor(client, identity, standingAt(undone, to), null)
  return { from: { height: cursor.height, hash: cursor.hash }, to }
}

/** What is left counts as final, up to what was final before. */
function standingAt(cursor: Cursor, head: Head): Cursor {
  const isFinal = head.height <= cursor.finalized.height
  return { ...cursor, ...head, ...(isFinal && { finalized: head, hot: [] }) }
}

function nothingAbove(height: number, last: number | undefined): LinchpinError {
  return new LinchpinError(
    'LP3006',
    last === undefined
      ? 'The database holds no index.'
      : `The index ends at block ${last}: there is nothing above block ${height}.`,
    'Name a block below the last indexed one; `_meta` and GET /status tell it.',
    EXIT.FAILED,
  )
}
