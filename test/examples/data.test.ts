import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../support/cli'
import { hasPythonModules, printedAfter } from '../support/examples'
import { type ExportApi, startExportApi } from '../support/exported'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'linchpin-examples-'))
let database: TestDatabase
let api: ExportApi

beforeAll(async () => {
  database = await createIndexedDatabase('exampledata', FIXTURE)
  api = await startExportApi(database.url)
})

afterAll(async () => {
  await api.close()
  await database.drop()
  rmSync(folder, { recursive: true })
})

const pandas = hasPythonModules('pandas')
test.skipIf(!pandas)(
  `pandas prints the services that depend on an operator${pandas ? '' : ' (skipped: python3-pandas is not installed)'}`,
  async () => {
    const script = 'examples/python/exposure.py'
    const { stdout } = await run('/usr/bin/python3', [script, api.url])
    expect(stdout.trim()).toBe(printedAfter(`python3 ${script}`))
  },
)

test('DuckDB prints the largest operators of each pool', async () => {
  const out = join(folder, 'data')
  const { code, stderr } = await runCli(['export', 'operatorStakes', '--out', out], {
    DB_URL: database.url,
  })
  expect(code, stderr).toBe(0)
  const args = ['examples/duckdb/query.mjs', 'examples/duckdb/holders.sql']
  const { stdout } = await run(process.execPath, [...args, out])
  expect(stdout.trim()).toBe(printedAfter(`node ${args.join(' ')}`))
})
