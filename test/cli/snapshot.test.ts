import { spawn } from 'node:child_process'
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { knownMigrations, migrate } from '../../src/cli/migrations'
import { networkFromDeployment } from '../../src/config/deployment'
import { createSnapshot } from '../../src/store/snapshot/create'
import { someOf } from '../long.mjs'
import { blockOf, Feed } from '../support/chain/feed'
import { runCli } from '../support/cli'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { fingerprintTables } from '../support/tables'
import { createMigratedDatabase } from '../support/templates'

const LAST = 1_450
const MIGRATIONS = knownMigrations().map(({ name }) => name)
/** An earlier version, before its tables of tokens. */
const EARLIER = MIGRATIONS.indexOf('TokenClaims1795930000000')

let recording: Recording
let original: TestDatabase
let target: TestDatabase
let dir: string
let file: string

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const restore = (source: string, ...more: string[]) =>
  runCli(['snapshot', 'restore', source, '--recording', FIXTURE, ...more], {
    DB_URL: target.url,
    LINCHPIN_DATA_DIR: dir,
  })

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'linchpin-snapshot-'))
  recording = await loadRecording(FIXTURE)
  original = await createMigratedDatabase('snapshot_cli')
  const feed = new Feed(original.url, networkFromDeployment(recording.deployment))
  await feed.database.connect()
  await feed.final(Array.from({ length: LAST }, (_, i) => blockOf(recording, i + 1)))
  await feed.database.close()
  file = join(dir, 'made.tar')
  const made = await runCli(['snapshot', 'create', file], { DB_URL: original.url })
  expect(made.stderr).toBe('')
  expect(made.stdout).toMatch(/made\.tar: custom at block 1450 \(0x[0-9a-f]{64}\)\ndigest 0x/)
})

afterAll(async () => {
  await original.drop()
  rmSync(dir, { recursive: true, force: true })
})

beforeEach(async () => {
  target = await createTestDatabase('snapshot_cli_target')
})

afterEach(async () => {
  await target.drop()
})

test('create leaves nothing beside the file, and overwrites nothing', async () => {
  expect(readdirSync(dir)).toEqual(['made.tar'])
  const again = await runCli(['snapshot', 'create', file], { DB_URL: original.url })
  expect([again.code, again.stderr]).toEqual([78, expect.stringContaining('error LP3057')])
  const nowhere = join(dir, 'no/such/folder.tar')
  const { code, stderr } = await runCli(['snapshot', 'create', nowhere], { DB_URL: original.url })
  expect([code, stderr]).toEqual([78, expect.stringContaining('error LP3057')])
  expect(readdirSync(dir)).toEqual(['made.tar'])
})

test('restore migrates a database without tables, and index goes on from there', async () => {
  const restored = await restore(file)
  expect(restored.stderr).toContain('computing all digests')
  expect([restored.code, restored.stdout]).toEqual([
    0,
    expect.stringMatching(/^restored custom at block 1450 [^\n]+\ndigest 0x[0-9a-f]{64} verified/),
  ])
  const { stdout } = await runCli(['digest', '--compare', original.url], { DB_URL: target.url })
  expect(stdout).toMatch(/^equal up to block 1450,/)
  expect(await fingerprintTables(target.url)).toEqual(await fingerprintTables(original.url))
  const env = { DB_URL: target.url }
  const indexed = await runCli(['index', '--recording', FIXTURE, '--until-head'], env)
  expect(indexed.stderr).toContain('indexed up to block 5000')
  const { stdout: verified } = await runCli(['digest', '--verify'], env)
  expect(verified).toMatch(/^the rows of \d+ blocks up to block 5000 match/)
})

test('a snapshot of another network is refused, and the database stays without tables', async () => {
  const { code, stderr } = await runCli(['snapshot', 'restore', file], {
    DB_URL: target.url,
    LINCHPIN_NETWORK: 'hoodi',
  })
  expect([code, stderr]).toEqual([65, expect.stringMatching(/error LP3052: .* not hoodi/)])
  expect(await query(target.url, "SELECT FROM pg_tables WHERE schemaname = 'public'")).toEqual([])
})

