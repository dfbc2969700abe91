import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JobLimits } from '../../src/api/jobs/jobs'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { type Checkpoint, FIXTURE, groundTruth } from '../support/recordings'
import { CHECKED } from '../support/risk/pool-network'

/** Two that are computed, one that waits. */
const LIMITS: JobLimits = { running: 2, waiting: 1, seconds: 120, kept: 20 }
const JOB = 'id kind state progress { done total } startedAt finishedAt error { code message }'
const LOSS =
  'expectedLoss maximalLoss anyLoss tails { level valueAtRisk expectedShortfall lower upper } meta { block { number hash } assumptions { name value } method nullReason }'

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it asked for
type Answer = any

async function start(api: TestApi, question: string, fields = JOB): Promise<Answer> {
  return (await api.ask(`mutation { startJob(${question}) { ${fields} } }`)).startJob
}

/** What the API returns about a job, poll by poll, until it is finished. */
async function follow(api: TestApi, id: string, fields = JOB): Promise<Answer[]> {
  const polled: Answer[] = []
  for (;;) {
    // With a field that is read from the database: its answer would be kept until the next commit.
    const { job } = await api.ask(`{ job(id: "${id}") { ${fields} } squidStatus { height } }`)
    polled.push(job)
    if (job.finishedAt !== null) return polled
    await setTimeout(20)
  }
}

/** What sets can slash of each operator, in the pool where most can be slashed, as the contracts answered. */
function slashable(truth: Checkpoint): { pool: string; losses: bigint[] } {
  const byPool = new Map<string, Map<string, bigint>>()
  for (const { strategies, minSlashableNow } of Object.values(truth.operatorSets)) {
    const accepted = new Set(strategies.map((one) => one.toLowerCase()))
    for (const [operator, stakes] of Object.entries(minSlashableNow)) {
      for (const [pool, amount] of Object.entries(stakes)) {
        if (amount === '0' || !accepted.has(pool.toLowerCase())) continue
        const losses = byPool.get(pool.toLowerCase()) ?? new Map<string, bigint>()
        byPool.set(pool.toLowerCase(), losses)
        losses.set(operator, (losses.get(operator) ?? 0n) + BigInt(amount))
      }
    }
  }
  const [pool, losses] = [...byPool].sort(
    (a, b) => b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1),
  )[0]!
  return { pool, losses: [...losses.values()] }
}

async function indexed(dir: string, name: string): Promise<TestDatabase> {
  const database = await createIndexedDatabase(name, dir)
  return database
}

