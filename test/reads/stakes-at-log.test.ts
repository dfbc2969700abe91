import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiContext } from '../../src/reads/context'
import { loadStakesAtSlashing } from '../../src/reads/history/slashed-stake'
import { IS_LONG } from '../long.mjs'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

/** Above every index of a log. */
const END_OF_BLOCK = 1_000_000
const WITHDRAWAL_DELAY = 64

let database: TestDatabase
let client: Client

beforeAll(async () => {
  database = await createIndexedDatabase('stakesatlog', FIXTURE)
  client = new Client({ connectionString: database.url })
  await client.connect()
}, 300_000)

afterAll(async () => {
  await client?.end()
  await database?.drop()
})

async function query<T>(text: string, params: unknown[] = []): Promise<T[]> {
  return (await client.query(text, params)).rows as T[]
}

/** Lines of the stakes in a pool at the end of a block, as the ledger wrote them, which ground truth proves. */
async function stored(operator: string, pool: string, block: number): Promise<string[]> {
  const rows = await query<{ line: string }>(
    `SELECT concat_ws(' ', d.staker_id, s.deposit_shares, s.scaling_factor, k.beacon_chain_slashing_factor) AS line
     FROM delegation d JOIN stake s ON s.staker_id = d.staker_id AND s.pool_id = $2 JOIN staker k ON k.key = d.staker_id
     WHERE d.operator_id = $1 AND s.deposit_shares > 0 AND d.from_block <= $3 AND coalesce(d.to_block > $3, true)
       AND s.from_block <= $3 AND coalesce(s.to_block > $3, true)
       AND k.from_block <= $3 AND coalesce(k.to_block > $3, true)
     UNION ALL
     SELECT concat_ws(' ', 'queued', w.staker_id, i.scaled_shares, k.beacon_chain_slashing_factor)
     FROM withdrawal w JOIN withdrawal_item i ON i.withdrawal_id = w.key JOIN staker k ON k.key = w.staker_id
     WHERE w.operator_id = $1 AND i.pool_id = $2 AND w.status = 'QUEUED' AND w.start_block >= $3 - $4::int
       AND w.from_block <= $3 AND coalesce(w.to_block > $3, true)
       AND k.from_block <= $3 AND coalesce(k.to_block > $3, true)`,
    [operator, pool, block, WITHDRAWAL_DELAY],
  )
  return rows.map(({ line }) => line).sort()
}

/** Of the places where stakes change. */
const EVERY = IS_LONG ? 1 : 4

test(`all logs of a block turn the stakes of the block before into those at its end, at every ${EVERY}. place where they change`, async () => {
  const context = { query } as Partial<ApiContext> as ApiContext
  const places = await query<{ operator: string; pool: string; block: number }>(
    `SELECT DISTINCT d.operator_id AS operator, s.pool_id AS pool, c.block
     FROM (SELECT staker_id, from_block AS block FROM stake UNION SELECT staker_id, from_block FROM delegation
       UNION SELECT staker_id, to_block FROM delegation WHERE to_block IS NOT NULL
       UNION SELECT staker_id, queued_at_block FROM withdrawal UNION SELECT key, from_block FROM staker) c
     JOIN delegation d ON d.staker_id = c.staker_id AND d.from_block <= c.block AND coalesce(d.to_block >= c.block, true)
     JOIN stake s ON s.staker_id = c.staker_id AND s.from_block <= c.block AND coalesce(s.to_block >= c.block, true)`,
  )
  expect(places.length).toBeGreaterThan(1_000)
  for (const { operator, pool, block } of places.filter((_, n) => n % EVERY === 0)) {
    const { stakes, queued } = await loadStakesAtSlashing(context, {
      ...{ block, logIndex: END_OF_BLOCK, operator, pool },
      ...{ before: 1n, after: 1n, slashableSince: block - WITHDRAWAL_DELAY },
    })
    const lines = [
      ...stakes.map((one) => `${one.staker} ${one.deposit} ${one.scaling} ${one.beacon}`),
      // The ledger has what a withdrawal of the block before can still be slashed for at this one.
      ...queued.map((one) => `queued ${one.staker} ${one.scaled} ${one.beacon}`),
    ]
    expect(lines.sort(), `${operator} ${pool} ${block}`).toEqual(
      await stored(operator, pool, block),
    )
  }
})
