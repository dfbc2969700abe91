import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadModel } from '../../src/api/schema/model'
import { snake } from '../../src/api/schema/naming'
import { viewName } from '../../src/api/views/definitions'
import { migrate } from '../../src/cli/migrations'
import { dropViews, grantViews, makeViews, schemaOf } from '../../src/cli/views'
import type { Entity, ValueField } from '../../src/reads/entities'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { runCli } from '../support/cli'
import { createIndexedDatabase } from '../support/indexed-database'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { createMigratedDatabase } from '../support/templates'

const ENTITIES = [...loadModel().entities.values()]
/** The last one is the head, at which views are compared, too. */
const BLOCKS = [140, 1_450, 2_999, 4_321, 5_000]
const HEAD = BLOCKS.at(-1)!
/** Rows that are compared of each entity at each block. */
const ROWS = 90

let database: TestDatabase
let client: Client
let api: TestApi
let schema: string

beforeAll(async () => {
  database = await createIndexedDatabase('sql_views', FIXTURE)
  api = await startTestApi(database.url)
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

function valuesOf({ fields }: Entity): ValueField[] {
  return [...fields.values()].flatMap((field) =>
    field.kind === 'value' && field.name !== 'versionId' ? [field] : [],
  )
}

/** A value of a view as GraphQL writes it. */
function asGraphql({ type }: ValueField, value: unknown): unknown {
  if (value === null) return null
  if (type === 'UInt32') return Number(value)
  return type === 'DateTime' ? (value as Date).toISOString().replace('Z', '000Z') : value
}

async function ofGraphql(
  entity: Entity,
  block: number,
): Promise<{ rows: object[]; count: number }> {
  const { list, connection } = entity.query
  const names = valuesOf(entity).map(({ name }) => name)
  const data = await api.ask(`{
    rows: ${list}(block: {number: ${block}}, limit: ${ROWS}, orderBy: id_ASC) { ${names.join(' ')} }
    all: ${connection}(block: {number: ${block}}, orderBy: id_ASC) { totalCount }
  }`)
  return { rows: data.rows, count: data.all.totalCount }
}

async function ofSql(entity: Entity, from: string, ids: unknown[]): Promise<unknown> {
  const fields = valuesOf(entity)
  const { rows } = await client.query(`SELECT * FROM ${from} WHERE id = ANY($1)`, [ids])
  const { rows: counted } = await client.query(`SELECT count(*)::int AS count FROM ${from}`)
  const read = rows.map((row) => {
    expect(Object.keys(row)).toEqual(fields.map(({ name }) => snake(name)))
    return Object.fromEntries(
      fields.map((field) => [field.name, asGraphql(field, row[snake(field.name)])]),
    )
  })
  const byId = new Map(read.map((row) => [row.id, row]))
  return { rows: ids.map((id) => byId.get(id as never)), count: counted[0].count }
}

describe('views and functions have the rows that GraphQL has', () => {
  test.each(ENTITIES.map((entity) => [viewName(entity), entity] as const))(
    '%s, at five blocks',
    async (name, entity) => {
      for (const block of BLOCKS) {
        const expected = await ofGraphql(entity, block)
        const ids = expected.rows.map((row) => (row as { id: unknown }).id)
        const at = `${schema}.${name}_at(${block})`
        expect(await ofSql(entity, at, ids), at).toEqual(expected)
        if (block !== HEAD) continue
        expect(await ofSql(entity, `${schema}.${name}`, ids), name).toEqual(expected)
      }
    },
  )
})

test('no column is a stored value, and all have the descriptions of the model', async () => {
  const { rows } = await client.query(
    `SELECT c.relname AS view, a.attname AS name, col_description(c.oid, a.attnum) AS text
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
     WHERE c.relnamespace = $1::regnamespace AND c.relname <> 'status'`,
    [schema],
  )
  expect(rows.length).toBeGreaterThan(200)
  expect(rows.filter(({ name }) => name.startsWith('stored'))).toEqual([])
  const texts = new Map(
    ENTITIES.flatMap((entity) =>
      valuesOf(entity).map((field) => [
        `${viewName(entity)}.${snake(field.name)}`,
        field.description,
      ]),
    ),
  )
  for (const { view, name, text } of rows) {
    expect([view, name, text ?? '']).toEqual([view, name, texts.get(`${view}.${name}`)])
  }
})

test('a block that is not indexed is refused, as are rows that are being derived anew', async () => {
  for (const block of [0, 5_001, 'NULL']) {
    const run = client.query(`SELECT * FROM ${schema}.operators_at(${block})`)
    await expect(run).rejects.toThrow(/BLOCK_NOT_INDEXED: block .* blocks 1 to 5000 are/)
  }
  await client.query('BEGIN; UPDATE cursor SET rules = 0')
  const run = client.query(`SELECT * FROM ${schema}.operators`)
  await expect(run).rejects.toThrow(/NOT_READY: LP3031/)
  await client.query('ROLLBACK; BEGIN; DELETE FROM cursor')
  const empty = client.query(`SELECT * FROM ${schema}.slashings`)
  await expect(empty).rejects.toThrow(/NOT_READY: no block is indexed/)
  await client.query('ROLLBACK')
})

test('status says what the rows are of, as _meta does', async () => {
  const { rows } = await client.query(`SELECT * FROM ${schema}.status`)
  const { _meta } = await api.ask('{ _meta { block { number hash } digest } }')
  expect(rows).toMatchObject([
    { block: HEAD, hash: _meta.block.hash, digest: _meta.digest, missing_contracts: [] },
  ])
})

describe('a reader', () => {
  const role = `reader_${randomBytes(4).toString('hex')}`
  let reader: Client

  beforeAll(async () => {
    await client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'secret'`)
    const granted = await runCli(['migrate', '--reader', role], { DB_URL: database.url })
    expect([granted.code, granted.stderr]).toEqual([0, ''])
    const url = new URL(database.url)
    url.username = role
    url.password = 'secret'
    reader = new Client({ connectionString: url.toString() })
    await reader.connect()
  })

  afterAll(async () => {
    await reader.end()
    await client.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  })

  test('reads every view and every function', async () => {
    for (const entity of ENTITIES) {
      await reader.query(`SELECT * FROM ${schema}.${viewName(entity)} LIMIT 1`)
      await reader.query(`SELECT * FROM ${schema}.${viewName(entity)}_at(1450) LIMIT 1`)
    }
    const { rows } = await reader.query(`SELECT block FROM ${schema}.status`)
    expect(rows).toEqual([{ block: HEAD }])
  })

  test('reads no table, and writes nothing', async () => {
    const { rows: tables } = await client.query(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
    )
    expect(tables.length).toBeGreaterThan(40)
    for (const { name } of tables) {
      await expect(reader.query(`SELECT FROM public.${name}`), name).rejects.toThrow(
        /permission denied/,
      )
    }
    for (const statement of [
      `DELETE FROM ${schema}.operators`,
      `UPDATE ${schema}.assets SET decimals = 1`,
      `CREATE VIEW ${schema}.mine AS SELECT 1`,
      `DROP VIEW ${schema}.operators`,
      `CREATE TABLE public.mine ()`,
    ]) {
      await expect(reader.query(statement), statement).rejects.toThrow(
        /permission denied|must be owner|cannot delete|cannot update/,
      )
    }
  })

  test('cannot turn a function that has more rights than itself to other tables', async () => {
    await reader.query('CREATE TEMP TABLE cursor AS SELECT 999999 AS height, 1 AS start_block')
    await reader.query('CREATE TEMP TABLE operator (key text)')
    await reader.query('SET search_path = pg_temp, public')
    const { rows } = await reader.query(
      `SELECT count(*)::int AS count FROM ${schema}.operators_at(1450)`,
    )
    expect(rows[0].count).toBeGreaterThan(0)
    const run = reader.query(`SELECT FROM ${schema}.operators_at(999999)`)
    await expect(run).rejects.toThrow(/BLOCK_NOT_INDEXED/)
  })

  test('still reads the views when they are made anew', async () => {
    await dropViews(database.url)
    await makeViews(database.url)
    const { rows } = await reader.query(`SELECT block FROM ${schema}.status`)
    expect(rows).toEqual([{ block: HEAD }])
  })

  test('that does not exist is named', async () => {
    await expect(grantViews(database.url, 'nobody"s')).rejects.toMatchObject({ code: 'LP3059' })
  })
})

describe('making the views', () => {
  const viewIds = async () => {
    const { rows } = await client.query(
      'SELECT oid FROM pg_class WHERE relnamespace = $1::regnamespace ORDER BY 1',
      [schema],
    )
    return rows
  }

  test('changes nothing if they are there', async () => {
    const before = await viewIds()
    expect(await makeViews(database.url)).toBe(null)
    expect(await viewIds()).toEqual(before)
  })

  test('replaces those of another version; what depends on them is named and stays', async () => {
    await client.query(`COMMENT ON VIEW ${schema}.status IS 'Definitions of Linchpin other'`)
    await client.query(`CREATE VIEW public.mine AS SELECT id FROM ${schema}.operators`)
    expect(await makeViews(database.url)).toMatch(/view mine depends on/)
    await expect(dropViews(database.url)).rejects.toMatchObject({
      code: 'LP3058',
      message: expect.stringContaining('view mine depends on'),
    })
    await client.query('DROP VIEW public.mine')
    const before = await viewIds()
    expect(await makeViews(database.url)).toBe(null)
    const after = await viewIds()
    expect(after.length).toBe(before.length)
    expect(after).not.toEqual(before)
  })

  test('leaves a schema of others alone, and is not needed by anything else', async () => {
    const other = await createMigratedDatabase('sql_views_other')
    const admin = new Client({ connectionString: other.url })
    await admin.connect()
    await admin.query(`CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.theirs ()`)
    expect(await makeViews(other.url)).toMatch(/has objects of others/)
    const { code, stderr } = await runCli(['migrate'], { DB_URL: other.url })
    expect([code, stderr]).toEqual([0, expect.stringContaining('there are no SQL views')])
    await admin.query(`DROP TABLE ${schema}.theirs`)
    expect(await makeViews(other.url)).toBe(null)
    await admin.end()
    await other.drop()
  })

  test('does not wait for those who read them, and needs the right to make a schema', async () => {
    await client.query(`COMMENT ON VIEW ${schema}.status IS 'Definitions of Linchpin other'`)
    await client.query(`BEGIN; SELECT FROM ${schema}.operators LIMIT 1`)
    expect(await makeViews(database.url)).toMatch(/are in use/)
    await client.query('COMMIT')
    expect(await makeViews(database.url)).toBe(null)
    const other = await createTestDatabase('sql_views_rights')
    const role = `owner_${randomBytes(4).toString('hex')}`
    const admin = new Client({ connectionString: other.url })
    await admin.connect()
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'secret'`)
    await admin.query(`GRANT USAGE, CREATE ON SCHEMA public TO ${role}`)
    const url = new URL(other.url)
    url.username = role
    url.password = 'secret'
    await migrate(url.toString())
    expect(await makeViews(url.toString())).toMatch(/^GRANT CREATE ON DATABASE "sql_views_rights/)
    await admin.query(`GRANT CREATE ON DATABASE ${new URL(other.url).pathname.slice(1)} TO ${role}`)
    expect(await makeViews(url.toString())).toBe(null)
    await admin.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
    await admin.end()
    await other.drop()
  })

  test('is in a schema that no role finds by its own name', () => {
    expect(schemaOf('public', false)).toBe('linchpin')
    expect(schemaOf('public', true)).toBe('linchpin_views')
    expect(schemaOf('index', false)).toBe('index_views')
  })
})
