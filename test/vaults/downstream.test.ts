import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadModel } from '../../src/api/schema/model'
import { snake } from '../../src/api/schema/naming'
import { viewName } from '../../src/api/views/definitions'
import { schemaOf } from '../../src/cli/views'
import { columnsOf } from '../../src/export/rows/entity-columns'
import type { Entity, ValueField } from '../../src/reads/entities'
import { type ExportApi, startExportApi } from '../support/exported'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { BOTH } from '../support/recordings'

const ENTITIES = [...loadModel().entities.values()]
/** The deployment of V2 has no service by which operators opt in to vaults, which V2 does not need. */
const NOT_OF_V2 = ['vaultOptIns']
/** Rows that are compared of each entity at each block. */
const ROWS = 60

describe.each([
  ['both protocols', BOTH, [400, 3_000]],
  ['core V2', 'fixtures/symbiotic-v2-a', [700, 1_500]],
])('of %s', (_, dir, blocks) => {
  let database: TestDatabase
  let api: ExportApi
  let client: Client
  let schema: string
  /** Entities that had a row at one of the blocks. */
  const filled = new Set<string>()

  beforeAll(async () => {
    database = await createIndexedDatabase('downstream', dir)
    api = await startExportApi(database.url)
    client = new Client({ connectionString: database.url })
    await client.connect()
    const { rows } = await client.query("SELECT FROM pg_roles WHERE rolname = 'linchpin'")
    schema = schemaOf('public', rows.length > 0)
  })

  afterAll(async () => {
    await api.close()
    await client.end()
    await database.drop()
  })

  async function ofGraphql({ query }: Entity, names: readonly string[], block: number) {
    const { rows, all } = (await api.ask(`{
      rows: ${query.list}(block: {number: ${block}}, limit: ${ROWS}, orderBy: id_ASC) { ${names.join(' ')} }
      all: ${query.connection}(block: {number: ${block}}, orderBy: id_ASC) { totalCount }
    }`)) as unknown as { rows: { id: string }[]; all: { totalCount: number } }
    return { rows, count: all.totalCount }
  }

  test.each(ENTITIES.map((entity) => [entity.query.list, entity] as const))(
    '%s are the same in GraphQL, SQL and NDJSON',
    async (name, entity) => {
      if (dir !== BOTH && NOT_OF_V2.includes(name)) {
        await expect(api.ask(`{ ${name} { id } }`)).rejects.toThrow('NOT_INDEXED')
        return
      }
      const values = [...entity.fields.values()].filter(
        (field): field is ValueField => field.kind === 'value' && field.name !== 'versionId',
      )
      const columns = columnsOf(entity).filter(({ isOptional }) => !isOptional)
      for (const block of blocks) {
        const expected = await ofGraphql(
          entity,
          values.map((field) => field.name),
          block,
        )
        if (expected.count > 0) filled.add(name)
        const ids = expected.rows.map(({ id }) => id)
        const view = `${schema}.${viewName(entity)}_at(${block})`
        const { rows } = await client.query(`SELECT * FROM ${view} WHERE id = ANY($1)`, [ids])
        const { rows: counted } = await client.query(`SELECT count(*)::int AS count FROM ${view}`)
        const byId = new Map(rows.map((row) => [row.id, row]))
        const read = ids.map((id) =>
          Object.fromEntries(
            values.map((field) => [field.name, asGraphql(field, byId.get(id)[snake(field.name)])]),
          ),
        )
        expect({ rows: read, count: counted[0].count }).toEqual(expected)

        const response = await api.get(`/export/${name}.ndjson?block=${block}`)
        expect(response.status).toBe(200)
        const lines = (await response.text()).split('\n').filter((line) => line !== '')
        expect(lines).toHaveLength(expected.count)
        const exported = new Map(
          lines.map((line) => JSON.parse(line)).map((row) => [row.id, row] as const),
        )
        const asked = await ofGraphql(
          entity,
          columns.map((column) => column.name),
          block,
        )
        for (const row of asked.rows) expect(exported.get(row.id)).toEqual(row)
      }
    },
  )

  test('the tables of vaults have rows', () => {
    const own =
      dir === BOTH
        ? ['vaults', 'vaultPositions', 'vaultWithdrawals', 'networkLimits', 'vaultSlashings']
        : ['vaults', 'vaultAccounts', 'vaultAdapters', 'vaultQueues', 'vaultSlashings']
    expect([...filled]).toEqual(expect.arrayContaining(own))
  })
})

/** A value of a view as GraphQL writes it. */
function asGraphql({ type }: ValueField, value: unknown): unknown {
  if (value === null) return null
  if (type === 'UInt32') return Number(value)
  return type === 'DateTime' ? (value as Date).toISOString().replace('Z', '000Z') : value
}
