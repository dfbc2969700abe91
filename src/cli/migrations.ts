import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Client } from 'pg'
import { DataSource, type MigrationInterface } from 'typeorm'
import { connectWhenReady } from './database'
import { PACKAGE_ROOT } from './package-root'
import { assertMigrated, type KnownMigration, preflight } from './preflight'

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
 * @throws LinchpinError LP3001, LP3005 (see connectWhenReady), LP3004 and LP3020 to LP3023 (see preflight)
 */
export async function migrate(url: string, waitMs = 60_000): Promise<string[]> {
  const client = await connectWhenReady(url, waitMs)
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    await preflight(client, knownMigrations())
    return await apply(url, loadMigrations())
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
    const tables = [...up.matchAll(/\b(?:CREATE|RENAME) (?:TABLE|TO) "?(\w+)/g)].map(([, t]) => t!)
    return { name: nameOf(load(path)), tables }
  })
}

function nameOf(migration: Migration): string {
  return new migration().name ?? migration.name
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
  const source = new DataSource({ type: 'postgres', url, migrations })
  await source.initialize()
  try {
    const applied = await source.runMigrations({ transaction: 'all' })
    return applied.map(({ name }) => name)
  } finally {
    await source.destroy()
  }
}
