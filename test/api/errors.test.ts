import { Pool } from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Connections } from '../../src/api/database/transaction'
import { createGraphql } from '../../src/api/graphql/graphql'
import { DEFAULT_LIMITS } from '../../src/api/limits'
import { schemaParts } from '../../src/api/schema/schema'
import type { TestApi } from '../support/api/api-client'
import { startTestApi } from '../support/api/api-client'
import type { ApiDatabase } from '../support/api/api-db'
import { createApiDatabase, hash } from '../support/api/api-db'
import { insertHistory, OP } from '../support/api/api-history'

let db: ApiDatabase
let api: TestApi
const log: string[] = []

beforeAll(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
  api = await startTestApi(db.url, { statementTimeoutMs: 300 }, log)
})

afterAll(async () => {
  await api.close()
  await db.drop()
})

const code = async (query: string, variables?: object) => (await api.refuse(query, variables)).code

describe('invalid requests', () => {
  test('a document that does not parse or validate has the code of its error', async () => {
    expect(await code('{ operators { id }')).toBe('GRAPHQL_PARSE_FAILED')
    expect(await code('{ nothing }')).toBe('GRAPHQL_VALIDATION_FAILED')
    expect(await code('{ operators { key } }')).toBe('GRAPHQL_VALIDATION_FAILED')
    expect(await code('mutation { x }')).toBe('GRAPHQL_VALIDATION_FAILED')
    expect(
      await code('query a { squidStatus { height } } query b { squidStatus { height } }'),
    ).toBe('BAD_USER_INPUT')
  })

  test.each([
    ['{ operatorStakes(where: {shares_gt: "abc"}) { id } }', 'literal BigInt'],
    [`{ operatorStakes(where: {shares_gt: "${'9'.repeat(79)}"}) { id } }`, 'too many digits'],
    ['{ operators(where: {address_eq: "0xabc"}) { id } }', 'odd hex'],
    ['{ operators(where: {address_eq: "abcd"}) { id } }', 'no 0x'],
    ['{ slashings(where: {blockTime_gt: "2023-02-30T00:00:00Z"}) { id } }', 'no such day'],
    ['{ slashings(where: {blockTime_gt: "yesterday"}) { id } }', 'no date'],
    ['{ operators(where: {metadataURI_isNull: null}) { id } }', 'null for isNull'],
    ['{ operators(block: {number: null}) { id } }', 'a null number'],
    ['{ operators(block: {hash: null, timestamp: null}) { id } }', 'a null hash and time'],
    ['{ operators(block: {}) { id } }', 'an empty block'],
    ['{ _meta(block: {number: null}) { lag } }', 'a null number of _meta'],
    [
      '{ concentration(of: OPERATORS, block: {number: null}) { hhi } }',
      'a null number of a metric',
    ],
    ['query ($n: Int) { operators(block: {number: $n}) { id } }', 'a variable that is not given'],
    ['{ operators(where: {metadataURI_contains: "\\u0000"}) { id } }', 'U+0000'],
    ['{ operators(limit: -1) { id } }', 'negative limit'],
    ['{ operators(offset: -1) { id } }', 'negative offset'],
    ['{ operatorsConnection(first: 1, last: 1) { totalCount } }', 'first and last'],
    [`{ operators(block: {number: 150, hash: "${hash(150)}"}) { id } }`, 'two names of a block'],
    [
      '{ a: operators(block: {number: 150}) { id } b: operators(block: {number: 151}) { id } }',
      'two blocks',
    ],
    ['{ _meta(block: {timestamp: 1700000000000}) { lag } }', 'milliseconds'],
  ])('%s is BAD_USER_INPUT: %s', async (query) => {
    const { code, hint } = await api.refuse(query)
    expect(code).toBe('BAD_USER_INPUT')
    expect(hint).toEqual(expect.any(String))
  })

  test('a block whose variable is null is refused, and is not the last indexed block', async () => {
    const operators = 'query ($n: Int) { operators(block: {number: $n}) { id } }'
    const { errors } = await api.send(operators, { n: null })
    expect(errors![0]).toMatchObject({
      message: 'block names no block: number is null.',
      extensions: { code: 'BAD_USER_INPUT', hint: expect.stringContaining('leave block out') },
    })
    const head = 'query ($block: BlockInput) { _meta(block: $block) { block { number } } }'
    expect(await api.ask(head, { block: null })).toEqual({ _meta: { block: { number: 200 } } })
  })

  test('a variable that does not fit is BAD_USER_INPUT', async () => {
    const query =
      'query ($shares: BigInt, $limit: Int) { operatorStakes(where: {shares_gt: $shares}, limit: $limit) { id } }'
    expect(await code(query, { shares: 'abc' })).toBe('BAD_USER_INPUT')
    expect(await code(query, { shares: 1e21 })).toBe('BAD_USER_INPUT')
    expect(await code(query, { limit: 'ten' })).toBe('BAD_USER_INPUT')
    expect(await api.ask(query, { shares: 9, limit: null })).toMatchObject({ operatorStakes: {} })
  })

  test.each(['{number: 201}', '{number: 99}', `{hash: "${hash(135)}"}`, '{timestamp: 1600000000}'])(
    'block %s is not indexed, and the error names the indexed range',
    async (block) => {
      const { errors } = await api.send(`{ operators(block: ${block}) { id } }`)
      expect(errors![0]!.extensions).toMatchObject({
        code: 'BLOCK_NOT_INDEXED',
        first: 100,
        last: 200,
      })
      expect(errors![0]!.message).toContain('100 to 200')
    },
  )
})

