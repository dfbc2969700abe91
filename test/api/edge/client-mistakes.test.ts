import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../../support/api/api-client'
import { type ApiDatabase, createApiDatabase } from '../../support/api/api-db'
import { insertHistory, OP, POOL } from '../../support/api/api-history'

let db: ApiDatabase
let api: TestApi
const log: string[] = []

beforeAll(async () => {
  db = await createApiDatabase()
  await insertHistory(db)
  api = await startTestApi(db.url, {}, log)
})

afterAll(async () => {
  await api.close()
  await db.drop()
  // No mistake of a client is a line of the log.
  expect(log).toEqual([])
})

async function post(body: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  const { errors } = JSON.parse(await response.text()) as {
    errors?: { message: string; extensions: { code: string } }[]
  }
  return {
    status: response.status,
    message: errors?.[0]?.message,
    code: errors?.[0]?.extensions.code,
  }
}

const nested = (open: string, levels: number, close: string, core = '') =>
  `${open.repeat(levels)}${core}${close.repeat(levels)}`
const TEXT = 'query ($v: String) { operators(where: {metadataURI_eq: $v}) { id } }'
const withText = (escaped: string) =>
  `{"query": ${JSON.stringify(TEXT)}, "variables": {"v": "${escaped}"}}`

test.each([
  ['fields', nested('{a', 1999, '}')],
  ['relations', `{operators${nested('{stakes{operator', 600, '}}', '{id}')}}`],
  ['lists', `{operators(where: {OR: ${nested('[', 1900, ']')}}) {id}}`],
  ['lists without an end', `{operators(where: {OR: ${'['.repeat(3900)}`],
  ['objects', `{operators(where: ${nested('{OR:', 900, '}', '{}')}) {id}}`],
  ['types', `query ($a: ${nested('[', 1900, ']', 'Int')}) {operators {id}}`],
  ['inline fragments', `{${nested('...{', 1300, '}', 'operators{id}')}}`],
])('a document with thousands of levels of %s is LIMIT_EXCEEDED', async (_, query) => {
  expect(await post(JSON.stringify({ query }))).toMatchObject({ code: 'LIMIT_EXCEEDED' })
})

test('brackets in strings are no levels, and long lists of fields are none', async () => {
  const text = JSON.stringify('{['.repeat(300))
  const aliases = Array.from({ length: 20 }, (_, i) => `a${i}: operators(limit: 1) { id }`)
  const query = `{ ${aliases.join(' ')} }`
  await api.ask(query)
  await api.ask(`{ operators(where: {metadataURI_eq: ${text}}) { id } }`)
})

test('a chain of hundreds of fragments is answered', async () => {
  const chain = Array.from({ length: 400 }, (_, i) => `fragment f${i} on Query{...f${i + 1}}`)
  const query = `{...f0} ${chain.join(' ')} fragment f400 on Query{operators{id}}`
  expect((await api.ask(query)).operators).toHaveLength(3)
})

test('names of the prototype are aliases like others', async () => {
  const id = `0x${OP[0].slice(2)}`
  const answer = await api.send(
    `{ __proto__: operators(limit: 1) { __proto__: id constructor: id toString: id stakes(limit: 1) { __proto__: pool { __proto__: id } } }
       page: operatorsConnection(first: 1) { __proto__: edges { __proto__: node { __proto__: id } } }
       meta: _meta { __proto__: block { __proto__: number } } }`,
  )
  const expected = `{"data": {
    "__proto__": [{ "__proto__": "${id}", "constructor": "${id}", "toString": "${id}",
      "stakes": [{ "__proto__": { "__proto__": "${POOL[0]}" } }] }],
    "page": { "__proto__": [{ "__proto__": { "__proto__": "${id}" } }] },
    "meta": { "__proto__": { "__proto__": 200 } } }}`
  delete answer.extensions
  expect(JSON.stringify(answer)).toBe(JSON.stringify(JSON.parse(expected)))
})

test('a variable __proto__ is refused, as its value would be ignored', async () => {
  const query =
    'query ($__proto__: String) { operators(where: {metadataURI_eq: $__proto__}) { id } }'
  const body = `{"query": ${JSON.stringify(query)}, "variables": {"__proto__": "x"}}`
  expect(await post(body)).toMatchObject({ status: 200, code: 'BAD_USER_INPUT' })
})

test.each([
  ['U+0000', withText('a\\u0000'), 'BAD_USER_INPUT'],
  ['a lone surrogate', withText('a\\ud800'), 'BAD_USER_INPUT'],
  ['a lone low surrogate', withText('\\udfffa'), 'BAD_USER_INPUT'],
  [
    'a lone surrogate in the document',
    '{"query": "{ operators(where: {id_eq: \\"\\ud800\\"}) { id } }"}',
    'GRAPHQL_PARSE_FAILED',
  ],
  ['a pair of surrogates', withText('\\ud83d\\ude00'), undefined],
])('%s in a text', async (_, body, code) => {
  expect(await post(body)).toMatchObject({ status: 200, code })
})

test.each([
  ['no JSON', '{"query": '],
  ['nothing', ''],
  ['a number', '5'],
  ['null', 'null'],
  ['a batch', '[{"query": "{ operators { id } }"}]'],
  ['no query', '{"variables": {}}'],
  ['a query that is a list', '{"query": ["{ operators { id } }"]}'],
  ['an unknown parameter', '{"query": "{ operators { id } }", "__proto__": {}}'],
  ['a byte order mark', '\ufeff{"query": "{ operators { id } }"}'],
  ['variables as text', '{"query": "{ operators { id } }", "variables": "{}"}'],
])('a body with %s is 400 BAD_REQUEST in any media type', async (_, body) => {
  for (const accept of ['application/json', 'application/graphql-response+json', '*/*']) {
    expect(await post(body, { accept })).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  }
})

test('bytes that are not UTF-8 are 400', async () => {
  const body = Buffer.from('7b227175657279223a22ff227d', 'hex')
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${api.url}/graphql`, { method: 'POST', headers, body })
  expect(response.status).toBe(400)
})

test('a fault of the document is 400 under the media type of GraphQL, and 200 under JSON', async () => {
  const faults = ['{', '{ nothing }', '{ operators(limit: 1001) { id } }', nested('{a', 1999, '}')]
  for (const query of [...faults, 'query a { pools { id } } query b { pools { id } }']) {
    const body = JSON.stringify({ query })
    expect((await post(body, { accept: 'application/graphql-response+json' })).status).toBe(400)
    expect((await post(body, { accept: 'application/json' })).status).toBe(200)
  }
})

test('a persisted query is refused in the words that clients know, and answered if the query is there', async () => {
  const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } }
  expect(await post(JSON.stringify({ extensions }))).toEqual({
    status: 200,
    message: 'PersistedQueryNotSupported',
    code: 'PERSISTED_QUERY_NOT_SUPPORTED',
  })
  const url = `${api.url}/graphql?extensions=${encodeURIComponent(JSON.stringify(extensions))}`
  const { errors } = (await (await fetch(url)).json()) as { errors: { message: string }[] }
  expect(errors[0]!.message).toBe('PersistedQueryNotSupported')
  const query = '{ operators { id } }'
  expect((await post(JSON.stringify({ query, extensions }))).code).toBeUndefined()
})

test.each(['PUT', 'DELETE', 'PATCH'])('%s is not supported', async (method) => {
  const response = await fetch(`${api.url}/graphql`, { method })
  expect(response.status).toBe(405)
  expect(response.headers.get('allow')).toBe('GET, POST')
})
