import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../src/cli/migrations'
import { EXIT } from '../src/errors'
import { createTestDatabase, type TestDatabase } from './support/postgres'

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
  it('brings an empty database to the schema, and does nothing the second time', async () => {
    const applied = await migrate(database.url)
    expect(applied.length).toBeGreaterThan(0)
    expect(await query('SELECT name FROM migrations ORDER BY id')).toEqual(
      applied.map((name) => ({ name })),
    )
    expect(await query('SELECT count(*)::int AS n FROM stake')).toEqual([{ n: 0 }])
    expect(await migrate(database.url)).toEqual([])
  })

  it('is safe when two processes migrate at once', async () => {
    const [one, two] = await Promise.all([migrate(database.url), migrate(database.url)])
    expect([one.length, two.length].sort()[0]).toBe(0)
    expect(await query('SELECT count(*)::int AS n FROM migrations')).toEqual([
      { n: one.length + two.length },
    ])
  })

  it('refuses a database of another version and changes nothing in it', async () => {
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

  it('does not wait where the database is missing', async () => {
    await expect(migrate(`${database.url}_missing`)).rejects.toMatchObject({
      code: 'LP3005',
      exitCode: EXIT.CONFIG,
    })
  })
})
