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
export async function rewind(client: Client, height: number): Promise<{ from: Head; to: Head }> {
  await takeLock(client)
  const stored = await readIndex(client)
  if (!stored || stored.cursor.height <= height) throw nothingAbove(height, stored?.cursor.height)
  const { cursor, identity } = stored
  await client.query('BEGIN')
  const { rows } = await client.query<Head>(
    `SELECT block AS height, '0x' || encode(hash, 'hex') AS hash FROM block
     WHERE block <= $1 ORDER BY block DESC LIMIT 1`,
    [height],
  )
  const to = rows[0] ?? { height: identity.startBlock - 1, hash: NOTHING.hash }
  const undone = await undoTo(client, cursor, identity, to.height)
  await writeCursor(client, identity, standingAt(undone, to), null)
  await client.query('COMMIT')
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
