import { Client } from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Deadline, Deadlines } from '../../src/api/deadline'
import { DEFAULT_LIMITS, type Limits } from '../../src/api/limits'
import { warmUp } from '../../src/api/warm-up'
import { Workers } from '../../src/api/workers/workers'
import type { ApiError } from '../../src/reads/errors'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

const IDLE = { operations: 0, inThreads: 0, connections: { used: 0, waitedFor: 0 } }
/** What is refused by its cost elsewhere runs here. */
const UNBOUNDED = 1e9
const LONG: Partial<Limits> = { operationTimeoutMs: 60_000, cost: UNBOUNDED }

let database: TestDatabase
let client: Client
/** Prices of all assets, so that stake of more operators is added than faults are combined. */
let pricing: string
/** Faults of AVSs that overlap those of operators too much for a convolution: they are drawn. */
let faults: string

beforeAll(async () => {
  database = await createIndexedDatabase('threads', FIXTURE)
  client = new Client({ connectionString: database.url })
  await client.connect()
  const api = await startTestApi(database.url)
  const { assets } = await api.ask('{ assets { id } }')
  const prices = assets.map(
    ({ id }: { id: string }, i: number) => `{asset: "${id}", value: "${i + 1}"}`,
  )
  pricing = `pricing: {numeraire: ETH, prices: [${prices}]}`
  const severity = Array.from({ length: 10 }, (_, i) => `${(i + 1) / 10}: 0.1`)
  const { lossDistribution } = await api.ask(
    `{ lossDistribution(faults: {probability: "0.1"}, draws: 1000, ${pricing}) { avss(level: "0.9") { avs { id } expectedLoss } } }`,
  )
  type Avs = { avs: { id: string }; expectedLoss: string }
  const ofAvss = [...lossDistribution.avss]
    .sort((a: Avs, b: Avs) => Number(b.expectedLoss) - Number(a.expectedLoss))
    .slice(0, 3)
    .map(({ avs }: Avs) => `{avs: "${avs.id}", probability: "0.01", severity: "${severity}"}`)
  faults = `faults: {probability: "0.01", avss: [${ofAvss}]}`
  await api.close()
}, 300_000)

afterAll(async () => {
  await client?.end()
  await database?.drop()
})

/** Tens of seconds of computing; other ones for each seed. */
const heavy = (seed: number) =>
  `{ ${Array.from({ length: 20 }, (_, i) => drawn(`a${i}`, 100 * seed + i)).join('\n')} }`

const drawn = (alias: string, seed: number, draws = 1_000_000) =>
  `${alias}: lossDistribution(${faults}, draws: ${draws}, seed: ${seed}, ${pricing}) { anyLoss }`

async function busy(): Promise<number> {
  const { rows } = await client.query<{ busy: number }>(
    `SELECT count(*)::int AS busy FROM pg_stat_activity
     WHERE datname = current_database() AND application_name LIKE 'linchpin%' AND state <> 'idle'`,
  )
  return rows[0]!.busy
}

async function withApi(
  limits: Partial<Limits>,
  run: (api: TestApi, lines: string[]) => Promise<void>,
) {
  const lines: string[] = []
  const api = await startTestApi(database.url, limits, lines)
  try {
    await run(api, lines)
  } finally {
    await api.close()
  }
}

function post(api: TestApi, query: string, signal?: AbortSignal): Promise<Response> {
  return fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    ...(signal && { signal }),
  })
}

const cheap = (api: TestApi, n: number) => api.ask(`{ operators(limit: ${n}) { id } }`)

/** That nothing of what ended is left. */
async function expectIdle(api: TestApi): Promise<void> {
  await expect.poll(() => api.load()).toEqual(IDLE)
  await expect.poll(busy).toBe(0)
}

