import type { Client } from 'pg'
import type { Cursor, Identity } from './cursor'
import { genesisDigest } from './digest'
import { undoRows } from './outbox/outbox'
import { storedGenesis } from './stored-changes'
import { EVENT_TABLES, STATE_TABLES, TABLES } from './tables'

/**
 * Reverts all that blocks above `height` wrote: events are deleted, versions that began are deleted, versions that ended
 * are current again. The history is the undo log, so this works to any depth, for final blocks as for hot ones.
 */
export async function rollBackAbove(client: Client, height: number): Promise<void> {
  for (const table of EVENT_TABLES) {
    await client.query(`DELETE FROM "${TABLES[table].name}" WHERE block > $1`, [height])
  }
  for (const table of STATE_TABLES) {
    const { name } = TABLES[table]
    await client.query(`DELETE FROM "${name}" WHERE from_block > $1`, [height])
    await client.query(`UPDATE "${name}" SET to_block = NULL WHERE to_block > $1`, [height])
  }
  await client.query('DELETE FROM block_header WHERE block > $1', [height])
  await client.query('DELETE FROM token_claim WHERE block > $1', [height])
  await client.query('DELETE FROM hot_block WHERE height > $1', [height])
  await client.query('UPDATE proof SET block = $1, hash = NULL WHERE block > $1', [height])
  // Last: its lock is the last one that other transactions of the writer take, too.
  await undoRows(client, height)
}

/** Rolls back the rows above `height`. @returns the cursor at `height` */
export async function rollBackTo(
  client: Client,
  cursor: Cursor,
  { chainId, deployment, startBlock }: Identity,
  height: number,
): Promise<Cursor> {
  await rollBackAbove(client, height)
  const { rows } = await client.query(
    `SELECT '0x' || encode(digest, 'hex') AS digest FROM block ORDER BY block DESC LIMIT 1`,
  )
  const header = await client.query<{ timestamp: number }>(
    `SELECT extract(epoch FROM block_time)::float8 AS timestamp FROM block WHERE block = $1
     UNION ALL SELECT extract(epoch FROM block_time)::float8 FROM block_header WHERE block = $1`,
    [height],
  )
  const digest =
    rows[0]?.digest ?? genesisDigest(chainId, deployment, await storedGenesis(client, startBlock))
  const timestamp = header.rows[0]?.timestamp ?? null
  const hot = cursor.hot.filter((block) => block.height <= height)
  return { ...cursor, height, timestamp, digest, hot }
}
