import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../../src/api/limits'
import type { TestApi } from '../support/api/api-client'
import { startTestApi } from '../support/api/api-client'
import type { ApiDatabase } from '../support/api/api-db'
import { createApiDatabase } from '../support/api/api-db'
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

const many = (n: number, text: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => text(i)).join(' ')
const times = (n: number, text: string) => many(n, (i) => `a${i}: ${text}`)

async function costOf(query: string): Promise<number> {
  const { extensions } = await api.send(query)
  expect(extensions).toMatchObject({ cost: { max: 50_000, milliseconds: expect.any(Number) } })
  return (extensions as { cost: { cost: number } }).cost.cost
}

describe('every answer says what it cost', () => {
  test('rows, counted by what was asked for', async () => {
    expect(await costOf('{ operators(limit: 7) { id } squidStatus { height } }')).toBe(8)
    const nested = 'operatorStakes(limit: 1000) { operator { id } pool { id } }'
    expect(await costOf(`{ ${nested} }`)).toBe(3_000)
  })

  test('computing, by the arguments', async () => {
    const at = (more: string) =>
      costOf(`{ lossDistribution(faults: {probability: "0.01"}${more}) { meta { nullReason } } }`)
    const answer = await api.send(
      '{ concentration(of: OPERATORS) { hhi top(k: 3) meta { nullReason } } }',
    )
    expect(answer.extensions?.cost).toMatchObject({ milliseconds: 6 })
    const few = await at(', draws: 1000')
    const more = await at(', draws: 1000000')
    expect(more - few).toBeGreaterThan(4_000)
    expect((await at(', draws: 1000, block: {number: 150}')) - few).toBeGreaterThan(1_000)
  })

  test('also where a field failed', async () => {
    expect(await costOf('{ operatorsConnection(after: "x") { totalCount } }')).toBe(100)
  })
})

const FAULTS = 'faults: {probability: "0.01"}'
const META = '{ meta { nullReason } }'

describe('computing beyond what one operation may is refused', () => {
  test.each([
    ['20 worstOperators', times(20, `worstOperators(k: 10) ${META}`)],
    ['three searches of 10 s', times(3, `worstOperators(k: 10, search: 10) ${META}`)],
    ['12 of a million draws', times(12, `lossDistribution(${FAULTS}, draws: 1000000) ${META}`)],
    [
      'a series of stakers',
      'series(metric: GINI, of: STAKERS, from: 1, to: 490, every: 1) { value }',
    ],
    ['20 of stakers', times(20, `concentration(of: STAKERS) ${META}`)],
    [
      'joint tails again and again',
      `lossDistribution(${FAULTS}) { ${times(4, 'avss(level: "0.99") { inDistress }')} }`,
    ],
    [
      'joint tails of jobs',
      times(4, `job(id: "x") { lossDistribution { avss(level: "0.99") { inDistress } } }`),
    ],
    [
      'measuring stake often',
      times(2, 'yieldSources(stakePoints: 100, pricing: {numeraire: ETH}) { apr { value } }'),
    ],
  ])('%s', async (_, selection) => {
    expect(await api.refuse(`{ ${selection} }`)).toMatchObject({
      code: 'COST_EXCEEDED',
      max: 50_000,
      hint: expect.any(String),
    })
  })

  test.each([
    ['one search of 10 s', `worstOperators(k: 100, search: 10) ${META}`],
    ['a long series', 'series(metric: GINI, from: 100, to: 200, every: 1) { value }'],
    ['a million draws', `lossDistribution(${FAULTS}, draws: 1000000) ${META}`],
    ['joint tails', `lossDistribution(${FAULTS}) { avss(level: "0.99") { inDistress } }`],
  ])('%s is not', async (_, selection) => {
    const { errors } = await api.send(`{ ${selection} }`)
    expect(errors?.map(({ extensions }) => extensions.code) ?? []).not.toContain('COST_EXCEEDED')
  })

  test('wrong arguments are refused as such', async () => {
    const { errors } = await api.send(`{ lossDistribution(${FAULTS}, draws: 0) ${META} }`)
    expect(errors![0]).toMatchObject({
      path: ['lossDistribution'],
      extensions: { code: 'BAD_USER_INPUT' },
    })
  })
})

