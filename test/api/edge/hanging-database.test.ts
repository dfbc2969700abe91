import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../../support/api/api-client'
import { type ApiDatabase, createApiDatabase } from '../../support/api/api-db'
import { insertHistory } from '../../support/api/api-history'
import { LossyProxy } from '../../support/lossy-proxy'

let db: ApiDatabase
let proxy: LossyProxy
let api: TestApi

beforeAll(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
  proxy = await LossyProxy.start(db.url)
  api = await startTestApi(proxy.url, { statementTimeoutMs: 7_000 })
})

afterAll(async () => {
  await api.close()
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
