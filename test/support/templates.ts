import { Client } from 'pg'
import { migrate } from '../../src/cli/migrations'
import { createTestDatabase, serverUrl, type TestDatabase } from './postgres'

/** Those that this process knows to be there. */
const made = new Map<string, Promise<string>>()

/**
 * Name of a database that tests copy. The first test of a run that needs it has it made; the run drops it at its end.
 * @param key letters and digits; what says the content
 */
export function template(key: string, make: () => Promise<TestDatabase>): Promise<string> {
  // Those of a run have a prefix of their own: the next run may have other code.
  const name = `${process.env.LINCHPIN_TEST_TEMPLATES}${key}`
  const known = made.get(name) ?? makeOnce(name, make)
  made.set(name, known)
  // After a failure the next test tries again.
  known.catch(() => made.delete(name))
  return known
}

async function makeOnce(name: string, make: () => Promise<TestDatabase>): Promise<string> {
  const client = new Client({ connectionString: serverUrl() })
  await client.connect()
  try {
    // Files of tests run in processes of their own: one makes it, the others wait.
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name])
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 0) {
      const database = await make()
      await client.query(`ALTER DATABASE ${database.name} RENAME TO ${name}`)
    }
    return name
  } finally {
    await client.end()
  }
}

/**
 * A new database with the tables of this version, and no rows; it sorts text by code point. Tests of the migrations
 * themselves begin without tables.
 */
export async function createMigratedDatabase(name: string): Promise<TestDatabase> {
  return createTestDatabase(name, await template('tables', migrated))
}

async function migrated(): Promise<TestDatabase> {
  const database = await createTestDatabase('migrating', `template0 ENCODING 'UTF8' LOCALE 'C'`)
  await migrate(database.url)
  return database
}
