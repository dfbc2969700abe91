import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ExportApi, startExportApi } from '../support/exported'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

const PAGE = readFileSync('docs/exports.md', 'utf8')
/** Text of the blocks of code of a language. */
const blocks = (language: string) =>
  [...PAGE.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, text]) => text!,
  )

const folder = mkdtempSync(join(tmpdir(), 'linchpin-docs-'))
const cli = resolve('lib/cli/main.js')
let database: TestDatabase
let api: ExportApi
let pool: string
let db: Client

beforeAll(async () => {
  database = await createIndexedDatabase('docs', FIXTURE)
  api = await startExportApi(database.url)
  db = new Client({ connectionString: database.url })
  await db.connect()
  const { rows } = await db.query(
    'SELECT pool_id AS pool FROM operator_stake WHERE from_block <= 2500 ORDER BY shares DESC, pool_id LIMIT 1',
  )
  pool = rows[0].pool
}, 300_000)

afterAll(async () => {
  await api.close()
  await db.end()
  await database.drop()
  rmSync(folder, { recursive: true })
})

/** Runs a program in the folder, while the API of this process answers. */
async function run(program: string, args: string[]): Promise<string> {
  const env = { ...process.env, DB_URL: database.url }
  const { stdout } = await promisify(execFile)(program, args, { cwd: folder, env })
  return stdout
}

/** Runs lines of a shell. */
const shell = (text: string) =>
  run('bash', [
    '-euo',
    'pipefail',
    '-c',
    text
      .replaceAll('http://127.0.0.1:4350', api.url)
      .replaceAll('0x…', pool)
      .replaceAll(/^linchpin /gm, `${process.execPath} ${cli} `),
  ])

/** The SQL of the page, with its files in the folder. */
async function sql(name: string): Promise<unknown[][]> {
  const [text] = blocks(`sql ${name}`)
  const duck = await (await DuckDBInstance.create()).connect()
  const found = text!.replaceAll(/'(data|base|increment)\//g, `'${folder}/$1/`)
  return (await duck.runAndReadAll(found)).getRowsJson()
}

test('every command runs', async () => {
  // Those for a store are run in s3.test.ts.
  const commands = blocks('sh').filter((text) => !text.includes('s3://'))
  expect(commands.length).toBeGreaterThan(3)
  for (const text of commands) await shell(text)
}, 300_000)

test('the SQL reads what the commands wrote', async () => {
  const rows = await db.query(
    `SELECT pool_id, count(*)::text AS n, sum(deposit_shares)::text AS shares FROM stake WHERE to_block IS NULL
     GROUP BY 1 ORDER BY sum(deposit_shares) DESC, 1 LIMIT 3`,
  )
  expect(await sql('read')).toEqual(rows.rows.map((row) => [row.pool_id, row.n, row.shares]))
  const [[key, block]] = (await sql('stamp')) as [[string, string]]
  expect([key, block]).toEqual(['linchpin.block', '5000'])
  expect((await sql('merge')).length).toBeGreaterThan(100)
})

const pandas = spawnSync('/usr/bin/python3', ['-c', 'import pandas']).status === 0
test.skipIf(!pandas)(
  `the Python reads it, too${pandas ? '' : ' (skipped: python3-pandas is not installed)'}`,
  async () => {
    const [program] = blocks('python')
    const { rows } = await db.query(
      `SELECT count(*) || ' ' || sum(deposit_shares) AS line FROM stake
       WHERE from_block <= 2500 AND (to_block IS NULL OR to_block > 2500)`,
    )
    expect((await run('/usr/bin/python3', ['-c', program!])).trim()).toBe(rows[0].line)
  },
)
