import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, type ApiOptions, startApi } from '../../../src/api/server'
import { type ApiDatabase, createApiDatabase } from '../../support/api/api-db'
import { insertHistory } from '../../support/api/api-history'
import { postHead, sendRaw } from '../../support/api/raw-http'

let db: ApiDatabase
let api: Api
const log: string[] = []
const logger = pino({}, { write: (line: string) => log.push(line) })

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
  expect(log).toEqual([])
})

const post = (url: string, query: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  })

const HEIGHT = '{ squidStatus { height } }'

async function codeOf(response: Response): Promise<unknown> {
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] }
  return errors?.[0]?.extensions.code
}

/** The value of a metric, by its line up to the value. */
async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `))
  return line === undefined ? 0 : Number(line.slice(name.length + 1))
}

describe('a body', () => {
  test('without an end is answered 413, and the server ends the connection', async () => {
    const { socket, ended } = sendRaw(api.url, postHead('transfer-encoding: chunked'))
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
    let sent = 0
    const send = () => {
      while (!socket.destroyed && socket.writable) {
        sent += chunk.length
        if (!socket.write(chunk)) return
      }
    }
    socket.on('drain', send)
    send()
    const answer = await ended
    expect(answer).toMatch(/^HTTP\/1.1 413 /)
    expect(answer).toContain('"code":"LIMIT_EXCEEDED"')
    // The limit, what may follow it, and what sockets hold.
    expect(sent).toBeLessThan(32 * 2 ** 20)
  })

  test('that is announced as too large is refused before it comes', async () => {
    const { ended } = sendRaw(api.url, postHead('content-length: 1000000000'))
    expect(await ended).toMatch(/^HTTP\/1.1 413 /)
  })

  test('that comes too slowly is answered 408, and does not keep others out', async () => {
    const slow = Array.from({ length: 400 }, (_, i) =>
      sendRaw(api.url, `${postHead('content-length: 200')}${i % 2 ? '{"query":' : ''}`),
    )
    expect((await post(api.url, HEIGHT)).status).toBe(200)
    const drip = setInterval(() => {
      for (const { socket } of slow) if (socket.writable) socket.write(' ')
    }, 500)
    const answers = await Promise.all(slow.map(({ ended }) => ended))
    clearInterval(drip)
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1.1 408 /)
    expect(await metric(api.url, 'linchpin_api_open{of="bodies"}')).toBe(0)
  })

  test('whose client leaves is forgotten', async () => {
    const gone = Array.from({ length: 50 }, () =>
      sendRaw(api.url, `${postHead('content-length: 200')}{"query"`),
    )
    await expect
      .poll(() => metric(api.url, 'linchpin_api_open{of="bodies"}'))
      .toBeGreaterThanOrEqual(50)
    for (const { socket } of gone) socket.destroy()
    await expect.poll(() => metric(api.url, 'linchpin_api_open{of="bodies"}')).toBe(0)
    await expect.poll(() => metric(api.url, 'linchpin_api_open{of="requests"}')).toBe(0)
  })

  test('is asked for with 100 Continue if the client waits for that', async () => {
    const body = JSON.stringify({ query: HEIGHT })
    const head = postHead(
      'expect: 100-continue',
      `content-length: ${body.length}`,
      'connection: close',
    )
    const { socket, ended } = sendRaw(api.url, head)
    socket.once('data', () => socket.write(body))
    const answer = await ended
    expect(answer).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK/)
  })
})

test('headers that do not come are not waited for', async () => {
  const sockets = ['', 'GET /heal', 'GET /health HTTP/1.1\r\nhost: localhost\r\nx-a: '].map(
    (text) => sendRaw(api.url, text),
  )
  for (const { ended } of sockets) expect(await ended).toMatch(/^HTTP\/1.1 408 /)
})

test.each([
  ['text that is not HTTP', 'hello\r\n\r\n', 400, 'BAD_REQUEST'],
  ['no Host', 'GET /health HTTP/1.1\r\n\r\n', 400, ''],
  [
    'a Host that is none',
    'GET /graphql HTTP/1.1\r\nhost: a b/c@d\r\nconnection: close\r\n\r\n',
    400,
    'BAD_REQUEST',
  ],
  [
    'headers of 20 kB',
    `GET /health HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`,
    431,
    'LIMIT_EXCEEDED',
  ],
  ['two lengths', `${postHead('content-length: 1', 'content-length: 2')}{}`, 400, 'BAD_REQUEST'],
  [
    'a length and chunks',
    `${postHead('content-length: 1', 'transfer-encoding: chunked')}0\r\n\r\n`,
    400,
    'BAD_REQUEST',
  ],
])('%s is an error of the client', async (_, text, status, code) => {
  const answer = await sendRaw(api.url, text).ended
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(answer).toContain(code)
})

test('a URL with its host, and a slash at the end of the path, are the same endpoint', async () => {
  const query = `?query=${encodeURIComponent(HEIGHT)}`
  for (const target of [`http://localhost/graphql${query}`, `/graphql/${query}`]) {
    const text = `GET ${target} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`
    const answer = await sendRaw(api.url, text).ended
    expect(answer).toContain('{"data":{"squidStatus":{"height":200}}')
  }
})

