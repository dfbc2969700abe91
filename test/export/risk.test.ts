import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ExportApi, startExportApi } from '../support/exported'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

let database: TestDatabase
let api: ExportApi
let blocks: number[]
let pool: string

beforeAll(async () => {
  database = await createIndexedDatabase('risk', FIXTURE)
  api = await startExportApi(database.url, {}, { limits: { cost: 1_000_000 } })
  const { operatorStakes, _meta } = (await api.ask(
    '{ operatorStakes(orderBy: [shares_DESC], limit: 1) { poolId } _meta { block { number } } }',
  )) as unknown as {
    operatorStakes: [{ poolId: string }]
    _meta: { block: { number: number } }
  }
  pool = operatorStakes[0].poolId
  blocks = [0.3, 0.5, 0.7, 0.9, 1].map((part) => Math.floor(part * _meta.block.number))
}, 300_000)

afterAll(async () => {
  await api.close()
  await database.drop()
})

type Rows = Record<string, unknown>[]

async function exported(table: string, args: object, block: number): Promise<Rows> {
  const query = `block=${block}&args=${encodeURIComponent(JSON.stringify(args))}`
  const response = await api.get(`/export/${table}.ndjson?${query}`)
  const text = await response.text()
  expect(response.status, text).toBe(200)
  expect(response.headers.get('x-block-number')).toBe(`${block}`)
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
}

/** A row of GraphQL with ids instead of members, and whether all stake has a price. */
function flat(row: Record<string, unknown>): Record<string, unknown> {
  const { coverage, ...rest } = row
  const cells = Object.entries(rest).map(([name, value]) => {
    const isMember = typeof value === 'object' && value !== null
    return [name, isMember ? (value as { id: string }).id : value]
  })
  const isComplete = (coverage as { isComplete: boolean } | null)?.isComplete ?? null
  return { ...Object.fromEntries(cells), isComplete }
}

const ROW = 'coverage { isComplete } nullReason'
/** Tables, the query of GraphQL for the same rows, and where they are in its answer. */
const TABLES: [string, (args: string) => string, (answer: never) => Rows][] = [
  [
    'exposure',
    (args) =>
      `exposure(${args}) { columns { member { id } operators(limit: 1000) { operator { id } amount share ${ROW} } } }`,
    ({ columns }: { columns: { member: object; operators: Rows }[] }) =>
      columns.flatMap(({ member, operators }) => operators.map((row) => ({ member, ...row }))),
  ],
  [
    'directedExposure',
    (args) => `exposure(${args}) { directed(limit: 1000) { from { id } to { id } share ${ROW} } }`,
    ({ directed }: { directed: Rows }) => directed,
  ],
  [
    'overlap',
    (args) =>
      `overlap(among: AVSS measure: RUZICKA ${args}) { pairs(limit: 1000) { a { id } b { id } value forcedShared possibleShared ${ROW} } }`,
    ({ pairs }: { pairs: Rows }) => pairs,
  ],
  [
    'services',
    (args) =>
      `services(${args}) { avss(limit: 1000) { avs { id } stake members hhi nakamoto topOperator { id } topShare exclusiveShare
       registered slashable departed phantomShare costOfCorruption corruptionThreshold thresholdSource redistributes redistributable ${ROW} } }`,
    ({ avss }: { avss: Rows }) => avss,
  ],
  [
    'operatorRanking',
    (args) =>
      `operatorRanking(${args}) { operators(limit: 1000) { operator { id } stake share avss registered registeredMultiplier
       slashable slashableLeverage capitalAtRisk hhi nakamoto topAvs { id } topShare decisive ${ROW} } }`,
    ({ operators }: { operators: Rows }) => operators,
  ],
]

describe.each(TABLES)('%s', (table, query, rowsOf) => {
  test('has the rows of GraphQL at five blocks, in their order', async () => {
    let rows = 0
    for (const block of blocks) {
      const args = `scope: {pool: "${pool}"} block: {number: ${block}}`
      const answer = (await api.ask(`{ answer: ${query(args)} }`)) as unknown as { answer: never }
      const given = table === 'overlap' ? { among: 'AVSS', measure: 'RUZICKA' } : {}
      const found = await exported(table, { scope: { pool }, ...given }, block)
      expect(found).toEqual(rowsOf(answer.answer).map(flat))
      rows += found.length
    }
    expect(rows).toBeGreaterThan(5)
  })
})

describe('a table of a risk field', () => {
  test('is CSV and Parquet, too, with chosen fields', async () => {
    const args = `args=${encodeURIComponent(JSON.stringify({ scope: { pool } }))}`
    const csv = await api.get(`/export/services.csv?fields=avs,stake,hhi&${args}`)
    expect(csv.headers.get('cache-control')).toBe('no-cache')
    expect((await csv.text()).split('\r\n')[0]).toBe('avs,stake,hhi')
    const parquet = await api.get(`/export/exposure.parquet?${args}`)
    expect(
      Buffer.from(await parquet.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('PAR1')
  })

  test.each([
    ['exposure.csv?where=%7B%7D', 'exposure takes no where.'],
    ['operators.csv?args=%7B%7D', 'operators takes no args.'],
    ['overlap.csv', 'The argument among is missing.'],
    ['exposure.csv?args=%7B%22bases%22%3A1%7D', 'exposure has no argument "bases".'],
    ['exposure.csv?args=%7B%22block%22%3A%7B%22number%22%3A1%7D%7D', 'no argument "block"'],
    ['exposure.csv?args=%7B%22basis%22%3A%22NONE%22%7D', 'args.basis'],
    ['exposure.csv?args=%5B%5D', 'args is not an object.'],
    ['exposure.csv?args=%7B%22scope%22%3A%7B%22pool%22%3A%22nothing%22%7D%7D', ''],
    ['exposures.csv', 'There is no table "exposures"'],
  ])('is refused for %s', async (path, message) => {
    const response = await api.get(`/export/${path}`)
    expect([400, 404]).toContain(response.status)
    const { error } = (await response.json()) as { error: { message: string; hint: string } }
    expect(error.message).toContain(message)
    expect(error.hint).not.toBe('')
  })
})
