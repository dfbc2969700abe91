import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client/core'
import { Client, fetchExchange } from '@urql/core'
import { cacheExchange } from '@urql/exchange-graphcache'
import { describe, expect, test } from 'vitest'
import { OP } from '../support/api/api-history'
import { useHistoryApi } from '../support/api/history-api'

const api = useHistoryApi()

/** What a snippet of docs/clients.md makes. @param name of its constant */
function ofDocs<T>(name: string, library: Record<string, unknown>): T {
  const docs = readFileSync(join(__dirname, '../../docs/clients.md'), 'utf8')
  const snippets = [...docs.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code!)
  const code = snippets.find((text) => text.includes(`const ${name} =`))
  return new Function(...Object.keys(library), `${code}; return ${name}`)(...Object.values(library))
}

interface Asking {
  /** Asks, or answers from the cache. */
  ask(query: string, variables?: object): Promise<Rows>
  /** Answers from the cache alone. */
  recall(query: string, variables?: object): Promise<Rows>
}

// biome-ignore lint/suspicious/noExplicitAny: a test knows the type of what it selected
type Rows = any

function apollo(cache: InMemoryCache): Asking {
  const client = new ApolloClient({ cache, link: new HttpLink({ uri: `${api.url}/graphql` }) })
  const by =
    (fetchPolicy: 'cache-first' | 'cache-only') =>
    async (text: string, variables = {}) =>
      (await client.query({ query: gql(text), variables, fetchPolicy })).data
  return { ask: by('cache-first'), recall: by('cache-only') }
}

function urql(exchange: ReturnType<typeof cacheExchange>): Asking {
  const exchanges = [exchange, fetchExchange]
  const client = new Client({ url: `${api.url}/graphql`, exchanges, preferGetMethod: false })
  const by =
    (requestPolicy: 'cache-first' | 'cache-only') =>
    async (text: string, variables = {}) => {
      const { data, error } = await client.query(text, variables, { requestPolicy }).toPromise()
      if (error) throw error
      return data
    }
  return { ask: by('cache-first'), recall: by('cache-only') }
}

const clients: [string, () => Asking, () => Asking][] = [
  [
    'Apollo Client 4',
    () => apollo(ofDocs('cache', { InMemoryCache })),
    () => apollo(new InMemoryCache()),
  ],
  [
    'urql Graphcache',
    () => urql(ofDocs('exchange', { cacheExchange })),
    () => urql(cacheExchange({})),
  ],
]

const OPERATOR = `query At($number: Int!) {
  operatorById(id: "${OP[0]}", block: {number: $number}) { versionId id metadataURI }
}`
/** An event of one block, whose operator has other values later. */
const EVENTS = `query At($number: Int!) {
  slashings(block: {number: $number}) {
    versionId id operator { versionId id metadataURI stakes(limit: 3) { versionId id shares } }
  }
}`

describe.each(clients)('%s', (_, configured, byDefault) => {
  test('shows the figures of both blocks, with the settings of docs/clients.md', async () => {
    const client = configured()
    const uriAt = async (number: number) =>
      (await client.recall(OPERATOR, { number })).operatorById.metadataURI
    await client.ask(OPERATOR, { number: 110 })
    await client.ask(OPERATOR, { number: 140 })
    expect(await uriAt(110)).toBeNull()
    expect(await uriAt(140)).toBe('https://one.example/100%_sure')
  })

  test('mixes them with its default settings', async () => {
    const client = byDefault()
    await client.ask(OPERATOR, { number: 110 })
    await client.ask(OPERATOR, { number: 140 })
    const { operatorById } = await client.recall(OPERATOR, { number: 110 })
    expect(operatorById.metadataURI).toBe('https://one.example/100%_sure')
  })

  test('shows what events refer to as it was at the block that was read', async () => {
    const client = configured()
    const numbers = [125, 148, 190]
    const asked = new Map<number, Rows>()
    for (const number of numbers) asked.set(number, await client.ask(EVENTS, { number }))
    for (const number of numbers) {
      expect(await client.recall(EVENTS, { number })).toEqual(asked.get(number))
      const fresh = (await api.ask(EVENTS, { number })) as Rows
      expect(JSON.parse(JSON.stringify(asked.get(number)))).toMatchObject(fresh)
    }
  })

  test('keeps rows without versionId apart, too', async () => {
    const client = configured()
    const query = OPERATOR.replace('versionId', '')
    await client.ask(query, { number: 110 })
    await client.ask(query, { number: 140 })
    const { operatorById } = await client.recall(query, { number: 110 })
    expect(operatorById.metadataURI).toBeNull()
  })
})

test('versionId is the id and the block that is read, of states and of events, nested and at the head', async () => {
  const rows = '{ versionId id }'
  const { operators } = await api.ask(`{ operators(block: {number: 140}) ${rows} }`)
  for (const { versionId, id } of operators) expect(versionId).toBe(`${id}@140`)
  const { slashings } = await api.ask(`{ slashings { versionId id operator ${rows} } }`)
  expect(slashings.length).toBeGreaterThan(0)
  for (const { versionId, id, operator } of slashings) {
    expect(versionId).toBe(`${id}@200`)
    if (operator) expect(operator.versionId).toBe(`${operator.id}@200`)
  }
  const { operatorsConnection } = await api.ask(
    `{ operatorsConnection(first: 1) { edges { node ${rows} } } }`,
  )
  expect(operatorsConnection.edges[0].node.versionId).toMatch(/@200$/)
})
