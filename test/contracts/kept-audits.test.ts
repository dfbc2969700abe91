import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AuditResult, keepAudit, MOST_AUDITS } from '../../src/store/checks/audits'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { runAudit } from '../support/audit'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

const ARGS = ['--truth', `${FIXTURE}/GROUND_TRUTH.json.gz`, '--block', '5000', '--sample', '20']
const READER = 'audit_reader'

let database: TestDatabase
let api: TestApi
let client: Client

beforeAll(async () => {
  database = await createIndexedDatabase('kept_audits', FIXTURE)
  api = await startTestApi(database.url)
  client = new Client({ connectionString: database.url })
  await client.connect()
}, 300_000)

afterAll(async () => {
  await client?.query(`DROP OWNED BY ${READER}; DROP ROLE ${READER}`).catch(() => undefined)
  await client?.end()
  await api?.close()
  await database?.drop()
})

const FIELDS = `audits { endedAt block hash isOfIndex blocks method version sample compared different unknown notCallable failed }`
const audits = async () => (await api.ask(`{ ${FIELDS} }`)).audits

test('what an audit found is kept, for the API to say', async () => {
  expect(await audits()).toEqual([])
  const { code, sum, checks } = await runAudit(database.url, ARGS)
  expect(code).toBe(0)
  const compared = checks
    .filter(({ basis }) => basis === 'contracts')
    .reduce((count, { equal, different }) => count + equal + different, 0)
  const [kept, ...others] = await audits()
  expect(others).toEqual([])
  expect(kept).toMatchObject({
    ...{ block: 5000, blocks: 1, method: 'RECORDING', sample: 20, isOfIndex: true },
    ...{ compared: `${compared}`, different: '0', unknown: `${sum!.unknown}`, failed: [] },
  })
  expect(Math.abs(kept.endedAt - Date.now() / 1000)).toBeLessThan(3600)
  expect(kept.version).toMatch(/^\d+\.\d+\.\d+/)
})

test('a difference is kept with the checks that found it', async () => {
  const one = `id = (SELECT min(id) FROM operator_stake WHERE to_block IS NULL AND shares > 0)`
  await client.query(`UPDATE operator_stake SET shares = shares + 1 WHERE ${one}`)
  const { code, sum } = await runAudit(database.url, ARGS.slice(0, 4))
  await client.query(`UPDATE operator_stake SET shares = shares - 1 WHERE ${one}`)
  expect(code).toBe(1)
  const [kept] = await audits()
  expect(kept.different).toBe(`${sum!.different}`)
  expect(Number(kept.different)).toBeGreaterThan(0)
  expect(kept.failed).toContain('operator shares')
  expect(kept.sample).toBeNull()
})

test('of a block that is not in the index any more it says so', async () => {
  const [{ hash }] = await audits()
  await client.query("UPDATE audit SET hash = decode(repeat('ab', 32), 'hex')")
  expect((await audits())[0].isOfIndex).toBe(false)
  await client.query('UPDATE audit SET hash = NULL')
  expect((await audits())[0]).toMatchObject({ hash: null, isOfIndex: null })
  await client.query(`UPDATE audit SET hash = decode('${hash.slice(2)}', 'hex'), block = 999999`)
  expect((await audits())[0].isOfIndex).toBe(false)
})

test('a role that only reads audits all the same: a line says that the result is not kept', async () => {
  const before = await audits()
  await client.query(`CREATE ROLE ${READER} LOGIN PASSWORD 'reads'`)
  await client.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${READER}`)
  const url = new URL(database.url)
  Object.assign(url, { username: READER, password: 'reads' })
  const { code, stderr } = await runAudit(url.href, ARGS)
  expect(code, stderr).toBe(0)
  expect(stderr).toContain('the result is not kept (permission denied for table audit)')
  expect(await audits()).toEqual(before)
})

test('the last runs are kept, and no more', async () => {
  const found: AuditResult = {
    ...{ block: 1, hash: null, blocks: 1, method: 'CALLS', version: '1.0.0', sample: null },
    ...{ compared: 1, different: 0, unknown: 0, notCallable: 0, failed: [] },
  }
  for (let run = 0; run < MOST_AUDITS + 5; run++) await keepAudit(client, { ...found, block: run })
  const { rows } = await client.query(
    'SELECT count(*)::int AS count, min(block) AS first FROM audit',
  )
  expect(rows).toEqual([{ count: MOST_AUDITS, first: 5 }])
  const page = await api.ask('{ audits(limit: 2, offset: 1) { block } }')
  expect(page.audits.map(({ block }: { block: number }) => block)).toEqual([
    MOST_AUDITS + 3,
    MOST_AUDITS + 2,
  ])
})
