import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { promote } from '../../src/cli/promote/promote'
import { startServe } from '../support/api/served'
import { runCli } from '../support/cli'
import { serverUrl, type TestDatabase } from '../support/postgres'
import { inDatabase, OPTIONS, Promotion } from './promotion'

/** Block that is final in both. */
const FINAL = 1_500
const QUERIES = [
  '{ _meta { digest block { number hash } } }',
  `{ avss(block: {number: ${FINAL}}, limit: 5, orderBy: [id_ASC]) { id metadataURI } }`,
  '{ operatorStakes(limit: 20, orderBy: [shares_DESC, id_ASC]) { id shares } _meta { digest } }',
  `{ concentration(of: OPERATORS, basis: SLASHABLE, block: {number: ${FINAL}}) { hhi meta { block { hash } } } avss(block: {number: ${FINAL}}, limit: 2) { id metadataURI } }`,
  '{ concentration(of: OPERATORS, basis: SLASHABLE) { hhi meta { block { number hash } } } }',
]

/** How long an operation takes on a busy machine is no promise. */
const PATIENT = { LINCHPIN_OPERATION_TIMEOUT_MS: '120000' }

let promotion: Promotion
let live: TestDatabase
let next: TestDatabase
let server: Client

beforeAll(async () => {
  promotion = await Promotion.start()
  ;({ live, next, server } = promotion)
}, 180_000)

afterAll(() => promotion.stop())

async function asked(url: string, query: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const text = await response.text()
  return response.status === 200 ? JSON.stringify(JSON.parse(text).data) : `${response.status}`
}

async function answersOf(url: string): Promise<string[]> {
  const api = await startServe({ DB_URL: url, ...PATIENT })
  const answers = await Promise.all(QUERIES.map((query) => asked(api.url, query)))
  await api.close()
  return answers
}

interface Answer {
  query: number
  sentAt: number
  receivedAt: number
  text: string
}

/** Asks without a pause until `isOver`. */
async function load(url: string, isOver: () => boolean): Promise<Answer[]> {
  const answers: Answer[] = []
  const client = async (first: number) => {
    for (let query = first; !isOver(); query = (query + 1) % QUERIES.length) {
      const sentAt = performance.now()
      const text = await asked(url, QUERIES[query]!)
      answers.push({ query, sentAt, receivedAt: performance.now(), text })
    }
  }
  await Promise.all([0, 1, 2, 3].map(client))
  return answers
}

/** Promotes under load. @returns seconds in which there were other answers than 200 */
async function promoteUnderLoad(url: string, args: string[], before: string[], after: string[]) {
  let isOver = false
  const loading = load(url, () => isOver)
  await wait(1_000)
  const run = await runCli(['promote', ...args], { DB_URL: live.url })
  expect(run).toMatchObject({ code: 0 })
  await expect
    .poll(() => Promise.all(QUERIES.map((query) => asked(url, query))), { timeout: 60_000 })
    .toEqual(after)
  isOver = true
  const answers = await loading
  const isOld = ({ query, text }: Answer) => text === before[query] && text !== after[query]
  const isNew = ({ query, text }: Answer) => text === after[query] && text !== before[query]
  const others = answers.filter(
    (one) => !isOld(one) && !isNew(one) && one.text !== after[one.query],
  )
  expect(new Set(others.map(({ text }) => text))).toSatisfy((texts: Set<string>) =>
    [...texts].every((text) => text === '503'),
  )
  const firstNew = Math.min(...answers.filter(isNew).map(({ receivedAt }) => receivedAt))
  expect(answers.filter((one) => isOld(one) && one.sentAt > firstNew)).toEqual([])
  expect(answers.some(isOld) && answers.some(isNew)).toBe(true)
  const times = others.map(({ receivedAt }) => receivedAt)
  const away = times.length === 0 ? 0 : Math.max(...times) - Math.min(...times)
  console.info({ answers: answers.length, refused: others.length, awayMs: Math.round(away) })
  return run
}

test('under load every answer is of the one or of the other database, and none of the old one follows one of the new', async () => {
  const after = await answersOf(next.url)
  const api = await startServe({ DB_URL: live.url, ...PATIENT })
  const before = await Promise.all(QUERIES.map((query) => asked(api.url, query)))
  expect(before.every((text) => text.startsWith('{'))).toBe(true)
  expect(before.filter((text, index) => text === after[index])).toEqual([])
  try {
    const run = await promoteUnderLoad(api.url, ['--from', next.name], before, after)
    expect(run.stdout).toMatch(
      /^promote_live_\w+ is what was promote_next_\w+: block 3000 0x\w+; both have the final block \d+\nwhat was \w+ is kept as \w+_before: block 2000 0x/,
    )
    expect((await fetch(`${api.url}/ready`)).status).toBe(200)
    const back = ['--from', `${live.name}_before`, '--back', '--keep-as', next.name, '--json']
    const { stdout } = await promoteUnderLoad(api.url, back, after, before)
    expect(JSON.parse(stdout)).toMatchObject({ kept: next.name, now: { height: 2_000 } })
  } finally {
    await api.close()
  }
}, 180_000)

