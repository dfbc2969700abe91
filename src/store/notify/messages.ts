import type { ClientBase, Pool } from 'pg'
import { type FeedCursor, formatCursor, MAX_PART } from './cursor'

/** `at-once`: all rows, with notices of what was undone. `final`: rows of final blocks only. */
export type Delivery = 'at-once' | 'final'

/** What a listener wants. */
export interface Filter {
  delivery: Delivery
  /** Null: all. */
  kinds: readonly string[] | null
  /** Lower-case; null: all. */
  subjects: readonly string[] | null
}

/** A change, a notice or an alert, as it is delivered. */
export interface Message {
  cursor: string
  kind: string
  block: number | null
  /** The block is final. */
  final: boolean
  subjects: string[]
  data: Record<string, unknown>
  /** Cursor of the message that it undoes; null: none. */
  undoes: string | null
  /** When it was written, ISO 8601. */
  at: string
}

interface Page {
  messages: Message[]
  /** All up to here was looked at. */
  scanned: FeedCursor
}

/** A notice passes if what it undoes does. */
const MAY_PASS = `(o.kind = ANY ($4) OR (o.kind = 'undone' AND o.data ->> 'kind' = ANY ($4)) OR $4::text[] IS NULL)
  AND ($5::text[] IS NULL OR o.subjects && $5)`

const IS_UNDONE = 'EXISTS (SELECT FROM outbox u WHERE u.undoes = o.seq)'

/** A notice about a row that this listener has passed is for it, too; of others it knows nothing. */
const ROWS: Record<Delivery, string> = {
  'at-once': 'true',
  // All before a row of a block that is final are final, too, but for `finalized`, which comes after later blocks.
  final: `(CASE WHEN o.undoes IS NULL THEN o.kind ELSE o.data ->> 'kind' END) <> 'finalized' AND CASE WHEN o.undoes IS NULL THEN o.block <= c.finalized_height AND NOT ${IS_UNDONE}
    ELSE o.was_final AND o.undoes <= $1 END`,
}
const ALERTS: Record<Delivery, string> = {
  'at-once': 'true',
  final: `CASE WHEN a.state = 'undone'
    THEN split_part(a.undoes, '.', 1)::int8 <= $1 AND EXISTS (SELECT FROM outbox o WHERE o.seq = a.seq AND o.was_final)
    ELSE a.block <= c.finalized_height AND NOT a.is_undone END`,
}

/** Messages above a cursor, in order. */
export async function readMessages(
  pool: Pool | ClientBase,
  after: FeedCursor,
  { delivery, kinds, subjects }: Filter,
  limit: number,
): Promise<Page> {
  const { rows } = await pool.query<MessageRow>(
    `WITH p AS (SELECT coalesce(seq, 0) AS seq, part FROM linchpin_notify.position),
       c AS (SELECT coalesce(max(finalized_height), -1) AS finalized_height FROM cursor)
     SELECT m.*, c.finalized_height AS finalized, p.seq AS "lastSeq", p.part AS "lastPart",
       ${delivery === 'at-once' ? 'NULL::int8' : `(SELECT min(o.seq) FROM outbox o WHERE o.seq > $1 AND o.block > c.finalized_height AND NOT ${IS_UNDONE})`} AS open
     FROM p CROSS JOIN c LEFT JOIN LATERAL (
       (SELECT o.seq, 0 AS part, o.kind, o.block, o.subjects, o.data, o.undoes::text AS undoes, o.written_at AS at
        FROM outbox o WHERE o.seq > $1 AND o.seq <= p.seq AND ${MAY_PASS} AND ${ROWS[delivery]} ORDER BY o.seq LIMIT $3)
       UNION ALL
       (SELECT a.seq, a.part, 'alert', a.block, a.subjects, a.data, a.undoes, a.written_at
        FROM linchpin_notify.alert a WHERE (a.seq, a.part) > ($1, $2) AND a.seq <= p.seq
          AND ($4::text[] IS NULL OR 'alert' = ANY ($4)) AND ($5::text[] IS NULL OR a.subjects && $5) AND ${ALERTS[delivery]}
        ORDER BY a.seq, a.part LIMIT $3)
       ORDER BY 1, 2 LIMIT $3) m ON true
     ORDER BY m.seq, m.part`,
    [after.seq, after.part, limit, kinds, subjects],
  )
  const messages = rows.filter(({ seq }) => seq !== null).map(messageOf)
  return { messages, scanned: scannedTo(rows, after, messages.length === limit) }
}

interface MessageRow extends Omit<Message, 'cursor' | 'final' | 'at'> {
  /** Null, as all of the message: there is none. */
  seq: string | null
  part: number
  at: Date
  finalized: number
  lastSeq: string
  lastPart: number
  /** First row that is not final yet. */
  open: string | null
}

function messageOf({ seq, part, kind, block, subjects, data, undoes, at, finalized }: MessageRow) {
  return {
    cursor: formatCursor({ seq: seq!, part }),
    kind,
    block,
    final: block !== null && block <= finalized,
    subjects,
    data,
    undoes,
    at: at.toISOString(),
  }
}

function scannedTo(rows: readonly MessageRow[], after: FeedCursor, isFull: boolean): FeedCursor {
  const last = rows.at(-1)!
  if (isFull) return { seq: last.seq!, part: last.part }
  const { lastSeq, lastPart, open } = last
  const end =
    open !== null && BigInt(open) <= BigInt(lastSeq)
      ? { seq: (BigInt(open) - 1n).toString(), part: MAX_PART }
      : { seq: lastSeq, part: lastPart }
  return isBefore(end, after) ? after : end
}

/** Whether a cursor comes before another. */
export function isBefore(a: FeedCursor, b: FeedCursor): boolean {
  const [x, y] = [BigInt(a.seq), BigInt(b.seq)]
  return x < y || (x === y && a.part < b.part)
}
