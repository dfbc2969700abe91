import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../../support/api/api-client'
import { type ApiDatabase, createApiDatabase } from '../../support/api/api-db'
import { insertHistory } from '../../support/api/api-history'
import { LossyProxy } from '../../support/lossy-proxy'

let db: ApiDatabase
let proxy: LossyProxy
let api: TestApi
let hasEnded = false

beforeEach(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
  proxy = await LossyProxy.start(db.url)
  api = await startTestApi(proxy.url, { statementTimeoutMs: 7_000 })
})

afterEach(async () => {
  if (!hasEnded) await api.close()
  await proxy.stop()
  await db.drop()
})

let unique = 0
/** Statuses and codes of more operations than there are connections. */
async function askMany(): Promise<string[]> {
  const answers = Array.from({ length: 20 }, async () => {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `{ a${unique++}: operators { id } }` }),
    })
    const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] }
    const retry = response.headers.get('retry-after') !== null
    return `${response.status} ${errors?.[0]?.extensions.code} ${retry ? 'retry' : ''}`
  })
  return [...new Set(await Promise.all(answers))].sort()
}

test('a busy database is told from one that hangs, by status and code', async () => {
  await api.ask('{ squidStatus { height } }')
  await db.query('BEGIN; LOCK TABLE operator IN ACCESS EXCLUSIVE MODE')
  const busy = await askMany().finally(() => db.query('ROLLBACK'))
  expect(busy).toEqual(['503 OVERLOADED retry', '504 QUERY_TIMEOUT '])
  proxy.lose('all', true)
  expect(await askMany()).toEqual(['503 DATABASE_SILENT retry'])
  proxy.heal()
})

/** Each another text: rows, a connection, a metric of a graph that is kept, the head. */
const QUERIES = [
  '{ A: operators(limit: 5) { id } }',
  '{ A: operatorsConnection(first: 5, orderBy: id_ASC) { totalCount } }',
  '{ A: concentration(of: OPERATORS, basis: REGISTERED) { hhi } }',
  '{ A: _meta { block { number } } }',
]

async function outcome(): Promise<string> {
  const n = unique++
  const { errors } = await api.send(QUERIES[n % QUERIES.length]!.replace('A', `a${n}`))
  return errors ? String(errors[0]!.extensions?.code) : 'DATA'
}

test('what comes while the database stands still is answered, or says so; nothing is refused after it', async () => {
  for (const query of QUERIES) await api.ask(query)
  proxy.freeze()
  const asked: Promise<string>[] = []
  for (let round = 0; round < 14; round++) {
    asked.push(outcome(), outcome())
    await wait(500)
  }
  // Those that wait have it again, and do not count the time before.
  asked.push(...Array.from({ length: 12 }, outcome))
  proxy.thaw()
  const after = await Promise.all(Array.from({ length: 12 }, outcome))
  expect(new Set(after)).toEqual(new Set(['DATA']))
  const during = new Set(await Promise.all(asked))
  expect([...during].sort()).toEqual(['DATABASE_SILENT', 'DATA'].sort())
})

test('the server ends while the database stands still', async () => {
  for (const query of QUERIES) await api.ask(query)
  proxy.freeze()
  const asked = QUERIES.map((query) => api.send(query.replace('A', 'B')).catch(() => null))
  await wait(100)
  await api.close()
  hasEnded = true
  await Promise.all(asked)
})
