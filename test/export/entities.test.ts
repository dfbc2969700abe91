import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadModel } from '../../src/api/schema/model'
import { columnsOf } from '../../src/export/rows/entity-columns'
import { someOf } from '../long.mjs'
import { type ExportApi, startExportApi } from '../support/exported'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

let database: TestDatabase
let api: ExportApi
let blocks: number[]
const entities = [...loadModel().entities.values()]

beforeAll(async () => {
  database = await createIndexedDatabase('exports', FIXTURE)
  api = await startExportApi(database.url)
  const { blocks: all } = (await api.ask(
    '{ blocks(orderBy: [block_ASC], limit: 1000) { block } }',
  )) as unknown as { blocks: { block: number }[] }
  blocks = someOf([0.2, 0.4, 0.6, 0.8, 1], 2).map(
    (part) => all[Math.ceil(part * all.length) - 1]!.block,
  )
})

afterAll(async () => {
  await api.close()
  await database.drop()
})

/** All rows of a root field, page by page, by id. */
async function rowsOf(field: string, selection: string, block: number): Promise<object[]> {
  const rows: { id: string }[] = []
  for (;;) {
    const after = rows.length > 0 ? `where: {id_gt: ${JSON.stringify(rows.at(-1)!.id)}}` : ''
    const { list } = (await api.ask(
      `{ list: ${field}(block: {number: ${block}}, orderBy: [id_ASC], limit: 1000 ${after}) { ${selection} } }`,
    )) as unknown as { list: { id: string }[] }
    rows.push(...list)
    if (list.length < 1000) return rows
  }
}

const byId = (rows: object[]) =>
  new Map(rows.map((row) => [(row as { id: string }).id, row] as const))

describe('every entity', () => {
  test.each(entities.map((entity) => [entity.query.list, entity] as const))(
    '%s has in NDJSON the rows of GraphQL, at several blocks',
    async (name, entity) => {
      const fields = columnsOf(entity).filter(({ isOptional }) => !isOptional)
      let rows = 0
      for (const block of blocks) {
        const response = await api.get(`/export/${name}.ndjson?block=${block}`)
        expect(response.status).toBe(200)
        const text = await response.text()
        const lines = text === '' ? [] : text.trimEnd().split('\n')
        const exported = lines.map((line) => JSON.parse(line) as object)
        rows += exported.length
        const asked = await rowsOf(name, fields.map((one) => one.name).join(' '), block)
        expect(byId(exported)).toEqual(byId(asked))
        expect(exported).toHaveLength(asked.length)
      }
      expect(rows).toBeGreaterThanOrEqual(0)
    },
  )
})

describe('a response', () => {
  test('has block, hash, digest and rules in its headers', async () => {
    const response = await api.get('/export/operators.csv')
    const { _meta } = (await api.ask(
      '{ _meta { block { number hash timestamp } digest } }',
    )) as unknown as {
      _meta: { block: { number: number; hash: string; timestamp: number }; digest: string }
    }
    const { headers } = response
    expect(headers.get('x-block-number')).toBe(`${_meta.block.number}`)
    expect(headers.get('x-block-hash')).toBe(_meta.block.hash)
    expect(headers.get('x-block-digest')).toBe(_meta.digest)
    expect(Number(headers.get('x-rules-version'))).toBeGreaterThan(0)
    expect(headers.get('content-type')).toMatch(/^text\/csv/)
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="operators-${_meta.block.number}.csv"`,
    )
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect((await response.text()).split('\r\n')[0]).toMatch(/^id,fromBlock,address,/)
  })
})
