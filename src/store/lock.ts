import type { Client } from 'pg'
import { EXIT, LinchpinError } from '../errors'

/** Says to everybody that a process writes this schema: two would undo each other's blocks. */
const WRITER_LOCK = 0x4c494e43

/**
 * Takes the writer's lock, which lasts as long as the connection.
 * @throws LinchpinError LP3002 if another process has it
 */
export async function takeLock(client: Client): Promise<void> {
  const { rows } = await client.query(
    'SELECT pg_try_advisory_lock($1, hashtext(current_schema())) AS taken',
    [WRITER_LOCK],
  )
  if (rows[0].taken) return
  throw new LinchpinError(
    'LP3002',
    'Another indexer writes this database.',
    'Stop it, or give this one a database of its own.',
    EXIT.UNAVAILABLE,
  )
}
