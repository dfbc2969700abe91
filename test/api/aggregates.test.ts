import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadModel } from '../../src/api/schema/model'
import { someOf } from '../long.mjs'
import { type ServedRecording, serveRecording } from '../support/api/recorded-api'
import { FIXTURE } from '../support/recordings'
import { list } from '../truth/check'

/* Counts and sums, recomputed by plain loops over the rows that lists return. */

const MODEL = loadModel()
const BLOCKS = someOf([400, 1201, 2388, 3600, 5000], 2)
let api: ServedRecording
let client: pg.Client

beforeAll(async () => {
  api = await serveRecording('aggregates', FIXTURE)
  client = new pg.Client(api.databaseUrl)
  await client.connect()
}, 300_000)

afterAll(async () => {
  await api?.close()
  await client?.end()
})

type Values = Record<string, string | number | boolean | null>

/** Groups of rows by text keys, in the order of the API. */
function grouped(rows: readonly Values[], keyOf: (row: Values) => (string | null)[]) {
  const groups = new Map<string, { keys: (string | null)[]; rows: Values[] }>()
  for (const row of rows) {
    const keys = keyOf(row)
    const group = groups.get(JSON.stringify(keys)) ?? { keys, rows: [] }
    group.rows.push(row)
    groups.set(JSON.stringify(keys), group)
  }
  return [...groups.values()].sort((a, b) => compare(a.keys, b.keys))
}

/** Nulls last, as Postgres orders. */
function compare(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!]
    if (x === y) continue
    if (x === null || y === null) return x === null ? 1 : -1
    return x < y ? -1 : 1
  }
  return 0
}

function folded(rows: readonly Values[], field: string) {
  const values = rows.flatMap((row) => (row[field] === null ? [] : [BigInt(row[field] as string)]))
  const sorted = [...values].sort((a, b) => (a < b ? -1 : Number(a > b)))
  const text = (value: bigint | undefined) => (value === undefined ? null : `${value}`)
  return {
    sum: values.length === 0 ? null : `${values.reduce((sum, value) => sum + value, 0n)}`,
    min: text(sorted[0]),
    max: text(sorted.at(-1)),
    known: values.length,
  }
}

const FOLDS = (field: string) =>
  `sum(of: ${field}) min(of: ${field}) max(of: ${field}) known(of: ${field})`

describe.each(BLOCKS)('at block %i', (block) => {
  test.each<[string, string[], string]>([
    ['operatorStakes', ['poolId'], 'shares'],
    ['operatorStakes', ['operatorId', 'poolId'], 'slashableSharesInQueue'],
    ['stakes', ['poolId'], 'withdrawableShares'],
    ['withdrawals', ['status'], 'completedAtBlock'],
    ['withdrawalItems', ['poolId'], 'withdrawableShares'],
    ['slashings', ['state'], 'slashId'],
    ['allocations', [], 'slashableStake'],
    ['operatorSets', ['isRedistributing', 'avsId'], 'slashCount'],
    ['rewardClaims', ['token', 'earner'], 'amount'],
    ['governanceChanges', ['kind', 'event'], 'logIndex'],
  ])('%s by %j: %s', async (field, groupBy, number) => {
    const rows = await list<Values>(api, block, field, `{ ${[...groupBy, number].join(' ')} }`)
    const found = await api.ask(
      `{ groups: ${field}Aggregate(block: {number: ${block}}, limit: 1000, groupBy: [${groupBy.join(', ')}]) { keys count ${FOLDS(number)} } }`,
    )
    const text = (value: Values[string]) => (value === null ? null : `${value}`)
    const expected = grouped(rows, (row) => groupBy.map((one) => text(row[one]!)))
    const all = groupBy.length === 0 && rows.length === 0 ? [{ keys: [], rows: [] }] : expected
    expect(found.groups).toEqual(
      all
        .slice(0, 1000)
        .map(({ keys, rows }) => ({ keys, count: rows.length, ...folded(rows, number) })),
    )
  })

  test('by day, of a time and of a block', async () => {
    const claims = await list<Values>(api, block, 'rewardClaims', '{ blockTime amount }')
    const operators = await list<Values>(api, block, 'operators', '{ firstSeenBlock }')
    const { ofTime, ofBlock } = await api.ask(
      `{ ofTime: rewardClaimsAggregate(block: {number: ${block}}, limit: 1000, groupBy: blockTime_DAY) { keys count sum(of: amount) }
         ofBlock: operatorsAggregate(block: {number: ${block}}, limit: 1000, groupBy: [firstSeenBlock_DAY]) { keys count } }`,
    )
    const byTime = grouped(claims, (row) => [(row.blockTime as string).slice(0, 10)])
    expect(ofTime).toEqual(
      byTime.map(({ keys, rows }) => ({
        keys,
        count: rows.length,
        sum: folded(rows, 'amount').sum,
      })),
    )
    const { rows: blocks } = await client.query(
      `SELECT block, to_char(block_time AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM block`,
    )
    const dayOf = new Map(blocks.map((one) => [one.block, one.day]))
    const byBlock = grouped(operators, (row) => [dayOf.get(row.firstSeenBlock) ?? null])
    expect(ofBlock).toEqual(byBlock.map(({ keys, rows }) => ({ keys, count: rows.length })))
  })
})