describe('introspection', () => {
  test.each([
    ['graphql-js', getIntrospectionQuery()],
    [
      'code generators, with all options',
      getIntrospectionQuery({
        descriptions: true,
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
        oneOf: true,
        typeDepth: 12,
      }),
    ],
  ])('the query of %s is answered', async (_, query) => {
    const { data, errors } = await api.send(query)
    expect(errors).toBeUndefined()
    expect(data.__schema.types.length).toBeGreaterThan(100)
  })

  const TYPES =
    '{ types { name fields { name description args { name type { name ofType { name } } } type { name } } } }'

  test.each([
    ['many __schema', times(20, `__schema ${TYPES}`)],
    [
      'many types in one',
      `__schema { ${times(20, TYPES.slice(2, -2).replace('types', 'types'))} }`,
    ],
    ['types of types', '__schema { types { fields { type { fields { type { name } } } } } }'],
    [
      'many large types',
      times(
        20,
        '__type(name: "Query") { fields { description args { name description type { name kind } } } }',
      ),
    ],
    ['many descriptions', `__schema { types { fields { ${times(40, 'description')} } } }`],
  ])('%s are refused', async (_, selection) => {
    expect(await api.refuse(`{ ${selection} }`)).toMatchObject({ code: 'COST_EXCEEDED' })
  })

  test('fragments that double are refused', async () => {
    const fragments = many(
      20,
      (i) => `fragment f${i} on __Type { a: ofType { ...f${i + 1} } b: ofType { ...f${i + 1} } }`,
    )
    const query = `{ __type(name: "Query") { ...f0 } } ${fragments} fragment f20 on __Type { name }`
    expect(await api.refuse(query)).toMatchObject({ code: 'COST_EXCEEDED' })
  })
})

describe('values of arguments', () => {
  test('a list counts every time it is used', async () => {
    const ids = Array.from({ length: 3_000 }, (_, i) => `${i}`)
    const uses = (n: number) => `query ($ids: [String!]) {
      operators(where: {OR: [${many(n, () => '{id_not_in: $ids}')}]}) { id } }`
    await api.ask(uses(3), { ids })
    for (const n of [4, 200]) {
      expect(await api.refuse(uses(n), { ids })).toMatchObject({
        code: 'LIMIT_EXCEEDED',
        limit: 10_000,
        asked: 12_000 + n,
      })
    }
  })

  test('so does a text', async () => {
    const query = `query ($text: String) {
      operators(where: {OR: [${many(100, () => '{metadataURI_contains: $text}')}]}) { id } }`
    expect(await api.refuse(query, { text: 'x'.repeat(100_000) })).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      limit: 512 * 1024,
    })
  })
})

describe('documents', () => {
  test.each([
    ['fields', `{ ${'operator { '.repeat(1_000)} id ${'}'.repeat(1_000)} }`],
    ['fields without an end', '{ a '.repeat(1_900)],
    ['values', `{ operators(where: {id_in: ${'['.repeat(1_900)}${']'.repeat(1_900)}}) { id } }`],
    ['objects', `{ operators(where: ${'{AND: '.repeat(900)} 1 ${'}'.repeat(900)}) { id } }`],
    ['types', `query ($x: ${'['.repeat(1_900)}Int${']'.repeat(1_900)}) { operators { id } }`],
    ['fragments', `{ ${'... on Query { '.repeat(900)} operators { id } ${'}'.repeat(900)} }`],
    ['directives', `{ operators ${'@include(if: '.repeat(900)} true ${')'.repeat(900)} { id } }`],
  ])('of too many levels are refused: %s', async (_, query) => {
    expect(await api.refuse(query)).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 100 })
  })

  test('brackets in texts and comments are none', async () => {
    const text = '[{('.repeat(200)
    await api.ask(`# ${text}\n{ operators(where: {metadataURI_contains: "${text}"}) { id } }`)
  })

  test('a long chain or a cycle of fragments is refused without a defect', async () => {
    const chain = many(400, (i) => `fragment f${i} on Operator { ...f${i + 1} }`)
    await api.ask(`{ operators { ...f0 } } ${chain} fragment f400 on Operator { id }`)
    const cycle = 'fragment a on Operator { ...b } fragment b on Operator { ...a }'
    expect((await api.refuse(`{ operators { ...a } } ${cycle}`)).code).toBe(
      'GRAPHQL_VALIDATION_FAILED',
    )
  })
})

describe('the size of an answer', () => {
  test('is limited, and what is refused is not cached', async () => {
    const small = await startTestApi(db.url, { responseBytes: 300 })
    const query = '{ operators { id metadataURI stakes { id shares pool { id } } } }'
    for (const _ of [1, 2]) {
      expect(await small.refuse(query)).toMatchObject({ code: 'COST_EXCEEDED', maxBytes: 300 })
    }
    await small.ask('{ operators { id } }')
    await small.close()
  })
})

test('docs/limits.md has the limits of the server', () => {
  const text = readFileSync(join(__dirname, '../../docs/limits.md'), 'utf8')
  const { body, responseBytes, tokens, aliases, rootFields, depth, ...more } = DEFAULT_LIMITS
  const counts = [tokens, aliases, rootFields, depth, more.conditions, more.values, more.characters]
  const limits = [
    `${body / 1024} KiB`,
    `${responseBytes / 2 ** 20} MiB`,
    ...[...counts, more.cost].map((limit) => limit.toLocaleString('en')),
  ]
  for (const limit of limits) expect(text).toContain(`| ${limit} |`)
})
