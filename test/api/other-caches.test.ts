import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import CachePolicy from 'http-cache-semantics'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { type ApiDatabase, createApiDatabase } from '../support/api/api-db'
import { insertHistory, OP, POOL } from '../support/api/api-history'

let db: ApiDatabase
let api: TestApi

beforeAll(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
  api = await startTestApi(db.url)
})

afterAll(async () => {
  await api?.close()
  await db?.drop()
})

interface Answer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

/** Sends a request as it is: fetch would decode the body, and add headers. */
function send(path: string, headers: Record<string, string> = {}, method = 'GET', text = '') {
  return new Promise<Answer>((resolve, reject) => {
    const sent = httpRequest(`${api.url}${path}`, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          headers: response.headers as Record<string, string>,
          body: Buffer.concat(chunks),
        }),
      )
    })
    sent.on('error', reject)
    sent.end(text)
  })
}

const pathOf = (query: string) => `/graphql?query=${encodeURIComponent(query)}`
const get = (query: string, headers: Record<string, string> = {}) => send(pathOf(query), headers)

const FINAL = '{ operators(block: {number: 142}) { id } }'
const LARGE = '{ stakes(block: {number: 148}, limit: 200) { id depositShares } }'
const HEAD = '{ operators { id } }'
const COMPUTED =
  '{ concentration(of: OPERATORS, block: {number: 140}) { meta { block { number } } } }'

const NAMES = `{ concentration(of: OPERATORS, scope: {pool: "${POOL[0]}"}, block: {number: 140}) {
  nakamoto(threshold: TWO_THIRDS, rule: GTE) { members { address name } }
} }`

/** A shared cache that keeps all that it may (RFC 9111, by http-cache-semantics), in front of the API. */
class SharedCache {
  private readonly stored: { policy: CachePolicy; url: string; answer: Answer }[] = []

  async get(
    query: string,
    headers: Record<string, string> = {},
  ): Promise<Answer & { hit: boolean }> {
    const asked = { url: pathOf(query), method: 'GET', headers }
    const hit = this.stored.find(
      ({ policy, url }) => url === asked.url && policy.satisfiesWithoutRevalidation(asked),
    )
    if (hit) return { ...hit.answer, hit: true }
    const answer = await get(query, headers)
    const policy = new CachePolicy(asked, answer, { shared: true })
    if (policy.storable()) this.stored.push({ policy, url: asked.url, answer })
    return { ...answer, hit: false }
  }
}

describe('a shared cache in front of the API', () => {
  test('answers for a final block by itself', async () => {
    const cache = new SharedCache()
    const first = await cache.get(FINAL)
    const second = await cache.get(FINAL)
    expect(second.hit).toBe(true)
    expect(second.body).toEqual(first.body)
  })

  test('asks the API for each answer at the head', async () => {
    const cache = new SharedCache()
    await cache.get(HEAD)
    expect((await cache.get(HEAD)).hit).toBe(false)
  })

  test.each([
    'text/event-stream',
    'multipart/mixed',
    'application/json',
    'application/graphql-response+json',
    'text/html',
    '*/*;q=0.1',
    'nothing/known',
  ])('gives nobody the answer to Accept: %s', async (accept) => {
    const cache = new SharedCache()
    const query = `{ operators(block: {number: 144}) { id${' '.repeat(accept.length)}} }`
    await cache.get(query, { accept })
    const answer = await cache.get(query, { accept: 'application/graphql-response+json' })
    expect(answer.headers['content-type']).toMatch(/^application\/graphql-response\+json/)
    expect(JSON.parse(answer.body.toString()).data.operators).toHaveLength(3)
  })

  test.each(['gzip', 'br'])('gives %s to those only who read it', async (coding) => {
    const cache = new SharedCache()
    await cache.get(LARGE, { 'accept-encoding': coding })
    const { headers, body } = await cache.get(LARGE)
    expect(headers['content-encoding']).toBeUndefined()
    expect(JSON.parse(body.toString()).data.stakes).toHaveLength(200)
  })
})

test.each([
  [COMPUTED, false],
  [HEAD, false],
  [FINAL, true],
])(
  'a shared cache keeps what was asked for with authorization only if it is public: %s',
  async (query, isKept) => {
    const headers = { authorization: 'Bearer test' }
    const answer = await get(query, headers)
    const asked = { url: pathOf(query), method: 'GET', headers }
    expect(new CachePolicy(asked, answer, { shared: true }).storable()).toBe(isKept)
  },
)

describe('every answer of /graphql varies by what it was negotiated by', () => {
  const json = { 'content-type': 'application/json' }
  test.each<[string, () => Promise<Answer>]>([
    ['rows', () => get(FINAL)],
    ['the head', () => get(HEAD)],
    ['an error', () => get('{ nothing }')],
    ['no query', () => send('/graphql')],
    ['events', () => get(FINAL, { accept: 'text/event-stream' })],
    ['GraphiQL', () => send('/graphql', { accept: 'text/html' })],
    ['HEAD', () => send(pathOf(FINAL), {}, 'HEAD')],
    ['POST', () => send('/graphql', json, 'POST', JSON.stringify({ query: FINAL }))],
    ['a method without answer', () => send('/graphql', {}, 'PUT')],
  ])('%s', async (_, answer) => {
    const { headers } = await answer()
    const names = headers.vary!.split(/\s*,\s*/)
    expect(names).toEqual(expect.arrayContaining(['accept', 'accept-encoding']))
  })
})

