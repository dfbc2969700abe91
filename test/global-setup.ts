import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { startEmbeddedPostgres } from '../src/cli/postgres'

/** Losing the data of a test at a power cut is no loss. */
const FAST_AND_UNSAFE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/**
 * One Postgres for the whole suite, in LINCHPIN_TEST_DATABASE_URL, unless that names one already; and the prefix of the
 * databases that tests copy, in LINCHPIN_TEST_TEMPLATES.
 * @returns the teardown
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  // Each project of the suite calls it.
  if (process.env.LINCHPIN_TEST_TEMPLATES) return undefined
  const prefix = `template_${randomBytes(4).toString('hex')}_`
  process.env.LINCHPIN_TEST_TEMPLATES = prefix
  const given = process.env.LINCHPIN_TEST_DATABASE_URL
  if (given) return () => dropTemplates(given, prefix)
  const dataDir = mkdtempSync(join(tmpdir(), 'linchpin-test-'))
  // When root runs the suite another user runs the server, and must be able to enter.
  chmodSync(dataDir, 0o755)
  const server = await startEmbeddedPostgres({
    dataDir,
    print: () => undefined,
    settings: FAST_AND_UNSAFE,
  })
  process.env.LINCHPIN_TEST_DATABASE_URL = server.url
  return async () => {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function dropTemplates(server: string, prefix: string): Promise<void> {
  const client = new Client({ connectionString: server })
  await client.connect()
  const { rows } = await client.query<{ datname: string }>(
    'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
    [prefix],
  )
  for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`)
  await client.end()
}
