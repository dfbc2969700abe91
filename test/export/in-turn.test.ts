import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ExportApi, startExportApi } from '../support/exported'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

let database: TestDatabase
let api: ExportApi

beforeAll(async () => {
  database = await createIndexedDatabase('exportinturn', FIXTURE)
  // One for each client.
  api = await startExportApi(database.url, { running: 2 })
})

afterAll(async () => {
  await api.close()
  await database.drop()
})

test('a client that reads one export after another is never refused', async () => {
  const statuses = new Set<number>()
  for (let i = 0; i < 40; i += 1) {
    const method = i % 4 === 0 ? 'HEAD' : 'GET'
    const response = await api.get('/export/operators.csv', { method })
    await response.text()
    statuses.add(response.status)
  }
  expect([...statuses]).toEqual([200])
})
