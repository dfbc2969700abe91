import fc from 'fast-check'
import { Pool } from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PreparedStatements } from '../../src/api/database/prepared'
import { createGraphql } from '../../src/api/graphql/graphql'
import { DEFAULT_LIMITS } from '../../src/api/limits'
import { loadModel } from '../../src/api/schema/model'
import { schemaParts } from '../../src/api/schema/schema'
import { IS_LONG } from '../long.mjs'
import type { ApiDatabase } from '../support/api/api-db'
import { createApiDatabase } from '../support/api/api-db'
import { AVS, insertHistory, OP, POOL } from '../support/api/api-history'
import { rowQueries } from '../support/api/random-queries'
import { NO_POOLER, Pooler } from '../support/pgbouncer'

const IDS = new Map([
  ['Operator', OP],
  ['Pool', POOL],
  ['Avs', [AVS]],
  ['OperatorSet', [`${AVS}/0`]],
])

let db: ApiDatabase
let pool: Pool
let graphql: ReturnType<typeof createGraphql>

beforeAll(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
  // The ledger writes a staker with the first stake.
  await db.query(`INSERT INTO staker (id, key, from_block, address, beacon_chain_slashing_factor, first_seen_block)
    SELECT DISTINCT ON (staker_id) staker_id, staker_id, 100, decode(substr(staker_id, 3), 'hex'), 1, 100 FROM stake`)
  pool = new Pool({ connectionString: db.url, max: 3 })
  graphql = createGraphql({
    connections: pool,
    version: null,
    parts: schemaParts(DEFAULT_LIMITS),
    limits: DEFAULT_LIMITS,
    workers: null,
    logger: pino({ level: 'silent' }),
  })
})

afterAll(async () => {
  await graphql.yoga.dispose()
  await pool.end()
  await db.drop()
})

/** The answer of graphql-js: compiled operations are not used behind yoga. */
async function reference(query: string, variables: object): Promise<string> {
  const response = await graphql.yoga.fetch(
    'http://localhost/graphql',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    },
    { trace: { scope: null } },
  )
  return response.text()
}

function compiledBy(
  { compiled, preparer }: ReturnType<typeof createGraphql>,
  query: string,
  variables: Record<string, unknown> = {},
) {
  return compiled.answer(preparer.prepare({ query, variables })!)
}

async function compiled(query: string, variables: Record<string, unknown> = {}) {
  const answer = await compiledBy(graphql, query, variables)
  if (answer?.kind === 'FAILURE') throw answer.error
  return answer ? answer.body.toString() : null
}

/** Without the white space that Postgres writes into JSON columns. */
const compact = (text: string) => JSON.stringify(JSON.parse(text))

const RUNS = IS_LONG ? 300 : 100

test('a compiled operation has the answer of graphql-js, in the order of its keys', async () => {
  let same = 0
  await fc.assert(
    fc.asyncProperty(
      rowQueries(loadModel(), IDS, [120, 140, 160, 1]),
      async ({ query, variables }) => {
        const answer = await compiled(query, variables)
        const expected = await reference(query, variables)
        // Not compiled is what graphql-js refuses, too, and the digest of an earlier block, which is another statement.
        if (answer === null) {
          const isDigest = query.includes('digest') && query.includes('block: {')
          expect(isDigest || JSON.parse(expected).errors).toBeTruthy()
          return
        }
        expect(compact(answer as string)).toBe(compact(expected))
        same++
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  )
  expect(same).toBeGreaterThan(RUNS / 2)
}, 300_000)

test('the head may move between two operations: the block is the one of the rows', async () => {
  const query = '{ operatorSets { id slasher } }'
  const [before] = await db.query<{ height: number }>('SELECT height FROM cursor')
  await compiled(query)
  await db.query('UPDATE cursor SET height = height + 1, updated_at = now()')
  const moved = await compiledBy(graphql, query)
  expect(moved).toMatchObject({ kind: 'DATA', head: { number: before!.height + 1 } })
  expect(compact(await reference(query, {}))).toBe(compact(String(await compiled(query))))
  await db.query('UPDATE cursor SET height = height - 1, updated_at = now()')
})

test('rows over the budget are not answered: graphql-js reports them', async () => {
  const limits = { ...DEFAULT_LIMITS, cost: 3 }
  const connections = pool
  const logger = pino({ level: 'silent' })
  const parts = schemaParts(limits)
  const small = createGraphql({ connections, version: null, parts, limits, workers: null, logger })
  const ask = (id: string) =>
    compiledBy(small, `{ poolById(id: "${id}") { a: stakes(limit: 1) { id } } }`)
  expect(await ask(POOL[0])).toMatchObject({ kind: 'DATA' })
  const over = `{ operatorById(id: "${OP[0]}") { stakes { pool { id } } } }`
  expect(await compiledBy(small, over)).toBeNull()
  await small.yoga.dispose()
})

test('what the database refuses is reported, and not asked for again', async () => {
  let connects = 0
  const connections = {
    connect: async () => {
      connects++
      throw Object.assign(new Error('sorry, too many clients already'), { code: '53300' })
    },
  }
  const limits = DEFAULT_LIMITS
  const logger = pino({ level: 'silent' })
  const parts = schemaParts(limits)
  const down = createGraphql({ connections, version: null, parts, limits, workers: null, logger })
  const query = '{ operators { id } }'
  const failure = await compiledBy(down, query)
  expect(failure).toMatchObject({ kind: 'FAILURE', error: { extensions: { code: 'NOT_READY' } } })
  const response = await down.yoga.fetch(
    'http://localhost/graphql',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    },
    { trace: { scope: null, failure: failure as { error: unknown } } },
  )
  expect(await response.json()).toMatchObject({
    data: null,
    errors: [{ path: ['operators'], extensions: { code: 'NOT_READY' } }],
  })
  expect(connects).toBe(1)
  await down.yoga.dispose()
})

describe.skipIf(NO_POOLER)(`through a pooler in transaction mode ${NO_POOLER ?? ''}`, () => {
  test('no session is changed, and nothing is prepared', async () => {
    const pooler = await Pooler.start(db.url)
    const shared = new Pool({ connectionString: pooler.url, max: 3 })
    const statements = new PreparedStatements(shared, 1234)
    for (let i = 0; i < 5; i++) expect(await statements.run('SELECT 1 AS one', [])).toBeNull()
    const { rows } = await shared.query('SHOW statement_timeout')
    expect(rows).toEqual([{ statement_timeout: '0' }])
    await shared.end()
    await pooler.stop()
  })
})

test('a statement is prepared from its third use on; a connection with many is replaced', async () => {
  const own = new Pool({ connectionString: db.url, max: 1 })
  const statements = new PreparedStatements(own, 1000)
  const prepared = async () => {
    const names = 'SELECT count(*)::int AS n, pg_backend_pid() AS pid FROM pg_prepared_statements'
    return (await own.query<{ n: number; pid: number }>(names)).rows[0]!
  }
  const text = 'SELECT $1::int + 1 AS sum'
  for (let i = 0; i < 2; i++) await statements.run(text, [i])
  const before = await prepared()
  expect(before.n).toBe(0)
  expect(await statements.run(text, [2])).toEqual([{ sum: 3 }])
  expect(await prepared()).toEqual({ n: 1, pid: before.pid })
  for (let i = 0; i < 330; i++) await statements.run(`SELECT ${Math.floor(i / 3)}`, [])
  const after = await prepared()
  expect(after.n).toBeLessThan(100)
  expect(after.pid).not.toBe(before.pid)
  await own.end()
})
