import { Client } from 'pg'
import { expect, test } from 'vitest'
import { startTestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import { MIDDLEWARE } from '../support/middleware/truth'

const ZERO = `decode(repeat('00', 20), 'hex')`
const QUERY = `{
  ejectors: controllers(by: EJECTOR) { perPool(limit: 1) { controllers { controller { id } } unknownSets { id } } }
  approvers: controllers(by: CHURN_APPROVER) { perPool(limit: 1) { controllers { controller { id } } unknownSets { id } } }
}`

/** Controllers of the largest pool, after a change of what logs said of the coordinator. */
async function controllersWith(change: string) {
  const database = await createIndexedDatabase('unlogged', MIDDLEWARE)
  const client = new Client({ connectionString: database.url })
  await client.connect()
  await client.query(`UPDATE avs_middleware SET ${change}`)
  await client.end()
  const api = await startTestApi(database.url)
  try {
    const { ejectors, approvers } = await api.ask(QUERY)
    return { ejectors: ejectors.perPool[0], approvers: approvers.perPool[0] }
  } finally {
    await api.close()
    await database.drop()
  }
}

test('who may eject or approve churn is unknown where no log said, and nobody where one said nobody', async () => {
  const logged = await controllersWith('key = key')
  const unlogged = await controllersWith('ejector = NULL, churn_approver = NULL')
  const nobody = await controllersWith(`ejector = ${ZERO}, churn_approver = ${ZERO}`)
  for (const power of ['ejectors', 'approvers'] as const) {
    const unknown = unlogged[power].unknownSets.length
    expect(unlogged[power].controllers).toEqual([])
    expect(unknown).toBeGreaterThan(logged[power].unknownSets.length)
    expect(nobody[power].unknownSets).toEqual(logged[power].unknownSets)
  }
  expect(nobody.approvers.controllers).toEqual([])
})
