import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readInvalidBlocks, writeVerifiedUpTo } from '../../src/store/checks/verification'
import { claimWriter } from '../../src/store/writer/lock'
import type { TestDatabase } from '../support/postgres'
import { createMigratedDatabase } from '../support/templates'

interface Migration {
  up(db: Client): Promise<void>
  down(db: Client): Promise<void>
}
const load = createRequire(__filename)
const file = join(__dirname, '../../db/migrations/1795800000000-InvalidBlocks.js')
const migration: Migration = new (load(file))()

let database: TestDatabase
let client: Client

beforeAll(async () => {
  database = await createMigratedDatabase('invalid')
  client = new Client({ connectionString: database.url })
  await client.connect()
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

const reason = 'stored without a log'

test('a block is invalid until it is verified again', async () => {
  const claim = await claimWriter(client)
  const invalid = [3, 7].map((block) => ({ block, reason }))
  await writeVerifiedUpTo(client, claim, 0, { block: 10, hash: '0x0a' }, invalid)
  expect(await readInvalidBlocks(client)).toEqual([
    { block: 3, reason, reindexed: false },
    { block: 7, reason, reindexed: false },
  ])
  await writeVerifiedUpTo(client, claim, 0, { block: 5, hash: '0x05' }, [])
  expect(await readInvalidBlocks(client)).toEqual([{ block: 7, reason, reindexed: false }])
})

test('the migration of their table can be reverted, and keeps the rows', async () => {
  await client.query('UPDATE invalid_block SET reindexed = true')
  const before = await readInvalidBlocks(client)
  await migration.down(client)
  await expect(readInvalidBlocks(client)).rejects.toThrow('invalid_block')
  await migration.up(client)
  expect(await readInvalidBlocks(client)).toEqual(before)
})
