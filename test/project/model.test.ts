import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SnakeNamingStrategy } from '@subsquid/typeorm-config/lib/namingStrategy'
import { DataSource } from 'typeorm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StateTable } from '../../src/ledger/rows'
import * as model from '../../src/model'
import { STATE_TABLES, TABLES } from '../../src/store/tables'
import type { TestDatabase } from '../support/postgres'
import { createMigratedDatabase } from '../support/templates'

const ROOT = join(__dirname, '../..')
/** Types that accept the same values. The model gives ids the constructor String as their type. */
const SAME: Record<string, string> = {
  [String(String)]: 'text',
  'character varying': 'text',
  varchar: 'text',
  'timestamp with time zone': 'timestamptz',
}

describe('generated from schema.graphql, and up to date:', () => {
  let copy: string

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'linchpin-codegen-'))
    copyFileSync(join(ROOT, 'schema.graphql'), join(copy, 'schema.graphql'))
    for (const script of [
      require.resolve('@subsquid/typeorm-codegen/bin/run'),
      join(ROOT, 'scripts/rows.mjs'),
    ]) {
      execFileSync(process.execPath, [script], { cwd: copy, stdio: 'pipe' })
    }
  })

  afterAll(() => rmSync(copy, { recursive: true }))

  test('the model', () => {
    const generated = readFolder(join(copy, 'src/model/generated'))
    expect(Object.keys(generated).length).toBeGreaterThan(STATE_TABLES.length)
    expect(readFolder(join(ROOT, 'src/model/generated'))).toEqual(generated)
  })

  test.each(['src/facts/enums.generated.ts', 'src/ledger/rows.generated.ts'])('%s', (path) => {
    expect(readFileSync(join(ROOT, path), 'utf8')).toBe(readFileSync(join(copy, path), 'utf8'))
  })

  test('the rows have the fields of the columns that the store writes', () => {
    const source = readFileSync(join(ROOT, 'src/ledger/rows.generated.ts'), 'utf8')
    for (const [table, { columns }] of Object.entries(TABLES)) {
      const added = STATE_TABLES.includes(table as StateTable) ? ['id', 'fromBlock', 'toBlock'] : []
      const fields = columns.map(({ field }) => field).filter((field) => !added.includes(field))
      const name = `${table[0]!.toUpperCase()}${table.slice(1)}Row`
      const body = source.match(new RegExp(`interface ${name} \\{([^}]*)\\}`))![1]!
      const found = [...body.matchAll(/^ {2}(\w+):/gm)].map(([, field]) => field)
      expect(found.sort(), table).toEqual(fields.sort())
    }
  })
})

describe('the migrated database', () => {
  let database: TestDatabase
  let source: DataSource
  let wanted: string[]

  beforeAll(async () => {
    database = await createMigratedDatabase('model')
    source = await new DataSource({
      type: 'postgres',
      url: database.url,
      namingStrategy: new SnakeNamingStrategy(),
      entities: Object.values(model).filter((part) => typeof part === 'function'),
    }).initialize()
    const { upQueries } = await source.driver.createSchemaBuilder().log()
    wanted = upQueries.map(({ query }) => query)
  })

  afterAll(async () => {
    await source?.destroy()
    await database?.drop()
  })

  test('differs from the model only by foreign keys that it lacks and indexes that it adds', () => {
    const known = /^(ALTER TABLE "\w+" ADD CONSTRAINT "FK_\w+" FOREIGN KEY|DROP INDEX "public")/
    expect(wanted.filter((query) => !known.test(query))).toEqual([])
  })

  test('has no foreign key, because a reference names a thing, not one version of it', () => {
    const references = source.entityMetadatas.flatMap(({ foreignKeys }) => foreignKeys)
    expect(references.length).toBeGreaterThan(0)
    const lacking = wanted.flatMap((query) => query.match(/ADD CONSTRAINT "(FK_\w+)"/)?.[1] ?? [])
    expect(lacking.sort()).toEqual(references.map(({ name }) => name).sort())
  })

  test('adds the indexes of the history to every table with versions, and no index with a generated name', () => {
    const added = wanted.flatMap((query) => query.match(/^DROP INDEX "public"\."(\w+)"/)?.[1] ?? [])
    const history = STATE_TABLES.flatMap((table) =>
      ['now', 'history', 'begin', 'end'].map((index) => `${TABLES[table].name}_${index}`),
    )
    expect(added).toEqual(expect.arrayContaining(history))
    // Generated names are IDX_ and a hash: such an index would be missing in the model.
    expect(added.filter((name) => name.startsWith('IDX_'))).toEqual([])
  })

  test('has the columns that the store writes', async () => {
    const rows = await source.query<{ table: string; column: string; type: string }[]>(
      `SELECT table_name AS table, column_name AS column, udt_name AS type
       FROM information_schema.columns WHERE table_schema = 'public'`,
    )
    const notInModel = [
      'audit',
      'block_header',
      'chain_block',
      'contract_answer',
      'cursor',
      'deferred_index',
      'hot_block',
      'indexer_state',
      'invalid_block',
      'migrations',
      'missing_contract',
      'outbox',
      'outbox_head',
      'proof',
      'rederivation',
      'token_claim',
      'unknown_constant',
      'writer',
    ]
    const columns = rows
      .filter(({ table }) => !notInModel.includes(table))
      .map(({ table, column, type }) => `${table}.${column} ${SAME[type] ?? type}`)
    const written = Object.values(TABLES).flatMap((table) =>
      table.columns.map(
        ({ name, type, array }) => `${table.name}.${name} ${array ? '_' : ''}${SAME[type] ?? type}`,
      ),
    )
    expect(written.sort()).toEqual(columns.sort())
  })
})

/** Text of every file of a folder, by name. */
function readFolder(folder: string): Record<string, string> {
  const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')])
  return Object.fromEntries(files)
}
