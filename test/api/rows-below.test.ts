import { expect, test } from 'vitest'
import { POOL } from '../support/api/api-history'
import { useHistoryApi } from '../support/api/history-api'

const api = useHistoryApi()

/** A thousand stakes, each with the thousand of its pool, each with those of its pool. */
const STAKES = 'stakes { pool { stakes { pool { stakes { id } } } } }'
const one = (selection: string) => `poolById(id: "${POOL[0]}") { ${selection} }`

test.each([
  ['a list', `{ pools { ${STAKES} } }`],
  [
    'a list, beside what is not rows',
    `{ concentration(of: OPERATORS, basis: REGISTERED) { __typename } pools { ${STAKES} } }`,
  ],
  ['one row', `{ ${one(STAKES)} }`],
  ['a connection', `{ poolsConnection { edges { node { ${STAKES} } } } }`],
  ['versions of a row', `{ poolHistory(id: "${POOL[0]}") { row { ${STAKES} } } }`],
  [
    'lists that have them together only',
    `{ ${one(['a', 'b'].map((key) => `${key}: stakes { pool { stakes(limit: 30) { id } } }`).join(' '))} }`,
  ],
  [
    'lists of several fields',
    `{ ${['a', 'b'].map((key) => `${key}: ${one('stakes { pool { stakes(limit: 30) { id } } }')}`).join(' ')} }`,
  ],
])(
  'rows below %s are counted before they are read, which would take gigabytes',
  async (_, query) => {
    expect(await api.refuse(query)).toMatchObject({ code: 'COST_EXCEEDED', max: 50_000 })
  },
)

test('as many as an operation may have are answered', async () => {
  const data = await api.ask(`{ ${one('stakes { pool { stakes(limit: 30) { id } } }')} }`)
  expect(data.poolById.stakes).toHaveLength(1000)
  expect(data.poolById.stakes.at(-1).pool.stakes).toHaveLength(30)
})

test('of a list, rows of its page count', async () => {
  const query = (offset: number) =>
    `{ pools(limit: 1, offset: ${offset}, orderBy: id_ASC) { id stakes { pool { stakes { id } } } } }`
  const pools = await api.ask('{ pools(orderBy: id_ASC) { id stakes(limit: 1) { id } } }')
  for (const [offset, { id, stakes }] of pools.pools.entries()) {
    const { errors, data } = await api.send(query(offset))
    if (stakes.length > 0) expect(errors?.[0]?.extensions).toMatchObject({ max: 50_000 })
    else expect(data).toEqual({ pools: [{ id, stakes: [] }] })
  }
})
