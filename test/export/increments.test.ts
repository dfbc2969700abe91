import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadModel } from '../../src/api/schema/model'
import type { Manifest } from '../../src/export/output/manifest'
import { someOf } from '../long.mjs'
import { runCli } from '../support/cli'
import { startExportApi } from '../support/exported'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

const root = mkdtempSync(join(tmpdir(), 'linchpin-increments-'))
const names = [...loadModel().entities.values()].map(({ query }) => query.list)
/** The SQL that the documentation gives. */
const [, MERGE] = /```sql merge\n([\s\S]*?)```/.exec(readFileSync('docs/exports.md', 'utf8'))!

let database: TestDatabase
let duck: DuckDBConnection
/** Final blocks, of which the last is the last final one. */
let blocks: [number, number, number]

beforeAll(async () => {
  database = await createIndexedDatabase('increments', FIXTURE)
  const db = new Client({ connectionString: database.url })
  await db.connect()
  const { rows } = await db.query('SELECT least(finalized_height, height) AS final FROM cursor')
  await db.end()
  const { final } = rows[0]
  blocks = [Math.floor(final / 3), Math.floor(final / 2), final]
  duck = await (await DuckDBInstance.create()).connect()
}, 300_000)

afterAll(async () => {
  await database.drop()
  rmSync(root, { recursive: true })
})

const run = (args: string[]) => runCli(['export', ...args], { DB_URL: database.url })

async function exported(name: string, ...args: (string | number)[]): Promise<Manifest> {
  const out = join(root, name)
  const { code, stderr } = await run(['all', ...args.map(String), '--out', out])
  expect(code, stderr).toBe(0)
  return JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))
}

const count = async (text: string): Promise<number> =>
  (await duck.runAndReadAll(`SELECT count(*)::int FROM (${text})`)).getRowsJson()[0]![0] as number

/** The SQL of the documentation, for other files. */
const merged = (entity: string, base: string, increment: string) =>
  MERGE!
    .replaceAll(`'base/stakes.parquet'`, base)
    .replaceAll(`'increment/stakes.parquet'`, `'${root}/${increment}/${entity}.parquet'`)

test('increments merged as documented equal the full export, for every entity, also one after another', async () => {
  const [first, second, last] = blocks
  await exported('base', '--block', first, '--no-days')
  const full = await exported('full', '--block', last, '--no-days')
  const whole = await exported('whole', '--since', first)
  expect(whole).toMatchObject({ block: last, since: { block: first }, final: true })
  await exported('part1', '--since', first, '--block', second)
  const part2 = await exported('part2', '--since', second)
  expect(part2.digest).toBe(full.digest)
  let changed = 0
  for (const entity of names) {
    const expected = `SELECT * FROM '${root}/full/${entity}.parquet'`
    const base = `'${root}/base/${entity}.parquet'`
    const once = merged(entity, base, 'whole')
    const twice = merged(entity, `(${merged(entity, base, 'part1')})`, 'part2')
    const rows = await count(expected)
    for (const found of [once, twice]) {
      expect([entity, await count(found)]).toEqual([entity, rows])
      expect([entity, await count(`(${found}) EXCEPT (${expected})`)]).toEqual([entity, 0])
    }
    changed += await count(
      `SELECT id FROM '${root}/whole/${entity}.parquet' GROUP BY id HAVING count(*) = 2`,
    )
    expect(await count(`SELECT * FROM '${root}/whole/${entity}.parquet'`)).toBe(
      whole.tables.find((one) => one.entity === entity)!.rows,
    )
  }
  expect(changed).toBeGreaterThan(100)
}, 600_000)

test('over HTTP an increment has the bytes that the command writes, and names its base', async () => {
  const [first, second, last] = blocks
  const api = await startExportApi(database.url)
  const options = ['--since', `${first}`, '--block', `${second}`, '--no-days']
  for (const format of someOf(['csv', 'ndjson', 'parquet'], 2)) {
    const out = join(root, `http-${format}`)
    const names = ['stakes', 'allocations', 'contractEvents']
    const { code, stderr } = await run([...names, ...options, '--format', format, '--out', out])
    expect(code, stderr).toBe(0)
    for (const name of names) {
      const query = `since=${first}&block=${second}`
      const response = await api.get(`/export/${name}.${format}?${query}`)
      expect(response.status).toBe(200)
      const body = Buffer.from(await response.arrayBuffer())
      const file = readFileSync(join(out, `${name}.${format}`))
      expect([name, format, body.length, body.equals(file)]).toEqual([
        name,
        format,
        file.length,
        true,
      ])
      expect(response.headers.get('content-disposition')).toContain(
        `"${name}-${first}-${second}.${format}"`,
      )
      const { since } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Manifest
      expect(response.headers.get('x-since-block-number')).toBe(`${first}`)
      expect(response.headers.get('x-since-block-digest')).toBe(since!.digest)
      expect(response.headers.get('x-since-block-hash')).toBe(since!.blockHash)
    }
  }
  // Without a block it is up to the last final one; with its hash the base is the same.
  const latest = await api.get(`/export/stakes.csv?since=${second}`)
  expect(latest.headers.get('x-block-number')).toBe(`${last}`)
  const tag = latest.headers.get('etag')!
  const headers = { 'if-none-match': tag }
  expect((await api.get(`/export/stakes.csv?since=${second}`, { headers })).status).toBe(304)
  expect((await api.get(`/export/stakes.csv?since=${first}`, { headers })).status).toBe(200)
  const metadata = await duck.runAndReadAll(
    `SELECT decode(key), decode(value) FROM parquet_kv_metadata('${root}/http-parquet/stakes.parquet')`,
  )
  expect(Object.fromEntries(metadata.getRowsJson() as [string, string][])).toMatchObject({
    'linchpin.block': `${second}`,
    'linchpin.sinceBlock': `${first}`,
  })
  await api.close()
})

test('increments of blocks that are not final, or without ids, are refused', async () => {
  const refusal = async (...args: string[]) => {
    const { code, stderr } = await run(['stakes', '--out', join(root, 'refused'), ...args])
    expect(code).toBe(1)
    return stderr
  }
  const [first, , last] = blocks
  expect(await refusal('--since', `${first}`, '--block', `${last + 1}`)).toContain(
    `error LP4065: Block ${last + 1} is not final.`,
  )
  expect(await refusal('--since', `${last + 1}`)).toContain('LP4065')
  expect(await refusal('--since', `${last}`)).toContain('Give an earlier block as since.')
  expect(await refusal('--since', `${first}`, '--fields', 'depositShares')).toContain('add it')
})
