import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadModel } from '../../src/api/schema/model'
import { snake } from '../../src/api/schema/naming'
import { viewName } from '../../src/api/views/definitions'
import { schemaOf } from '../../src/cli/views'
import { columnsOf } from '../../src/export/rows/entity-columns'
import type { Entity, ValueField } from '../../src/reads/entities'
import { type ExportApi, startExportApi } from '../support/exported'
import { createIndexedDatabase } from '../support/indexed-database'
import { MIDDLEWARE } from '../support/middleware/truth'
import type { TestDatabase } from '../support/postgres'

/** Entities of AVSs on eigenlayer-middleware: recordings of the core have none of their rows. */
const NAMES =
  /^(AvsMiddleware|MiddlewareContract|Quorum(Strategy|Operator|Stake)?|SlashingRequest(Pool)?|Ejection(Limit)?)$/
const ENTITIES = [...loadModel().entities.values()].filter(({ name }) => NAMES.test(name))
const BLOCKS = [803, 1_500]

let database: TestDatabase
let client: Client
let api: ExportApi

beforeAll(async () => {
  database = await createIndexedDatabase('middleware_tables', MIDDLEWARE)
  api = await startExportApi(database.url)
  client = new Client({ connectionString: database.url })
  await client.connect()
}, 300_000)

afterAll(async () => {
  await client?.end()
  await api?.close()
  await database?.drop()
})

type Row = Record<string, unknown> & { id: string }
const byId = (rows: Row[]) => new Map(rows.map((row) => [row.id, row] as const))

/** A value of a view as GraphQL writes it. */
const asGraphql = ({ type }: ValueField, value: unknown) =>
  type === 'DateTime' && value !== null ? (value as Date).toISOString().replace('Z', '000Z') : value

async function ofView(entity: Entity, block: number): Promise<Row[]> {
  const { rows: roles } = await client.query("SELECT FROM pg_roles WHERE rolname = 'linchpin'")
  const schema = schemaOf('public', roles.length > 0)
  const { rows } = await client.query(`SELECT * FROM ${schema}.${viewName(entity)}_at(${block})`)
  const fields = [...entity.fields.values()].flatMap((field) =>
    field.kind === 'value' && field.name !== 'versionId' ? [field] : [],
  )
  return rows.map(
    (row) =>
      Object.fromEntries(
        fields.map((field) => [field.name, asGraphql(field, row[snake(field.name)])]),
      ) as Row,
  )
}

async function ofExport(name: string, block: number): Promise<Row[]> {
  const text = await (await api.get(`/export/${name}.ndjson?block=${block}`)).text()
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
}

async function ofGraphql(list: string, names: string[], block: number): Promise<Row[]> {
  const data = await api.ask(
    `{ ${list}(block: {number: ${block}}, limit: 1000) { ${names.join(' ')} } }`,
  )
  return data[list]!
}

test('there are ten of them', () => {
  expect(ENTITIES).toHaveLength(10)
})

test.each(ENTITIES.map((entity) => [entity.query.list, entity] as const))(
  '%s: exports and views have the rows of GraphQL',
  async (list, entity) => {
    let count = 0
    for (const block of BLOCKS) {
      const exported = columnsOf(entity).filter(({ isOptional }) => !isOptional)
      const names = exported.map(({ name }) => name)
      expect(byId(await ofExport(list, block))).toEqual(byId(await ofGraphql(list, names, block)))
      const rows = await ofView(entity, block)
      const columns = Object.keys(rows[0] ?? { id: '' })
      expect(byId(rows)).toEqual(byId(await ofGraphql(list, columns, block)))
      count += rows.length
    }
    expect(count).toBeGreaterThan(0)
  },
)
