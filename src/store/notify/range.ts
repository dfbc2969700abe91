import type { ClientBase, Pool } from 'pg'
import type { FeedCursor } from './cursor'

/** What messages there are. */
export interface FeedRange {
  /** Rows up to this number were deleted. */
  deletedTo: string
  /** Of the last message. */
  last: FeedCursor
}

/** The range of cursors that a listener can resume from. */
export async function readRange(client: Pool | ClientBase): Promise<FeedRange> {
  const { rows } = await client.query<{ deletedTo: string; seq: string; part: number }>(
    `SELECT h.deleted_to AS "deletedTo", coalesce(p.seq, 0) AS seq, p.part
     FROM outbox_head h, linchpin_notify.position p`,
  )
  const { deletedTo, seq, part } = rows[0]!
  return { deletedTo, last: { seq, part } }
}
