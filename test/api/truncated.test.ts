import { expect, test } from 'vitest'
import { POOL, STAKERS } from '../support/api/api-history'
import { useHistoryApi } from '../support/api/history-api'

const api = useHistoryApi()

const pool = (selection: string) => `poolById(id: "${POOL[0]}") { ${selection} }`

test.each([
  ['a root list of the default 50', '{ stakes { id } }', ['stakes']],
  ['by its alias', '{ mine: stakes { id } }', ['mine']],
  ['a nested list of the default 1,000', `{ ${pool('stakes { id }')} }`, ['poolById.stakes']],
  [
    'below lists and connections, once',
    `{ a: stakes(limit: 2) { id pool { b: stakes { id } } }
       stakesConnection(first: 2) { edges { node { pool { stakes { id } } } } } }`,
    ['a.pool.b', 'stakesConnection.edges.node.pool.stakes'],
  ],
])('extensions.truncated has %s', async (_, query, expected) => {
  const { data, errors, extensions } = await api.send(query)
  expect(errors).toBeUndefined()
  expect(extensions).toMatchObject({ truncated: expected })
  const lists = [data.stakes, data.mine, data.poolById?.stakes].filter((rows) => rows)
  for (const rows of lists) expect([50, 1000]).toContain(rows.length)
})

test.each([
  ['a limit of the client', '{ stakes(limit: 50) { id } }'],
  ['a list that fits', '{ operators { id stakes { id } } }'],
  ['a list that fills the limit', `{ stakes(offset: ${STAKERS - 50}) { id } }`],
  ['no list', `{ ${pool('id')} }`],
])('not %s', async (_, query) => {
  const { errors, extensions } = await api.send(query)
  expect(errors).toBeUndefined()
  expect(extensions?.truncated).toBeUndefined()
})

test('is part of a kept answer', async () => {
  const query = '{ stakes(block: {number: 140}) { id } }'
  const first = await api.send(query)
  expect(first.extensions).toMatchObject({ truncated: ['stakes'] })
  expect(await api.send(query)).toEqual(first)
})
