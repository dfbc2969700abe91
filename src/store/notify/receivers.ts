import type { Client, Pool } from 'pg'
import { type FeedCursor, formatCursor } from './cursor'
import { type Lease, leaseLost } from './lease'

/** How far a receiver is. */
export interface ReceiverState extends FeedCursor {
  name: string
  /** Failed attempts at the next message. */
  attempts: number
  /** Seconds until the next attempt; 0: now. */
  waitSeconds: number
  lastError: string | null
  /** Messages that it took. */
  sent: string
}

/** A message that a receiver did not take. */
export interface DeadLetter {
  id: string
  receiver: string
  cursor: string
  body: string
  error: string
  attempts: number
  diedAt: Date
  /** It is to be sent again. */
  resend: boolean
}

/** Adds receivers at the position of the rules, and forgets those that the file no longer has; their dead letters stay. */
export async function storeReceivers(client: Client, names: readonly string[]): Promise<void> {
  await client.query('DELETE FROM linchpin_notify.receiver WHERE name <> ALL ($1)', [names])
  await client.query(
    `INSERT INTO linchpin_notify.receiver (name, seq, part)
     SELECT n, coalesce(p.seq, h.seq), p.part FROM unnest($1::text[]) AS n, linchpin_notify.position p, outbox_head h
     ON CONFLICT (name) DO NOTHING`,
    [names],
  )
  // The index was made anew, and its outbox with it.
  await client.query(
    `UPDATE linchpin_notify.receiver r SET seq = 0, part = 0, attempts = 0, next_at = NULL
     FROM outbox_head h WHERE r.seq > h.seq`,
  )
}

/** All receivers, by name. */
export async function readReceivers(client: Client | Pool): Promise<ReceiverState[]> {
  const { rows } = await client.query<ReceiverState>(
    `SELECT name, seq, part, attempts, last_error AS "lastError", sent,
       greatest(0, extract(epoch FROM next_at - clock_timestamp()))::float8 AS "waitSeconds"
     FROM linchpin_notify.receiver ORDER BY name`,
  )
  return rows.map((row) => ({ ...row, waitSeconds: row.waitSeconds ?? 0 }))
}

/** Names this instance of the index, so that ids of messages of another one differ. */
export async function readInstance(client: Client | Pool): Promise<string> {
  const { rows } = await client.query<{ instance: string }>(
    'SELECT instance FROM linchpin_notify.position',
  )
  return rows[0]!.instance
}

/** Notes that a receiver has all messages up to a cursor. @param sent messages since the last note */
export async function noteSent(
  pool: Pool,
  lease: Lease,
  name: string,
  { seq, part }: FeedCursor,
  sent: number,
): Promise<void> {
  await leased(
    pool,
    lease,
    `UPDATE linchpin_notify.receiver SET seq = $2, part = $3, attempts = 0, next_at = NULL, last_error = NULL, sent = sent + $4
     WHERE name = $1`,
    [name, seq, part, sent],
  )
}

/** Notes that a message was not taken. */
export async function noteFailed(
  pool: Pool,
  lease: Lease,
  name: string,
  attempts: number,
  waitMs: number,
  error: string,
): Promise<void> {
  await leased(
    pool,
    lease,
    `UPDATE linchpin_notify.receiver SET attempts = $2, last_error = $4,
       next_at = clock_timestamp() + make_interval(secs => $3::float8 / 1000) WHERE name = $1`,
    [name, attempts, waitMs, error],
  )
}

/** Puts a message aside and goes on behind it, in one statement. Those of more than 30 days ago are deleted. */
export async function noteDead(
  pool: Pool,
  lease: Lease,
  {
    id,
    receiver,
    cursor,
    body,
    error,
    attempts,
  }: Omit<DeadLetter, 'diedAt' | 'resend' | 'cursor'> & {
    cursor: FeedCursor
  },
): Promise<void> {
  await leased(
    pool,
    lease,
    `WITH moved AS (UPDATE linchpin_notify.receiver SET seq = $3, part = $4, attempts = 0, next_at = NULL, last_error = $7
       WHERE name = $2 RETURNING name),
       old AS (DELETE FROM linchpin_notify.dead_letter WHERE died_at < now() - interval '30 days')
     INSERT INTO linchpin_notify.dead_letter (id, receiver, cursor, body, error, attempts)
     SELECT $1, name, $5, $6, $7, $8 FROM moved ON CONFLICT (id) DO NOTHING`,
    [id, receiver, cursor.seq, cursor.part, formatCursor(cursor), body, error, attempts],
  )
}

/** Messages that were put aside, the oldest first. @param wanted only those that are to be sent again */
export async function readDead(client: Client | Pool, wanted = false): Promise<DeadLetter[]> {
  const { rows } = await client.query<DeadLetter>(
    `SELECT id, receiver, cursor, body, error, attempts, died_at AS "diedAt", resend
     FROM linchpin_notify.dead_letter WHERE resend OR NOT $1 ORDER BY died_at, id LIMIT 10000`,
    [wanted],
  )
  return rows
}

/** Marks messages to be sent again by the process that delivers. @param ids null: all @returns how many */
export async function markForResending(
  client: Client,
  ids: readonly string[] | null,
): Promise<number> {
  const { rowCount } = await client.query(
    'UPDATE linchpin_notify.dead_letter SET resend = true WHERE $1::text[] IS NULL OR id = ANY ($1)',
    [ids],
  )
  return rowCount ?? 0
}

/** Notes the outcome of a message that was sent again. @param error null: it was taken, and is deleted */
export async function noteResent(
  pool: Pool,
  lease: Lease,
  id: string,
  error: string | null,
): Promise<void> {
  const statement =
    error === null
      ? 'DELETE FROM linchpin_notify.dead_letter WHERE id = $1 AND $2::text IS NULL'
      : `UPDATE linchpin_notify.dead_letter SET resend = false, attempts = attempts + 1, error = $2 WHERE id = $1`
  await leased(pool, lease, statement, [id, error])
}

/** Runs a statement of the holder of the lease. @throws LinchpinError LP3041 */
async function leased(
  pool: Pool,
  { epoch }: Lease,
  statement: string,
  params: unknown[],
): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const { rowCount } = await client.query(
      'SELECT FROM linchpin_notify.lease WHERE epoch = $1 FOR KEY SHARE',
      [epoch],
    )
    if (rowCount === 0) throw leaseLost()
    await client.query(statement, params)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}
