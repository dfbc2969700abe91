import type { Client } from 'pg'
import { type FeedCursor, formatCursor } from './cursor'

/** Rows that one evaluation reads; it goes on to the end of a block. */
const BATCH_ROWS = 1_000

/** A row of the outbox, for the rules. */
export interface OutboxRow {
  seq: string
  kind: string
  block: number | null
  subjects: string[]
  data: Record<string, unknown>
  undoes: string | null
  /** A later row undoes it. */
  isUndone: boolean
}

/** An alert before it has a cursor. */
export interface NewAlert {
  rule: string
  subject: string
  /** `event`: it happened; nothing clears it. */
  state: 'fired' | 'cleared' | 'event' | 'undone'
  block: number | null
  subjects: string[]
  data: Record<string, unknown>
  /** Cursor of the alert that it undoes. */
  undoes: string | null
  /** It is undone with the row at which it is written. */
  undoable: boolean
}

/** How far the rules are. */
export interface Position extends FeedCursor {
  /** Rule and key of what is still to be evaluated: its blocks were undone. */
  pending: [rule: string, key: string][]
}

/** Rows after a position, up to the end of a block or a rollback. */
export async function readOutboxAfter(client: Client, seq: string): Promise<OutboxRow[]> {
  const { rows } = await client.query<OutboxRow>(
    `SELECT o.seq, o.kind, o.block, o.subjects, o.data, o.undoes,
       EXISTS (SELECT FROM outbox u WHERE u.undoes = o.seq) AS "isUndone"
     FROM outbox o WHERE o.seq > $1::int8 AND o.seq <= coalesce(
       (SELECT min(e.seq) FROM outbox e WHERE e.seq >= $1::int8 + $2 AND e.kind IN ('block', 'rollback')), 9223372036854775807)
     ORDER BY o.seq`,
    [seq, BATCH_ROWS],
  )
  return rows
}

/**
 * The position of the rules. It begins at the end of the outbox, and again if the outbox does: the index was made anew.
 * @returns also whether rows are lost that it had not read, and whether it is not stored yet
 */
export async function readPosition(
  client: Client,
): Promise<Position & { isGap: boolean; isNew: boolean }> {
  const { rows } = await client.query<{
    seq: string | null
    part: number
    pending: Position['pending']
    last: string
    deleted: string
  }>(
    `SELECT p.seq, p.part, p.pending, h.seq AS last, h.deleted_to AS deleted
     FROM linchpin_notify.position p, outbox_head h`,
  )
  const { seq, part, pending, last, deleted } = rows[0]!
  if (seq === null) return { seq: last, part: 0, pending: [], isGap: false, isNew: true }
  if (BigInt(seq) > BigInt(last))
    return { seq: last, part: 0, pending: [], isGap: true, isNew: true }
  if (BigInt(seq) < BigInt(deleted))
    return { seq: deleted, part: 0, pending, isGap: true, isNew: true }
  return { seq, part, pending, isGap: false, isNew: false }
}

/** Alerts at rows that are undone now, last first. */
export async function readAlertsAt(
  client: Client,
  seqs: readonly string[],
): Promise<Map<string, (NewAlert & FeedCursor)[]>> {
  const found = new Map<string, (NewAlert & FeedCursor)[]>()
  if (seqs.length === 0) return found
  const { rows } = await client.query<NewAlert & FeedCursor>(
    `SELECT seq, part, rule, subject, state, block, subjects, data, undoes, undoable FROM linchpin_notify.alert
     WHERE seq = ANY ($1::int8[]) AND undoable AND NOT is_undone ORDER BY seq DESC, part DESC`,
    [seqs],
  )
  for (const row of rows) found.set(row.seq, [...(found.get(row.seq) ?? []), row])
  return found
}

/** What is fired: rule -> subjects. */
export async function readFired(client: Client): Promise<Map<string, Set<string>>> {
  const { rows } = await client.query<{ rule: string; subject: string }>(
    'SELECT rule, subject FROM linchpin_notify.fired',
  )
  const fired = new Map<string, Set<string>>()
  for (const { rule, subject } of rows) {
    fired.set(rule, (fired.get(rule) ?? new Set()).add(subject))
  }
  return fired
}

/** Writes alerts and what is fired after them, in the open transaction. */
export async function writeAlerts(
  client: Client,
  alerts: readonly (NewAlert & FeedCursor)[],
): Promise<void> {
  for (const alert of alerts) {
    const { seq, part, rule, subject, state, block, subjects, data, undoes, undoable } = alert
    await client.query(
      `INSERT INTO linchpin_notify.alert (seq, part, rule, subject, state, block, subjects, data, undoes, undoable)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [seq, part, rule, subject, state, block, subjects, JSON.stringify(data), undoes, undoable],
    )
    if (undoes !== null) {
      const [of, number] = undoes.split('.')
      await client.query(
        'UPDATE linchpin_notify.alert SET is_undone = true WHERE seq = $1 AND part = $2',
        [of, number],
      )
    }
    const isFired = state === 'fired' || (state === 'undone' && data.undone === 'cleared')
    if (state === 'event' || (state === 'undone' && data.undone === 'event')) continue
    if (isFired) {
      await client.query(
        'INSERT INTO linchpin_notify.fired (rule, subject, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [rule, subject, formatCursor({ seq, part })],
      )
    } else {
      await client.query('DELETE FROM linchpin_notify.fired WHERE rule = $1 AND subject = $2', [
        rule,
        subject,
      ])
    }
  }
}

/** Writes the position, in the open transaction, and deletes alerts whose rows of the outbox are deleted. */
export async function writePosition(
  client: Client,
  { seq, part, pending }: Position,
): Promise<void> {
  await client.query('UPDATE linchpin_notify.position SET seq = $1, part = $2, pending = $3', [
    seq,
    part,
    JSON.stringify(pending),
  ])
  await client.query(
    'DELETE FROM linchpin_notify.alert WHERE seq < (SELECT deleted_to FROM outbox_head)',
  )
}

/** Stores the definitions of the rules. @returns names of those that are new or changed: all of their subjects are to be evaluated */
export async function storeRules(
  client: Client,
  rules: ReadonlyMap<string, string>,
): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    'SELECT name, definition FROM linchpin_notify.rule',
  )
  const known = new Map(rows.map(({ name, definition }) => [name, definition]))
  const names = [...rules.keys()]
  await client.query('DELETE FROM linchpin_notify.rule WHERE name <> ALL ($1)', [names])
  await client.query('DELETE FROM linchpin_notify.fired WHERE rule <> ALL ($1)', [names])
  const changed = names.filter((name) => known.get(name) !== rules.get(name))
  for (const name of changed) {
    await client.query(
      `INSERT INTO linchpin_notify.rule (name, definition) VALUES ($1, $2)
       ON CONFLICT (name) DO UPDATE SET definition = excluded.definition`,
      [name, rules.get(name)],
    )
  }
  return changed
}
