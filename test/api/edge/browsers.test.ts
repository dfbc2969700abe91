import { request } from 'node:http'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, type ApiOptions, startApi } from '../../../src/api/server'
import { type ApiDatabase, createApiDatabase } from '../../support/api/api-db'
import { insertHistory, POOL } from '../../support/api/api-history'

let db: ApiDatabase
let api: Api

const logger = pino({ level: 'silent' })
const start = (options: Partial<ApiOptions> = {}) =>
  startApi({ databaseUrl: db.url, host: '127.0.0.1', port: 0, logger, ...options })

beforeAll(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
  api = await start()
})

afterAll(async () => {
  await api.close()
  await db.drop()
})

interface Answer {
  status: number
  headers: Record<string, unknown>
  body: {
    data?: { startJob?: { id: string; token: string | null }; cancelJob?: { state: string } }
    errors?: { extensions: { code: string } }[]
    error?: { code: string }
  }
}

/** A request with any headers; fetch would set Host and Origin itself. */
function send(
  url: string,
  method: string,
  headers: Record<string, string>,
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => {
        const isJson = String(response.headers['content-type']).includes('json')
        const { statusCode: status = 0, headers } = response
        resolve({ status, headers, body: isJson ? JSON.parse(text) : {} })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const JSON_TYPE = { 'content-type': 'application/json' }
let seed = 1
/** A new job: its arguments differ from those of others. */
const startJob = () =>
  `mutation { startJob(lossDistribution: {faults: {probability: "0.01"}, draws: 1000, seed: ${seed++}, levels: ["0.99"], scope: {pool: "${POOL[0]}"}}) { id token } }`
const asJson = (query: string) => JSON.stringify({ query })
const jobsOf = async () => {
  const text = await (await fetch(`${api.url}/metrics`)).text()
  return text.match(/^linchpin_api_jobs\{.*$/gm)
}
const codeOf = ({ body }: Answer) => body.errors?.[0]?.extensions.code ?? body.error?.code

describe('a page of another website', () => {
  test.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain; application/json',
    '',
  ])('cannot start a job with a form or a simple request: %s', async (type) => {
    const body = type.includes('urlencoded')
      ? new URLSearchParams({ query: startJob() }).toString()
      : asJson(startJob())
    const answer = await send(
      `${api.url}/graphql`,
      'POST',
      type ? { 'content-type': type } : {},
      body,
    )
    expect(answer.status).toBe(415)
    expect(codeOf(answer)).toBe('UNSUPPORTED_MEDIA_TYPE')
  })

  test('cannot start a job with GET', async () => {
    const url = `${api.url}/graphql?query=${encodeURIComponent(startJob())}`
    const answer = await send(url, 'GET', {})
    expect(answer.status).toBe(405)
    expect(codeOf(answer)).toBe('METHOD_NOT_ALLOWED')
  })

  test('cannot start or cancel a job on a loopback address, and may query', async () => {
    const headers = { ...JSON_TYPE, origin: 'https://example.com' }
    for (const query of [startJob(), 'mutation { cancelJob(id: "a", token: "b") { id } }']) {
      const answer = await send(`${api.url}/graphql`, 'POST', headers, asJson(query))
      expect(answer.status).toBe(403)
      expect(codeOf(answer)).toBe('ORIGIN_NOT_ALLOWED')
    }
    const query = asJson('{ squidStatus { height } }')
    expect((await send(`${api.url}/graphql`, 'POST', headers, query)).body.data).toBeTruthy()
    for (const line of (await jobsOf())!) expect(line).toMatch(/ 0$/)
  })

  test('may start jobs if its origin is listed; own pages always may', async () => {
    const listed = await start({ edge: { cors: ['https://example.com'] } })
    const { host } = new URL(listed.url)
    for (const origin of ['https://example.com', `http://${host}`, 'http://localhost:3000']) {
      const headers = { ...JSON_TYPE, origin }
      const answer = await send(`${listed.url}/graphql`, 'POST', headers, asJson(startJob()))
      expect(answer.body.errors).toBeUndefined()
    }
    const headers = { ...JSON_TYPE, origin: 'https://example.org' }
    const other = await send(`${listed.url}/graphql`, 'POST', headers, asJson(startJob()))
    expect(other.status).toBe(403)
    await listed.close()
  })
})

test('who started a job cancels it by its token', async () => {
  const { body } = await send(`${api.url}/graphql`, 'POST', JSON_TYPE, asJson(startJob()))
  const { id, token } = body.data!.startJob!
  expect(token).toMatch(/^[\w-]{43}$/)
  const again = await send(
    `${api.url}/graphql`,
    'POST',
    JSON_TYPE,
    asJson(`{ job(id: "${id}") { token } }`),
  )
  expect(JSON.stringify(again.body)).not.toContain(token)
  const cancelled = await send(
    `${api.url}/graphql`,
    'POST',
    JSON_TYPE,
    asJson(`mutation { cancelJob(id: "${id}", token: "${token}") { state } }`),
  )
  // It may be done already: it has few draws.
  expect(cancelled.body.data!.cancelJob!.state).toMatch(/DONE|FAILED|RUNNING/)
})

describe('on a loopback address', () => {
  test.each([
    'evil.example',
    'evil.example:4350',
    '127.0.0.1.evil.example',
    '10.0.0.1',
    'localhostx',
  ])('a request to the host %s is refused at every endpoint', async (host) => {
    for (const path of ['/graphql?query={squidStatus{height}}', '/status', '/health', '/metrics']) {
      const answer = await send(api.url + path, 'GET', { host })
      expect(answer.status).toBe(421)
      expect(codeOf(answer)).toBe('HOST_NOT_ALLOWED')
    }
  })

  test.each(['localhost', 'LOCALHOST:4350', '127.0.0.1:1', '[::1]:80'])(
    'a request to the host %s is answered',
    async (host) => {
      expect((await send(`${api.url}/health`, 'GET', { host })).status).toBe(200)
    },
  )

  test('further names can be allowed', async () => {
    const named = await start({ edge: { allowedHosts: ['api.example'] } })
    const health = (host: string) => send(`${named.url}/health`, 'GET', { host })
    expect((await health('api.example:443')).status).toBe(200)
    expect((await health('localhost')).status).toBe(200)
    expect((await health('other.example')).status).toBe(421)
    await named.close()
  })
})

test('on other addresses, any host is answered', async () => {
  const open = await start({ host: '0.0.0.0' })
  const { port } = new URL(open.url)
  const url = `http://127.0.0.1:${port}/health`
  expect((await send(url, 'GET', { host: 'api.example' })).status).toBe(200)
  await open.close()
})

describe('CORS', () => {
  const allowed = async (options: Partial<ApiOptions>, origin: string) => {
    const api = await start(options)
    const { headers } = await send(`${api.url}/status`, 'GET', { origin })
    await api.close()
    const isByOrigin = String(headers.vary).split(', ').includes('origin')
    return [headers['access-control-allow-origin'], isByOrigin]
  }

  test('is open for public data, closed where private files are loaded, or as it is set', async () => {
    const origin = 'https://example.com'
    const labelFiles = [join(__dirname, '../../../labels/mainnet.json')]
    expect(await allowed({}, origin)).toEqual(['*', false])
    expect(await allowed({ labelFiles }, origin)).toEqual([undefined, false])
    expect(await allowed({ labelFiles, edge: { cors: 'open' } }, origin)).toEqual(['*', false])
    expect(await allowed({ edge: { cors: 'closed' } }, origin)).toEqual([undefined, false])
    const list = { edge: { cors: [origin] } }
    expect(await allowed(list, origin)).toEqual([origin, true])
    expect(await allowed(list, 'https://example.org')).toEqual([undefined, true])
  })
})
