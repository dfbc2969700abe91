import type { Client } from 'pg'
import { STATE_TABLES, TABLES } from './tables'

/** Blocks from which on a history is long: it is indexed without the Postgres indexes that only queries need. */
export const LONG_HISTORY = 10_000

/** Tables whose indexes are deferred: all but `block`, which every query of the API reads. */
const DEFERRED = Object.values(TABLES)
  .map(({ name }) => name)
  .filter((name) => name !== 'block')

/** Indexes that stay: rows are loaded, and ended, by the key of their current version. */
const KEPT = STATE_TABLES.map((table) => `${TABLES[table].name}_now`)

const FIND_SQL = `
  SELECT i.relname AS name, t.relname AS table, c.conname IS NOT NULL AS "isConstraint",
    CASE WHEN c.conname IS NULL THEN pg_get_indexdef(i.oid)
      ELSE format('ALTER TABLE %I ADD CONSTRAINT %I %s', t.relname, c.conname, pg_get_constraintdef(c.oid))
    END AS statement
  FROM pg_index x
  JOIN pg_class i ON i.oid = x.indexrelid
  JOIN pg_class t ON t.oid = x.indrelid
  LEFT JOIN pg_constraint c ON c.conindid = i.oid
  WHERE t.relnamespace = current_schema()::regnamespace AND t.relname = ANY($1) AND i.relname <> ALL($2)`

/**
 * Drops, in the open transaction, the indexes that writing does not need, and stores the statements that create them.
 *
 * Ending a version updates every index of its table at a random position, which for a long history costs more than all
 * else. Created at the end, each index is one sort.
 */
export async function deferIndexes(client: Client, except: readonly string[] = []): Promise<void> {
  const tables = DEFERRED.filter((name) => !except.includes(name))
  const { rows } = await client.query(FIND_SQL, [tables, KEPT])
  for (const { name, table, isConstraint, statement } of rows) {
    await client.query('INSERT INTO deferred_index (name, statement) VALUES ($1, $2)', [
      name,
      statement,
    ])
    await client.query(
      isConstraint ? `ALTER TABLE "${table}" DROP CONSTRAINT "${name}"` : `DROP INDEX "${name}"`,
    )
  }
}

/** Whether indexes are still to be created. */
export async function hasDeferredIndexes(client: Client): Promise<boolean> {
  const { rows } = await client.query('SELECT EXISTS (SELECT FROM deferred_index) AS deferred')
  return rows[0].deferred
}

/**
 * Creates the deferred indexes, each in its own transaction: those that are created stay if the process ends.
 * @param onProgress called with how many of all are created
 */
export async function createDeferredIndexes(
  client: Client,
  onProgress: (done: number, all: number) => void,
): Promise<void> {
  const indexes = await readDeferred(client)
  for (const [done, index] of indexes.entries()) {
    onProgress(done, indexes.length)
    await client.query('BEGIN')
    await createIndex(client, index)
    await client.query('COMMIT')
  }
  if (indexes.length === 0) return
  // Without statistics the first queries would be planned as if the tables were empty.
  await client.query('ANALYZE')
  onProgress(indexes.length, indexes.length)
}

/** Creates the deferred indexes in the open transaction. */
export async function createIndexes(client: Client): Promise<void> {
  for (const index of await readDeferred(client)) await createIndex(client, index)
  await client.query('ANALYZE')
}

interface DeferredIndex {
  name: string
  statement: string
}

async function readDeferred(client: Client): Promise<DeferredIndex[]> {
  const { rows } = await client.query('SELECT name, statement FROM deferred_index ORDER BY name')
  return rows
}

async function createIndex(client: Client, { name, statement }: DeferredIndex): Promise<void> {
  await client.query(statement)
  await client.query('DELETE FROM deferred_index WHERE name = $1', [name])
}
