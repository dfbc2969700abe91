import { randomBytes } from 'node:crypto'
import { Client } from 'pg'

/** A database of one test. */
export interface TestDatabase {
  name: string
  url: string
  /** Also closes connections that are still open. */
  drop(): Promise<void>
}

/**
 * A new empty database on the server of the suite.
 * @param name prefix of its name
 * @param template name of the database to copy, which must have no connections; options may follow
 */
export async function createTestDatabase(name: string, template?: string): Promise<TestDatabase> {
  const server = serverUrl()
  const database = `${name.toLowerCase().replace(/\W/g, '_')}_${randomBytes(4).toString('hex')}`
  const from = template ? ` TEMPLATE ${template}` : ''
  await run(server, `CREATE DATABASE ${database}${from}`)
  const url = new URL(server)
  url.pathname = `/${database}`
  return {
    name: database,
    url: url.toString(),
    drop: () => run(server, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`),
  }
}

/** The server of the suite. */
export function serverUrl(): string {
  const url = process.env.LINCHPIN_TEST_DATABASE_URL
  if (!url) throw new Error('LINCHPIN_TEST_DATABASE_URL is not set; see test/global-setup.ts')
  return url
}

/** Runs a statement on a connection of its own. */
export async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
