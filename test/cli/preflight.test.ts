import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServeReport } from '../../src/cli/commands/serve'
import { connectMigrated, knownMigrations, migrate } from '../../src/cli/migrations'
import { EXIT } from '../../src/errors'
import { someOf } from '../long.mjs'
import { runCli } from '../support/cli'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { createMigratedDatabase } from '../support/templates'

const server = process.env.LINCHPIN_TEST_DATABASE_URL!

async function run(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase('preflight')
})

afterEach(() => database.drop())

/** From here on the database has the tables of this version. */
async function withTables(): Promise<void> {
  await database.drop()
  database = await createMigratedDatabase('preflight')
}

async function failureOf(work: Promise<unknown>): Promise<{ code: string; hint: string }> {
  return work.then(
    () => ({ code: 'none', hint: '' }),
    (error) => error,
  )
}

describe('a role that lacks privileges', () => {
  let role: string
  let url: string

  beforeEach(async () => {
    role = `reader_${randomBytes(4).toString('hex')}`
    await run(server, `CREATE ROLE ${role} LOGIN PASSWORD 'secret'`)
    const own = new URL(database.url)
    own.username = role
    own.password = 'secret'
    url = own.toString()
  })

  afterEach(async () => {
    await run(database.url, `DROP OWNED BY ${role}`)
    await run(server, `DROP ROLE ${role}`)
  })

  it.each([
    ['no CREATE on public', 'REVOKE CREATE ON SCHEMA public FROM PUBLIC'],
    ['no USAGE on public', 'REVOKE ALL ON SCHEMA public FROM PUBLIC'],
    ['a search_path without a schema', 'ALTER ROLE ROLE SET search_path = nowhere'],
  ])('%s is LP3020, and the statement of the hint mends it', async (_, statement) => {
    await run(database.url, statement.replace('ROLE ROLE', `ROLE ${role}`))
    const failure = await failureOf(migrate(url))
    expect(failure).toMatchObject({ code: 'LP3020', exitCode: EXIT.CONFIG })
    await run(database.url, failure.hint.replace(/^[^:]*: /, ''))
    expect((await migrate(url)).length).toBeGreaterThan(0)
  })

  it('tables of another role are LP3020, and the statement of the hint mends it', async () => {
    await migrate(database.url)
    await run(database.url, `GRANT SELECT ON migrations TO ${role}`)
    const failure = await failureOf(migrate(url))
    expect(failure).toMatchObject({ code: 'LP3020', exitCode: EXIT.CONFIG })
    await run(database.url, failure.hint.replace(/^[^:]*: /, ''))
    expect(await migrate(url)).toEqual([])
  })
})

it('an upgrade of tables of another role names the owner: LP3020', async () => {
  await withTables()
  const role = `other_${randomBytes(4).toString('hex')}`
  await run(server, `CREATE ROLE ${role} LOGIN PASSWORD 'secret'`)
  try {
    await run(
      database.url,
      `GRANT ALL ON SCHEMA public TO ${role}; GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role};
       ALTER TABLE cursor DROP COLUMN stopped; DELETE FROM migrations WHERE name ~ '^StoppedIndexer'`,
    )
    const [{ owner } = {}] = await run(database.url, 'SELECT current_user AS owner')
    const url = new URL(database.url)
    url.username = role
    url.password = 'secret'
    await expect(migrate(url.toString())).rejects.toMatchObject({
      code: 'LP3020',
      hint: expect.stringContaining(`${owner}, who owns them`),
    })
  } finally {
    await run(database.url, `DROP OWNED BY ${role}`)
    await run(server, `DROP ROLE ${role}`)
  }
})

describe('a server that takes no writes', () => {
  it.each([
    [
      'by a setting of the database',
      async (url: string) => {
        const name = new URL(url).pathname.slice(1)
        await run(url, `ALTER DATABASE ${name} SET default_transaction_read_only = on`)
        return url
      },
    ],
    [
      'by a setting of the connection',
      async (url: string) => `${url}?options=-c%20default_transaction_read_only%3Don`,
    ],
  ])('%s is LP3021, exit 69', async (_, close) => {
    const url = await close(database.url)
    await expect(migrate(url)).rejects.toMatchObject({
      code: 'LP3021',
      exitCode: EXIT.UNAVAILABLE,
    })
  })
})

