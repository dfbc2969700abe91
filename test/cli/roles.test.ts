import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi } from '../support/api/api-client'
import { runCli } from '../support/cli'
import { createIndexedDatabase } from '../support/indexed-database'
import { createTestDatabase, serverUrl, type TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

const [LINCHPIN_OWNER_PASSWORD, LINCHPIN_READER_PASSWORD] = [0, 1].map(() =>
  randomBytes(12).toString('hex'),
) as [string, string]
const passwords = { LINCHPIN_OWNER_PASSWORD, LINCHPIN_READER_PASSWORD }

let fresh: TestDatabase
let old: TestDatabase

function as(database: TestDatabase, role: string, password: string): string {
  const url = new URL(database.url)
  url.username = role
  url.password = password
  return url.href
}

/** The same database in a URL without a host and a user, as that of a local socket. */
function byParameters(url: string): string {
  const { pathname, hostname, port, username, password } = new URL(url)
  const login = new URLSearchParams({ host: hostname, port, user: username })
  login.set('password', decodeURIComponent(password))
  return `postgres://${pathname}?${login}`
}

const asOwner = (one: TestDatabase) => as(one, 'linchpin_owner', LINCHPIN_OWNER_PASSWORD)
const asReader = (one: TestDatabase) => as(one, 'linchpin_reader', LINCHPIN_READER_PASSWORD)

async function run(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const index = (url: string) =>
  runCli(['index', '--recording', FIXTURE, '--until-head'], { DB_URL: url })

beforeAll(async () => {
  fresh = await createTestDatabase('roles')
  // As an installation from before there were roles.
  old = await createIndexedDatabase('roles_old', FIXTURE)
  for (const url of [byParameters(fresh.url), old.url]) {
    const { code, stderr } = await runCli(['migrate', '--roles'], { DB_URL: url, ...passwords })
    expect(code, stderr).toBe(0)
  }
})

afterAll(async () => {
  await fresh.drop()
  await old.drop()
  await run(serverUrl(), 'DROP ROLE linchpin_owner; DROP ROLE linchpin_reader')
})

describe('migrate --roles', () => {
  test('makes roles that are no superusers and create neither roles nor databases', async () => {
    const rows = await run(
      serverUrl(),
      `SELECT rolname, rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls AS mighty FROM pg_roles
       WHERE rolname LIKE 'linchpin\\_%' ORDER BY rolname`,
    )
    expect(rows).toEqual([
      { rolname: 'linchpin_owner', mighty: false },
      { rolname: 'linchpin_reader', mighty: false },
    ])
  })

  test('lets the owner index an empty database, to the same digest as a superuser', async () => {
    const { code, stderr } = await index(asOwner(fresh))
    expect(code, stderr).toBe(0)
    const digests = await Promise.all(
      [fresh, old].map(({ url }) => runCli(['digest'], { DB_URL: url })),
    )
    expect(digests[0]!.stdout).toBe(digests[1]!.stdout)
  })

  test('gives the tables, functions and views of an older installation to the owner', async () => {
    const sql = `SELECT count(*)::int AS others FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE (n.nspname = 'public' OR n.nspname LIKE 'linchpin%') AND pg_get_userbyid(c.relowner) <> 'linchpin_owner'`
    expect(await run(old.url, sql)).toEqual([{ others: 0 }])
    expect((await index(asOwner(old))).code).toBe(0)
    expect((await runCli(['migrate'], { DB_URL: asOwner(old) })).stdout).toBe('up to date\n')
  })

  test('can be run again, and changes the passwords', async () => {
    const changed = { ...passwords, LINCHPIN_READER_PASSWORD: 'another' }
    await runCli(['migrate', '--roles'], { DB_URL: fresh.url, ...changed })
    await expect(run(asReader(fresh), 'SELECT 1')).rejects.toThrow(/password/)
    await runCli(['migrate', '--roles'], { DB_URL: fresh.url, ...passwords })
    expect(await run(asReader(fresh), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test('without a password is LP1001, and makes nothing', async () => {
    const other = await createTestDatabase('roles_none')
    const { code, stderr } = await runCli(['migrate', '--roles'], { DB_URL: other.url })
    expect([code, stderr]).toEqual([78, expect.stringContaining('LINCHPIN_OWNER_PASSWORD')])
    expect(await run(other.url, `SELECT to_regclass('cursor') AS there`)).toEqual([{ there: null }])
    await other.drop()
  })
})

describe('linchpin_reader', () => {
  test('serves the API', async () => {
    const api = await startTestApi(asReader(fresh))
    const { data } = Object(
      await api.send('{ operators(limit: 3) { id } _meta { block { number } } }'),
    )
    expect(data.operators).toHaveLength(3)
    expect(data._meta.block.number).toBe(5000)
    await api.close()
  })

  test.each([
    'UPDATE cursor SET height = 1',
    'DELETE FROM operator',
    'SET default_transaction_read_only = off; DELETE FROM operator',
    'SET default_transaction_read_only = off; CREATE TABLE mine (id int)',
    `COPY (SELECT 1) TO '/tmp/linchpin-reader'`,
  ])('may not: %s', async (sql) => {
    await expect(run(asReader(fresh), sql)).rejects.toThrow(
      /permission denied|read-only|must be (superuser|owner)/,
    )
  })
})
