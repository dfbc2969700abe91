import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Client } from 'pg'
import { DataSource, type MigrationInterface } from 'typeorm'
import { EXIT, LinchpinError } from '../errors'
import { connectWhenReady } from './database'
import { PACKAGE_ROOT } from './package-root'

const MIGRATIONS_DIR = join(PACKAGE_ROOT, 'db/migrations')
/** Key of the advisory lock that lets one process migrate at a time; an arbitrary constant. */
const MIGRATION_LOCK = 7_410_113

type Migration = new () => MigrationInterface

/**
 * Migrates a database to the schema of this version, in one transaction. Waits up to `waitMs` for the database, and for
 * another process that migrates. Records the migrations in TypeORM's table `migrations`, as `squid-typeorm-migration` does.
 *
 * @param url postgres:// URL
 * @returns names of the migrations that were applied, in order; none if the database is up to date
 * @throws LinchpinError LP3001, LP3005 (see connectWhenReady), LP3004 if another version migrated the database
 */
export async function migrate(url: string, waitMs = 60_000): Promise<string[]> {
  const client = await connectWhenReady(url, waitMs)
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    const migrations = loadMigrations()
    await refuseOtherVersion(client, migrations)
    return await apply(url, migrations)
  } finally {
    await client.end()
  }
}

/** Not loaded by TypeORM, which would interpret the path of the checkout as a pattern. */
function loadMigrations(): Migration[] {
  const load = createRequire(__filename)
  return readdirSync(MIGRATIONS_DIR)
    .filter((file) => file.endsWith('.js'))
    .sort()
    .map((file) => load(join(MIGRATIONS_DIR, file)) as Migration)
}

async function apply(url: string, migrations: Migration[]): Promise<string[]> {
  const source = new DataSource({ type: 'postgres', url, migrations })
  await source.initialize()
  try {
    const applied = await source.runMigrations({ transaction: 'all' })
    return applied.map(({ name }) => name)
  } finally {
    await source.destroy()
  }
}

async function refuseOtherVersion(client: Client, migrations: Migration[]): Promise<void> {
  const table = await client.query(`SELECT to_regclass('migrations') IS NOT NULL AS exists`)
  if (!table.rows[0].exists) return
  const known = migrations.map((migration) => new migration().name ?? migration.name)
  const { rows } = await client.query('SELECT name FROM migrations ORDER BY id')
  const unknown = rows.map(({ name }) => name).filter((name) => !known.includes(name))
  if (unknown.length === 0) return
  throw new LinchpinError(
    'LP3004',
    `the database was migrated by another version: it has the unknown migration ${unknown.join(', ')}`,
    'run the version of Linchpin that created it, or use an empty database',
    EXIT.DATA,
  )
}
