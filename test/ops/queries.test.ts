import { readdirSync } from 'node:fs'
import { escapeIdentifier, escapeLiteral } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillParameters, readQuery } from '../../ops/sql/queries.mjs'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { FIXTURE } from '../support/recordings'
import { useViewReader } from './view-reader'

const POOL = '0x7535ccdead8f7d951ce272e6c25d14b8515582e5'

describe('ops/sql', () => {
  const reader = useViewReader('ops_sql', FIXTURE)
  let api: TestApi

  beforeAll(async () => {
    api = await startTestApi(reader.url)
  })

  afterAll(() => api.close())

  /** As psql does with `-v NAME=VALUE`. */
  async function run(query: string, values: Record<string, string> = {}) {
    const all: Record<string, string> = { schema: reader.schema, ...values }
    const sql = fillParameters(readQuery(query).sql, (name, isName) =>
      (isName ? escapeIdentifier : escapeLiteral)(all[name]!),
    )
    const { rows } = await reader.query(sql)
    return rows
  }

  test('each file has a title and a description, and one statement', () => {
    const files = readdirSync('ops/sql').filter((file) => file.endsWith('.sql'))
    expect(files.length).toBeGreaterThan(6)
    for (const file of files) {
      const { title, description, sql } = readQuery(file.replace('.sql', ''))
      expect([file, title, description]).toEqual([
        file,
        expect.stringMatching(/^[A-Z].*\w$/),
        expect.stringMatching(/\.$/),
      ])
      expect(sql, file).not.toMatch(/;|--/)
    }
  })

  test('largest operators and HHI are those of GraphQL', async () => {
    const { concentration } = await api.ask(
      `{ concentration(of: OPERATORS, scope: {pool: "${POOL}"}) { hhi top(k: 3) universe { n } } }`,
    )
    const operators = await run('largest-operators', { pool: POOL.toUpperCase().replace('X', 'x') })
    const top = operators.slice(0, 3).reduce((sum, { share }) => sum + Number(share), 0)
    expect(top).toBeCloseTo(Number(concentration.top), 5)
    const points = await run('hhi-over-time', { pool: POOL, from: '2026-01-01', to: '2026-03-01' })
    expect(points).toHaveLength(24)
    expect(Number(points.at(-1)!.hhi)).toBeCloseTo(Number(concentration.hhi), 6)
    const pools = await run('tvl-by-pool')
    expect(pools.find(({ pool }) => pool === POOL)!.operators).toBe(concentration.universe.n)
  })

  test('HHI of an older block is that of GraphQL at that block', async () => {
    const from = '2026-01-10'
    const to = '2026-01-20T12:00:00Z'
    const points = await run('hhi-over-time', { pool: POOL, from, to })
    const { blocks } = await api.ask(
      `{ blocks(where: {blockTime_lte: "${to}"}, orderBy: block_DESC, limit: 1) { block blockTime } }`,
    )
    const { concentration } = await api.ask(`{
      concentration(of: OPERATORS, scope: {pool: "${POOL}"}, block: {number: ${blocks[0].block}}) { hhi }
    }`)
    const { time, hhi } = points.at(-1)!
    expect(time).toEqual(new Date(blocks[0].blockTime))
    expect(Number(hhi)).toBeCloseTo(Number(concentration.hhi), 6)
    expect(points[0]!.time.getTime()).toBeGreaterThanOrEqual(Date.parse(from))
  })

  test('delegated shares and HHI over time are those of operator_stakes_at, for every pool', async () => {
    for (const { pool } of await run('tvl-by-pool')) {
      const points = await run('hhi-over-time', { pool, from: '2026-01-01', to: '2026-03-01' })
      expect(points).toHaveLength(24)
      const { rows } = await reader.query(
        `SELECT b.block_time AS time, coalesce(sum(o.shares), 0) AS delegated_shares,
           round(sum(o.shares * o.shares) / nullif(sum(o.shares) * sum(o.shares), 0), 6) AS hhi
         FROM ${reader.schema}.blocks b
         LEFT JOIN LATERAL ${reader.schema}.operator_stakes_at(b.block) o ON o.pool_id = $1
         WHERE b.block_time = ANY($2) GROUP BY b.block_time ORDER BY b.block_time`,
        [pool, points.map(({ time }) => time)],
      )
      expect(points, pool).toEqual(rows)
    }
  })

  test('the withdrawal queue is that of GraphQL, pool by pool', async () => {
    const { withdrawalQueue } = await api.ask(
      '{ withdrawalQueue { pools { pool { id } withdrawals shares completableShares } } }',
    )
    const rows = await run('withdrawal-queue')
    const ofSql = rows.map((row) => [row.pool, row.withdrawals, row.shares, row.completable_shares])
    const ofApi = withdrawalQueue.pools.map(
      // biome-ignore lint/suspicious/noExplicitAny: selected above
      (row: any) => [row.pool.id, row.withdrawals, row.shares, row.completableShares],
    )
    expect(ofSql.sort()).toEqual(ofApi.sort())
    for (const row of rows) {
      expect(BigInt(row.completable_shares) + BigInt(row.waiting_shares)).toBe(BigInt(row.shares))
    }
  })

  test('a time range without blocks has no rows', async () => {
    const range = { pool: POOL, from: '2027-01-01', to: '2026-12-01' }
    expect(await run('hhi-over-time', range)).toEqual([])
    expect(await run('slashings', range)).toEqual([])
  })
})
