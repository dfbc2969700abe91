import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, rmdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../../src/cli/migrations'
import { runCli } from '../support/cli'
import { createIndexedDatabase } from '../support/indexed-database'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { fingerprintTables } from '../support/tables'

const disk = mkdtempSync(join(tmpdir(), 'linchpin-disk-'))
const ARGS = ['index', '--recording', FIXTURE, '--until-head', '--batch-blocks', '200']

/** Mounts a small disk, which needs privileges. @returns why it failed; null: it did not */
function mount(): string | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk], { stdio: 'pipe' })
    return null
  } catch (error) {
    return (error as Error).message.trim().split('\n').at(-1)!
  }
}
const refusal = mount()
const name =
  'an index with a full disk stops with LP3008 and exit code 69, and is exact after space is freed'

let admin: Client
let database: TestDatabase
let whole: TestDatabase

beforeAll(async () => {
  admin = new Client({ connectionString: process.env.LINCHPIN_TEST_DATABASE_URL! })
  await admin.connect()
  database = await createTestDatabase('full')
  whole = await createIndexedDatabase('whole', FIXTURE)
})

afterAll(async () => {
  await database.drop()
  await whole.drop()
  if (refusal === null) {
    await admin.query('DROP TABLESPACE IF EXISTS small')
    execFileSync('umount', [disk])
  }
  await admin.end()
  rmdirSync(disk)
})

/** Moves the database to the small disk, and leaves `free` bytes of it. */
async function moveToSmallDisk(free: number): Promise<void> {
  const { rows } = await admin.query('SHOW data_directory')
  const { uid, gid } = statSync(rows[0].data_directory)
  chownSync(disk, uid, gid)
  await admin.query(`CREATE TABLESPACE small LOCATION '${disk}'`)
  const name = new URL(database.url).pathname.slice(1)
  await admin.query(`ALTER DATABASE ${name} SET TABLESPACE small`)
  const size = await admin.query(`SELECT pg_database_size('${name}')::float8 AS bytes`)
  resize(size.rows[0].bytes + free)
}

function resize(bytes: number): void {
  execFileSync('mount', ['-o', `remount,size=${Math.ceil(bytes / 4096) * 4096}`, disk])
}

test.skipIf(refusal !== null)(
  refusal === null ? name : `${name} (cannot mount a disk: ${refusal})`,
  async ({ skip }) => {
    const { rows: settings } = await admin.query('SHOW data_directory')
    if (!existsSync(settings[0].data_directory)) skip('Postgres runs on another machine.')
    await migrate(database.url)
    await moveToSmallDisk(6_000_000)
    const env = { DB_URL: database.url }
    const full = await runCli(ARGS, env)
    expect(full.code, full.stderr).toBe(69)
    expect(full.stderr).toMatch(/LP3008.*No space left on device/)
    // A first connection after a migration writes Postgres' own cache of the catalogue, which needs some of the disk.
    const used = await admin.query("SELECT pg_tablespace_size('small')::float8 AS bytes")
    resize(used.rows[0].bytes + 2_000_000)
    const client = new Client({ connectionString: database.url })
    await client.connect()
    const { rows } = await client.query('SELECT height FROM cursor')
    expect(rows[0].height).toBeGreaterThan(0)
    expect(rows[0].height).toBeLessThan(5_000)
    const verified = await runCli(['digest', '--verify'], env)
    expect(verified.stdout, verified.stderr).toContain(
      `up to block ${rows[0].height} match the digest`,
    )

    resize(256_000_000)
    expect(await runCli(ARGS, env)).toMatchObject({ code: 0 })
    await client.end()
    expect(await fingerprintTables(database.url)).toEqual(await fingerprintTables(whole.url))
  },
)
