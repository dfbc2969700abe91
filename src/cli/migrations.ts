import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import type { MigrationInterface } from 'typeorm'
import { KEEPALIVES } from '../store/connection'
import { connectWhenReady } from './database'
import { PACKAGE_ROOT } from './package-root'
import { assertMigrated, type KnownMigration, preflight } from './preflight'
import { dropViews } from './views'

const MIGRATIONS_DIR = join(PACKAGE_ROOT, 'db/migrations')
/** Key of the advisory lock that lets one process migrate at a time; an arbitrary constant. */
const MIGRATION_LOCK = 7_410_113

/** The lock of an earlier version belongs to a session, which a pooler may keep. */
const HOLDER_SQL = `
  SELECT a.pid, a.application_name AS name, a.backend_start::timestamptz(0)::text AS since
  FROM pg_locks l JOIN pg_database d ON d.oid = l.database LEFT JOIN pg_stat_activity a ON a.pid = l.pid
  WHERE l.locktype = 'advisory' AND l.granted AND d.datname = current_database() AND l.classid = 0 AND l.objid = $1`
const RETRY_MS = 250
const SAY_AGAIN_MS = 30_000

/** What holds the lock of migrations, and how to end it. */
interface Waiting {
  pid: number | null
  name: string | null
  since: string | null
  hint: string
}

type Migration = new () => MigrationInterface & {
  /** Tables that it creates and whose names are not in its statements. */
  tables?: readonly string[]
}

/**
 * Migrates a database to the schema of this version, in one transaction. Waits up to `waitMs` for the database, and for
 * another process that migrates. Records the migrations in TypeORM's table `migrations`, as `squid-typeorm-migration` does.
 *
 * @param url postgres:// URL
 * @param onWait called at once and then every 30 s while another process holds the lock of migrations
 * @param count number of migrations to apply, from the first one on: the schema of an earlier version
 * @returns names of the migrations that were applied, in order; none if the database is up to date
 * @throws LinchpinError LP3001, LP3005 (see connectWhenReady), LP3004, LP3020 to LP3023 and LP3027 (see preflight),
 *   LP3058 (see dropViews)
 */
export async function migrate(
  url: string,
  waitMs = 60_000,
  onWait: (waiting: Waiting) => void = () => {},
  count = Number.POSITIVE_INFINITY,
): Promise<string[]> {
  const client = await connectWhenReady(url, waitMs)
  try {
    // Ends with the connection, and with it the lock. A pooler keeps a connection for an open transaction.
    await client.query('BEGIN')
    await lock(client, onWait)
    const known = knownMigrations().slice(0, count)
    const pending = await preflight(client, known)
    // A view keeps the columns that it shows from being changed.
    if (pending.length > 0 && pending.length < known.length) await dropViews(url)
    return await apply(url, loadMigrations().slice(0, count))
  } finally {
    await client.end()
  }
}

/**
 * A connection to a database that has the tables of an index.
 * @throws LinchpinError LP3001, LP3005 (see connectWhenReady), LP3004 and LP3024 (see assertMigrated)
 */
export async function connectMigrated(url: string, waitMs: number): Promise<Client> {
  const client = await connectWhenReady(url, waitMs)
  try {
    await assertMigrated(client, knownMigrations())
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
}

/** The migrations of this version, with the tables that each creates. */
export function knownMigrations(): KnownMigration[] {
  return migrationFiles().map((file) => {
    const path = join(MIGRATIONS_DIR, file)
    const [up = ''] = readFileSync(path, 'utf8').split(/\bdown\s*\(/)
    const namesIn = (pattern: RegExp) => [...up.matchAll(pattern)].map(([, a, b]) => (a ?? b)!)
    const tables = namesIn(/\b(?:CREATE|RENAME) (?:TABLE|TO) "?(\w+)/g)
    const gone = namesIn(/\bDROP (?:TABLE) "?(\w+)|\bALTER (?:TABLE) "?(\w+)"? RENAME TO/g)
    const migration = load(path)
    return { name: nameOf(migration), tables: [...tables, ...(new migration().tables ?? [])], gone }
  })
}

function nameOf(migration: Migration): string {
  return new migration().name ?? migration.name
}

/** Takes the lock that the end of the transaction releases. */
async function lock(client: Client, onWait: (waiting: Waiting) => void): Promise<void> {
  let saidAt = Number.NEGATIVE_INFINITY
  for (;;) {
    const { rows } = await client.query('SELECT pg_try_advisory_xact_lock($1) AS taken', [
      MIGRATION_LOCK,
    ])
    if (rows[0].taken) return
    if (performance.now() - saidAt > SAY_AGAIN_MS) {
      saidAt = performance.now()
      onWait(await holder(client))
    }
    await sleep(RETRY_MS)
  }
}

/** What a command prints while it waits. */
export function describeWaiting({ pid, name, since, hint }: Waiting): string {
  const who = `${name || 'an unknown process'}, backend ${pid ?? 'unknown'}`
  return `waiting for another process that migrates the database: ${who}, since ${since ?? 'an unknown time'}. ${hint}`
}

async function holder(client: Client): Promise<Waiting> {
  const { rows } = await client.query(HOLDER_SQL, [MIGRATION_LOCK])
  const { pid = null, name = null, since = null } = rows[0] ?? {}
  const hint = `If it does not migrate, end it: SELECT pg_terminate_backend(${pid ?? 'PID'})`
  return { pid, name, since, hint }
}

/** Not loaded by TypeORM, which would interpret the path of the checkout as a pattern. */
function loadMigrations(): Migration[] {
  return migrationFiles().map((file) => load(join(MIGRATIONS_DIR, file)))
}

function load(path: string): Migration {
  return createRequire(__filename)(path) as Migration
}

function migrationFiles(): string[] {
  return readdirSync(MIGRATIONS_DIR)
    .filter((file) => file.endsWith('.js'))
    .sort()
}

async function apply(url: string, migrations: Migration[]): Promise<string[]> {
  // Most commands read only, and do without it and its memory.
  const { DataSource } = await import('typeorm')
  const source = new DataSource({ type: 'postgres', url, migrations, extra: KEEPALIVES })
  await source.initialize()
  try {
    const applied = await source.runMigrations({ transaction: 'all' })
    return applied.map(({ name }) => name)
  } finally {
    await source.destroy()
  }
}