describe('limits', () => {
  test('a page over 1000 rows is rejected, as a literal or a variable, at any depth', async () => {
    const expected = { code: 'LIMIT_EXCEEDED', limit: 1000, asked: 1001, hint: expect.any(String) }
    const limit = 'query ($limit: Int) { operators(limit: $limit) { id } }'
    const nested = 'query ($limit: Int) { operators { stakes(limit: $limit) { id } } }'
    const first = 'query ($limit: Int) { operatorsConnection(first: $limit) { totalCount } }'
    const last = 'query ($limit: Int) { operatorsConnection(last: $limit) { totalCount } }'
    for (const query of [limit, nested, first, last]) {
      expect(await api.refuse(query, { limit: 1001 })).toMatchObject(expected)
    }
    expect(await api.refuse('{ operators(limit: 1001) { id } }')).toMatchObject(expected)
    expect(await api.refuse('{ operators(offset: 10001) { id } }')).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      limit: 10_000,
      asked: 10_001,
    })
  })

  test('tokens, aliases, depth, root fields and conditions are limited', async () => {
    const limitOf = async (query: string, variables?: object) => {
      const { code, limit } = await api.refuse(query, variables)
      expect(code).toBe('LIMIT_EXCEEDED')
      return limit
    }
    const many = (n: number, text: (i: number) => string) =>
      Array.from({ length: n }, (_, i) => text(i)).join(' ')
    expect(await limitOf(`{ operators { ${many(4000, () => 'id')} } }`)).toBe(4000)
    expect(await limitOf(`{ operators { ${many(51, (i) => `a${i}: id`)} } }`)).toBe(50)
    expect(await limitOf(`{ ${many(21, (i) => `a${i}: squidStatus { height }`)} }`)).toBe(20)
    const deep = `${'avs { operatorSets(limit: 1) { '.repeat(6)} id ${'} }'.repeat(6)}`
    expect(await limitOf(`{ operatorSets(limit: 1) { ${deep} } }`)).toBe(12)
    const where = {
      OR: Array.from({ length: 300 }, (_, i) => ({ firstSeenBlock_eq: i, id_eq: 'x' })),
    }
    const filtered = 'query ($where: OperatorWhereInput) { operators(where: $where) { id } }'
    expect(await limitOf(filtered, { where })).toBe(500)
    const list = Array.from({ length: 3000 }, (_, i) => i)
    await api.ask(filtered, { where: { firstSeenBlock_in: list } })
  })

  test('a fragment counts every time it is spread', async () => {
    const deep = (n: number): string =>
      n ? `avs { operatorSets(limit: 1) { ...f${n - 1} } }` : 'id'
    const fragments = Array.from(
      { length: 8 },
      (_, n) => `fragment f${n} on OperatorSet { ${deep(n)} }`,
    )
    expect(await code(`{ operatorSets(limit: 1) { ...f7 } } ${fragments.join(' ')}`)).toBe(
      'LIMIT_EXCEEDED',
    )
  })

  test('deeply nested where inputs are rejected without a crash', async () => {
    const levels = 5_000
    const where = `${'{"AND":['.repeat(levels)}{}${']}'.repeat(levels)}`
    const query = 'query ($where: OperatorWhereInput) { operators(where: $where) { id } }'
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query": ${JSON.stringify(query)}, "variables": {"where": ${where}}}`,
    })
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] }
    expect(errors[0]!.extensions.code).toBe('LIMIT_EXCEEDED')
    expect((await api.ask('{ squidStatus { height } }')).squidStatus.height).toBe(200)
  })

  test('the cost counts rows of nested lists, with variables', async () => {
    const nested = 'query ($limit: Int) { operators(limit: 1000) { stakes(limit: $limit) { id } } }'
    expect(await api.refuse(nested, { limit: 1000 })).toMatchObject({
      code: 'COST_EXCEEDED',
      max: 50_000,
      heaviestPath: 'operators.stakes',
    })
    await api.ask(nested, { limit: 10 })
    await api.ask('{ stakesConnection(first: 1000) { totalCount edges { node { pool { id } } } } }')
  })

  test('rows over the estimate are rejected when they are read', async () => {
    const small = await startTestApi(db.url, { cost: 500 })
    const query = '{ pools(limit: 2) { stakes { id } } }'
    expect(await small.refuse(query)).toMatchObject({ code: 'COST_EXCEEDED', max: 500 })
    await small.close()
  })

  test('a body over 256 kB is rejected, with and without content-length', async () => {
    const body = JSON.stringify({
      query: '{ squidStatus { height } }',
      variables: { x: 'x'.repeat(256 * 1024) },
    })
    const headers = { 'content-type': 'application/json' }
    const chunked = new Blob([body]).stream()
    for (const sent of [body, chunked]) {
      const init = { method: 'POST', headers, body: sent, duplex: 'half' }
      const response = await fetch(`${api.url}/graphql`, init as RequestInit)
      expect(response.status).toBe(413)
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] }
      expect(errors[0]!.extensions.code).toBe('LIMIT_EXCEEDED')
    }
  })

  test('the introspection query of clients is within the limits', async () => {
    const { getIntrospectionQuery } = await import('graphql')
    expect((await api.ask(getIntrospectionQuery())).__schema.types.length).toBeGreaterThan(100)
  })
})

