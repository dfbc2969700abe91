import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { IS_LONG } from '../long.mjs'
import { runCli } from '../support/cli'
import { createIndexedDatabase } from '../support/indexed-database'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { fingerprintTables } from '../support/tables'

const databases: TestDatabase[] = []
let indexed: TestDatabase
let tables: Record<string, string>
let digest: string

async function freshDatabase(): Promise<string> {
  const database = await createTestDatabase('index')
  databases.push(database)
  return database.url
}

async function indexToHead(url: string, ...options: string[]): Promise<string> {
  const args = ['index', '--recording', FIXTURE, '--until-head', ...options]
  const { code, stderr } = await runCli(args, { DB_URL: url })
  expect(code, stderr).toBe(0)
  return /digest (0x[0-9a-f]{64})/.exec(stderr)![1]!
}

/** Starts indexing and kills it with SIGKILL when it has written its first blocks. */
async function indexAndKill(url: string): Promise<void> {
  const args = ['lib/cli/main.js', 'index', '--recording', FIXTURE, '--batch-blocks', '40']
  const child = spawn(process.execPath, args, { env: { ...process.env, DB_URL: url } })
  const gone = new Promise((resolve) => child.on('close', resolve))
  let output = ''
  child.stderr.on('data', (text) => {
    output += text
    if (output.includes('indexing: block')) child.kill('SIGKILL')
  })
  await gone
  expect(output).not.toContain('at the head')
}

beforeAll(async () => {
  indexed = await createIndexedDatabase('index', FIXTURE)
  databases.push(indexed)
  const { stdout } = await runCli(['digest'], { DB_URL: indexed.url })
  digest = /0x[0-9a-f]{64}/.exec(stdout)![0]
  tables = await fingerprintTables(indexed.url)
})

afterAll(async () => {
  for (const database of databases) await database.drop()
})

// The killed one below has two sizes.
if (IS_LONG)
  test('the size of batches does not change the tables', async () => {
    const url = await freshDatabase()
    expect(await indexToHead(url, '--batch-blocks', '97')).toBe(digest)
    expect(await fingerprintTables(url)).toEqual(tables)
  })

test('an index that was killed midway ends with the same tables', async () => {
  const url = await freshDatabase()
  await indexAndKill(url)
  expect(await indexToHead(url)).toBe(digest)
  expect(await fingerprintTables(url)).toEqual(tables)
})

test('a second start indexes no block again', async () => {
  const { stderr } = await runCli(['index', '--recording', FIXTURE, '--until-head'], {
    DB_URL: indexed.url,
  })
  expect(stderr).toContain('block 5000, 0 events')
})
