import type { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { promote } from '../../src/cli/promote/promote'
import { runCli } from '../support/cli'
import { NO_POOLER, Pooler } from '../support/pgbouncer'
import type { TestDatabase } from '../support/postgres'
import { inDatabase, OPTIONS, Promotion } from './promotion'

let promotion: Promotion
let live: TestDatabase
let next: TestDatabase
let server: Client
let original: Record<string, string>

beforeAll(async () => {
  promotion = await Promotion.start()
  ;({ live, next, server } = promotion)
  original = await promotion.names()
}, 180_000)

afterAll(() => promotion.stop())

/** [what, of which database, statement, its reverse, code] */
const STATES: [string, () => TestDatabase, string, string, string][] = [
  [
    'a writer of the live database',
    () => live,
    `UPDATE writer SET name = 'it', backend = NULL, heartbeat = now()`,
    'UPDATE writer SET name = NULL',
    'LP3002',
  ],
  [
    'a writer of the new one',
    () => next,
    `UPDATE writer SET name = 'it', backend = NULL, heartbeat = now()`,
    'UPDATE writer SET name = NULL',
    'LP3002',
  ],
  [
    'another chain',
    () => next,
    'UPDATE cursor SET chain_id = chain_id + 1',
    'UPDATE cursor SET chain_id = chain_id - 1',
    'LP3061',
  ],
  [
    'another final block',
    () => live,
    `UPDATE cursor SET finalized_hash = '1' || finalized_hash`,
    'UPDATE cursor SET finalized_hash = substr(finalized_hash, 2)',
    'LP3061',
  ],
  [
    'a migration of another version',
    () => next,
    `INSERT INTO migrations (timestamp, name) VALUES (1, 'Later1')`,
    `DELETE FROM migrations WHERE name = 'Later1'`,
    'LP3004',
  ],
  [
    'tables of an earlier version',
    () => next,
    `CREATE TABLE kept AS SELECT * FROM migrations ORDER BY id DESC LIMIT 1; DELETE FROM migrations WHERE id = (SELECT max(id) FROM migrations)`,
    'INSERT INTO migrations SELECT * FROM kept; DROP TABLE kept',
    'LP3062',
  ],
  [
    'other rules',
    () => next,
    'UPDATE cursor SET rules = rules - 1',
    'UPDATE cursor SET rules = rules + 1',
    'LP3031',
  ],
  [
    'rows that are being derived',
    () => next,
    'INSERT INTO rederivation (height, hash, followed) VALUES (7, $$0x$$, $$[]$$)',
    'DELETE FROM rederivation',
    'LP3031',
  ],
  [
    'indexes that are missing',
    () => next,
    `INSERT INTO deferred_index VALUES ('x', 'y')`,
    'DELETE FROM deferred_index',
    'LP3062',
  ],
]
test.each(STATES)('%s', async (_, of, statement, reverse, code) => {
  await inDatabase(of().url, (client) => client.query(statement))
  try {
    await expect(promote(live.url, { ...OPTIONS, from: next.name })).rejects.toMatchObject({
      code,
    })
  } finally {
    await inDatabase(of().url, (client) => client.query(reverse))
  }
  expect(await promotion.names()).toEqual(original)
})

test('an index that is behind, unless that is allowed', async () => {
  const swapped = { ...OPTIONS, from: live.name }
  await expect(promote(next.url, swapped)).rejects.toMatchObject({ code: 'LP3063' })
  await promote(next.url, { ...swapped, allowBehind: true, keepAs: live.name })
  await promote(next.url, { ...swapped, keepAs: live.name })
  expect(await promotion.names()).toEqual(original)
})

test('names that are missing, taken, or those of the live database', async () => {
  const given = [
    { from: 'promote_none' },
    { from: next.name, keepAs: 'template1' },
    { from: live.name },
    { from: next.name, keepAs: live.name },
  ]
  for (const one of given) {
    await expect(promote(live.url, { ...OPTIONS, ...one })).rejects.toMatchObject({
      code: 'LP3060',
    })
  }
  const { code, stderr } = await runCli(['promote', '--from', 'promote_none'], {
    DB_URL: live.url,
  })
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^error LP3060: .*\n {2}index into it first/),
  ])
})

test('a role that may not rename, and one that may not end the connections of another', async () => {
  const role = `promote_${live.name.slice(-8)}`
  await server.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'`)
  const url = new URL(live.url)
  Object.assign(url, { username: role, password: 'x' })
  const grant = (client: Client) =>
    client.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`)
  const revoke = (client: Client) => client.query(`DROP OWNED BY ${role}`)
  const user = (await server.query('SELECT current_user AS name')).rows[0].name
  try {
    for (const one of [live, next]) await inDatabase(one.url, grant)
    const asRole = () => promote(url.href, { ...OPTIONS, from: next.name })
    await expect(asRole()).rejects.toMatchObject({ code: 'LP3020' })
    await server.query(`ALTER ROLE ${role} CREATEDB`)
    for (const { name } of [live, next])
      await server.query(`ALTER DATABASE ${name} OWNER TO ${role}`)
    await inDatabase(live.url, async () => {
      await expect(asRole()).rejects.toMatchObject({
        code: 'LP3065',
        message: expect.stringContaining(`of ${user} in ${live.name}`),
      })
    })
  } finally {
    for (const { name } of [live, next])
      await server.query(`ALTER DATABASE ${name} OWNER TO ${user}`)
    for (const one of [live, next]) await inDatabase(one.url, revoke)
    await server.query(`DROP ROLE ${role}`)
  }
  expect(await promotion.names()).toEqual(original)
}, 60_000)

test.skipIf(NO_POOLER !== null)(
  `a pooler${NO_POOLER ? `: ${NO_POOLER}` : ''}`,
  async () => {
    const pooler = await Pooler.start(live.url)
    try {
      await expect(promote(pooler.url, { ...OPTIONS, from: next.name })).rejects.toMatchObject({
        code: 'LP3064',
      })
    } finally {
      await pooler.stop()
    }
    expect(await promotion.names()).toEqual(original)
  },
  60_000,
)