describe('jobs of a recorded chain', () => {
  let database: TestDatabase
  let api: TestApi
  let pool: string
  let avs: string
  let avss: string[]
  /** More operators than faults that are combined: all pools, added up by prices. */
  let priced: string

  beforeAll(async () => {
    database = await indexed(FIXTURE, 'riskjobs')
    api = await startTestApi(database.url, { jobs: LIMITS })
    const truth = groundTruth(FIXTURE).at(-1)!
    pool = slashable(truth).pool
    avss = [
      ...new Set(Object.keys(truth.operatorSets).map((set) => set.split('/')[0]!.toLowerCase())),
    ]
    avs = avss[0]!
    const { assets } = await api.ask('{ assets { id } }')
    const prices = assets.map(({ id }: { id: string }, i: number) => {
      return `{asset: "${id}", value: "${i + 1}"}`
    })
    priced = `pricing: {numeraire: ETH, prices: [${prices}]}`
  }, 300_000)

  afterAll(async () => {
    await api?.close()
    await database?.drop()
  })

  const faults = (probability: string) => `faults: {probability: "${probability}"}`
  /** Faults of AVSs that overlap those of operators too much for a convolution: they are drawn. */
  const drawn = (probability: string) => {
    const severity = Array.from({ length: 10 }, (_, i) => `${(i + 1) / 10}: 0.1`)
    const ofAvss = avss.map((avs) => {
      return `{avs: "${avs}", probability: "${probability}", severity: "${severity}"}`
    })
    return `faults: {probability: "${probability}", avss: [${ofAvss}]}`
  }

  test('the job lossDistribution equals the field, draw by draw, and its progress never decreases', async () => {
    const args = `${drawn('0.1')}, draws: 100000, seed: 5, levels: ["0.5", "0.95"], ${priced}`
    const started = await start(api, `lossDistribution: {${args}}`)
    expect(started).toMatchObject({ kind: 'LOSS_DISTRIBUTION', error: null })
    const polled = await follow(api, started.id, `${JOB} lossDistribution { ${LOSS} }`)
    const done = polled.at(-1)
    expect(done.state).toBe('DONE')
    expect(done.lossDistribution.meta.method).toBe('SAMPLED')
    const { lossDistribution } = await api.ask(`{ lossDistribution(${args}) { ${LOSS} } }`)
    expect(done.lossDistribution).toEqual(lossDistribution)
    expect(done.progress).toEqual({ done: 100_000, total: 100_000 })
    const progress = polled.map((one) => one.progress?.done ?? 0)
    expect([...progress].sort((a, b) => a - b)).toEqual(progress)
    for (const one of polled.slice(0, -1)) {
      expect(one).toMatchObject({ lossDistribution: null, finishedAt: null })
    }
  })

  test('more draws than the field allows narrow the interval around the value of the field', async () => {
    const args = `${drawn('0.1')}, seed: 2, levels: ["0.9"], ${priced}`
    const { id } = await start(api, `lossDistribution: {${args}, draws: 1200000}`)
    const job = (await follow(api, id, `finishedAt lossDistribution { ${LOSS} }`)).at(-1)
    const { lossDistribution } = await api.ask(
      `{ lossDistribution(${args}, draws: 10000) { ${LOSS} } }`,
    )
    const [many, few] = [job.lossDistribution.tails[0], lossDistribution.tails[0]]
    const width = (one: Answer) => Number(one.upper) - Number(one.lower)
    expect(width(many)).toBeLessThan(width(few))
    expect(Number(few.lower)).toBeLessThanOrEqual(Number(many.valueAtRisk))
    expect(Number(many.valueAtRisk)).toBeLessThanOrEqual(Number(few.upper))
  })

  test('the jobs robustness and worstOperators equal the fields', async () => {
    const scope = `scope: {pool: "${pool}"}`
    const attack = `assumptions: {profit: [{avs: "${avs}", value: "10"}], threshold: "1/3"}, search: 10, ${scope}`
    const worst = `k: 2, search: 10, ${scope}`
    const robustness =
      'verdict method gamma perAvs { avs { address name } stake headroom costOfCorruption { lower upper } } meta { nullReason }'
    const worstOperators = 'operators { id } avss { id } value atMost isOptimal meta { method }'
    const fields = await api.ask(
      `{ robustness(${attack}) { ${robustness} } worstOperators(${worst}) { ${worstOperators} } }`,
    )
    for (const [name, args, selection] of [
      ['robustness', attack, robustness],
      ['worstOperators', worst, worstOperators],
    ] as const) {
      const { id } = await start(api, `${name}: {${args}}`)
      const job = (await follow(api, id, `state finishedAt ${name} { ${selection} }`)).at(-1)
      expect(job.state).toBe('DONE')
      expect(job[name]).toEqual(fields[name])
    }
    expect(fields.worstOperators.isOptimal).toBe(true)
  })

  test('the same question is the same job, however it is written; another question is another job', async () => {
    const base = `${faults('0.1')}, scope: {pool: "${pool}"}`
    const id = async (args: string) => (await start(api, `lossDistribution: {${args}}`, 'id')).id
    const first = await id(base)
    const { _meta } = await api.ask('{ _meta { block { number hash } digest } }')
    for (const same of [
      `${faults('0.1')}, scope: {pool: "0x${pool.slice(2).toUpperCase()}", avs: null}`,
      `draws: 100000, levels: ["0.95", "0.99", "0.999"], ${base}, pricing: null`,
      `${base}, block: {number: ${_meta.block.number}}`,
      `${base}, block: {hash: "${_meta.block.hash}"}`,
    ]) {
      expect(await id(same)).toBe(first)
    }
    const others = [`seed: 2, ${base}`, `${base}, block: {number: 4000}`, faults('0.1')]
    const ids = [first]
    for (const args of others) {
      ids.push(await id(args))
      // There is room for the next.
      await follow(api, ids.at(-1)!)
    }
    expect(new Set(ids).size).toBe(4)
    const { job } = await api.ask(
      `{ job(id: "${first}") { digest block { number hash chainId } lossDistribution { meta { block { number } } } } }`,
    )
    expect(job).toMatchObject({ digest: _meta.digest, block: _meta.block })
    expect(job.lossDistribution.meta.block.number).toBe(_meta.block.number)
  })

  test('a job without an answer is DONE, with the reason', async () => {
    const question = `lossDistribution: {${faults('0.1')}, scope: {pool: "0x${'7'.repeat(40)}"}}`
    const { id } = await start(api, question)
    const fields = 'state finishedAt progress { done } lossDistribution { meta { nullReason } }'
    expect((await follow(api, id, fields)).at(-1)).toMatchObject({
      state: 'DONE',
      progress: null,
      lossDistribution: { meta: { nullReason: 'UNKNOWN_SCOPE' } },
    })
  })

  test.each([
    ['nothing', '', 'BAD_USER_INPUT'],
    [
      'two things',
      `lossDistribution: {faults: {probability: "0"}}, worstOperators: {k: 1}`,
      'BAD_USER_INPUT',
    ],
    ['no probability', `lossDistribution: {faults: {probability: "2"}}`, 'BAD_USER_INPUT'],
    [
      'too many draws',
      `lossDistribution: {faults: {probability: "0"}, draws: 20000001}`,
      'LIMIT_EXCEEDED',
    ],
    ['too long a search', 'worstOperators: {k: 1, search: 601}', 'BAD_USER_INPUT'],
    [
      'a block that is not indexed',
      'worstOperators: {k: 1, block: {number: 99999999}}',
      'BLOCK_NOT_INDEXED',
    ],
  ])('%s is refused at the start', async (_, question, code) => {
    const asked = question === '' ? 'startJob' : `startJob(${question})`
    expect((await api.refuse(`mutation { ${asked} { id } }`)).code).toBe(code)
  })

  test('the error at the limit of the field says that a job allows more', async () => {
    const { hint } = await api.refuse('{ worstOperators(k: 1, search: 11) { value } }')
    expect(hint).toContain('startJob')
  })

  test('an invalid id is JOB_NOT_FOUND', async () => {
    expect((await api.refuse('{ job(id: "x") { id } }')).code).toBe('JOB_NOT_FOUND')
  })

  test('a job is not started by GET', async () => {
    const query = 'mutation { startJob(worstOperators: {k: 1}) { id } }'
    const response = await fetch(`${api.url}/graphql?query=${encodeURIComponent(query)}`)
    expect(response.status).toBe(405)
  })

  const long = (seed: number) =>
    `lossDistribution: {${drawn('0.5')}, draws: 20000000, seed: ${seed}, ${priced}}`

  test('while jobs run and wait, they report their progress, other queries are answered, and one more job is refused', async () => {
    const small = await startTestApi(database.url, { jobs: LIMITS })
    const ids: string[] = []
    for (const seed of [1, 2, 3]) ids.push((await start(small, long(seed), 'id')).id)
    for (let query = 0; query < 5; query++) {
      const { concentration } = await small.ask(
        `{ concentration(of: OPERATORS, scope: {pool: "${pool}"}, block: {number: ${4000 + query}}) { hhi } }`,
      )
      expect(concentration.hhi).not.toBeNull()
    }
    expect(await small.refuse(`mutation { startJob(${long(4)}) { id } }`)).toMatchObject({
      code: 'TOO_MANY_JOBS',
      limit: 1,
    })
    expect((await start(small, long(3), 'id')).id).toBe(ids[2])
    const reported = new Set<number>()
    const isMoving = async () => {
      const { job } = await small.ask(
        `{ job(id: "${ids[0]}") { progress { done } } squidStatus { height } }`,
      )
      if (job.progress) reported.add(job.progress.done)
      return [...reported].every((one, i, all) => i === 0 || one > all[i - 1]!) && reported.size > 2
    }
    await expect.poll(isMoving).toBe(true)
    const states = []
    for (const id of ids) states.push((await small.ask(`{ job(id: "${id}") { state } }`)).job.state)
    expect(states).toEqual(['RUNNING', 'RUNNING', 'QUEUED'])
    // Jobs are running, and one waits: the server stops all the same.
    await small.close()
  })

  test('a job beyond its time limit fails, and can be started again', async () => {
    const small = await startTestApi(database.url, { jobs: { ...LIMITS, seconds: 1 } })
    const { id } = await start(small, long(1), 'id')
    const last = (await follow(small, id)).at(-1)
    expect(last).toMatchObject({ state: 'FAILED', error: { code: 'JOB_TIME_LIMIT' } })
    // On a busy machine it is over before the first report.
    expect(last.progress?.done ?? 0).toBeLessThan(20_000_000)
    expect((await start(small, long(1), 'id error { code }')).error).toBeNull()
    await small.close()
  })

  test('finished jobs are dropped for newer ones', async () => {
    const small = await startTestApi(database.url, { jobs: { ...LIMITS, kept: 1 } })
    const ids: string[] = []
    for (const k of [1, 2]) {
      ids.push((await start(small, `worstOperators: {k: ${k}, scope: {pool: "${pool}"}}`)).id)
      await follow(small, ids.at(-1)!)
    }
    expect((await small.refuse(`{ job(id: "${ids[0]}") { id } }`)).code).toBe('JOB_NOT_FOUND')
    expect(await small.ask(`{ job(id: "${ids[1]}") { id } }`)).toEqual({ job: { id: ids[1] } })
    await small.close()
  })

  test('the same question about a replaced block is another job', async () => {
    const question = `lossDistribution: {${faults('0.2')}, scope: {pool: "${pool}"}}`
    const before = await start(api, question, 'id digest')
    await follow(api, before.id)
    const { digest } = before
    const client = new Client({ connectionString: database.url })
    await client.connect()
    const put = (to: string) =>
      client.query(
        `UPDATE block SET digest = decode($1, 'hex') WHERE block = (SELECT max(block) FROM block)`,
        [to.slice(2)],
      )
    const other = `0x${'ab'.repeat((digest.length - 2) / 2)}`
    await put(other)
    const after = await start(api, question, 'id digest')
    await put(digest)
    await client.end()
    expect(after.digest).toBe(other)
    expect(after.id).not.toBe(before.id)
    const { job } = await api.ask(`{ job(id: "${before.id}") { digest } }`)
    expect(job.digest).toBe(digest)
  })
})

