import { hostname } from 'node:os'
import type { ClientBase } from 'pg'
import { EXIT, LinchpinError } from '../../errors'

/** A lease whose heartbeat is older can be taken over. */
const STALE_SECONDS = 20

/** The right to deliver, until another process takes it over. */
export interface Lease {
  epoch: string
}

/**
 * Takes the lease.
 * @throws LinchpinError LP3040 if another process has it
 */
export async function takeLease(client: ClientBase): Promise<Lease> {
  const name = `linchpin notify, process ${process.pid} on ${hostname()}`
  const { rows } = await client.query<Lease>(
    `UPDATE linchpin_notify.lease SET epoch = epoch + 1, name = $1, heartbeat = clock_timestamp()
     WHERE name IS NULL OR heartbeat < clock_timestamp() - make_interval(secs => $2) RETURNING epoch`,
    [name, STALE_SECONDS],
  )
  if (rows[0]) return rows[0]
  const holder = await client.query<{ name: string; age: number }>(
    `SELECT name, extract(epoch FROM clock_timestamp() - heartbeat)::int AS age FROM linchpin_notify.lease`,
  )
  const { name: other, age } = holder.rows[0]!
  throw new LinchpinError(
    'LP3040',
    `Another process delivers from this database: ${other}, heartbeat ${age} s ago.`,
    `Stop it. If it has ended without a word, this one can start ${STALE_SECONDS} s after its last heartbeat.`,
    EXIT.UNAVAILABLE,
  )
}

/**
 * Runs `work` in a transaction with one snapshot that only the holder of the lease may commit.
 * @throws LinchpinError LP3041 if another process took the lease over
 */
export async function inLeaseTransaction<T>(
  client: ClientBase,
  { epoch }: Lease,
  work: () => Promise<T>,
): Promise<T> {
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    const { rowCount } = await client.query(
      'UPDATE linchpin_notify.lease SET heartbeat = clock_timestamp() WHERE epoch = $1',
      [epoch],
    )
    if (rowCount === 0) throw leaseLost()
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/** Gives the lease up, unless another process took it over. */
export async function releaseLease(client: ClientBase, { epoch }: Lease): Promise<void> {
  await client.query('UPDATE linchpin_notify.lease SET name = NULL WHERE epoch = $1', [epoch])
}

/** Another process delivers. */
export function leaseLost(): LinchpinError {
  return new LinchpinError(
    'LP3041',
    'Another process took over the delivery of messages.',
    `This one did not answer for ${STALE_SECONDS} s. Let one of them run.`,
    EXIT.UNAVAILABLE,
  )
}