test('conditions, an order by the largest sum, pages, and aliases', async () => {
  const { operatorStakesAggregate: found } = await api.ask(
    `{ operatorStakesAggregate(where: {shares_gt: "0", pool: {whitelisted_eq: true}}, groupBy: [operatorId], largest: shares, limit: 5, offset: 1) { keys all: sum(of: shares) biggest: max(of: shares) } }`,
  )
  const rows = await list<Values>(
    api,
    5000,
    'operatorStakes',
    '{ operatorId shares }',
    '{shares_gt: "0", pool: {whitelisted_eq: true}}',
  )
  const groups = grouped(rows, (row) => [row.operatorId as string])
    .map(({ keys, rows }) => ({ keys, ...folded(rows, 'shares') }))
    .sort((a, b) => (BigInt(a.sum!) < BigInt(b.sum!) ? 1 : -1))
  expect(found).toEqual(
    groups.slice(1, 6).map(({ keys, sum, max }) => ({ keys, all: sum, biggest: max })),
  )
})

test('no rows are one group of none, or no group', async () => {
  const where = 'where: {shares_lt: "0"}'
  const { all, some } = await api.ask(
    `{ all: operatorStakesAggregate(${where}) { keys count sum(of: shares) known(of: shares) }
       some: operatorStakesAggregate(${where}, groupBy: [poolId]) { keys } }`,
  )
  expect(all).toEqual([{ keys: [], count: 0, sum: null, known: 0 }])
  expect(some).toEqual([])
})

test('a default limit that cuts is in extensions.truncated', async () => {
  const { data, extensions } = await api.send(
    '{ stakesAggregate(groupBy: [stakerId]) { count } all: stakesAggregate { count } }',
  )
  expect(data.stakesAggregate).toHaveLength(50)
  expect(extensions).toMatchObject({ truncated: ['stakesAggregate'] })
})

test('costs the reading of its rows, and more for fields that are computed', async () => {
  const costOf = async (query: string) =>
    ((await api.send(query)).extensions as { cost: { cost: number } }).cost.cost
  expect(await costOf('{ stakesAggregate(limit: 10) { count sum(of: depositShares) } }')).toBe(60)
  expect(await costOf('{ stakesAggregate(limit: 10) { sum(of: withdrawableShares) } }')).toBe(
    10_060,
  )
  const largest = '(limit: 1000, groupBy: [poolId], largest: withdrawableShares)'
  expect(await costOf(`{ stakesAggregate${largest} { count } }`)).toBe(11_050)
  expect(await costOf('{ slashingsAggregate(limit: 1, groupBy: state) { count } }')).toBe(5_051)
})

test('a term is listed once', async () => {
  expect(
    await api.refuse('{ stakesAggregate(groupBy: [poolId, poolId]) { count } }'),
  ).toMatchObject({ code: 'BAD_USER_INPUT', hint: 'Listed more than once.' })
})

test('every entity has counts, by each of its terms', async () => {
  for (const { query, name } of MODEL.entities.values()) {
    const { type } = await api.ask(
      `{ type: __type(name: "${name}GroupBy") { enumValues { name } } }`,
    )
    for (const term of type.enumValues as { name: string }[]) {
      const { groups } = await api.ask(
        `{ groups: ${query.list}Aggregate(groupBy: [${term.name}], limit: 2) { keys count } }`,
      )
      expect(groups.length, `${name} ${term.name}`).toBeLessThanOrEqual(2)
    }
  }
}, 300_000)
