import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LedgerState } from '../../src/ledger/state'
import { encodeBlock } from '../../src/store/encode-block'
import { Flush } from '../../src/store/flush'
import type { TestDatabase } from '../support/postgres'
import { createMigratedDatabase } from '../support/templates'

const STAKERS = 5_000
let database: TestDatabase
let client: Client

beforeAll(async () => {
  database = await createMigratedDatabase('flush')
  client = new Client({ connectionString: database.url })
  await client.connect()
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

const staker = (nth: number) => `0x${nth.toString(16).padStart(40, '0')}`

/** One block in which stakers delegate to the operator. */
async function delegate(state: LedgerState, block: number, stakers: number[], operator: string) {
  for (const nth of stakers) {
    const key = staker(nth)
    if (!state.has({ table: 'delegation', key })) state.load('delegation', key, null)
    state.put('delegation', { key, staker: key, operator })
  }
  const flush = new Flush(block)
  flush.add(encodeBlock(state.endBlock(block)))
  await flush.send(client)
}

test('ending versions reads only these, not all current versions, in a table without statistics', async () => {
  const state = new LedgerState()
  await client.query('BEGIN')
  await client.query('ALTER TABLE delegation SET (autovacuum_enabled = false)')
  await delegate(state, 1, [...Array(STAKERS).keys()], staker(90_000))
  await client.query('COMMIT')

  await client.query('BEGIN')
  const some = [...Array(50).keys()].map((nth) => nth * 97)
  await delegate(state, 2, some, staker(90_001))
  const { rows } = await client.query(
    `SELECT coalesce(seq_tup_read, 0)::int AS scanned, coalesce(idx_tup_fetch, 0)::int AS fetched
     FROM pg_stat_xact_user_tables WHERE relname = 'delegation'`,
  )
  await client.query('COMMIT')
  expect(rows).toEqual([{ scanned: 0, fetched: expect.any(Number) }])
  expect(rows[0].fetched).toBeLessThan(STAKERS / 10)

  const { rows: counts } = await client.query(
    `SELECT from_block, to_block, count(*)::int FROM delegation GROUP BY 1, 2 ORDER BY 1, 2`,
  )
  expect(counts).toEqual([
    { from_block: 1, to_block: 2, count: 50 },
    { from_block: 1, to_block: null, count: STAKERS - 50 },
    { from_block: 2, to_block: null, count: 50 },
  ])
})