describe('an operation that computes', () => {
  test('answers as it does on the thread that serves requests', async () => {
    const all = `{ overlap(among: AVSS) { pairCount items { id address } pairs(limit: 3) { value a { id } } }
      worstOperators(k: 2, ${pricing}) { value operators { id } meta { block { number hash finalized } } }
      _meta { block { number } digest } }`
    await withApi(LONG, async (api) => {
      const found = await api.ask(all)
      expect(found.overlap.pairs.length).toBeGreaterThan(0)
      expect(found.worstOperators.meta.block.number).toBe(found._meta.block.number)
      const one = await api.ask('{ _meta { block { number } digest } }')
      expect(found._meta).toEqual(one._meta)
      // It is cached as what its thread says that it depends on.
      const number = found._meta.block.number - 200
      const query = `{ overlap(among: AVSS, block: {number: ${number}}) { pairCount } }`
      const final = await fetch(`${api.url}/graphql?query=${encodeURIComponent(query)}`)
      expect(final.headers.get('cache-control')).toContain('max-age')
      await expectIdle(api)
    })
  })

  test('has the errors that it has elsewhere, with their places', async () => {
    await withApi(LONG, async (api, lines) => {
      const { data, errors } = await api.send(
        `{\n  overlap(among: AVSS) { nearest(to: "0x0", k: 5) { value } pairCount }\n}`,
      )
      expect(data).toBeNull()
      expect(errors).toMatchObject([
        {
          path: ['overlap', 'nearest'],
          locations: [{ line: 2, column: 26 }],
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ])
      expect(errors![0]!.extensions).not.toHaveProperty('http')
      const outside = await api.refuse(
        '{ series(metric: HHI, from: 99999998, to: 99999999, every: 1) { value } }',
      )
      expect(outside.code).toBe('BLOCK_NOT_INDEXED')
      expect(lines).toEqual([])
    })
  })

  test('does not keep others waiting, and is refused when too many wait', async () => {
    await withApi(
      { ...LONG, workers: { threads: 1, kept: 0, queue: 2, heapMb: 256 } },
      async (api) => {
        const hangUp = new AbortController()
        const asked = [1, 2, 3, 4, 5].map((seed) =>
          post(api, heavy(seed), hangUp.signal).catch(() => null),
        )
        await expect.poll(() => api.load().inThreads).toBe(3)
        const refused = (await Promise.race(asked))!
        expect(refused.status).toBe(503)
        expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
        expect(await refused.json()).toMatchObject({
          errors: [{ extensions: { code: 'OVERLOADED', limit: 2 } }],
        })
        for (let n = 1; n <= 20; n++) await cheap(api, n)
        expect(api.load().inThreads).toBe(3)
        hangUp.abort()
        await Promise.all(asked)
        await expectIdle(api)
        expect(
          (await api.ask('{ overlap(among: AVSS) { pairCount } }')).overlap.pairCount,
        ).toBeGreaterThan(0)
      },
    )
  })

  test('of another client comes before the next one of who has sent many, and makes room for itself', async () => {
    const limits = {
      ...DEFAULT_LIMITS,
      ...LONG,
      workers: { threads: 1, kept: 0, queue: 3, heapMb: 256 },
    }
    const options = { databaseUrl: database.url, version: null, limits, files: {} }
    const workers = new Workers(options, pino({ level: 'silent' }))
    const order: string[] = []
    const run = async (name: string, seed: number) => {
      const text = `{ ${drawn('a', seed, 1_000)} }`
      const task = { text, operationName: null, variables: null }
      const deadline = new Deadline(60_000)
      try {
        await workers.run(task, deadline, name[0]!)
        order.push(name)
        return 'DATA'
      } catch (error) {
        return (error as ApiError).extensions.code
      } finally {
        deadline.end()
      }
    }
    const many = ['a1', 'a2', 'a3', 'a4'].map((name, i) => run(name, i))
    expect(workers.counts).toEqual({ running: 1, waiting: 3 })
    const other = run('b1', 9)
    expect(await other).toBe('DATA')
    expect(await Promise.all(many)).toEqual(['DATA', 'DATA', 'DATA', 'OVERLOADED'])
    expect(order).toEqual(['a1', 'b1', 'a2', 'a3'])
    expect(workers.counts).toEqual({ running: 0, waiting: 0 })
    await workers.close()
  })

  test('whose clients hang up leaves nothing', async () => {
    await withApi(LONG, async (api, lines) => {
      const hangUp = new AbortController()
      const query = (seed: number) =>
        seed % 2
          ? heavy(seed)
          : `{ series(metric: GINI, of: STAKERS, from: 4000, to: ${4400 + seed}, every: 1) { value } }`
      const asked = Array.from({ length: 12 }, (_, i) =>
        post(api, query(i + 1), hangUp.signal).catch(() => 'gone'),
      )
      await expect.poll(() => api.load().inThreads).toBe(12)
      hangUp.abort()
      expect(new Set(await Promise.all(asked))).toEqual(new Set(['gone']))
      await expectIdle(api)
      expect(lines).toEqual([])
    })
  })

  test('ends at its deadline with QUERY_TIMEOUT, and the next one is computed', async () => {
    await withApi({ operationTimeoutMs: 1_500, cost: UNBOUNDED }, async (api) => {
      const seeds = [1, 2, 3]
      const codes = await Promise.all(
        seeds.map(async (seed) => (await api.refuse(heavy(seed))).code),
      )
      expect(new Set(codes)).toEqual(new Set(['QUERY_TIMEOUT']))
      await expectIdle(api)
    })
  })

  test('ends when the server stops', async () => {
    let asked: Promise<Record<string, unknown>[]> | undefined
    await withApi(LONG, async (api) => {
      asked = Promise.all([1, 2, 3].map((seed) => api.refuse(heavy(seed))))
      await expect.poll(() => api.load().inThreads).toBe(3)
    })
    for (const error of (await asked)!) expect(error).toMatchObject({ code: 'NOT_READY' })
    await expect.poll(busy).toBe(0)
  })

  test('is not hidden behind a job', async () => {
    await withApi(LONG, async (api) => {
      const { code } = await api.refuse(`{ job(id: "x") { id } ${drawn('a', 1)} }`)
      expect(code).toBe('BAD_USER_INPUT')
    })
  })
})

interface Ready {
  readonly reasons?: readonly { readonly code: string }[]
}

describe('before anybody asks', () => {
  test('a server that keeps a thread has it run what pages ask, and that leaves nothing', async () => {
    const kept = { workers: { ...DEFAULT_LIMITS.workers, kept: 1 } }
    await withApi(kept, async (api, lines) => {
      const notReady = async () => {
        const { reasons = [] } = (await (await fetch(`${api.url}/ready`)).json()) as Ready
        return reasons.map(({ code }) => code)
      }
      expect(await notReady()).toEqual(['WARMING_UP'])
      await expect.poll(notReady, { timeout: 30_000 }).toEqual([])
      expect(await threadConnections()).toBe(1)
      await expectIdle(api)
      expect(lines).toEqual([])
    })
    await expect.poll(threadConnections).toBe(0)
  })

  test('what is run has figures, of the head and of the block with which the overview compares it', async () => {
    await withApi(LONG, async (api) => {
      const found: Awaited<ReturnType<TestApi['ask']>>[] = []
      const answer = async ({ query }: { query: string }) => {
        const data = await api.ask(query)
        found.push(data)
        return { body: Buffer.from(JSON.stringify({ data })) }
      }
      const graphql = { answers: { answer } } as unknown as Parameters<typeof warmUp>[0]['graphql']
      await warmUp({ graphql, deadlines: new Deadlines(60_000) }, new AbortController().signal)
      const [position, light, overview, changes, losses, queue, , stakers] = found
      const { number } = position!._meta.block
      expect(overview!.overview.now.block.number).toBe(number)
      expect(overview!.overview.before.block.number).toBeLessThan(number)
      expect(changes!.overview.topOperators.length).toBeGreaterThan(0)
      expect(losses!.lossDistribution.tails.length).toBeGreaterThan(0)
      expect(light!.concentration.shares.length).toBeGreaterThan(0)
      expect(queue!.withdrawalQueue.withdrawals).toBeGreaterThan(0)
      expect(queue!.overlap.pairs.length).toBeGreaterThan(0)
      expect(stakers!.concentration.shares.length).toBeGreaterThan(0)
    })
  })

  async function threadConnections(): Promise<number> {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'linchpin api worker'`,
    )
    return rows[0]!.count
  }
})