test('a copy that finds tables of an earlier version is ready by itself after the promotion, and one that finds those of a later version says so', async () => {
  const last =
    'DELETE FROM migrations WHERE id = (SELECT max(id) FROM migrations) RETURNING timestamp, name'
  const [gone] = await inDatabase(live.url, async (client) => (await client.query(last)).rows)
  const api = await startServe({ DB_URL: live.url, ...PATIENT })
  const ready = async () => {
    const response = await fetch(`${api.url}/ready`)
    return `${response.status} ${await response.text()}`
  }
  try {
    expect(await ready()).toMatch(/^503 .*no tables of this version/)
    expect(await asked(api.url, QUERIES[0]!)).toBe('503')
    await promote(live.url, { ...OPTIONS, from: next.name })
    await expect.poll(ready, { timeout: 20_000 }).toMatch(/^200/)
    const later = (client: Client) =>
      client.query(`INSERT INTO migrations (timestamp, name) VALUES (1, 'Later1')`)
    const before = { ...OPTIONS, from: `${live.name}_before` }
    await inDatabase(promotion.urlOf(before.from), later)
    await expect(promote(live.url, before)).rejects.toMatchObject({ code: 'LP3004' })
    // The two change places.
    await promote(live.url, { ...before, back: true })
    await expect.poll(ready, { timeout: 20_000 }).toMatch(/^503 .*LP3004/)
    expect(await asked(api.url, QUERIES[1]!)).toBe('503')
  } finally {
    await api.close()
  }
  await promote(live.url, { ...OPTIONS, from: `${live.name}_before`, keepAs: `${live.name}_old` })
  await server.query(`ALTER DATABASE ${live.name} RENAME TO ${next.name}`)
  await server.query(`ALTER DATABASE ${live.name}_old RENAME TO ${live.name}`)
  await inDatabase(live.url, async (client) => {
    await client.query(`DELETE FROM migrations WHERE name = 'Later1'`)
    await client.query('INSERT INTO migrations (timestamp, name) VALUES ($1, $2)', [
      gone.timestamp,
      gone.name,
    ])
  })
}, 120_000)

describe('killed', () => {
  let original: Record<string, string>
  let observer: Client
  beforeAll(async () => {
    original = await promotion.names()
    observer = new Client({ connectionString: serverUrl() })
    await observer.connect()
  })
  afterAll(() => observer.end())

  function start() {
    return spawn(process.execPath, ['lib/cli/main.js', 'promote', '--from', next.name], {
      env: { ...process.env, DB_URL: live.url },
      stdio: 'ignore',
    })
  }

  /** Connections that rename, or those of them that wait for something. */
  async function promoting(waitsFor: string | null = null): Promise<number> {
    const { rowCount } = await observer.query(
      `SELECT FROM pg_stat_activity WHERE application_name = 'linchpin promote' AND ($1::text IS NULL OR wait_event_type = $1)`,
      [waitsFor],
    )
    return rowCount ?? 0
  }

  test('between the two renames, it leaves the names as they were, and lets connections in again', async () => {
    // Keeps the second database from being renamed.
    await server.query(`BEGIN; COMMENT ON DATABASE ${next.name} IS 'held'`)
    const child = start()
    try {
      await expect.poll(() => promoting('Lock'), { timeout: 30_000, interval: 20 }).toBe(1)
      child.kill('SIGKILL')
      await once(child, 'exit')
      expect(
        await inDatabase(live.url, async (client) => (await client.query('SELECT 1')).rowCount),
      ).toBe(1)
    } finally {
      await server.query('ROLLBACK')
    }
    expect(await promotion.names()).toEqual(original)
  }, 60_000)

  test('at any moment, it leaves one of the two states, and both databases let connections in', async () => {
    const [liveOid] = Object.entries(original).find(([, name]) => name === live.name)!
    const [nextOid] = Object.entries(original).find(([, name]) => name === next.name)!
    // From the first statement to the end.
    for (const ms of [0, 30, 60, 100, 150, 250]) {
      const child = start()
      const ended = once(child, 'exit')
      while (child.exitCode === null && (await promoting()) === 0) await wait(2)
      await wait(ms)
      child.kill('SIGKILL')
      await ended
      // A backend that is committing goes on to do so.
      await expect.poll(promoting, { timeout: 20_000 }).toBe(0)
      const now = await promotion.names()
      const isDone = now[nextOid] === live.name
      expect(now).toEqual(
        isDone ? { ...original, [liveOid]: `${live.name}_before`, [nextOid]: live.name } : original,
      )
      for (const name of Object.values(now))
        await inDatabase(promotion.urlOf(name), (client) => client.query('SELECT 1'))
      if (!isDone) continue
      await promote(live.url, {
        ...OPTIONS,
        from: `${live.name}_before`,
        keepAs: next.name,
        back: true,
      })
    }
  }, 120_000)
})
