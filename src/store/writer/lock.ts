import { hostname } from 'node:os'
import type { Client } from 'pg'
import { EXIT, LinchpinError } from '../../errors'
import { isDirect } from '../connection'

/** A claim whose heartbeat is older can be taken over. */
export const STALE_SECONDS = 20
/** How long a claim waits for a transaction of the last writer to end. */
const LOCK_TIMEOUT_MS = 5_000

/** The right to write, until another process takes it over. */
export interface Claim {
  epoch: string
}

/**
 * `gone`: the backend of a direct connection has ended. Behind a pooler backends are not those of the writer, and only the
 * heartbeat counts. The start of a backend is only visible to the same user.
 */
const READ_SQL = `
  SELECT w.epoch, w.name, w.backend, w.since::timestamptz(0)::text AS since,
    extract(epoch FROM clock_timestamp() - w.heartbeat)::int AS age,
    w.backend IS NOT NULL AND a.pid IS NULL AS gone
  FROM writer w LEFT JOIN pg_stat_activity a
    ON a.pid = w.backend AND (a.backend_start IS NULL OR a.backend_start = w.backend_start)`

interface Holder {
  epoch: string
  /** Null: nobody writes. */
  name: string | null
  backend: number | null
  since: string
  /** Seconds since the heartbeat. */
  age: number
  gone: boolean
}

/** Ends transactions of a writer that no longer answers. One that is executing a statement is left alone. */
const END_IDLE_SQL = `
  SELECT pg_terminate_backend(a.pid) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
  WHERE l.relation = 'writer'::regclass AND l.granted AND a.pid <> pg_backend_pid()
    AND a.datname = current_database() AND a.state LIKE 'idle in transaction%'`

/** Name of this process, for other processes that want to write. */
export const writerName = () => `linchpin, process ${process.pid} on ${hostname()}`

/**
 * Claims the right to write. A claim whose process has ended, or whose heartbeat is stale, is taken over: its next
 * transaction then fails.
 * @throws LinchpinError LP3002 if another process is writing
 */
export async function claimWriter(client: Client): Promise<Claim> {
  const holder = await readHolder(client)
  const isStale = holder.age > STALE_SECONDS
  if (holder.name !== null && !holder.gone && !isStale) throw taken(holder)
  if (isStale) await client.query(END_IDLE_SQL).catch(() => {}) // Not permitted: the claim below waits, and says for whom.
  const backend = (await isDirect(client)) ? 'pg_backend_pid()' : 'NULL'
  try {
    await client.query(`BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`)
    const { rows } = await client.query(
      `UPDATE writer SET epoch = epoch + 1, name = $2, since = clock_timestamp(), heartbeat = clock_timestamp(),
         backend = ${backend}, backend_start = (SELECT backend_start FROM pg_stat_activity WHERE pid = ${backend})
       WHERE epoch = $1 RETURNING epoch`,
      [holder.epoch, writerName()],
    )
    await client.query('COMMIT')
    if (rows[0]) return rows[0]
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    if (Object(error).code !== '55P03') throw error
    throw await blocked(client)
  }
  throw taken(await readHolder(client))
}

/**
 * Checks the claim inside a transaction, and keeps others from taking it over until the transaction ends.
 * @throws LinchpinError LP3026 if another process took it over
 */
export async function checkClaim(client: Client, { epoch }: Claim): Promise<void> {
  const { rows } = await client.query('SELECT FROM writer WHERE epoch = $1 FOR KEY SHARE', [epoch])
  if (rows.length === 0) throw await takenOver(client)
}

/** Notes that the writer is alive. @throws LinchpinError LP3026 if another process took over its claim */
export async function beat(client: Client, { epoch }: Claim): Promise<void> {
  const { rowCount } = await client.query(
    'UPDATE writer SET heartbeat = clock_timestamp() WHERE epoch = $1',
    [epoch],
  )
  if (rowCount === 0) throw await takenOver(client)
}

/** The backend of the writer's connection. */
export interface WriterBackend {
  /** It has ended. */
  gone: boolean
  /** It waits for the writer to send something. */
  waits: boolean
  /** Changes with every statement. */
  since: string | null
}

/** Null: the writer connects through a pooler, and its backends are not its own. */
export async function readWriterBackend(client: Client): Promise<WriterBackend | null> {
  const { rows } = await client.query<WriterBackend>(
    `SELECT a.pid IS NULL AS gone, coalesce(a.wait_event = 'ClientRead', false) AS waits, a.state_change::text AS since
     FROM writer w LEFT JOIN pg_stat_activity a
       ON a.pid = w.backend AND (a.backend_start IS NULL OR a.backend_start = w.backend_start)
     WHERE w.backend IS NOT NULL`,
  )
  return rows[0] ?? null
}

/** Who writes; null: nobody, or a process that has ended or does not answer. */
export async function readWriter(client: Client): Promise<string | null> {
  const holder = await readHolder(client)
  const isAlive = holder && holder.name !== null && !holder.gone && holder.age <= STALE_SECONDS
  return isAlive ? describe(holder) : null
}

/** Gives up the claim, unless another process took it over. */
export async function releaseClaim(client: Client, { epoch }: Claim): Promise<void> {
  await client.query('UPDATE writer SET name = NULL, backend = NULL WHERE epoch = $1', [epoch])
}

async function readHolder(client: Client): Promise<Holder> {
  const { rows } = await client.query<Holder>(READ_SQL)
  return rows[0]!
}

function describe({ name, backend, since, age }: Holder): string {
  const connected = backend === null ? 'through a pooler,' : `connected as backend ${backend}`
  return `${name ?? 'a process that has ended'}, ${connected} since ${since}, heartbeat ${age} s ago`
}

function taken(holder: Holder): LinchpinError {
  return new LinchpinError(
    'LP3002',
    `Another indexer is writing this database: ${describe(holder)}.`,
    `Stop it, or use another database for this one. If it has ended, its claim ends ${STALE_SECONDS} s after its last heartbeat.`,
    EXIT.UNAVAILABLE,
  )
}

async function takenOver(client: Client): Promise<LinchpinError> {
  return new LinchpinError(
    'LP3026',
    `Another process took over this database: ${describe(await readHolder(client))}.`,
    `This one did not answer for ${STALE_SECONDS} s, or its connection ended. It wrote nothing since; let one of them run.`,
    EXIT.UNAVAILABLE,
  )
}

async function blocked(client: Client): Promise<LinchpinError> {
  const { rows } = await client.query(
    `SELECT a.pid, a.application_name AS name, a.xact_start::timestamptz(0)::text AS since
     FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
     WHERE l.relation = 'writer'::regclass AND l.granted AND a.pid <> pg_backend_pid() ORDER BY a.xact_start`,
  )
  const { pid, name, since } = rows[0] ?? {}
  return new LinchpinError(
    'LP3002',
    `Another indexer is writing this database: a transaction of ${name || 'an unknown process'}, ` +
      `backend ${pid ?? 'unknown'}, is open since ${since ?? 'an unknown time'}.`,
    `Wait until it ends, or end it: SELECT pg_terminate_backend(${pid ?? 'PID'}).`,
    EXIT.UNAVAILABLE,
  )
}