/*
 * The same distribution a second time: from what the contracts answered, in closed form where there is one, else by plain
 * draws with another generator.
 */
/** Lehmer's generator, of Park and Miller. */
function lehmer(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

describe.each(CHECKED)('losses of $name, recomputed', ({ dir, chosen, name }) => {
  let database: TestDatabase
  let api: TestApi

  beforeAll(async () => {
    database = await indexed(dir, 'riskjobsslow')
    api = await startTestApi(database.url)
  }, 300_000)

  afterAll(async () => {
    await api?.close()
    await database?.drop()
  })

  test.each(chosen)('at block $block', async (truth) => {
    const { pool, losses } = slashable(truth)
    const draws = 2_000_000
    const question = `lossDistribution: {faults: {probability: "0.07"}, includeQueued: false, levels: ["0.9"], draws: ${draws}, scope: {pool: "${pool}"}, block: {number: ${truth.block}}}`
    const { id } = await start(api, question, 'id')
    const job = (await follow(api, id, `state finishedAt lossDistribution { ${LOSS} }`)).at(-1)
    expect(job.state).toBe('DONE')
    const found = job.lossDistribution
    expect(found.meta.method).toBe(losses.length > 18 ? 'BOUND' : 'EXACT')
    expect(name === 'eigenlayer-large').toBe(losses.length > 18)
    const total = losses.reduce((sum, loss) => sum + loss, 0n)
    expect(found.maximalLoss).toBe(`${total}`)
    expect(Number(found.expectedLoss) / (0.07 * Number(total))).toBeCloseTo(1, 12)
    const any = 1 - 0.93 ** losses.length
    expect(Number(found.anyLoss)).toBeCloseTo(any, 12)

    const next = lehmer(truth.block)
    const mine = Array.from({ length: 100_000 }, () =>
      losses.reduce((sum, loss) => (next() < 0.07 ? sum + Number(loss) : sum), 0),
    ).sort((a, b) => a - b)
    const [tail] = found.tails
    const around = 4 * Math.sqrt(mine.length * 0.9 * 0.1)
    const at = 0.9 * mine.length
    const near = 1 + 1e-9
    expect(mine[Math.floor(at - around)]! / near).toBeLessThanOrEqual(Number(tail.valueAtRisk))
    expect(Number(tail.valueAtRisk)).toBeLessThanOrEqual(mine[Math.ceil(at + around)]! * near)
    const worst = mine.slice(at)
    const mean = worst.reduce((sum, loss) => sum + loss, 0) / worst.length
    const spread = Math.sqrt(
      worst.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / worst.length / worst.length,
    )
    // The level itself is drawn, too: twice the deviation of the mean beyond it.
    expect(Math.abs(Number(tail.expectedShortfall) - mean)).toBeLessThanOrEqual(8 * spread)
  })
})