describe('requests over a bound', () => {
  // No answer comes from the cache.
  let unique = 0
  /** Runs `act` while `count` requests with these headers wait for the database. */
  const whileWaiting = async (
    url: string,
    all: Record<string, string>[],
    act: () => Promise<void>,
  ) => {
    await db.query('BEGIN; LOCK TABLE operator IN ACCESS EXCLUSIVE MODE')
    try {
      const waiting = all.map((headers) => post(url, `{ a${unique++}: operators { id } }`, headers))
      await expect.poll(() => metric(url, 'linchpin_api_open{of="requests"}')).toBe(all.length)
      await act().finally(() => db.query('ROLLBACK'))
      for (const response of await Promise.all(waiting)) expect(response.status).toBe(200)
    } finally {
      await db.query('ROLLBACK')
    }
  }

  test('of one client get 429, in all 503, with Retry-After, in any media type', async () => {
    const edge = { maxRequests: 3, maxRequestsPerClient: 2, trustedProxies: ['127.0.0.0/8'] }
    const small = await start({ edge })
    const from = (address: string) => ({ 'x-forwarded-for': address })
    await whileWaiting(small.url, [from('10.0.0.1'), from('10.0.0.1')], async () => {
      for (const accept of ['application/json', 'application/graphql-response+json', '*/*']) {
        const refused = await post(small.url, HEIGHT, { accept, ...from('10.0.0.1') })
        expect(refused.status).toBe(429)
        expect(refused.headers.get('retry-after')).toBe('1')
        expect(await codeOf(refused)).toBe('TOO_MANY_REQUESTS')
      }
      expect((await post(small.url, HEIGHT, from('10.0.0.2'))).status).toBe(200)
      // What a client writes itself comes before what the proxy adds.
      expect((await post(small.url, HEIGHT, from('9.9.9.9, 10.0.0.1'))).status).toBe(429)
    })
    const three = [from('10.0.0.1'), from('10.0.0.2'), from('2001:db8::1')]
    await whileWaiting(small.url, three, async () => {
      const refused = await post(small.url, HEIGHT, from('10.0.0.4'))
      expect(refused.status).toBe(503)
      expect(refused.headers.get('retry-after')).toBe('1')
      expect(await codeOf(refused)).toBe('OVERLOADED')
      for (const path of ['/health', '/ready', '/metrics']) {
        expect((await fetch(small.url + path)).status).toBe(200)
      }
    })
    expect(await metric(small.url, 'linchpin_api_refused_total{code="OVERLOADED"}')).toBe(1)
    await small.close()
  })

  test('are refused before their body is read', async () => {
    const small = await start({ edge: { maxRequestsPerClient: 1 } })
    await whileWaiting(small.url, [{}], async () => {
      const { ended } = sendRaw(small.url, postHead('content-length: 200'))
      expect(await ended).toMatch(/^HTTP\/1.1 429 /)
    })
    await small.close()
  })

  test('without a trusted proxy, no header makes another client', async () => {
    const small = await start({ edge: { maxRequestsPerClient: 1 } })
    await whileWaiting(small.url, [{ 'x-forwarded-for': '10.0.0.1' }], async () => {
      const other = await post(small.url, HEIGHT, { 'x-forwarded-for': '10.0.0.2' })
      expect(other.status).toBe(429)
    })
    await small.close()
  })

  test('the header that names clients is used if there is one', async () => {
    const small = await start({ edge: { maxRequestsPerClient: 1, clientHeader: 'X-Api-Key' } })
    await whileWaiting(small.url, [{ 'x-api-key': 'a' }], async () => {
      expect((await post(small.url, HEIGHT, { 'x-api-key': 'a' })).status).toBe(429)
      expect((await post(small.url, HEIGHT, { 'x-api-key': 'b' })).status).toBe(200)
    })
    await small.close()
  })
})

test('over the bound of connections, the one that is idle for longest is closed', async () => {
  const small = await start({ edge: { maxConnections: 20 } })
  const idle = Array.from({ length: 50 }, () => sendRaw(small.url, ''))
  expect((await fetch(`${small.url}/health`)).status).toBe(200)
  await Promise.all(idle.slice(0, 30).map(({ ended }) => ended))
  expect(await metric(small.url, 'linchpin_api_open{of="sockets"}')).toBeLessThanOrEqual(20)
  for (const { socket } of idle) socket.destroy()
  await small.close()
})

test('hundreds of requests at once close their connection, and their address waits a second for another', async () => {
  const own = await start()
  const many = `${`GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n`}`.repeat(300)
  await sendRaw(own.url, many).ended
  const { socket, ended } = sendRaw(own.url, postHead('content-length: 0'))
  expect(await ended).toBe('')
  socket.destroy()
  await expect
    .poll(() =>
      fetch(`${own.url}/health`).then(
        ({ status }) => status,
        () => 'closed',
      ),
    )
    .toBe(200)
  await own.close()
})
