import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Client } from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { ProofMaker } from '../../src/api/jobs/proof'
import { type Api, type ApiOptions, startApi } from '../../src/api/server'
import { exportEndpoint } from '../../src/export/http/endpoint'
import type { ExportLimits } from '../../src/export/limits'
import { KINDS } from '../../src/notify/kinds'
import type { Notify } from '../../src/notify/notify'
import { isApiCode } from '../../src/reads/errors'
import { createIndexedDatabase } from '../support/indexed-database'
import { startTestNotify } from '../support/notify/started'
import { OpenapiDocument, type OpenapiFile } from '../support/openapi/document'
import { type Sent, send } from '../support/openapi/request'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

const text = readFileSync('openapi.yaml', 'utf8')
const file = parse(text) as OpenapiFile
const document = new OpenapiDocument(file)

let database: TestDatabase
let empty: TestDatabase
/** Of the recorded chain. */
let api: Api
/** Without a block. */
let unready: Api
let full: Api
let busyClient: Api
/** Its exports have no time. */
let hurried: Api
let notify: Notify

const LIMITS: ExportLimits = { running: 8, seconds: 100, megabytes: 1_000, unreadSeconds: 30 }

/** Proves what it is asked to. */
const PROOFS: ProofMaker = {
  prepare: async ({ figure: name, block }) => {
    const header = { number: block.number, hash: block.hash!, timestamp: 1 }
    const bundle = Buffer.from('{"format":"linchpin-proof-1"}\n')
    const more = { value: '0', indexed: null, equalsIndex: null, slots: 1, calls: 1 }
    return async () => ({ name, block: header, ...more, bundle, bytes: bundle.length })
  },
  close: async () => {},
}

const start = (
  databaseUrl: string,
  edge: ApiOptions['edge'] = {},
  limits: Partial<ExportLimits> = {},
) =>
  startApi({
    databaseUrl,
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    edge,
    mounts: [exportEndpoint({ ...LIMITS, ...limits })],
    proofs: PROOFS,
  })

beforeAll(async () => {
  database = await createIndexedDatabase('openapi', FIXTURE)
  empty = await createTestDatabase('openapi_empty')
  api = await start(database.url)
  unready = await start(empty.url)
  full = await start(database.url, { maxRequests: 0 })
  busyClient = await start(database.url, { maxRequestsPerClient: 0 })
  hurried = await start(database.url, {}, { seconds: 0.001 })
  notify = await startTestNotify(database.url)
})

afterAll(async () => {
  for (const one of [api, unready, full, busyClient, hurried, notify]) await one.close()
  for (const one of [database, empty]) await one.drop()
})

const EXPORT = '/export/{entity}.{format}'

interface Asked extends Sent {
  /** Of the URL, with the question mark. */
  query?: string
  /** Entity and format. */
  file?: string
  /** Id of a job. */
  job?: string
}

/** The answer of a server, which must be as documented. */
async function answer(server: { url: string }, path: string, asked: Asked = {}) {
  const { query = '', file = 'operators.csv', job = 'none' } = asked
  const documented = path === '/mcp' ? 'POST' : 'GET'
  const target = path.replace('{entity}.{format}', file).replace('{job}', job)
  const got = await send(`${server.url}${target}${query}`, asked)
  const found = document.differences(documented, path, got)
  expect(found, `${path} ${got.body.slice(0, 500)}`).toEqual([])
  return got
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
}

const codeOf = ({ body }: { body: string }) => JSON.parse(body).error.code
const OF_API = Object.keys(file.paths).filter((path) => path !== '/feed')
const OF_NOTIFY = ['/feed', '/status', '/health', '/ready', '/metrics']

