import type { Client } from 'pg'
import { inWriterTransaction } from '../writer/fenced'
import type { Claim } from '../writer/lock'
import { appendRows } from './outbox'

/** Numbers that are left out after a failover: more rows than the old primary can have written that are lost. */
const LEAP = 1_000_000

/**
 * Announces that another server has taken over, or that a backup was restored, since the outbox was last written: the last rows may be lost,
 * although listeners have them. New rows get numbers above all that were lost, and the first one says where the index is.
 */
export async function noteFailover(client: Client, claim: Claim): Promise<void> {
  const timeline = await readTimeline(client)
  if (timeline === null) return
  const { rows } = await client.query<{ seq: string; known: string | null }>(
    'SELECT seq, timeline AS known FROM outbox_head',
  )
  const { seq, known } = rows[0]!
  if (known === timeline) return
  await inWriterTransaction(client, claim, async () => {
    await client.query('UPDATE outbox_head SET timeline = $1', [timeline])
    if (known === null || seq === '0') return
    await client.query('UPDATE outbox_head SET seq = seq + $1', [LEAP])
    const head = await client.query<{ to: unknown }>(
      `SELECT jsonb_build_object('number', height, 'hash', hash) AS to FROM cursor`,
    )
    const data = { from: null, to: head.rows[0]?.to ?? null, lostAfter: seq }
    await appendRows(client, [{ kind: 'rollback', subjects: [], data, block: null }])
  })
}

/** Timeline of the server, as hex digits; null: a database without timelines, as some managed ones are. */
async function readTimeline(client: Client): Promise<string | null> {
  const { rows } = await client
    .query<{ timeline: string }>(
      'SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8) AS timeline',
    )
    .catch(() => ({ rows: [] }))
  return rows[0]?.timeline ?? null
}
