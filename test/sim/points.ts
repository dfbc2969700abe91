import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Point } from './plan'

/** Long enough to be noticed, in seconds. */
const HOLD_S = 0.4

/** Triggers that fire once in a transaction: per statement, except for the commit, for which triggers are per row. */
const TRIGGERS: Record<Exclude<Point, 'migration'>, string> = {
  copy: 'CREATE TRIGGER sim_point BEFORE INSERT ON contract_event EXECUTE FUNCTION sim_point()',
  'end versions':
    'CREATE TRIGGER sim_point BEFORE UPDATE ON operator_stake EXECUTE FUNCTION sim_point()',
  cursor: 'CREATE TRIGGER sim_point BEFORE UPDATE ON cursor EXECUTE FUNCTION sim_point()',
  commit:
    'CREATE CONSTRAINT TRIGGER sim_point AFTER UPDATE ON cursor DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION sim_point()',
  rollback: 'CREATE TRIGGER sim_point BEFORE DELETE ON operator EXECUTE FUNCTION sim_point()',
}

/** Makes transactions sleep at a point. */
export async function installHold(client: Client, point: Point): Promise<boolean> {
  return install(client, point, `PERFORM pg_sleep(${HOLD_S});`)
}

/** Key of the advisory lock for which transactions wait at a gate. */
const GATE = 4_711

/** Makes transactions wait at a point until the gate is opened by this connection. */
export async function installGate(client: Client, point: Point): Promise<boolean> {
  await client.query('SELECT pg_advisory_lock($1)', [GATE])
  return install(client, point, `PERFORM pg_advisory_xact_lock_shared(${GATE});`)
}

/** Lets all transactions pass from now on. */
export async function openGate(client: Client): Promise<void> {
  await client.query('SELECT pg_advisory_unlock($1)', [GATE])
}

/** The backend that waits at the gate; null if what should come there is over. */
export function meetAtGate(client: Client, isOver: () => boolean): Promise<number | null> {
  return meet(client, isOver, 'advisory')
}

/** Makes the first `times` transactions fail at a point. */
export async function installRaise(
  client: Client,
  point: Point,
  code: string,
  times: number,
): Promise<boolean> {
  await client.query('CREATE SEQUENCE IF NOT EXISTS sim_count')
  await client.query('ALTER SEQUENCE sim_count RESTART')
  // A sequence is not rolled back with the transaction.
  const fail = `IF nextval('sim_count') <= ${times} THEN
    RAISE EXCEPTION 'a fault of the test' USING ERRCODE = '${code}'; END IF;`
  return install(client, point, fail)
}

/** How often a point failed. */
export async function raised(client: Client, times: number): Promise<number> {
  const { rows } = await client.query(`SELECT last_value::int AS n, is_called FROM sim_count`)
  return rows[0].is_called ? Math.min(rows[0].n, times) : 0
}

/** @returns false if the tables do not exist yet */
async function install(client: Client, point: Point, action: string): Promise<boolean> {
  await uninstall(client)
  const { rows } = await client.query("SELECT to_regclass('cursor') IS NOT NULL AS there")
  if (point !== 'migration' && !rows[0].there) return false
  const returns = point === 'migration' ? 'event_trigger' : 'trigger'
  const result = point === 'migration' ? '' : 'RETURN NULL;'
  await client.query(`CREATE FUNCTION sim_point() RETURNS ${returns} LANGUAGE plpgsql AS $$ BEGIN
    IF current_setting('sim.met', true) = 'yes' THEN ${result || 'RETURN;'} END IF;
    PERFORM set_config('sim.met', 'yes', true);
    ${action}
    ${result}
  END $$`)
  await client.query(
    point === 'migration'
      ? `CREATE EVENT TRIGGER sim_point ON ddl_command_end WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION sim_point()`
      : TRIGGERS[point],
  )
  return true
}

/** Removes the trigger, once no transaction sleeps there. */
export async function uninstall(client: Client): Promise<void> {
  try {
    await client.query('DROP EVENT TRIGGER IF EXISTS sim_point')
    await client.query('DROP FUNCTION IF EXISTS sim_point CASCADE')
  } catch (error) {
    // A transaction of the indexer locks tables in another order.
    if ((error as { code?: string }).code !== '40P01') throw error
    await uninstall(client)
  }
}

/** The backend that sleeps at the point; null if none does in time. */
export async function meet(
  client: Client,
  isOver: () => boolean,
  event = 'PgSleep',
): Promise<number | null> {
  while (!isOver()) {
    const { rows } = await client.query(
      'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = $1',
      [event],
    )
    if (rows[0]) return rows[0].pid
    await wait(15)
  }
  return null
}

/** Backends of the indexer. */
export async function backends(client: Client): Promise<number[]> {
  const { rows } = await client.query(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
  )
  return rows.map(({ pid }) => pid)
}