describe('tables of another application', () => {
  it.each([
    ['a table operator', 'CREATE TABLE operator (id int)', 'operator'],
    ['a view block', 'CREATE VIEW block AS SELECT 1 AS one', 'block'],
    ['a type pool', `CREATE TYPE pool AS ENUM ('a')`, 'pool'],
    ['a table cursor in a name of capitals', 'CREATE TABLE "cursor" ("Id" text)', 'cursor'],
    [
      'migrations of another tool',
      'CREATE TABLE migrations (id int, migration text, batch int)',
      'migrations',
    ],
    [
      'migrations of another application of TypeORM',
      `CREATE TABLE migrations (id int, timestamp bigint, name text); INSERT INTO migrations VALUES (1, 1, 'Users1')`,
      'migrations',
    ],
  ])('%s is LP3022, and nothing is written', async (_, statement, name) => {
    await run(database.url, statement)
    await expect(migrate(database.url)).rejects.toMatchObject({
      code: 'LP3022',
      exitCode: EXIT.DATA,
      message: expect.stringContaining(name),
      hint: expect.stringContaining('CREATE DATABASE'),
    })
    expect(await run(database.url, `SELECT to_regclass('stake') AS stake`)).toEqual([
      { stake: null },
    ])
  })

  it.each([
    ['the list of migrations', 'DROP TABLE migrations', 'migrations'],
    ['a table of rows', 'DROP TABLE withdrawal_item CASCADE', 'withdrawal_item'],
    ['a renamed table', 'DROP TABLE invalid_block', 'invalid_block'],
  ])('a database that lost %s is LP3027', async (_, statement, name) => {
    await withTables()
    await run(database.url, statement)
    await expect(migrate(database.url)).rejects.toMatchObject({
      code: 'LP3027',
      exitCode: EXIT.DATA,
      message: expect.stringContaining(name),
    })
  })

  it('other names beside ours are fine', async () => {
    await run(database.url, 'CREATE TABLE users (id int); CREATE TABLE "Operator" (id int)')
    expect((await migrate(database.url)).length).toBeGreaterThan(0)
  })

  it('the checked names are all tables that the migrations create', async () => {
    await withTables()
    const rows = await run(
      database.url,
      `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'`,
    )
    const known = knownMigrations().flatMap(({ tables }) => tables)
    expect(rows.map(({ tablename }) => tablename).filter((t) => !known.includes(`${t}`))).toEqual(
      [],
    )
  })
})

it.each(someOf(['LATIN1', 'SQL_ASCII', 'EUC_JP'], 2))('encoding %s is LP3023', async (encoding) => {
  const name = `preflight_${randomBytes(4).toString('hex')}`
  await run(server, `CREATE DATABASE ${name} ENCODING '${encoding}' TEMPLATE template0 LOCALE 'C'`)
  const url = new URL(server)
  url.pathname = `/${name}`
  try {
    await expect(migrate(url.toString())).rejects.toMatchObject({
      code: 'LP3023',
      exitCode: EXIT.CONFIG,
      message: expect.stringContaining(encoding),
      hint: expect.stringContaining("ENCODING 'UTF8'"),
    })
  } finally {
    await run(server, `DROP DATABASE ${name} WITH (FORCE)`)
  }
})

describe('commands that read', () => {
  it.each(
    someOf(
      [
        [['digest']],
        [['digest', '--verify']],
        [['rewind', '--to', '5']],
        [['audit', '--truth', 'fixtures/eigenlayer-a/GROUND_TRUTH.json.gz']],
      ],
      3,
    ),
  )('%j refuses an empty database with LP3024', async (args) => {
    const { code, stderr } = await runCli(args, { DB_URL: database.url })
    expect([code, stderr]).toEqual([EXIT.CONFIG, expect.stringContaining('error LP3024')])
  })

  it.each(
    someOf(
      [
        [['digest', '--compare'], {}, EXIT.CONFIG, 'error LP1002'],
        [['digest', '--compare', 'nonsense'], {}, EXIT.CONFIG, 'error LP1001'],
        [['digest', '--compare', 'postgres://u:%ff@h/d'], {}, EXIT.CONFIG, 'error LP1001'],
        [['digest', '--compare'], { LINCHPIN_COMPARE_DB_URL: 'h/d' }, EXIT.CONFIG, 'error LP1001'],
        [['digest', '--compare'], { LINCHPIN_COMPARE_DB_URL: 'own' }, EXIT.FAILED, 'error LP3007'],
      ] as const,
      3,
    ),
  )('%j with %j exits %i: %s', async (args, env, exit, text) => {
    await withTables()
    const given = Object.values(env).includes('own')
      ? { LINCHPIN_COMPARE_DB_URL: database.url }
      : (env as Record<string, string>)
    const { code, stderr } = await runCli([...args], { DB_URL: database.url, ...given })
    expect([code, stderr]).toEqual([exit, expect.stringContaining(text)])
  })

  it('refuses a database of a later version', async () => {
    await withTables()
    await run(database.url, `INSERT INTO migrations (timestamp, name) VALUES (1, 'Future1')`)
    await expect(connectMigrated(database.url, 0)).rejects.toMatchObject({ code: 'LP3004' })
  })
})

describe('serve', () => {
  let child: ChildProcess

  /** Starts the built command. @returns the reasons of /ready */
  async function reasons(): Promise<{ code: string; message: string }[]> {
    child = fork('lib/cli/main.js', ['serve'], {
      env: { ...process.env, DB_URL: database.url, GQL_PORT: '0' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const [{ ready }] = (await once(child, 'message')) as [ServeReport]
    const response = await fetch(`${ready}/ready`)
    expect(response.status).toBe(503)
    return (await response.json()).reasons
  }

  afterEach(async () => {
    const gone = once(child, 'exit')
    child.kill()
    await gone
  })

  it.each(someOf([['Future1'], ['Another1999']], 1))(
    'is not ready with the unknown migration %s',
    async (name) => {
      await withTables()
      await run(database.url, `INSERT INTO migrations (timestamp, name) VALUES (1, '${name}')`)
      expect(await reasons()).toEqual([
        {
          code: 'NOT_READY',
          message: expect.stringMatching(`^LP3004: .*${name}`),
          hint: expect.any(String),
        },
      ])
    },
  )

  it('with the migrations of its version waits for the first block', async () => {
    await withTables()
    expect(await reasons()).toMatchObject([{ message: 'No block is indexed yet.' }])
  })
})