describe('openapi.yaml', () => {
  test('is a valid document of OpenAPI 3.1, of this version', async () => {
    const { valid, errors } = await new Validator().validate(parse(text))
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
    expect(file.info.version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version)
  })

  test('names codes and kinds that there are', () => {
    const codes = text.match(/\b[A-Z]{3,}_[A-Z_]+\b/g)!.filter((word) => !/^LINCHPIN_/.test(word))
    expect(codes.length).toBeGreaterThan(15)
    expect(codes.filter((code) => !isApiCode(code))).toEqual([])
    expect(file.components.schemas.Kind!.enum).toEqual([...KINDS])
  })

  test('has the endpoints that the servers have beside GraphQL, and no other', async () => {
    const endpointsOf = async (server: { url: string }) => {
      const { status, body } = await send(`${server.url}/nothing`)
      expect(status).toBe(404)
      expect(document.invalidAs('Error', JSON.parse(body))).toEqual([])
      const paths = JSON.parse(body).error.hint.match(/\/[\w/{}]+(\.[\w{}]+)?/g) as string[]
      return paths.filter((path) => !path.startsWith('/graphql')).sort()
    }
    expect(await endpointsOf(api)).toEqual([...OF_API].sort())
    expect(await endpointsOf(notify)).toEqual([...OF_NOTIFY].sort())
  })
})

describe('answers are as openapi.yaml says', () => {
  test.each(OF_API)('%s', async (path) => {
    expect((await answer(api, path, { method: 'DELETE' })).status).toBe(405)
    const other = await answer(api, path, { headers: { host: 'evil.example' } })
    expect([other.status, codeOf(other)]).toEqual([421, 'HOST_NOT_ALLOWED'])
    const invalid = await answer(api, path, { headers: { host: 'a/b' } })
    expect([invalid.status, codeOf(invalid)]).toEqual([400, 'BAD_REQUEST'])
  })

  test.each(['/health', '/ready', '/status', '/metrics', '/schema.graphql', '/openapi.json'])(
    '%s of an index that is current; HEAD has the same head',
    async (path) => {
      const { status, headers, body } = await answer(api, path)
      expect(status).toBe(200)
      const head = await send(`${api.url}${path}`, { method: 'HEAD' })
      expect([head.status, head.body]).toEqual([200, ''])
      expect(head.headers['content-type']).toBe(headers['content-type'])
      if (path === '/openapi.json') expect(JSON.parse(body)).toEqual(file)
    },
  )

  test.each(['/schema.graphql', '/openapi.json'])('%s that the client has', async (path) => {
    const { etag } = (await answer(api, path)).headers
    expect((await answer(api, path, { headers: { 'if-none-match': etag! } })).status).toBe(304)
  })

  test('/ready and /status without an index', async () => {
    expect((await answer(unready, '/ready')).status).toBe(503)
    expect(codeOf(await answer(unready, '/status'))).toBe('NOT_READY')
  })

  test('/ready and /status of an index that is behind', async () => {
    const copy = await createIndexedDatabase('openapi_behind', FIXTURE)
    await run(
      copy.url,
      `UPDATE indexer_state SET head = head + 50, head_seen_at = clock_timestamp(), source = 'RPC'`,
    )
    const behind = await start(copy.url)
    const { reasons } = JSON.parse((await answer(behind, '/ready')).body)
    expect(reasons[0].progress).toMatchObject({ block: 5000 })
    // Their texts have an age, which goes on.
    expect(JSON.parse((await answer(behind, '/status')).body)).toMatchObject({
      current: false,
      reasons: reasons.map(({ code }: { code: string }) => ({ code })),
    })
    await behind.close()
    await copy.drop()
  })
})

