import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { atBlock, heldAt, isCurrent, valueAt, whilePending } from '../../src/reads/at-block'
import { createTestDatabase, type TestDatabase } from '../support/postgres'

let database: TestDatabase
let client: Client

beforeAll(async () => {
  database = await createTestDatabase('atblock')
  client = new Client({ connectionString: database.url })
  await client.connect()
  // Three versions of one thing, and one that began and ended in the same block.
  await client.query(
    `CREATE TABLE version AS SELECT * FROM (VALUES
       ('first', 5, 8), ('none', 8, 8), ('second', 8, 12), ('current', 12, NULL)) v (name, from_block, to_block)`,
  )
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

async function names(condition: string, params: unknown[] = []): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM version v WHERE ${condition} ORDER BY from_block`,
    params,
  )
  return rows.map(({ name }) => name)
}

describe('rows at a block', () => {
  test.each([
    [4, []],
    [5, ['first']],
    [7, ['first']],
    [8, ['second']],
    [11, ['second']],
    [12, ['current']],
    [999, ['current']],
  ])(
    'hold from their first block until the one before their end: block %i',
    async (block, held) => {
      expect(await names(heldAt('$1'), [block])).toEqual(held)
      expect(await names(heldAt('$1', 'v'), [block])).toEqual(held)
    },
  )

  test('are those without an end at the last block, which needs no block number', async () => {
    const params: number[] = []
    const bind = () => `$${params.push(9)}`
    const atHead = atBlock({ isHead: true }, bind, 'v')
    expect(params).toEqual([])
    expect(await names(atHead)).toEqual(['current'])
    expect(await names(isCurrent())).toEqual(['current'])
    expect(await names(atBlock({ isHead: false }, bind, 'v'), params)).toEqual(['second'])
  })
})

describe('a pending change', () => {
  test.each([
    [9, 'old', 'new'],
    [10, 'new', null],
    [11, 'new', null],
  ])(
    'takes effect at its effect block, and is pending before: block %i',
    async (block, value, pending) => {
      const change = { stored: `'old'`, pending: `'new'`, effectBlock: '10' }
      const { rows } = await client.query(
        `SELECT ${valueAt('$1::int', change)} AS value, ${whilePending('$1::int', '10', `'new'`)} AS pending`,
        [block],
      )
      expect(rows[0]).toEqual({ value, pending })
    },
  )

  test('without an effect block, the stored value holds', async () => {
    const change = { stored: `'old'`, pending: `'new'`, effectBlock: 'NULL::int' }
    const { rows } = await client.query(`SELECT ${valueAt('1', change)} AS value`)
    expect(rows[0].value).toBe('old')
  })
})
