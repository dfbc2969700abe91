import { hostname } from 'node:os'
import type { Client } from 'pg'
import { EXIT, LinchpinError } from '../errors'

/** Advisory lock of the process that writes this schema. Two writers would roll back each other's blocks. */
const WRITER_LOCK = 0x4c494e43

/** Name and start are only visible to the same user, and to users that may read statistics. */
const HOLDER_SQL = `
  SELECT a.application_name AS name, l.pid AS backend, a.backend_start::timestamptz(0)::text AS since
  FROM pg_locks l JOIN pg_database d ON d.oid = l.database LEFT JOIN pg_stat_activity a ON a.pid = l.pid
  WHERE l.locktype = 'advisory' AND l.granted AND d.datname = current_database() AND l.classid = $1
    AND l.objid = (hashtext(current_schema())::int8 & 4294967295)`

/**
 * Takes the writer's lock, which is held as long as the connection, and sets the name of the connection to that of this
 * process.
 * @throws LinchpinError LP3002 if another process holds the lock
 */
export async function takeLock(client: Client): Promise<void> {
  const { rows } = await client.query(
    'SELECT pg_try_advisory_lock($1, hashtext(current_schema())) AS taken',
    [WRITER_LOCK],
  )
  if (!rows[0].taken) throw await taken(client)
  const name = `linchpin, process ${process.pid} on ${hostname()}`
  await client.query("SELECT set_config('application_name', $1, false)", [name])
}

async function taken(client: Client): Promise<LinchpinError> {
  const { rows } = await client.query(HOLDER_SQL, [WRITER_LOCK])
  const { name, backend, since } = rows[0] ?? {}
  const holder = backend
    ? `${name || 'an unknown process'}, connected as backend ${backend} since ${since ?? 'an unknown time'}`
    : 'it has just ended'
  return new LinchpinError(
    'LP3002',
    `Another indexer is writing this database: ${holder}.`,
    'Stop it, or use another database for this one.',
    EXIT.UNAVAILABLE,
  )
}