describe('answers of /export are as openapi.yaml says', () => {
  const ask = (query: string, file = 'operators.csv', server: Api = api) =>
    answer(server, EXPORT, { query, file })

  test('of every format, at a final block and at another one', async () => {
    for (const format of ['csv', 'ndjson', 'parquet']) {
      const { status, headers } = await ask(
        '?block=2500&fields=id,metadataURI',
        `operators.${format}`,
      )
      expect([status, headers['x-block-number']]).toEqual([200, '2500'])
      expect((await ask('', `stakes.${format}`)).status).toBe(200)
    }
    const { headers } = await ask('?block=final')
    const known = await answer(api, EXPORT, {
      query: '?block=final',
      headers: { 'if-none-match': headers.etag! },
    })
    expect(known.status).toBe(304)
  })

  test('of an increment, whose base the headers name', async () => {
    const { status, headers } = await ask('?since=2400&block=2500', 'stakes.csv')
    expect([status, headers['x-since-block-number']]).toEqual([200, '2400'])
    const base = (await ask('?block=2400', 'stakes.csv')).headers
    expect(headers['x-since-block-digest']).toBe(base['x-block-digest'])
  })

  test('of every table that is documented, and no other is there', async () => {
    const { hint } = JSON.parse((await ask('', 'nothing.csv')).body).error
    const tables = hint.split('All: ')[1].slice(0, -1).split(', ')
    expect(file.components.schemas.Entity!.enum).toEqual(tables)
  })

  test('HEAD has the same head', async () => {
    const { headers } = await ask('?block=2500')
    const head = await send(`${api.url}/export/operators.csv?block=2500`, { method: 'HEAD' })
    expect([head.status, head.body, head.headers.etag]).toEqual([200, '', headers.etag])
  })

  test.each([
    ['nothing.csv', '', 404, 'NOT_FOUND'],
    ['operators.csv', '?block=4999999', 404, 'BLOCK_NOT_INDEXED'],
    ['operators.xml', '', 400, 'BAD_USER_INPUT'],
    ['operators.csv', '?block=-1', 400, 'BAD_USER_INPUT'],
    ['operators.csv', '?fields=nothing', 400, 'BAD_USER_INPUT'],
    ['operators.csv', '?where={', 400, 'BAD_USER_INPUT'],
    ['operators.csv', '?x=1', 400, 'BAD_USER_INPUT'],
    ['overlap.csv', '?where={}', 400, 'BAD_USER_INPUT'],
    ['stakes.csv', '?since=2400&block=5000', 400, 'NOT_FINAL'],
    ['stakes.csv', '?since=2400&block=2400', 400, 'BAD_USER_INPUT'],
    ['stakes.csv', '?since=x', 400, 'BAD_USER_INPUT'],
    ['overlap.csv', '?since=2400', 400, 'BAD_USER_INPUT'],
  ])('of %s%s', async (file, query, status, code) => {
    const refused = await ask(query, file)
    expect([refused.status, codeOf(refused)]).toEqual([status, code])
  })

  test('over the bounds of exports and requests, in time and without an index', async () => {
    for (const [server, status, code] of [
      [unready, 503, 'NOT_READY'],
      [full, 503, 'OVERLOADED'],
      [busyClient, 429, 'TOO_MANY_REQUESTS'],
      [hurried, 504, 'EXPORT_LIMIT'],
    ] as const) {
      const refused = await ask('', 'stakes.csv', server)
      expect([refused.status, codeOf(refused)]).toEqual([status, code])
    }
  })
})

test('answers of /proofs are as openapi.yaml says', async () => {
  const path = '/proofs/{job}.json'
  const question = `startJob(proof: {figure: "delegatedTo", arguments: ["0x${'1'.repeat(40)}"]}) { id }`
  const { body } = await send(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `mutation { ${question} }` }),
  })
  const job: string = JSON.parse(body).data.startJob.id
  let made = await answer(api, path, { job })
  while (made.status === 404) made = await answer(api, path, { job })
  expect([made.status, JSON.parse(made.body)]).toEqual([200, { format: 'linchpin-proof-1' }])
  const headers = { 'if-none-match': made.headers.etag! }
  expect((await answer(api, path, { job, headers })).status).toBe(304)
  expect(codeOf(await answer(api, path))).toBe('JOB_NOT_FOUND')
  expect(codeOf(await answer(full, path))).toBe('OVERLOADED')
  expect(codeOf(await answer(busyClient, path))).toBe('TOO_MANY_REQUESTS')
})

