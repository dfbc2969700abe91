import { Client, Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Limits } from '../../src/api/limits'
import { openOperation } from '../../src/api/operation'
import { resolverOf, rootField } from '../../src/metrics/define/metric'
import type { RiskSources } from '../../src/metrics/define/sources'
import { int } from '../../src/metrics/define/type'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { type ApiDatabase, createApiDatabase } from '../support/api/api-db'
import { insertHistory } from '../support/api/api-history'

let db: ApiDatabase

beforeAll(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
})

afterAll(async () => {
  await db?.drop()
})

/** Backends of the API that run a statement, wait for a lock, or hold a transaction open. */
async function busy(): Promise<number> {
  const [row] = await db.query<{ busy: number }>(
    `SELECT count(*)::int AS busy FROM pg_stat_activity
     WHERE datname = current_database() AND application_name LIKE 'linchpin%' AND state <> 'idle'`,
  )
  return row!.busy
}

/** Runs with a table that no statement can read: each that tries waits. */
async function withLockedOperators(run: () => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: db.url, application_name: 'test' })
  await client.connect()
  try {
    await client.query('BEGIN; LOCK TABLE operator IN ACCESS EXCLUSIVE MODE')
    await run()
  } finally {
    await client.end()
  }
}

async function withApi(
  limits: Partial<Limits>,
  run: (api: TestApi, lines: string[]) => Promise<void>,
): Promise<void> {
  const lines: string[] = []
  const api = await startTestApi(db.url, limits, lines)
  try {
    await run(api, lines)
  } finally {
    await api.close()
  }
}

/** An operation that waits for the table; another one each time, so that none is cached. */
let last = 0
function waiting(): string {
  last++
  return `{ operators(limit: ${last}) { id } }`
}

function post(api: TestApi, query: string, signal: AbortSignal): Promise<Response> {
  return fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    signal,
  })
}

describe('an operation', () => {
  test('that reaches its deadline is QUERY_TIMEOUT, and its statement is cancelled', async () => {
    await withApi({ operationTimeoutMs: 400 }, (api) =>
      withLockedOperators(async () => {
        const error = await api.refuse(waiting())
        expect(error).toMatchObject({ code: 'QUERY_TIMEOUT', limit: 400 })
        expect(error.hint).toContain('job')
        await expect.poll(busy).toBe(0)
      }),
    )
  })

  test.each([
    ['by graphql-js', 0],
    ['compiled', 1],
  ])('%s, whose client hangs up leaves no statement, and no line in the log', async (_, before) => {
    await withApi({ operationTimeoutMs: 60_000, statementTimeoutMs: 60_000 }, (api, lines) =>
      withLockedOperators(async () => {
        // The first answer to a client of this kind is by yoga.
        for (let i = 0; i < before; i++) await api.ask('{ pools(limit: 1) { id } }')
        const hangUp = new AbortController()
        const asked = post(api, waiting(), hangUp.signal).catch(() => 'gone')
        await expect.poll(busy).toBe(1)
        hangUp.abort()
        expect(await asked).toBe('gone')
        await expect.poll(busy).toBe(0)
        expect(lines).toEqual([])
      }),
    )
  })

  test('more of them than there are connections leave nothing, and others are answered', async () => {
    await withApi({ operationTimeoutMs: 60_000, statementTimeoutMs: 60_000 }, (api, lines) =>
      withLockedOperators(async () => {
        const hangUp = new AbortController()
        const asked = Array.from({ length: 15 }, () =>
          post(api, waiting(), hangUp.signal).then(
            ({ status }) => status,
            () => 'gone',
          ),
        )
        // Those that one client may use; four are left for others.
        await expect.poll(busy).toBe(6)
        hangUp.abort()
        const outcomes = await Promise.all(asked)
        // On a busy machine, those that wait for a connection are refused before they hang up.
        expect(outcomes.filter((outcome) => outcome !== 503 && outcome !== 'gone')).toEqual([])
        expect(outcomes.filter((outcome) => outcome === 'gone').length).toBeGreaterThanOrEqual(6)
        expect(await api.ask('{ pools(limit: 1) { id } }')).toMatchObject({ pools: [{}] })
        await expect.poll(busy).toBe(0)
        expect(lines).toEqual([])
      }),
    )
  })

  test('ends when the server stops, which says so', async () => {
    await withLockedOperators(async () => {
      let asked: Promise<Record<string, unknown>> | undefined
      await withApi({ operationTimeoutMs: 60_000, statementTimeoutMs: 60_000 }, async (api) => {
        asked = api.refuse(waiting())
        await expect.poll(busy).toBe(1)
      })
      expect(await asked).toMatchObject({ code: 'NOT_READY' })
      await expect.poll(busy).toBe(0)
    })
  })

  test('computes when all its fields have read, and its connection was given back', async () => {
    const pool = new Pool({ connectionString: db.url })
    const inUse = () => pool.totalCount - pool.idleCount
    const field = (statements: number) =>
      rootField({
        name: 'inUse',
        doc: 'Connections in use while it computes.',
        args: {},
        type: int,
        async compute(_, { context }) {
          for (let i = 0; i < statements; i++) await context.query('SELECT pg_sleep(0.01)')
          expect(inUse()).toBe(1)
          return inUse
        },
      })
    const operation = openOperation(pool, 5_000)
    const sources = {} as RiskSources
    const asked = [1, 5, 2].map((count) => resolverOf(field(count), sources)(null, {}, operation))
    expect(await Promise.all(asked)).toEqual([0, 0, 0])
    await operation.close()
    await pool.end()
  })
})
