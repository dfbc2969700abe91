import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadModel } from '../../src/api/schema/model'
import type { Entity, ReferenceField } from '../../src/reads/entities'
import { entityOf } from '../../src/reads/entities'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { shortRecordings } from '../support/recordings'

const model = loadModel()
const entities = [...model.entities.values()]

/** Rows that refer to a row which is not valid at every block at which they are. */
function danglingSql(entity: Entity, { target, column }: ReferenceField): string {
  const to = entityOf(model, target)
  const from = entity.kind === 'event' ? 'r.block' : 'r.from_block'
  const end = entity.kind === 'event' ? 'NULL::int' : 'r.to_block'
  // A target that began in time and has no gap: its versions cover the rest.
  const begun = to.kind === 'event' ? 't.block' : 't.from_block'
  const ended =
    to.kind === 'event' ? 'false' : `${lastEnd(to, column)} < coalesce(${end}, 2147483647)`
  return `SELECT r.id FROM "${entity.table}" r WHERE r.${column} IS NOT NULL AND (
    NOT EXISTS (SELECT 1 FROM "${to.table}" t WHERE t.${to.identity} = r.${column} AND ${begun} <= ${from}) OR ${ended})`
}

function lastEnd({ table }: Entity, column: string): string {
  return `(SELECT max(coalesce(t.to_block, 2147483647)) FROM "${table}" t WHERE t.key = r.${column})`
}

/** Versions that are not followed by the next one of their key. */
const gapSql = ({ table }: Entity) =>
  `SELECT id FROM (SELECT id, to_block, lead(from_block) OVER (PARTITION BY key ORDER BY from_block) AS next
   FROM "${table}") v WHERE next IS NOT NULL AND to_block IS DISTINCT FROM next`

describe.each(shortRecordings())('of $name', ({ name, dir }) => {
  let database: TestDatabase
  let client: Client
  const rows = async (text: string) => (await client.query<{ id: string }>(text)).rows

  beforeAll(async () => {
    database = await createIndexedDatabase(`references_${name}`, dir)
    client = new Client({ connectionString: database.url })
    await client.connect()
  }, 300_000)

  afterAll(async () => {
    await client?.end()
    await database?.drop()
  })

  test('a row refers to a row that is valid at every block at which it is', async () => {
    const targets = new Set<string>()
    for (const entity of entities) {
      for (const field of entity.fields.values()) {
        if (field.kind !== 'reference') continue
        targets.add(field.target)
        expect(await rows(danglingSql(entity, field)), `${entity.name}.${field.name}`).toEqual([])
      }
    }
    for (const target of targets) {
      const to = entityOf(model, target)
      if (to.kind === 'state') expect(await rows(gapSql(to)), target).toEqual([])
    }
  })

  test('keys are lower-case, except those of type String', async () => {
    for (const entity of entities) {
      const { identity, table } = entity
      const letters = entity.fields.get('id')
      if (letters?.kind !== 'value' || letters.type === 'String') continue
      const text = `SELECT id FROM "${table}" WHERE lower(${identity}) <> ${identity}`
      expect(await rows(text), entity.name).toEqual([])
    }
    const named = entities.filter(({ fields }) => {
      const id = fields.get('id')
      return id?.kind === 'value' && id.type === 'String'
    })
    expect(named.map((entity) => entity.name)).toEqual(['Protocol'])
    expect(await rows('SELECT key AS id FROM protocol WHERE upper(key) <> key')).toEqual([])
  })
})