describe('the database', () => {
  const idleInTransaction = async () => {
    const rows = await db.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity
       WHERE application_name = 'linchpin api' AND datname = current_database() AND state LIKE 'idle in transaction%'`,
    )
    return rows[0]!.n
  }

  /** Runs `act` while the table of operators is locked. */
  const whileLocked = async (act: () => Promise<void>) => {
    await db.query('BEGIN; LOCK TABLE operator IN ACCESS EXCLUSIVE MODE')
    await act().finally(() => db.query('ROLLBACK'))
  }

  test('a slow statement is cancelled, and later fields of the operation fail with it', async () => {
    await whileLocked(async () => {
      const { errors } = await api.send('{ operators { id } pools { id } }')
      expect(errors!.map((error) => error.extensions.code)).toContain('QUERY_TIMEOUT')
    })
    expect((await api.ask('{ operators { id } }')).operators).toHaveLength(3)
  })

  test('every kind of error releases its connection', async () => {
    await whileLocked(async () => {
      const failing = [
        '{ operators { id } a: operators { id } }',
        '{ pools(block: {number: 1}) { id } operators { id } }',
        '{ slashings(where: {description_eq: "\\u0000"}) { id } }',
        '{ operatorsConnection(after: "x") { totalCount } }',
        '{ nothing }',
      ]
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, i) => api.send(failing[i % 5]!)),
      )
      expect(answers.every((answer) => answer.errors)).toBe(true)
    })
    expect(await idleInTransaction()).toBe(0)
    const questions = Array.from({ length: 25 }, (_, i) => `{ a${i}: operators { id } }`)
    const answers = Promise.all(questions.map((question) => api.ask(question)))
    expect(await answers).toHaveLength(25)
  })

  test('lost connections are replaced', async () => {
    const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'linchpin api' AND datname = current_database()`
    await whileLocked(async () => {
      // New queries: responses to earlier ones are cached.
      const answers = [api.send('{ a: operators { id } }'), api.send('{ b: operators { id } }')]
      const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
      while ((await db.query(waiting)).length === 0)
        await new Promise((done) => setTimeout(done, 5))
      await db.query(kill)
      for (const { errors } of await Promise.all(answers)) {
        expect(errors![0]!.extensions.code).toBe('NOT_READY')
      }
    })
    await db.query(kill)
    expect((await api.ask('{ c: operators { id } }')).c).toHaveLength(3)
  })

  test('an unexpected error is masked, logged with its request id, and reveals nothing of the database', async () => {
    await db.query('ALTER TABLE operator RENAME COLUMN metadata_uri TO gone')
    const { errors } = await api.send('{ operators { metadataURI } }')
    await db.query('ALTER TABLE operator RENAME COLUMN gone TO metadata_uri')
    const { code, requestId } = errors![0]!.extensions
    expect(code).toBe('INTERNAL_SERVER_ERROR')
    expect(JSON.stringify(errors)).not.toMatch(/metadata_uri|does not exist|stack|SELECT/)
    expect(
      log.some((line) => line.includes(requestId as string) && line.includes('metadata_uri')),
    ).toBe(true)
  })

  test('the API is not ready before the first block and without tables', async () => {
    await db.query('ALTER TABLE cursor RENAME TO cursor_gone')
    expect(await code('{ operators { id } }')).toBe('NOT_READY')
    await db.query('ALTER TABLE cursor_gone RENAME TO cursor')
    const rows = await db.query('DELETE FROM cursor RETURNING *')
    expect(await code('{ _meta { lag } }')).toBe('NOT_READY')
    await db.insert('cursor', rows)
    expect(await code('{ nothing }')).toBe('GRAPHQL_VALIDATION_FAILED')
  })

  test('each root field is one statement at any depth, all in one transaction', async () => {
    const pool = new Pool({ connectionString: db.url })
    const texts: string[] = []
    const connections: Connections = {
      connect: async () => {
        const client = await pool.connect()
        const { query } = client
        client.query = ((...args: Parameters<typeof query>) => {
          texts.push(`${args[0]}`)
          return query.apply(client, args)
        }) as typeof query
        const { release } = client
        client.release = (broken) => {
          Object.assign(client, { query, release })
          release.call(client, broken)
        }
        return client
      },
    }
    const logger = pino({ level: 'silent' })
    const { yoga } = createGraphql({
      connections,
      version: null,
      parts: schemaParts(DEFAULT_LIMITS),
      limits: DEFAULT_LIMITS,
      workers: null,
      logger,
    })
    const query = `{ operators(where: {stakes_some: {pool: {whitelisted_eq: true}}}) { stakes { pool { asset { id } operatorStakes { operator { id } } } } slashings { pools { id } } }
      slashings(block: {number: 160}) { operator { stakes { id } } }
      stakesConnection(first: 5) { totalCount pageInfo { hasPreviousPage } edges { node { pool { id } } } }
      operatorById(id: "${OP[0]}") { id } }`
    const response = await yoga.fetch(
      'http://test/graphql',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      },
      { trace: { scope: null } },
    )
    expect(((await response.json()) as { errors?: unknown }).errors).toBeUndefined()
    await pool.end()
    expect(texts.map((text) => text.trim().split(/\s+/, 2).join(' '))).toEqual([
      'BEGIN ISOLATION',
      'SELECT asked.block',
      ...[
        'SELECT json_build_array',
        'SELECT json_build_array',
        'SELECT (SELECT',
        'SELECT json_build_array',
      ].map(() => expect.stringMatching(/^SELECT /)),
      'ROLLBACK',
    ])
  })
})
