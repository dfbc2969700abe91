import { Pool, type PoolClient } from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createGraphql } from '../../src/api/graphql/graphql'
import { DEFAULT_LIMITS } from '../../src/api/limits'
import { schemaParts } from '../../src/api/schema/schema'
import { HEAD_SQL, type Head } from '../../src/reads/head'
import { type ApiDatabase, createApiDatabase } from '../support/api/api-db'
import { insertHistory, POOL } from '../support/api/api-history'

let db: ApiDatabase
let pool: Pool
let graphql: ReturnType<typeof createGraphql>
let connects = 0

beforeAll(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
  pool = new Pool({ connectionString: db.url })
  const connections = {
    connect: (): Promise<PoolClient> => {
      connects++
      return pool.connect()
    },
  }
  graphql = createGraphql({
    connections: connections as Pool,
    version: null,
    parts: schemaParts(DEFAULT_LIMITS),
    limits: DEFAULT_LIMITS,
    workers: null,
    logger: pino({ level: 'silent' }),
  })
})

beforeEach(() => {
  connects = 0
})

afterAll(async () => {
  await graphql.yoga.dispose()
  await pool.end()
  await db.drop()
})

const CONCENTRATION = `{ concentration(of: OPERATORS, scope: {pool: "${POOL[0]}"}) { hhi universe { n total } meta { block { number hash } } } }`

async function headNow(): Promise<Head> {
  return (await db.query<Head>(HEAD_SQL))[0]!
}

async function ask(head: Head | null) {
  const trace = { scope: null, readHead: async () => head }
  const answer = await graphql.answers.answer({ query: CONCENTRATION }, trace)
  const { data } = JSON.parse(answer!.body.toString())
  return { data, scope: answer!.scope }
}

test('what is computed from a graph that is kept takes no connection, and has the same answer', async () => {
  const first = await ask(null)
  expect(connects).toBe(1)
  connects = 0
  expect(await ask(await headNow())).toEqual(first)
  expect(connects).toBe(0)
})

test('if the head has moved before a statement, the operation is run again at the new one', async () => {
  const before = await headNow()
  await db.query('UPDATE cursor SET height = height + 1, updated_at = now()')
  const stale = { ...before, digest: `0x${'11'.repeat(32)}` }
  const { data, scope } = await ask(stale)
  expect(data.concentration.meta.block.number).toBe(before.number + 1)
  expect(JSON.stringify(scope)).toContain(`\\"number\\":${before.number + 1}`)
  await db.query('UPDATE cursor SET height = height - 1, updated_at = now()')
})
