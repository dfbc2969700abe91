import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadModel } from '../../src/api/schema/model'
import { entityOf, type ReferenceField } from '../../src/reads/entities'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { recordings } from '../support/recordings'

const model = loadModel()
const certain = [...model.entities.values()].flatMap((entity) =>
  [...entity.fields.values()]
    .filter((field): field is ReferenceField => field.kind === 'reference' && field.isCertain)
    .map((field) => ({ name: `${entity.name}.${field.name}`, entity, field })),
)

test('a reference that may be null, or to a row that may end, is not certain', () => {
  const names = certain.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['OperatorStake.operator', 'Slashing.operatorSet']))
  for (const one of ['Withdrawal.operator', 'Validator.pod', 'Pool.asset', 'SlashedPool.slashing'])
    expect(names).not.toContain(one)
})

describe.each(recordings())('in $name', ({ dir }) => {
  let database: TestDatabase
  let client: Client

  beforeAll(async () => {
    database = await createIndexedDatabase('certain', dir)
    client = new Client({ connectionString: database.url })
    await client.connect()
  }, 300_000)

  afterAll(async () => {
    await client.end()
    await database.drop()
  })

  test.each(certain)('$name has its row at every block', async ({ entity, field }) => {
    const target = entityOf(model, field.target)
    const from = entity.kind === 'state' ? 'from_block' : 'block'
    // Rows that last have one version after another, from the first to the current one.
    const { rows } = await client.query(
      `SELECT r.* FROM "${entity.table}" r WHERE NOT EXISTS (
         SELECT 1 FROM "${target.table}" t WHERE t.key = r."${field.column}" AND t.from_block <= r.${from}
       ) OR NOT EXISTS (
         SELECT 1 FROM "${target.table}" t WHERE t.key = r."${field.column}" AND t.to_block IS NULL
       ) LIMIT 3`,
    )
    expect(rows).toEqual([])
  })

  test.each([...new Set(certain.map(({ field }) => field.target))])(
    'versions of %s follow each other without a gap',
    async (name) => {
      const { table } = entityOf(model, name)
      const { rows } = await client.query(
        `SELECT a.* FROM "${table}" a WHERE a.to_block IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM "${table}" b WHERE b.key = a.key AND b.from_block = a.to_block) LIMIT 3`,
      )
      expect(rows).toEqual([])
    },
  )
})