test('a file that is none is refused, and so is a path without a file', async () => {
  const other = join(dir, 'other.tar')
  writeFileSync(other, 'no snapshot')
  const { code, stderr } = await restore(other)
  expect([code, stderr]).toEqual([65, expect.stringContaining('error LP3050')])
  const none = await restore(join(dir, 'none.tar'))
  expect([none.code, none.stderr]).toEqual([78, expect.stringContaining('error LP3057')])
  rmSync(other)
})

/** `<table>.<column>` of all tables. */
async function columnsOf(url: string): Promise<string[]> {
  const rows = await query(
    url,
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name IN (SELECT tablename FROM pg_tables)`,
  )
  return rows.map(({ name }) => String(name))
}

test('a snapshot of an earlier version is restored, then migrated; not into later tables', async () => {
  const old = await createTestDatabase('snapshot_cli_old', original.name)
  const earlier = await createTestDatabase('snapshot_cli_earlier')
  await migrate(earlier.url, undefined, undefined, EARLIER)
  const known = new Set(await columnsOf(earlier.url))
  await earlier.drop()
  const later = knownMigrations()
    .slice(EARLIER)
    .flatMap(({ tables }) => tables)
  await query(old.url, `DROP TABLE ${later.join(', ')}`)
  for (const column of await columnsOf(old.url)) {
    const [table, name] = column.split('.')
    if (!known.has(column)) await query(old.url, `ALTER TABLE "${table}" DROP COLUMN "${name}"`)
  }
  const client = new Client({ connectionString: old.url })
  await client.connect()
  const path = join(dir, 'earlier.tar')
  const migrations = MIGRATIONS.slice(0, EARLIER)
  const workDir = mkdtempSync(join(tmpdir(), 'linchpin-snapshot-'))
  await createSnapshot(client, path, { version: '0.0.9', migrations, workDir })
  rmSync(workDir, { recursive: true })
  await client.end()
  await old.drop()
  const { code, stderr } = await restore(path)
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')])
  expect(await fingerprintTables(target.url)).toEqual(await fingerprintTables(original.url))
  const applied = await query(target.url, 'SELECT name FROM migrations ORDER BY id')
  expect(applied.map(({ name }) => name)).toEqual(MIGRATIONS)
  await target.drop()
  target = await createMigratedDatabase('snapshot_cli_target')
  const refused = await restore(path)
  expect([refused.code, refused.stderr]).toEqual([
    65,
    expect.stringMatching(/error LP3053: the snapshot is of version 0\.0\.9/),
  ])
  rmSync(path)
})

describe('a restore that is killed', () => {
  const killedAt = (step: string) =>
    new Promise<void>((resolve) => {
      const args = ['lib/cli/main.js', 'snapshot', 'restore', file, '--recording', FIXTURE]
      const env = { ...process.env, DB_URL: target.url }
      const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
      child.stderr.on('data', (text) => {
        if (String(text).includes(step)) child.kill('SIGKILL')
      })
      child.on('close', () => resolve())
    })

  test.each(someOf(['writing rows', 'creating the indexes', 'computing all digests'], 2))(
    'while %s leaves an empty database, which can be restored or indexed',
    async (step) => {
      await killedAt(step)
      const empty = await createMigratedDatabase('snapshot_cli_empty')
      expect(await fingerprintTables(target.url)).toEqual(await fingerprintTables(empty.url))
      expect(await query(target.url, 'SELECT * FROM cursor')).toEqual([])
      expect(await query(target.url, 'SELECT * FROM deferred_index')).toEqual([])
      await empty.drop()
      const { code, stdout } = await restore(file)
      expect([code, stdout]).toEqual([0, expect.stringContaining('verified')])
      expect(await fingerprintTables(target.url)).toEqual(await fingerprintTables(original.url))
    },
  )
})

test('a snapshot at a URL is downloaded, restored and removed', async () => {
  const server = createServer((_, response) => createReadStream(file).pipe(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { code, stdout } = await restore(`http://127.0.0.1:${port}/made.tar?token=secret`)
  expect([code, stdout]).toEqual([0, expect.stringContaining('verified')])
  await new Promise((resolve) => server.close(resolve))
  const gone = await restore(`http://127.0.0.1:${port}/made.tar?token=secret`)
  expect([gone.code, gone.stderr]).toEqual([69, expect.stringContaining('error LP3055')])
  expect(gone.stderr).not.toContain('secret')
  expect(readdirSync(dir)).toEqual(['made.tar'])
  expect(existsSync(file)).toBe(true)
})
