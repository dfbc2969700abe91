import type { GraphQLObjectType } from 'graphql'
import { getNamedType, isLeafType, isListType, isObjectType } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Random } from '../sim/random'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { KNOWN_ANSWERS } from './known-differences'
import { type Answer, type Openreader, openOpenreader, openreaderSchema } from './openreader'
import { Queries, type RandomQuery, type Samples } from './queries'

/** Pages of a connection that are compared. */
const PAGES = 3
const QUERIES = Number(process.env.LINCHPIN_TEST_QUERIES ?? 1_000)
const SEED = Number(process.env.LINCHPIN_TEST_SEED ?? Date.now() % 1_000_000)

let database: TestDatabase
let api: TestApi
let openreader: Openreader

beforeAll(async () => {
  database = await createIndexedDatabase('openreader', FIXTURE)
  api = await startTestApi(database.url)
  openreader = await openOpenreader(database.url)
}, 300_000)

afterAll(async () => {
  await openreader?.close()
  await api?.close()
  await database?.drop()
})

interface Page {
  edges: { cursor: string; node: unknown }[]
  totalCount: number
  pageInfo: Record<'hasNextPage' | 'hasPreviousPage' | 'startCursor' | 'endCursor', unknown>
}

/** Codes of queries that are not compared: the API refuses what costs too much. */
const REFUSALS = ['COST_EXCEEDED', 'LIMIT_EXCEEDED']

/** Every scalar of some rows of each entity that has rows. */
async function readSamples(): Promise<Samples> {
  const schema = await openreaderSchema()
  const samples = new Map<string, Map<string, unknown[]>>()
  for (const [name, root] of Object.entries(schema.getQueryType()!.getFields())) {
    const type = getNamedType(root.type) as GraphQLObjectType
    if (!isObjectType(type) || !`${root.type}`.startsWith('[')) continue
    const names = Object.values(type.getFields())
      .filter((field) => isLeafType(getNamedType(field.type)))
      .map((field) => field.name)
    const query = `{ rows: ${name}(limit: 40, orderBy: id_ASC) { ${names.join(' ')} } }`
    const { data, errors } = await openreader.ask(query, {})
    expect(errors, name).toBeUndefined()
    const byField = names.map((field): [string, unknown[]] => {
      const rows = data!.rows as Record<string, unknown>[]
      const values = rows.flatMap((row) => row[field] ?? [])
      return [field, isListType(type.getFields()[field]!.type) ? values : [...new Set(values)]]
    })
    samples.set(type.name, new Map(byField))
  }
  return samples
}

/** The answers of both servers; of a connection, that of several pages. Null: the API refuses it. */
async function answersOf(
  query: RandomQuery,
): Promise<{ here: unknown[]; there: unknown[] } | null> {
  const here: unknown[] = []
  const there: unknown[] = []
  const after: (string | null)[] = [null, null]
  for (let page = 0; page < (query.kind === 'connection' ? PAGES : 1); page++) {
    const [own, other]: [Answer, Answer] = await Promise.all([
      api.send(query.text(after[0]!), query.variables) as Promise<Answer>,
      openreader.ask(query.text(after[1]!), query.variables),
    ])
    if (REFUSALS.includes(`${own.errors?.[0]?.extensions?.code}`)) return null
    expect([own.errors, other.errors]).toEqual([undefined, undefined])
    const pages = [own, other].map(({ data }) => data!.rows as Page)
    here.push(query.kind === 'connection' ? withoutCursors(pages[0]!) : pages[0])
    there.push(query.kind === 'connection' ? withoutCursors(pages[1]!) : pages[1])
    if (query.kind !== 'connection' || pages[0]!.pageInfo.hasNextPage !== true) break
    pages.forEach(({ pageInfo }, index) => {
      after[index] = pageInfo.endCursor as string
    })
  }
  return { here, there }
}

/** The cursors of the page are those of its first and last row. */
function withoutCursors({ edges, totalCount, pageInfo }: Page) {
  const { startCursor, endCursor, ...is } = pageInfo
  const named = startCursor === (edges.at(0)?.cursor ?? '')
  return {
    nodes: edges.map(({ node }) => node),
    totalCount,
    is,
    named: named && endCursor === (edges.at(-1)?.cursor ?? ''),
  }
}

test(`${QUERIES} random queries of seed ${SEED} are answered as OpenReader answers them`, async () => {
  const queries = new Queries(await openreaderSchema(), await readSamples(), new Random(SEED))
  let refused = 0
  const filled = { list: 0, connection: 0, one: 0 }
  for (let n = 0; n < QUERIES; n++) {
    const query = queries.next()
    const asked = `seed ${SEED}, query ${n}: ${query.text(null)} ${JSON.stringify(query.variables)}`
    const answers = await answersOf(query).catch((error) => {
      throw new Error(asked, { cause: error })
    })
    if (answers === null) {
      refused++
      continue
    }
    expect(answers.here, asked).toEqual(answers.there)
    const rows = answers.here[0] as unknown[] | { nodes: unknown[] } | null
    if (rows && (Array.isArray(rows) ? rows : 'nodes' in rows ? rows.nodes : [rows]).length > 0)
      filled[query.kind]++
  }
  console.log(
    `seed ${SEED}: ${QUERIES} queries, ${refused} refused, the others equal; with rows:`,
    filled,
  )
  expect(refused).toBeLessThan(QUERIES / 20 + 1)
  expect(filled.list + filled.connection + filled.one).toBeGreaterThan(QUERIES / 4)
}, 600_000)

test.each(KNOWN_ANSWERS.filter(({ query }) => query))('differs: $here', async ({ query = '' }) => {
  const said = ({ data, errors }: Answer) => [data?.rows, errors?.map(({ message }) => message)]
  const here = said((await api.send(query)) as Answer)
  expect(here).not.toEqual(said(await openreader.ask(query, {})))
})
