import type { Client } from 'pg'
import type { TableName } from '../ledger/rows'
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
  await rollBackRows(client, [...EVENT_TABLES, ...STATE_TABLES], height)
  await client.query('DELETE FROM block_header WHERE block > $1', [height])
  await client.query('DELETE FROM token_claim WHERE block > $1', [height])
  await client.query('DELETE FROM contract_answer WHERE block > $1', [height])
  await client.query('DELETE FROM hot_block WHERE height > $1', [height])
  await client.query('UPDATE proof SET block = $1, hash = NULL WHERE block > $1', [height])
  // Last: its lock is the last one that other transactions of the writer take, too.
  await undoRows(client, height)
}

/** Reverts what blocks above `height` wrote to some tables of the model. */
export async function rollBackRows(
  client: Client,
  tables: readonly TableName[],
  height: number,
): Promise<void> {
  const isState = new Set<TableName>(STATE_TABLES)
  for (const table of tables) {
    const { name } = TABLES[table]
    const column = isState.has(table) ? 'from_block' : 'block'
    await client.query(`DELETE FROM "${name}" WHERE ${column} > $1`, [height])
    if (!isState.has(table)) continue
    await client.query(`UPDATE "${name}" SET to_block = NULL WHERE to_block > $1`, [height])
  }
}

/** Rolls back the rows above `height`. @returns the cursor at `height` */
export async function rollBackTo(
  client: Client,
  cursor: Cursor,
  identity: Identity,
  height: number,
): Promise<Cursor> {
  await rollBackAbove(client, height)
  const header = await client.query<{ timestamp: number }>(
    `SELECT extract(epoch FROM block_time)::float8 AS timestamp FROM block WHERE block = $1
     UNION ALL SELECT extract(epoch FROM block_time)::float8 FROM block_header WHERE block = $1`,
    [height],
  )
  const digest = await digestAt(client, identity, height)
  const timestamp = header.rows[0]?.timestamp ?? null
  const hot = cursor.hot.filter((block) => block.height <= height)
  return { ...cursor, height, timestamp, digest, hot }
}

/** Digest of the state at a block. */
export async function digestAt(
  client: Client,
  { chainId, deployment, startBlock }: Identity,
  height: number,
): Promise<string> {
  const { rows } = await client.query<{ digest: string }>(
    `SELECT '0x' || encode(digest, 'hex') AS digest FROM block WHERE block <= $1 ORDER BY block DESC LIMIT 1`,
    [height],
  )
  return (
    rows[0]?.digest ?? genesisDigest(chainId, deployment, await storedGenesis(client, startBlock))
  )
}
