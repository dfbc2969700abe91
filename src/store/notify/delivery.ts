import type { Pool } from 'pg'

/** How far the rules are. */
export interface RulesState {
  /** Of the last message. */
  seq: string
  /** Last block that they saw; null: none yet. */
  block: number | null
  /** Last indexed block; null: none. */
  indexed: number | null
  /** Seconds since the first row was written that they have not seen; null: they have seen all. */
  waitSeconds: number | null
}

/** How far a receiver is. */
export interface DeliveryState {
  name: string
  /** Blocks between the last indexed one and that of its last message; null: not known. */
  lag: number | null
  /** Messages that were put aside. */
  dead: number
}

/** SQL of the block that the row with a number belongs to, or comes after. */
const blockAt = (seq: string) =>
  `(SELECT o.block FROM outbox o WHERE o.kind = 'block' AND o.seq <= ${seq} ORDER BY o.seq DESC LIMIT 1)`

/** Reads how far the rules are. */
export async function readRulesState(pool: Pool): Promise<RulesState> {
  const { rows } = await pool.query<RulesState>(
    `SELECT coalesce(p.seq, 0)::text AS seq, ${blockAt('p.seq')} AS block, (SELECT height FROM cursor) AS indexed,
       (SELECT greatest(0, extract(epoch FROM clock_timestamp() - o.written_at))::float8
        FROM outbox o WHERE o.seq > p.seq ORDER BY o.seq LIMIT 1) AS "waitSeconds"
     FROM linchpin_notify.position p`,
  )
  return rows[0]!
}

/** Reads how far receivers are. @param seqs number of the last row that each has seen, by name */
export async function readDeliveries(
  pool: Pool,
  seqs: ReadonlyMap<string, string>,
): Promise<DeliveryState[]> {
  const { rows } = await pool.query<DeliveryState>(
    `SELECT r.name, greatest(0, (SELECT height FROM cursor) - ${blockAt('r.seq')}) AS lag,
       (SELECT count(*)::int FROM linchpin_notify.dead_letter d WHERE d.receiver = r.name) AS dead
     FROM ROWS FROM (unnest($1::text[]), unnest($2::int8[])) AS r(name, seq)`,
    [[...seqs.keys()], [...seqs.values()]],
  )
  return rows
}

/** Subjects that are fired, by rule. */
export async function countFired(pool: Pool): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ rule: string; count: number }>(
    'SELECT rule, count(*)::int AS count FROM linchpin_notify.fired GROUP BY rule',
  )
  return new Map(rows.map(({ rule, count }) => [rule, count]))
}
