import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSchema } from 'graphql'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadModel } from '../../src/api/schema/model'
import { startApi } from '../../src/api/server'
import { EXIT } from '../../src/errors'
import type { TestApi } from '../support/api/api-client'
import { startTestApi } from '../support/api/api-client'
import type { ApiDatabase } from '../support/api/api-db'
import { createApiDatabase, hash } from '../support/api/api-db'
import { insertHistory } from '../support/api/api-history'

let db: ApiDatabase
let api: TestApi

beforeAll(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
  api = await startTestApi(db.url)
})

afterAll(async () => {
  await api.close()
  await db.drop()
})

const get = (path: string, init?: RequestInit) => fetch(`${api.url}${path}`, init)

describe('endpoints', () => {
  test('GET /graphql answers queries', async () => {
    const response = await get(`/graphql?query=${encodeURIComponent('{ squidStatus { height } }')}`)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await response.json()).toEqual({
      data: { squidStatus: { height: 200 } },
      extensions: { cost: { cost: 1, max: 50_000, milliseconds: 0 } },
    })
  })

  test('pages of any origin may query it', async () => {
    const response = await get('/graphql', {
      method: 'OPTIONS',
      headers: { origin: 'https://example.com', 'access-control-request-method': 'POST' },
    })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  describe('GraphiQL', () => {
    const asBrowser = { headers: { accept: 'text/html,*/*' } }
    let page: string
    let policy: Map<string, string>

    beforeAll(async () => {
      const response = await get('/graphql', asBrowser)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(response.headers.get('content-encoding')).toBe('gzip')
      page = await response.text()
      const directives = response.headers.get('content-security-policy')!.split('; ')
      policy = new Map(directives.map((text) => text.split(/ (.*)/s, 2) as [string, string]))
    })

    test('is served to browsers, with or without a query in the URL', async () => {
      expect(page).toContain('<title>Linchpin</title>')
      expect(await (await get('/graphql?query=%7Bx%7D', asBrowser)).text()).toBe(page)
    })

    test('may not load anything from other hosts', () => {
      expect(policy.get('default-src')).toBe("'none'")
      expect(policy.get('connect-src')).toBe("'self'")
      const sources = [...policy.values()].flatMap((value) => value.split(' '))
      for (const source of sources) {
        expect(source).toMatch(/^('none'|'self'|'unsafe-inline'|'sha256-.{44}'|blob:|data:)$/)
      }
      expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)=["']?(https?:)?\/\//)
    })

    test('may run its own script only', () => {
      const [, script] = page.match(/<script>(.*)<\/script>/s)!
      const hash = createHash('sha256').update(script!).digest('base64')
      expect(policy.get('script-src')).toBe(`'sha256-${hash}'`)
    })

    test('opens with working examples', async () => {
      const options = page.match(/querySelector\('#root'\),\s+(\{.*\}),\n/)![1]!
      const { defaultTabs } = JSON.parse(options) as { defaultTabs: { query: string }[] }
      expect(defaultTabs).toHaveLength(3)
      for (const { query } of defaultTabs) expect(await api.ask(query)).toBeTruthy()
    })

    test('is not compressed for clients without gzip', async () => {
      const headers = { ...asBrowser.headers, 'accept-encoding': 'identity' }
      const response = await get('/graphql', { headers })
      expect(response.headers.get('content-encoding')).toBeNull()
      expect(await response.text()).toBe(page)
    })
  })

  test('/schema.graphql is the schema, with a description of every type, field and argument', async () => {
    const sdl = await (await get('/schema.graphql')).text()
    const schema = buildSchema(sdl)
    expect(schema.getType('OperatorStake')?.description).toContain('operatorShares')
    const roots = [schema.getQueryType()!, schema.getMutationType()!]
    for (const field of roots.flatMap((root) => Object.values(root.getFields()))) {
      expect(field.description, field.name).toBeTruthy()
      for (const arg of field.args)
        expect(arg.description, `${field.name}.${arg.name}`).toBeTruthy()
    }
  })

  test('/status has the head of the index and the undecoded logs by status', async () => {
    const response = await get('/status')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      network: 'custom',
      chainId: 31337,
      source: 'RPC',
      headSeenAt: expect.any(Number),
      updatedAt: 1_700_002_400,
      age: 0,
      current: true,
      reasons: [],
      block: { number: 200, hash: hash(200), timestamp: 1_700_002_400 },
      finalized: 150,
      head: 205,
      lag: 5,
      digest: hash(9190),
      provenTo: null,
      stopped: null,
      unknownConstants: null,
      missingContracts: [],
      unanswered: { count: 0, first: [] },
      replica: null,
      unread: { MALFORMED: 1, UNKNOWN_TOPIC: 2 },
    })
  })

  test('/ready is 200 with a cursor, else 503 with the reason', async () => {
    expect((await get('/ready')).status).toBe(200)
    const rows = await db.query('DELETE FROM cursor RETURNING *')
    const response = await get('/ready')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ ready: false, reasons: [{ code: 'NOT_READY' }] })
    expect((await get('/status')).status).toBe(503)
    await db.insert('cursor', rows)
  })

  test('/ready is 503 with the reason and the progress when the index is not current', async () => {
    const reasons = async () => {
      const response = await get('/ready')
      const body = (await response.json()) as { reasons: object[] }
      return { status: response.status, reason: body.reasons[0] }
    }
    await db.query(`UPDATE cursor SET network = 'mainnet', updated_at = now();
      UPDATE indexer_state SET head_seen_at = now() + '1 hour', head = 200`)
    expect(await reasons()).toMatchObject({ status: 503, reason: { code: 'OLD_BLOCK' } })
    const { age } = (await api.ask('{ _meta { age } }'))._meta
    expect(age).toBeGreaterThan(Date.now() / 1000 - 1_700_002_400 - 60)
    await db.query(`UPDATE indexer_state SET head = 399, complete_at = NULL`)
    expect(await reasons()).toEqual({
      status: 503,
      reason: {
        code: 'SYNCING',
        message: 'Block 200 of 399 is indexed.',
        hint: expect.any(String),
        seconds: null,
        progress: { block: 200, head: 399, share: 0.3366, secondsLeft: 199 },
      },
    })
    const { current } = (await (await get('/status')).json()) as { current: boolean }
    expect(current).toBe(false)
    await db.query(`UPDATE cursor SET network = 'custom';
      UPDATE indexer_state SET head = 205, complete_at = now() + '1 hour'`)
    expect((await get('/ready')).status).toBe(200)
  })

  test('an unknown path is 404, an unsupported method 405, both as JSON', async () => {
    const unknown = await get('/nothing')
    expect(unknown.status).toBe(404)
    expect(await unknown.json()).toMatchObject({
      error: { message: 'There is no endpoint /nothing.' },
    })
    expect((await get('/status', { method: 'POST' })).status).toBe(405)
    expect((await get('/constructor')).status).toBe(404)
  })
})

