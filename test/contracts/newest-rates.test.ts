import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { events } from '../../src/abi/StrategyBase'
import { loadRecording } from '../../src/chain/recording/recording'
import { sharesToUnderlyingView } from '../../src/contracts/view'
import { pollPools } from '../../src/poll/answers'
import { readPollTargets } from '../../src/poll/targets'
import { writePoll } from '../../src/store/polls'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { encodeAnswer } from '../support/contracts'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

let database: TestDatabase
let client: Client
let api: TestApi
/** A pool, and its emitted rates by block: of its raw logs. The last one of a block counts. */
let pool: string
let asset: string
const emitted: { block: number; rate: bigint }[] = []

beforeAll(async () => {
  database = await createIndexedDatabase('newest_rates', FIXTURE)
  client = new Client({ connectionString: database.url })
  await client.connect()
  api = await startTestApi(database.url)
  const chain = await loadRecording(FIXTURE)
  const byPool = new Map<string, Map<number, bigint>>()
  for (let block = 1; block <= chain.head; block++) {
    for (const { address, json } of chain.blockAt(block)!.logs) {
      const { topics, data } = JSON.parse(json)
      if (topics[0] !== events.ExchangeRateEmitted.topic) continue
      const of = byPool.get(address) ?? new Map<number, bigint>()
      byPool.set(address, of.set(block, BigInt(data)))
    }
  }
  const [found] = [...byPool].sort(([, a], [, b]) => b.size - a.size)
  pool = found![0]
  emitted.push(...[...found![1]].map(([block, rate]) => ({ block, rate })))
  const { pools } = await api.ask(`{ pools(where: {id_eq: "${pool}"}) { asset { id } } }`)
  asset = pools[0].asset.id
}, 300_000)

afterAll(async () => {
  await api?.close()
  await client?.end()
  await database?.drop()
})

/** The last emission at or below a block. */
const emittedAt = (block: number) => emitted.filter((one) => one.block <= block).at(-1)!
/** Two blocks after each other with emissions, and at least 20 blocks between, above `from`. */
const gapAbove = (from: number) => {
  const at = emitted.findIndex(
    ({ block }, i) => block > from && (emitted[i + 1]?.block ?? 0) - block > 20,
  )
  return [emitted[at]!.block, emitted[at + 1]!.block] as const
}

/** Polls as the poller does; the contract of the pool answers a rate, or nothing. */
async function poll(block: number, rate: bigint | null): Promise<void> {
  const targets = await readPollTargets(client, block)
  const answers = await pollPools(
    async (calls) =>
      calls.map(({ to, data }) =>
        rate !== null && to === pool && sharesToUnderlyingView.is(data)
          ? encodeAnswer(sharesToUnderlyingView.returnType, rate)
          : null,
      ),
    block,
    targets.pools,
  )
  const [claim] = (await client.query('SELECT epoch FROM writer')).rows
  await writePoll(
    client,
    claim,
    { block, questions: 1, unanswered: 0 },
    {
      pools: answers,
      avss: [],
      adapters: [],
    },
  )
}

const pricing = () => `{numeraire: ETH, prices: [{asset: "${asset}", value: "1"}]}`
async function priceAt(block: number) {
  const { prices } = await api.ask(
    `{ prices(pricing: ${pricing()}, block: {number: ${block}}) { pools { pool { id } rate rateSource rateBlock shareValue } } }`,
  )
  return prices.pools.find((one: { pool: { id: string } }) => one.pool.id === pool)
}
const event = ({ block, rate }: { block: number; rate: bigint }) => ({
  rate: String(rate),
  rateSource: 'EVENT',
  rateBlock: block,
})

test('without polls the rate is the last emitted one, with its block', async () => {
  for (const block of [emitted[0]!.block, 1_000, 2_400, 5_000]) {
    expect(await priceAt(block)).toMatchObject(event(emittedAt(block)))
  }
})

test('a polled rate that is newer than the last emitted one is used from its block on, until the next one is emitted', async () => {
  const [last, next] = gapAbove(1_000)
  const polled = (emittedAt(last).rate * 13n) / 10n
  await poll(last + 10, polled)
  expect(await priceAt(last + 9)).toMatchObject(event(emittedAt(last)))
  const answer = { rate: String(polled), rateSource: 'POLL', rateBlock: last + 10 }
  expect(await priceAt(last + 10)).toMatchObject(answer)
  const before = await priceAt(last + 9)
  const after = await priceAt(next - 1)
  expect(after).toMatchObject(answer)
  expect(Number(after.shareValue) / Number(before.shareValue)).toBeCloseTo(1.3, 10)
  expect(await priceAt(next)).toMatchObject(event(emittedAt(next)))
})

test('the same answer to a later poll is as new as that poll', async () => {
  const [last] = gapAbove(2_000)
  await poll(last - 1, 5n)
  await poll(last + 10, 5n)
  expect(await priceAt(last)).toMatchObject(event(emittedAt(last)))
  expect(await priceAt(last + 10)).toMatchObject({
    rate: '5',
    rateSource: 'POLL',
    rateBlock: last + 10,
  })
})

test('a poll that its contract did not answer is not newer than an event', async () => {
  const [last] = gapAbove(3_000)
  await poll(last - 1, 6n)
  await poll(last + 10, null)
  expect(await priceAt(last + 11)).toMatchObject(event(emittedAt(last)))
})

test('a poll of the block of an event sees the state after it', async () => {
  const [last] = gapAbove(4_000)
  await poll(last, 7n)
  expect(await priceAt(last)).toMatchObject({ rate: '7', rateSource: 'POLL', rateBlock: last })
})

test('metrics name the source and the block of the rates that they use', async () => {
  const [last] = gapAbove(4_000)
  const { concentration } = await api.ask(
    `{ concentration(of: OPERATORS, basis: DELEGATED, pricing: ${pricing()}, block: {number: ${last}}) { meta { pricing { rates { pool { id } source block } } } } }`,
  )
  expect(concentration.meta.pricing.rates).toContainEqual({
    pool: { id: pool },
    source: 'POLL',
    block: last,
  })
})

test('caches may keep an answer that rests on polls only where no later poll can change it', async () => {
  const cacheControl = async (query: string) =>
    (await fetch(`${api.url}/graphql?query=${encodeURIComponent(query)}`)).headers.get(
      'cache-control',
    )
  const priced = (block: number) =>
    `{ prices(pricing: ${pricing()}, block: {number: ${block}}) { pools { rate } } }`
  const [last] = gapAbove(4_000)
  await client.query('UPDATE cursor SET finalized_height = 4999')
  expect(await cacheControl(priced(last))).toBe('max-age=60')
  expect(await cacheControl(priced(last + 1))).toBe('no-cache')
  expect(await cacheControl(`{ polledPools(block: {number: ${last + 1}}) { rate } }`)).toBe(
    'no-cache',
  )
  expect(await cacheControl(`{ pools(block: {number: ${last + 1}}) { id } }`)).toBe(
    'public, max-age=3600',
  )
})