describe('Cache-Control', () => {
  test.each([
    ['an hour for rows of a final block', FINAL, 'public, max-age=3600'],
    ['a minute for what is computed from them', COMPUTED, 'max-age=60'],
    [
      'a minute if one of the fields is computed',
      `{ operators(block: {number: 140}) { id } ${COMPUTED.slice(1)}`,
      'max-age=60',
    ],
    ['asked again at the head', HEAD, 'no-cache'],
    ['not stored, with an error', '{ nothing }', 'no-store'],
    ['not stored, of the process', '{ _meta { age } }', 'no-store'],
  ])('%s', async (_, query, expected) => {
    expect((await get(query)).headers['cache-control']).toBe(expected)
  })

  test('not stored as a stream of events', async () => {
    const { headers } = await get(FINAL, { accept: 'text/event-stream' })
    expect(headers['content-type']).toMatch(/^text\/event-stream/)
    expect(headers['cache-control']).toMatch(/^no-(store|cache)$/)
    expect(headers.etag).toBeUndefined()
  })

  test('nothing for shared caches with POST', async () => {
    const json = { 'content-type': 'application/json' }
    const { headers } = await send('/graphql', json, 'POST', JSON.stringify({ query: FINAL }))
    expect(headers['cache-control']).toBe('private, no-cache')
    expect(headers.etag).toBeUndefined()
  })
})

describe('entity tags', () => {
  test('differ by media type and by coding', async () => {
    const tags = await Promise.all(
      ['application/json', 'application/graphql-response+json'].flatMap((accept) =>
        ['identity', 'gzip', 'br'].map(async (coding) => {
          return (await get(LARGE, { accept, 'accept-encoding': coding })).headers.etag
        }),
      ),
    )
    expect(tags).not.toContain(undefined)
    expect(new Set(tags).size).toBe(6)
  })

  test.each([FINAL, HEAD, COMPUTED])('revalidate %s', async (query) => {
    const { etag } = (await get(query)).headers
    for (const tag of [etag!, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get(query, { 'if-none-match': tag })
      expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, etag])
      expect(again.headers['content-encoding']).toBeUndefined()
    }
    expect((await get(query, { 'if-none-match': '"other"' })).status).toBe(200)
  })

  test('change with the labels that an answer has, and no others do', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'linchpin-labels-'))
    const named = async (name: string) => {
      const file = join(folder, 'labels.json')
      const head = { name: 'test', asOf: '2026-01-01', source: 'test', chainId: 31337 }
      writeFileSync(file, JSON.stringify({ ...head, names: { [OP[0]]: name }, groupings: {} }))
      const other = await startTestApi(db.url, {}, [], { labelFiles: [file] })
      const tagOf = async (query: string) =>
        (await fetch(`${other.url}${pathOf(query)}`)).headers.get('etag')
      const tags = [await tagOf(NAMES), await tagOf(FINAL)]
      await other.close()
      return tags
    }
    const [one, two] = [await named('One'), await named('Two')]
    rmSync(folder, { recursive: true })
    expect(one).not.toContain(null)
    expect(two[0]).not.toBe(one[0])
    expect(two[1]).toBe(one[1])
  })

  test('change with the answer', async () => {
    const query = '{ operators(where: {id_isNull: false}) { id firstSeenBlock } }'
    const { etag } = (await get(query)).headers
    await db.query(`UPDATE operator SET first_seen_block = first_seen_block - 1`)
    await db.query(`UPDATE cursor SET updated_at = now()`)
    const again = await get(query, { 'if-none-match': etag! })
    expect(again.status).toBe(200)
    expect(again.headers.etag).not.toBe(etag)
  })
})

describe('compression', () => {
  const introspection = '{ __schema { types { name description fields { name description } } } }'
  test.each([
    ['rows of a final block', pathOf(LARGE)],
    ['introspection', pathOf(introspection)],
    ['the schema', '/schema.graphql'],
  ])('of %s', async (_, path) => {
    const plain = await send(path)
    expect(plain.headers['content-encoding']).toBeUndefined()
    const zipped = await send(path, { 'accept-encoding': 'gzip' })
    const brotli = await send(path, { 'accept-encoding': 'gzip, deflate, br' })
    expect([zipped, brotli].map(({ headers }) => headers['content-encoding'])).toEqual([
      'gzip',
      'br',
    ])
    expect(gunzipSync(zipped.body)).toEqual(plain.body)
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body)
    expect(brotli.body.length).toBeLessThan(plain.body.length / 4)
    for (const { headers, body } of [plain, zipped, brotli]) {
      expect(headers['content-length']).toBe(`${body.length}`)
      expect(headers.vary).toContain('accept-encoding')
    }
  })

  test.each([
    ['br;q=0, gzip', 'gzip'],
    ['gzip;q=0.5, br;q=0.2', 'gzip'],
    ['gzip;q=0, *', 'br'],
    ['*;q=0', undefined],
    ['identity, gzip;q=0.5', undefined],
    ['zstd', undefined],
    ['', undefined],
  ])('by Accept-Encoding: %s', async (asked, expected) => {
    const { headers } = await get(LARGE, { 'accept-encoding': asked })
    expect(headers['content-encoding']).toBe(expected)
  })

  test('not of an answer under 1 kB', async () => {
    const { headers } = await get(FINAL, { 'accept-encoding': 'gzip, br' })
    expect(headers['content-encoding']).toBeUndefined()
  })

  test('HEAD has the headers of GET and no body', async () => {
    for (const coding of ['identity', 'br']) {
      const asked = { 'accept-encoding': coding }
      const whole = await get(LARGE, asked)
      const head = await send(pathOf(LARGE), asked, 'HEAD')
      expect([head.status, head.body.length]).toEqual([200, 0])
      for (const name of ['content-length', 'content-encoding', 'content-type', 'etag', 'vary']) {
        expect(head.headers[name]).toBe(whole.headers[name])
      }
    }
  })
})
