import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { connectWhenReady } from '../../src/cli/database'
import { migrate } from '../../src/cli/migrations'
import { networkFromDeployment } from '../../src/config/deployment'
import { EXIT } from '../../src/errors'
import { startTestApi } from '../support/api/api-client'
import { straight } from '../support/chain/branches'
import { Feed } from '../support/chain/feed'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { fingerprintTables } from '../support/tables'

let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase('migrate')
})

afterEach(() => database.drop())

async function query(text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

describe('migrate', () => {
  it('creates the schema in an empty database, and does nothing the second time', async () => {
    const applied = await migrate(database.url)
    expect(applied.length).toBeGreaterThan(0)
    expect(await query('SELECT name FROM migrations ORDER BY id')).toEqual(
      applied.map((name) => ({ name })),
    )
    expect(await query('SELECT count(*)::int AS n FROM stake')).toEqual([{ n: 0 }])
    expect(await migrate(database.url)).toEqual([])
  })

  it('is safe in two processes at once', async () => {
    const [one, two] = await Promise.all([migrate(database.url), migrate(database.url)])
    expect([one.length, two.length].sort()[0]).toBe(0)
    expect(await query('SELECT count(*)::int AS n FROM migrations')).toEqual([
      { n: one.length + two.length },
    ])
  })

  it.each([
    ['a session, as earlier versions did', 'SELECT pg_advisory_lock(7410113)'],
    ['a transaction', 'BEGIN; SELECT pg_advisory_xact_lock(7410113)'],
  ])('says who holds the lock of migrations in %s, and how to end it', async (_, statement) => {
    const other = new Client({ connectionString: database.url, application_name: 'the other' })
    other.on('error', () => {})
    await other.connect()
    await other.query(statement)
    const said: unknown[] = []
    const applied = await migrate(database.url, 0, (waiting) => {
      said.push(waiting)
      void query(waiting.hint.slice(waiting.hint.indexOf('SELECT')))
    })
    expect(applied.length).toBeGreaterThan(0)
    expect(said).toEqual([
      {
        pid: expect.any(Number),
        name: 'the other',
        since: expect.stringMatching(/^\d{4}-/),
        hint: expect.stringContaining('pg_terminate_backend'),
      },
    ])
  })

  it('leaves no session-level lock', async () => {
    await migrate(database.url)
    expect(
      await query(`SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE l.locktype = 'advisory' AND d.datname = current_database()`),
    ).toEqual([])
  })

  it('rejects a database of another version without changing it', async () => {
    await migrate(database.url)
    await query(`INSERT INTO migrations (timestamp, name) VALUES (1, 'Future1')`)
    await expect(migrate(database.url)).rejects.toMatchObject({
      code: 'LP3004',
      exitCode: EXIT.DATA,
      message: expect.stringContaining('Future1'),
    })
  })

  it('names host and port of a database that does not answer', async () => {
    await expect(migrate('postgres://me:hidden@127.0.0.1:1/x', 0)).rejects.toMatchObject({
      code: 'LP3001',
      exitCode: EXIT.UNAVAILABLE,
      message: expect.stringMatching(/^(?!.*hidden).*127\.0\.0\.1:1\/x.*ECONNREFUSED/),
    })
  })

  it('waits for a database that is starting', async () => {
    const { hostname, port } = new URL(database.url)
    const late = createServer((client) => {
      const server = connect(Number(port), hostname)
      client.pipe(server).pipe(client)
      for (const end of [client, server]) end.on('error', () => {})
    })
    late.listen(0, '127.0.0.1')
    await once(late, 'listening')
    const url = new URL(database.url)
    url.host = `127.0.0.1:${(late.address() as AddressInfo).port}`
    // Nothing listens there until the first attempt has failed.
    late.close()
    await once(late, 'close')
    const connected = connectWhenReady(url.toString(), 60_000)
    await wait(300)
    late.listen(Number(url.port), '127.0.0.1')
    const client = await connected
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await client.end()
    late.close()
  })

  it('upgrades an index of an earlier version without changing its rows', async () => {
    const recording = await loadRecording(FIXTURE)
    const network = networkFromDeployment(recording.deployment)
    await migrate(database.url)
    const feed = new Feed(database.url, network)
    await feed.final(straight(recording, 1, 200))
    await feed.database.close()
    const tables = await fingerprintTables(database.url)
    // As the version before the last two migrations left it.
    await query('ALTER TABLE cursor DROP COLUMN stopped')
    await query('DROP TABLE deferred_index')
    await query(`DELETE FROM migrations WHERE name ~ '^(StoppedIndexer|DeferredIndexes)'`)
    const api = await startTestApi(database.url)
    expect(await api.refuse('{ operators { id } }')).toMatchObject({ code: 'NOT_READY' })
    expect((await migrate(database.url)).map((name) => name.replace(/\d+/, ''))).toEqual([
      'DeferredIndexes',
      'StoppedIndexer',
    ])
    expect((await api.ask('{ operators { id } }')).operators.length).toBeGreaterThan(5)
    await api.close()
    expect(await fingerprintTables(database.url)).toEqual(tables)
    const again = new Feed(database.url, network)
    await again.final(straight(recording, 201, 260))
    await again.database.close()
  })

  it('does not wait for a database that does not exist', async () => {
    await expect(migrate(`${database.url}_missing`)).rejects.toMatchObject({
      code: 'LP3005',
      exitCode: EXIT.CONFIG,
    })
  })

  it('does not wait for a database that wants a password, if there is none', async () => {
    const url = new URL(database.url)
    url.password = ''
    await expect(migrate(url.href)).rejects.toMatchObject({
      code: 'LP3005',
      message: expect.stringContaining('wants a password'),
    })
  })
})
