import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { runCli } from './cli'
import { createTestDatabase, type TestDatabase } from './postgres'
import { template } from './templates'

/**
 * A database of one test with all of a recording, as the command indexes it. The first test that needs a recording has it
 * indexed; that database is copied for each of them. Tests of the indexing itself run the command.
 *
 * @param name prefix of its name
 * @param dir folder of the recording
 * @throws Error if the command fails, or logs an error
 */
export async function createIndexedDatabase(name: string, dir: string): Promise<TestDatabase> {
  const path = createHash('sha256').update(realpathSync(dir)).digest('hex').slice(0, 16)
  return createTestDatabase(name, await template(path, () => index(dir)))
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
