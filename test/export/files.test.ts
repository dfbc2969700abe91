import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EXIT } from '../../src/errors'
import type { Manifest } from '../../src/export/output/manifest'
import { someOf } from '../long.mjs'
import { runCli } from '../support/cli'
import { indexRecording, shortRecording } from '../support/exported'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

/** A block in the middle of the recording. */
const OLD = 2_500
const root = mkdtempSync(join(tmpdir(), 'linchpin-files-'))

let database: TestDatabase
let db: Client
let duck: DuckDBConnection

beforeAll(async () => {
  database = await createIndexedDatabase('files', FIXTURE)
  db = new Client({ connectionString: database.url })
  await db.connect()
  duck = await (await DuckDBInstance.create()).connect()
}, 300_000)

afterAll(async () => {
  await db.end()
  await database.drop()
  rmSync(root, { recursive: true })
})

const run = (args: string[], url = database.url) => runCli(['export', ...args], { DB_URL: url })

async function exported(name: string, args: string[], url = database.url): Promise<string> {
  const out = join(root, name)
  const { code, stderr } = await run([...args, '--out', out], url)
  expect(code, stderr).toBe(0)
  return out
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
const filesOf = (folder: string) => manifestOf(folder).tables.flatMap(({ files }) => files)
const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')
const sql = async (text: string) => (await duck.runAndReadAll(text)).getRowsJson()

describe('linchpin export', () => {
  test('writes Parquet by days, with a manifest of what it wrote', async () => {
    const out = await exported('parquet', ['stakes', 'slashings', 'withdrawals'])
    const manifest = manifestOf(out)
    const { rows } = await db.query(
      `SELECT height, hash, (SELECT '0x' || encode(digest, 'hex') FROM block ORDER BY block DESC LIMIT 1) AS digest,
       rules FROM cursor`,
    )
    expect(manifest).toMatchObject({
      version: 1,
      format: 'parquet',
      block: rows[0].height,
      blockHash: rows[0].hash,
      digest: rows[0].digest,
      rules: rows[0].rules,
      since: null,
    })
    for (const { path, bytes, sha256: hash } of filesOf(out)) {
      expect(path).toMatch(/^\w+\/day=\d{4}-\d\d-\d\d\/rows\.parquet$/)
      expect(readFileSync(join(out, path)).length).toBe(bytes)
      expect(sha256(join(out, path))).toBe(hash)
    }
    const stored = await db.query(
      `SELECT count(*)::text AS n, sum(deposit_shares)::text AS sum FROM stake WHERE to_block IS NULL`,
    )
    const read = `read_parquet('${out}/stakes/*/*.parquet', hive_partitioning = true)`
    expect(
      await sql(`SELECT count(*)::varchar, sum(depositShares::hugeint)::varchar FROM ${read}`),
    ).toEqual([[stored.rows[0].n, stored.rows[0].sum]])
    const days = await db.query(
      `SELECT to_char(b.block_time AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, count(*)::int AS n
       FROM stake s JOIN block b ON b.block = s.from_block WHERE s.to_block IS NULL GROUP BY 1 ORDER BY 1`,
    )
    expect(
      await sql(`SELECT day::varchar, count(*)::int FROM ${read} GROUP BY 1 ORDER BY 1`),
    ).toEqual(days.rows.map(({ day, n }) => [day, n]))
    expect(readdirSync(out).sort()).toEqual(['manifest.json', 'slashings', 'stakes', 'withdrawals'])
  })

  test('writes one file with --no-days, and CSV', async () => {
    const out = await exported('one', ['operators', '--no-days'])
    expect(filesOf(out).map(({ path }) => path)).toEqual(['operators.parquet'])
    const csv = await exported('csv', ['operators', '--format', 'csv', '--fields', 'id,address'])
    expect(readFileSync(join(csv, 'operators.csv'), 'utf8')).toMatch(/^id,address\r\n0x/)
  })

  test('takes the place of an earlier export in the folder', async () => {
    const out = await exported('twice', ['stakes', 'operators'])
    writeFileSync(join(out, 'own.txt'), 'mine')
    await exported('twice', ['operators', '--no-days'])
    expect(readdirSync(out).sort()).toEqual(['manifest.json', 'operators.parquet', 'own.txt'])
  })

  test('at an old block is byte by byte the export of an index that stopped there', async () => {
    const dir = shortRecording(FIXTURE, OLD)
    const short = await indexRecording('short', dir)
    try {
      for (const format of someOf(['csv', 'ndjson'], 1)) {
        const then = await exported(`then-${format}`, ['all', '--format', format], short.url)
        const now = await exported(`now-${format}`, [
          'all',
          ...['--format', format, '--block', `${OLD}`],
        ])
        expect(filesOf(now)).toEqual(filesOf(then))
        const { digest, blockHash, rules } = manifestOf(now)
        expect(manifestOf(then)).toMatchObject({ block: OLD, digest, blockHash, rules })
        expect(filesOf(now).reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThan(1_000)
      }
    } finally {
      await short.drop()
      rmSync(dir, { recursive: true })
    }
  }, 300_000)
})

describe('bad input', () => {
  const refused: [string[], string, string][] = [
    [['operator'], 'LP4040', 'operators'],
    [['operators', '--fields', 'adress'], 'LP4001', 'Did you mean address?'],
    [['operators', '--block', '9999999'], 'LP4003', 'range'],
    [['operators', '--where', '{"adress_eq": 1}'], 'LP4001', 'adress_eq'],
    [['operators', '--format', 'xml'], 'LP4001', 'ndjson'],
    [['operators', 'stakes', '--fields', 'id'], 'LP5004', 'name one entity'],
  ]
  test.each(someOf(refused, 3))(
    '%s is refused, and nothing is written',
    async (args, code, text) => {
      const out = join(root, 'refused')
      const { code: exit, stderr } = await run([...args, '--out', out])
      expect(exit).toBe(EXIT.FAILED)
      expect(stderr).toContain(`error ${code}: `)
      expect(stderr).toContain(text)
      expect(existsSync(out)).toBe(false)
    },
  )

  test('a second exporter to one folder is refused, that of a process that died is not', async () => {
    const out = join(root, 'locked')
    const lock = join(out, '.linchpin-export.lock')
    mkdirSync(out)
    const owner = { host: hostname(), since: '2026-01-01T00:00:00.000Z', token: 'x' }
    writeFileSync(lock, JSON.stringify({ ...owner, pid: process.pid }))
    const refused = await run(['operators', '--out', out])
    expect(refused.code).toBe(EXIT.UNAVAILABLE)
    expect(refused.stderr).toContain(`error LP5001: another export writes to ${out}`)
    expect(refused.stderr).toContain(`process ${process.pid}`)
    expect(readdirSync(out)).toEqual(['.linchpin-export.lock'])
    const dead = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }))
    writeFileSync(lock, JSON.stringify({ ...owner, pid: dead }))
    mkdirSync(join(out, '.linchpin-export'))
    writeFileSync(join(out, '.linchpin-export', 'half'), 'x')
    await exported('locked', ['operators', '--no-days'])
    expect(readdirSync(out).sort()).toEqual(['manifest.json', 'operators.parquet'])
  })

  test('of two that begin together, one writes', async () => {
    const out = join(root, 'together')
    const runs = await Promise.all([1, 2].map(() => run(['all', '--out', out])))
    const done = runs.filter(({ code }) => code === 0)
    expect(done.length).toBeGreaterThan(0)
    for (const { code, stderr } of runs) if (code !== 0) expect(stderr).toContain('LP5001')
    for (const { path, sha256: hash } of filesOf(out)) expect(sha256(join(out, path))).toBe(hash)
  })

  test('a folder that is a file is refused', async () => {
    const out = join(root, 'file')
    writeFileSync(out, 'x')
    const { code, stderr } = await run(['operators', '--out', out])
    expect(code).toBe(EXIT.UNAVAILABLE)
    expect(stderr).toContain(`error LP5003: ${out} cannot be written`)
  })

  const disk = mkdtempSync(join(tmpdir(), 'linchpin-small-'))
  const refusal = (() => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { stdio: 'pipe' })
      return null
    } catch (error) {
      return (error as Error).message.trim().split('\n').at(-1)!
    }
  })()
  afterAll(() => {
    if (refusal === null) execFileSync('umount', [disk])
    rmSync(disk, { recursive: true })
  })
  test.skipIf(refusal !== null)(
    `a disk that fills ends it, and leaves an earlier export as it was${refusal ? ` (skipped: ${refusal})` : ''}`,
    async () => {
      const before = await run(['pools', '--out', disk, '--format', 'csv'])
      expect(before.code, before.stderr).toBe(0)
      const hash = sha256(join(disk, 'pools.csv'))
      const { code, stderr } = await run(['all', '--out', disk, '--format', 'csv'])
      expect(code).toBe(EXIT.UNAVAILABLE)
      expect(stderr).toContain(`error LP5002: the disk of ${disk} is full`)
      expect(readdirSync(disk).sort()).toEqual(['manifest.json', 'pools.csv'])
      expect(sha256(join(disk, 'pools.csv'))).toBe(hash)
      expect(manifestOf(disk).tables.map(({ entity }) => entity)).toEqual(['pools'])
    },
  )
})