describe('start', () => {
  const options = { host: '127.0.0.1', logger: pino({ level: 'silent' }) }
  const nowhere = 'postgres://user:secret@127.0.0.1:1/none'

  test('works without a database, is not ready, and never shows the password', async () => {
    const alone = await startApi({ ...options, databaseUrl: nowhere, port: 0 })
    const [health, ready, answer] = await Promise.all(
      ['/health', '/ready', '/graphql?query={squidStatus{height}}'].map((path) =>
        fetch(alone.url + path),
      ),
    )
    expect(health!.status).toBe(200)
    expect(ready!.status).toBe(503)
    const text = (await ready!.text()) + (await answer!.text())
    expect(text).toContain('NOT_READY')
    expect(text).not.toContain('secret')
    await alone.close()
  })

  test('fails with the port if it is in use', async () => {
    const other = createServer()
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
    const { port } = other.address() as AddressInfo
    const started = startApi({ ...options, databaseUrl: nowhere, port })
    await expect(started).rejects.toMatchObject({
      code: 'LP1004',
      message: expect.stringContaining(`${port}`),
      exitCode: EXIT.UNAVAILABLE,
    })
    other.close()
  })
})

test('the tables of the migrations have every column of the model', async () => {
  const rows = await db.query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'public'`,
  )
  const columns = new Set(rows.map((row) => row.name))
  for (const { table, fields } of loadModel().entities.values()) {
    for (const field of fields.values()) {
      const isComputed = field.kind === 'value' && field.expression !== undefined
      if (field.kind === 'list' || isComputed) continue
      expect(columns).toContain(`${table}.${field.column}`)
    }
  }
})