describe('answers of /mcp are as openapi.yaml says', () => {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  }
  const message = (more: object) => JSON.stringify({ jsonrpc: '2.0', ...more })
  const ping = message({ id: 1, method: 'ping' })
  const post = (sent: Sent, server: Api = api) =>
    answer(server, '/mcp', {
      method: 'POST',
      body: ping,
      ...sent,
      headers: { ...headers, ...sent.headers },
    })

  test('of a message, an unknown method and a notification', async () => {
    expect((await post({})).status).toBe(200)
    expect((await post({ body: message({ id: 'a', method: 'tools/list' }) })).status).toBe(200)
    expect(
      JSON.parse((await post({ body: message({ id: 2, method: 'x' }) })).body).error.code,
    ).toBe(-32601)
    expect((await post({ body: message({ method: 'notifications/initialized' }) })).status).toBe(
      202,
    )
  })

  test.each([
    ['no JSON', { body: '{' }, 400],
    ['a batch', { body: `[${ping}]` }, 400],
    ['no message', { body: '{}' }, 400],
    ['another version', { headers: { 'mcp-protocol-version': '1.0' } }, 400],
    ['a page of another origin', { headers: { origin: 'https://evil.example' } }, 403],
    ['one media type', { headers: { accept: 'application/json' } }, 406],
    ['a body that does not come', { withoutBody: true, headers: { 'content-length': '10' } }, 408],
    ['300 kB', { body: message({ id: 1, method: 'x'.repeat(300_000) }) }, 413],
    ['text', { headers: { 'content-type': 'text/plain' } }, 415],
  ] as [string, Sent, number][])('of a request with %s', async (_, sent, status) => {
    expect((await post(sent)).status).toBe(status)
  })

  test('over the bounds of requests', async () => {
    expect((await post({}, full)).status).toBe(503)
    expect((await post({}, busyClient)).status).toBe(429)
  })
})

describe('answers of linchpin notify are as openapi.yaml says', () => {
  /** Messages of the stream until a pattern. */
  const listen = async (query: string, until: RegExp) => {
    const { body } = await answer(notify, '/feed', { query, until })
    return body.match(/(?<=^data: ).+$/gm)?.map((line) => JSON.parse(line)) ?? []
  }

  test('/feed, message by message', async () => {
    const messages = await listen('?since=0', /"kind":"block","block":5000/)
    expect(new Set(messages.map(({ kind }) => kind)).size).toBeGreaterThan(6)
    const invalid = messages.flatMap((message) => document.invalidAs('Message', message))
    expect(invalid).toEqual([])
  })

  test.each(OF_NOTIFY)('%s', async (path) => {
    expect((await answer(notify, path, { method: 'DELETE' })).status).toBe(405)
    expect((await answer(notify, path, { headers: { host: 'evil.example' } })).status).toBe(421)
    expect((await answer(notify, path, { headers: { host: 'a/b' } })).status).toBe(400)
    if (path !== '/feed') expect((await answer(notify, path)).status).toBe(200)
  })

  test.each([
    ['?since=x', 400, 'BAD_CURSOR'],
    ['?since=99999999', 400, 'BAD_CURSOR'],
    ['?kind=x', 400, 'BAD_USER_INPUT'],
    ['?subject=x', 400, 'BAD_USER_INPUT'],
    ['?delivery=x', 400, 'BAD_USER_INPUT'],
    ['?x=1', 400, 'BAD_USER_INPUT'],
  ])('/feed%s is refused', async (query, status, code) => {
    const refused = await answer(notify, '/feed', { query })
    expect([refused.status, codeOf(refused)]).toEqual([status, code])
  })

  test('/feed after messages that were deleted, and without room for a listener', async () => {
    await notify.close()
    await run(database.url, 'UPDATE outbox_head SET deleted_to = 100')
    notify = await startTestNotify(database.url)
    expect(codeOf(await answer(notify, '/feed', { query: '?since=1' }))).toBe('CURSOR_TOO_OLD')
    await notify.close()
    notify = await startTestNotify(database.url, { maxListeners: 0 })
    expect(codeOf(await answer(notify, '/feed'))).toBe('TOO_MANY_LISTENERS')
  })
})

test('every status of every endpoint was compared with an answer', () => {
  expect(document.compared).toEqual(document.documented)
})
