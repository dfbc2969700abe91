import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { someOf } from '../long.mjs'
import { type Env, examine, type Report, SoundSetup } from '../support/doctor/sound'
import { NO_POOLER, Pooler } from '../support/pgbouncer'

let setup: SoundSetup
let env: Env

beforeAll(async () => {
  setup = await SoundSetup.start()
  env = await setup.env()
})

afterAll(() => setup.stop())

const checksOf = ({ findings }: Report) => findings.map(({ check }) => check)

/** Name of the fault, the check that finds it, its code, the exit code, and the URL of the database in which it is planted. */
type Planted = [string, string, string | null, number, (setup: SoundSetup) => Promise<string>]

const withPort = (url: string, port: number) => {
  const changed = new URL(url)
  changed.port = String(port)
  return changed.href
}

const PLANTED: Planted[] = [
  ['nothing listens', 'reachable', 'LP3001', 69, async (one) => withPort(one.url('indexed'), 1)],
  [
    'a wrong password',
    'login',
    'LP3005',
    78,
    async (one) => one.url('indexed').replace('correct', 'wrong'),
  ],
  ['a database that is not there', 'login', 'LP3005', 78, async (one) => one.url('nowhere')],
  [
    'TLS that the server does not have',
    'tls',
    'LP3025',
    78,
    async (one) => `${one.url('indexed')}?sslmode=require`,
  ],
  [
    'no right to create tables',
    'rights',
    'LP3020',
    78,
    async (one) => one.url(await one.created(), await one.role()),
  ],
  [
    'a database that is read-only',
    'writable',
    'LP3021',
    69,
    async (one) => `${one.url('indexed')}?options=-c%20default_transaction_read_only%3Don`,
  ],
  [
    'tables of another application',
    'tables',
    'LP3022',
    65,
    async (one) => {
      const name = await one.created()
      await one.admin('CREATE TABLE operator (id int)', name)
      return one.url(name)
    },
  ],
  [
    'an encoding that is not UTF8',
    'encoding',
    'LP3023',
    78,
    async (one) => one.url(await one.created(`ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'`)),
  ],
  [
    'a database of a later version',
    'release',
    'LP3004',
    65,
    async (one) =>
      one.url(await one.changed(`INSERT INTO migrations (timestamp, name) VALUES (1, 'Future1')`)),
  ],
  [
    'a lost table',
    'complete',
    'LP3027',
    65,
    async (one) => one.url(await one.changed('DROP TABLE withdrawal_item CASCADE')),
  ],
  [
    'an index of another chain',
    'network',
    'LP3003',
    65,
    async (one) => one.url(await one.changed('UPDATE cursor SET chain_id = 1')),
  ],
  [
    'rows of later rules',
    'rules',
    'LP3030',
    65,
    async (one) => one.url(await one.changed('UPDATE cursor SET rules = 9999')),
  ],
  [
    'an indexer that stopped for good',
    'stopped',
    'LP2003',
    65,
    async (one) =>
      one.url(await one.changed(`UPDATE cursor SET stopped = 'LP2003: another chain'`)),
  ],
  [
    'an index whose creation was cut off',
    'indexes',
    null,
    69,
    async (one) =>
      one.url(
        await one.changed(
          'CREATE INDEX cut_off ON hot_block (height)',
          `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'cut_off'::regclass`,
        ),
      ),
  ],
  ['a superuser', 'role', null, 0, async (one) => one.url('indexed', await one.role('SUPERUSER'))],
  [
    'a short statement_timeout',
    'timeouts',
    null,
    0,
    async (one) => {
      const role = await one.role('IN ROLE owner')
      await one.admin(`ALTER ROLE ${role} SET statement_timeout = '3s'`)
      return one.url('indexed', role)
    },
  ],
  [
    'a locale whose order can change',
    'locale',
    null,
    0,
    async (one) =>
      one.url(await one.created(`LOCALE_PROVIDER icu ICU_LOCALE 'en' TEMPLATE template0`)),
  ],
  [
    'few connections',
    'connections',
    null,
    0,
    async (one) => one.url('indexed', await one.role('IN ROLE owner CONNECTION LIMIT 5')),
  ],
]

test.each(PLANTED)('%s: found by database.%s', async (_, check, code, exit, plant) => {
  const report = await examine({ ...env, DB_URL: await plant(setup) })
  expect(checksOf(report)).toEqual([`database.${check}`])
  expect(report.findings[0]).toMatchObject({ code, fix: expect.stringMatching(/\w/) })
  expect(report.exitCode).toBe(exit)
})

describe('settings of the server', () => {
  const settings: [string, string, number][] = [
    ['fsync', 'durability', 69],
    ['full_page_writes', 'durability', 69],
    ['autovacuum', 'autovacuum', 0],
  ]
  test.each(someOf(settings, 2))(
    '%s = off is found by database.%s, and its fix mends it',
    async (name, check, exit) => {
      await setup.admin([`ALTER SYSTEM SET ${name} = off`, 'SELECT pg_reload_conf()'])
      await expect.poll(async () => checksOf(await examine(env))).toEqual([`database.${check}`])
      const report = await examine(env)
      expect(report.exitCode).toBe(exit)
      const statements = report.findings[0]!.fix.split('; ').slice(0, 2)
      await setup.admin(statements)
      await expect.poll(async () => checksOf(await examine(env))).toEqual([])
    },
  )
})

test.skipIf(NO_POOLER)(
  `a pooler in mode statement is found${NO_POOLER ? `: ${NO_POOLER}` : ''}`,
  async () => {
    const pooler = await Pooler.start(setup.url('indexed'), 'statement')
    try {
      const report = await examine({ ...env, DB_URL: pooler.url })
      expect(checksOf(report)).toEqual(['database.pooler'])
      expect(report.exitCode).toBe(78)
    } finally {
      await pooler.stop()
    }
  },
)
