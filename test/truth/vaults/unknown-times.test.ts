import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../../support/api/api-client'
import { createIndexedDatabase } from '../../support/indexed-database'
import type { TestDatabase } from '../../support/postgres'

const SELECTIONS = {
  vaults: '{ id value: currentEpoch nullReason }',
  slashings: '{ id value: status nullReason: statusNullReason }',
  resolvers: '{ id value: resolver nullReason }',
  vaultWithdrawals: '{ id value: claimable }',
}

type Row = { id: string; value: unknown; nullReason?: string }

/** Answers at a block by list, and commitments, which never need its time. */
async function answersAt(api: TestApi, block: number) {
  const at = `block: {number: ${block}}, limit: 1000`
  const lists = Object.entries(SELECTIONS).map(([name, selection]) => `${name}(${at}) ${selection}`)
  const { commitments, securityMarket, totals, ...rows } = await api.ask(
    `{ ${lists.join(' ')} totals: vaults(${at}) { id value: totalStake }
       commitments(${at}) { stake slashableStake cumulativeSlash nullReason }
       securityMarket(block: {number: ${block}}) { protocols { stakes { pool { id } value: stake slashable nullReason } } } }`,
  )
  const stakes = securityMarket.protocols.flatMap(
    ({ stakes }: { stakes: { pool: { id: string } }[] }) =>
      stakes.map(({ pool, ...one }) => ({ id: pool.id, ...one })),
  )
  return { commitments, rows: { ...rows, totals, stakes } as Record<string, Row[]> }
}

describe('at blocks whose time is not stored', () => {
  let database: TestDatabase
  let api: TestApi
  let client: Client
  const blocks: number[] = []
  const known = new Map<number, Awaited<ReturnType<typeof answersAt>>>()

  beforeAll(async () => {
    database = await createIndexedDatabase('times', 'fixtures/both-a')
    client = new Client({ connectionString: database.url })
    await client.connect()
    // Blocks without logs: some between whose neighbours an epoch of a vault ends, and others.
    const near = (side: string, order: string) =>
      `(SELECT extract(epoch FROM b.block_time) FROM block b WHERE b.block ${side} h.block ORDER BY b.block ${order} LIMIT 1)`
    const { rows } = await client.query<{ block: number; ends: boolean }>(
      `SELECT h.block, EXISTS (SELECT FROM vault v WHERE v.from_block <= h.block
           AND div(${near('<', 'DESC')} - v.epoch_start, v.epoch_duration)
             <> div(${near('>', 'ASC')} - v.epoch_start, v.epoch_duration)) AS ends
       FROM block_header h WHERE NOT EXISTS (SELECT FROM block b WHERE b.block = h.block) ORDER BY h.block`,
    )
    for (const ends of [true, false]) {
      const some = rows.filter((row) => row.ends === ends)
      const step = Math.ceil(some.length / 4)
      blocks.push(...some.filter((_, index) => index % step === 0).map(({ block }) => block))
    }
    api = await startTestApi(database.url)
    for (const block of blocks) known.set(block, await answersAt(api, block))
    await api.close()
    await client.query('DELETE FROM block_header')
    api = await startTestApi(database.url)
  }, 300_000)

  afterAll(async () => {
    await api?.close()
    await client?.end()
    await database?.drop()
  })

  test('a value is what it is by the time, or null with BLOCK_TIME_UNKNOWN', async () => {
    let unknown = 0
    let same = 0
    for (const block of blocks) {
      const before = known.get(block)!
      const { commitments, rows } = await answersAt(api, block)
      expect(commitments).toEqual(before.commitments)
      for (const [name, list] of Object.entries(rows)) {
        expect(list.map(({ id }) => id)).toEqual(before.rows[name]!.map(({ id }) => id))
        list.forEach((row, index) => {
          const answer = before.rows[name]![index]!
          if (row.value === null && answer.value !== null) {
            unknown++
            if (row.nullReason !== undefined) expect(row.nullReason).toBe('BLOCK_TIME_UNKNOWN')
          } else {
            same++
            expect(row.value).toEqual(answer.value)
          }
        })
      }
    }
    expect(unknown).toBeGreaterThan(0)
    expect(same).toBeGreaterThan(unknown)
  })
})
