import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { Client } from 'pg'
import { runCli } from './cli'
import { createTestDatabase, serverUrl, type TestDatabase } from './postgres'

/**
 * A database of one test with all of a recording, as the command indexes it. The first test that needs a recording has it
 * indexed; that database is copied for each of them. Tests of the indexing itself run the command.
 *
 * @param name prefix of its name
 * @param dir folder of the recording
 * @throws Error if the command fails, or logs an error
 */
export async function createIndexedDatabase(name: string, dir: string): Promise<TestDatabase> {
  return createTestDatabase(name, await templateOf(dir))
}

/** Name of the database to copy. Those of a run have a prefix of their own: the next run may have other code. */
async function templateOf(dir: string): Promise<string> {
  const path = createHash('sha256').update(realpathSync(dir)).digest('hex').slice(0, 16)
  const template = `${process.env.LINCHPIN_TEST_TEMPLATES}${path}`
  const client = new Client({ connectionString: serverUrl() })
  await client.connect()
  try {
    // Files of tests run in processes of their own: one indexes, the others wait.
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [template])
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [
      template,
    ])
    if (rowCount === 0) {
      const { name } = await index(dir)
      await client.query(`ALTER DATABASE ${name} RENAME TO ${template}`)
    }
    return template
  } finally {
    await client.end()
  }
}

async function index(dir: string): Promise<TestDatabase> {
  const database = await createTestDatabase('indexing')
  const { code, stderr } = await runCli(['index', '--recording', dir, '--until-head'], {
    DB_URL: database.url,
  })
  if (code === 0 && !/"level":"(error|fatal)"/.test(stderr)) return database
  await database.drop()
  throw new Error(`index --recording ${dir} ended with ${code}:\n${stderr}`)
}
