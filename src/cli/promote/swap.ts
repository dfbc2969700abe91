import { setTimeout as wait } from 'node:timers/promises'
import { type Client, escapeIdentifier as quoted } from 'pg'
import { withConnection } from '../../store/connection'
import { refusedPrivilege } from '../database-states'
import { type Names, type Step, stepsOf } from './names'
import { nameTaken, noDatabase, stillUsed } from './refusals'

/** For which connections are ended, and locks waited for. Postgres itself waits for 5 s, in which nobody can connect. */
const DEADLINE_MS = 4_000
const END_EVERY_MS = 25
const NAME = 'linchpin promote'

/** A process that is gone, or stands still, does not keep connections waiting. */
const SETTINGS_SQL = `SET lock_timeout = 3000; SET statement_timeout = 15000; SET idle_in_transaction_session_timeout = 3000;
  SET client_connection_check_interval = 500`

/**
 * Ends connections to the databases whose lock a backend has for itself: before, new ones would come; afterwards, they are those of
 * another name.
 */
const OTHERS_SQL = `
  SELECT a.pid, a.datname, a.usename, a.application_name AS application FROM pg_stat_activity a JOIN pg_locks l
    ON l.locktype = 'object' AND l.classid = 'pg_database'::regclass AND l.objid = a.datid
  WHERE l.pid = $1 AND l.mode = 'AccessExclusiveLock' AND l.granted AND a.pid <> $1`

interface Other {
  pid: number
  datname: string
  usename: string
  application: string
}

/**
 * Changes the names in one transaction. Postgres renames a database that has no connections, and lets none in while it waits for
 * that: it is one of the two states before and after, whenever this process ends.
 *
 * @param url of a database that is none of them
 * @throws LinchpinError LP3060, LP3020; LP3065 if connections do not end in time
 */
export async function swap(url: string, names: Names): Promise<void> {
  await withConnection(url, NAME, (renaming) =>
    withConnection(url, NAME, (ending) => renameAll(renaming, ending, names)),
  )
}

async function renameAll(renaming: Client, ending: Client, names: Names): Promise<void> {
  await renaming.query(SETTINGS_SQL)
  const pid = (renaming as unknown as { processID: number }).processID
  const deadline = performance.now() + DEADLINE_MS
  for (;;) {
    const error = await renameOnce(renaming, ending, pid, stepsOf(names))
    if (error === null) return
    const { code } = Object(error)
    if (code === '3D000') throw noDatabase(names.from)
    if (code === '42P04') throw nameTaken(names.kept)
    if (code === '42501') throw refusedPrivilege(Object(error).message, rightsOf(names), error)
    // In use; a lock was not had in time; a deadlock.
    if (!/^(55006|55P03|40P01|57014)$/.test(String(code))) throw error
    if (performance.now() > deadline) {
      throw stillUsed([names.live, names.from], await usersOf(ending, names))
    }
  }
}

/** @returns null: all steps are committed; else why none is */
async function renameOnce(
  renaming: Client,
  ending: Client,
  pid: number,
  steps: readonly Step[],
): Promise<unknown> {
  const changes = steps.map(
    ([from, to]) => `ALTER DATABASE ${quoted(from)} RENAME TO ${quoted(to)}`,
  )
  let isOver = false
  const renamed = renaming
    .query(['BEGIN', ...changes, 'COMMIT'].join('; '))
    .then(() => null)
    .catch(async (error: unknown) => {
      await renaming.query('ROLLBACK')
      return error
    })
    .finally(() => {
      isOver = true
    })
  while (!isOver) {
    await endOthers(ending, pid)
    await Promise.race([renamed, wait(END_EVERY_MS)])
  }
  return renamed
}

async function endOthers(ending: Client, pid: number): Promise<void> {
  const { rows } = await ending.query<Other>(OTHERS_SQL, [pid])
  for (const other of rows) {
    // One that may not be ended is named at the deadline.
    await ending.query('SELECT pg_terminate_backend($1)', [other.pid]).catch(() => {})
  }
}

/** SQL that gives this role the rights. */
export function rightsOf({ live, from }: Pick<Names, 'live' | 'from'>): string {
  return `ALTER ROLE name CREATEDB; ALTER DATABASE ${quoted(live)} OWNER TO name; ALTER DATABASE ${quoted(from)} OWNER TO name`
}

/** What is connected to the databases. */
async function usersOf(client: Client, { live, from }: Names): Promise<string[]> {
  const { rows } = await client.query<Other>(
    'SELECT pid, datname, usename, application_name AS application FROM pg_stat_activity WHERE datname = ANY($1) ORDER BY pid',
    [[live, from]],
  )
  const { rows: prepared } = await client.query<{ gid: string }>(
    'SELECT gid FROM pg_prepared_xacts WHERE database = ANY($1)',
    [[live, from]],
  )
  return [
    ...rows.map(
      ({ pid, datname, usename, application }) =>
        `backend ${pid} of ${usename} in ${datname} (${application || 'without a name'})`,
    ),
    ...prepared.map(({ gid }) => `the prepared transaction ${gid}`),
  ]
}
