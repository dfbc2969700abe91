import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  noteReindexing,
  readDistrustedTo,
  writeVerifiedUpTo,
} from '../../src/store/checks/verification'
import { type Claim, claimWriter } from '../../src/store/writer/lock'
import type { TestDatabase } from '../support/postgres'
import { createMigratedDatabase } from '../support/templates'

let database: TestDatabase
let client: Client
let claim: Claim

beforeAll(async () => {
  database = await createMigratedDatabase('distrusted')
  client = new Client({ connectionString: database.url })
  await client.connect()
  claim = await claimWriter(client)
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

const verified = (block: number) => writeVerifiedUpTo(client, claim, 0, { block, hash: '0x01' }, [])

test('an index that was never verified distrusts nothing', async () => {
  expect(await readDistrustedTo(client)).toBeNull()
})

test('blocks that were wrong once are read again alone; wrong again below, all of them with verification', async () => {
  await verified(900)
  await noteReindexing(client, 300, 1000)
  expect(await readDistrustedTo(client)).toBeNull()
  await verified(900)
  await noteReindexing(client, 700, 950)
  expect(await readDistrustedTo(client)).toBe(950)
})

test('other blocks, above those that were read again, begin anew', async () => {
  await verified(5000)
  await noteReindexing(client, 4000, 5000)
  expect(await readDistrustedTo(client)).toBe(950)
  await noteReindexing(client, 4100, 5000)
  expect(await readDistrustedTo(client)).toBe(5000)
})
