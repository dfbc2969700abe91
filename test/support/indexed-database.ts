import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
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
  return createTestDatabase(name, await template(keyOf(dir), () => index(dir)))
}

/** By folder: a large recording takes a while to read. */
const keys = new Map<string, string>()

/** What the index of a recording follows from: copies of one recording have one template. */
function keyOf(dir: string): string {
  const known = keys.get(dir)
  if (known) return known
  const hash = createHash('sha256')
  for (const file of ['blocks.jsonl.gz', 'logs.jsonl.gz', 'deployment.json']) {
    hash.update(readFileSync(join(dir, file)))
  }
  const key = hash.digest('hex').slice(0, 16)
  keys.set(dir, key)
  return key
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
