import type { Client } from 'pg'

/** Key of the advisory lock that lets one process create the tables at a time; an arbitrary constant. */
const SCHEMA_LOCK = 7_410_114

/**
 * Creates the schema of `linchpin notify` unless it is there. Databases without one need no right to create schemas, so it is no
 * migration.
 */
export async function createNotifySchema(client: Client): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [SCHEMA_LOCK])
    const { rows } = await client.query(
      `SELECT to_regclass('linchpin_notify.dead_letter') IS NOT NULL AS exists`,
    )
    if (!rows[0].exists) await client.query(SQL)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

const SQL = `
  CREATE SCHEMA IF NOT EXISTS linchpin_notify;
  SET LOCAL search_path TO linchpin_notify;
  -- The process that delivers: its transactions check the epoch.
  CREATE TABLE lease (one bool PRIMARY KEY DEFAULT true CHECK (one), epoch int8 NOT NULL DEFAULT 0, name text,
    heartbeat timestamptz NOT NULL DEFAULT '-infinity');
  INSERT INTO lease DEFAULT VALUES;
  -- Last row of the outbox that the rules have seen, and the last alert at it. Null: never started. pending: what is still to be evaluated.
  CREATE TABLE position (one bool PRIMARY KEY DEFAULT true CHECK (one), instance uuid NOT NULL DEFAULT gen_random_uuid(),
    seq int8, part int4 NOT NULL DEFAULT 0, pending jsonb NOT NULL DEFAULT '[]');
  INSERT INTO position DEFAULT VALUES;
  -- seq: the row of the outbox that caused it.
  CREATE TABLE alert (seq int8, part int4, rule text NOT NULL, subject text NOT NULL, state text NOT NULL, block int4,
    subjects text[] NOT NULL, data jsonb NOT NULL, undoes text, undoable bool NOT NULL, is_undone bool NOT NULL DEFAULT false,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp(), PRIMARY KEY (seq, part));
  CREATE TABLE rule (name text PRIMARY KEY, definition text NOT NULL);
  -- What is fired now.
  CREATE TABLE fired (rule text, subject text, since text NOT NULL, PRIMARY KEY (rule, subject));
  CREATE TABLE receiver (name text PRIMARY KEY, seq int8 NOT NULL, part int4 NOT NULL, attempts int4 NOT NULL DEFAULT 0,
    next_at timestamptz, last_error text, sent int8 NOT NULL DEFAULT 0);
  CREATE TABLE dead_letter (id text PRIMARY KEY, receiver text NOT NULL, cursor text NOT NULL, body text NOT NULL, error text NOT NULL,
    attempts int4 NOT NULL, died_at timestamptz NOT NULL DEFAULT clock_timestamp(), resend bool NOT NULL DEFAULT false);
`
