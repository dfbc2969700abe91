import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import pino from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Api, startApi } from '../../src/api/server'
import type { ChainView } from '../../src/chain/recording/chain-view'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { type Replay, startReplay } from '../../src/chain/recording/replay'
import { startEmbeddedPostgres } from '../../src/cli/postgres'
import { IS_LONG, someOf } from '../long.mjs'
import { exchangeable, upTo } from '../support/chain/forks'
import { createIndexedDatabase } from '../support/indexed-database'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

/** Seconds that the index may be behind. */
const BOUND = 5
const HEAD = 230

let recording: Recording
let database: TestDatabase
let node: Replay
let exchange: (next: ChainView) => void
let api: Api
let indexer: ChildProcess | null
let log: string

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
})

beforeEach(async () => {
  database = await createTestDatabase('standing')
  const chain = exchangeable(upTo(recording, HEAD))
  exchange = chain.exchange
  node = await startReplay(chain.view)
  api = await apiOf(database.url)
})

afterEach(async () => {
  indexer?.kill('SIGKILL')
  await api.close()
  await node.close()
  await database.drop()
})

afterAll(() => {
  indexer?.kill('SIGKILL')
})

function apiOf(databaseUrl: string, maxLagSeconds = BOUND): Promise<Api> {
  const logger = pino({ level: 'silent' })
  return startApi({ databaseUrl, host: '127.0.0.1', port: 0, logger, maxLagSeconds })
}

/** Starts the built command. @param args beside `index` */
function start(...args: string[]): ChildProcess {
  log = ''
  const child = spawn(process.execPath, ['lib/cli/main.js', 'index', ...args], {
    env: {
      ...process.env,
      DB_URL: database.url,
      RPC_ENDPOINT: node.url,
      LINCHPIN_NETWORK: 'custom',
      LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
      LINCHPIN_FINALITY: '40',
      LINCHPIN_POLL_BLOCKS: '0',
      LINCHPIN_MAX_LAG_SECONDS: String(BOUND),
      LINCHPIN_LOG_FORMAT: 'json',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text) => (log += text))
  indexer = child
  return child
}

async function ready(of = api) {
  const response = await fetch(`${of.url}/ready`)
  return { status: response.status, ...((await response.json()) as Record<string, unknown>) }
}

/** `ready`, or the code of the reason. */
async function answer(of = api): Promise<unknown> {
  const { ready: isReady, reasons } = (await ready(of)) as {
    ready?: boolean
    reasons?: { code: string }[]
  }
  return isReady ? 'ready' : reasons?.[0]?.code
}

const becomes = (expected: string) =>
  expect.poll(() => answer(), { timeout: 60_000 }).toBe(expected)

async function meta(): Promise<Record<string, number | string | null>> {
  const query = '{ _meta { block { number } head lag headSeenAt updatedAt age source } }'
  const response = await fetch(`${api.url}/graphql?query=${encodeURIComponent(query)}`)
  return ((await response.json()) as { data: { _meta: Record<string, number> } }).data._meta
}

/** The lines of the log with this message. */
const lines = (msg: string) =>
  log
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line.msg === msg)

/** The chain up to `head`, of which one block is null in whatever way it is asked for. */
function without(lost: number, head: number): ChainView {
  const view = upTo(recording, head)
  return { ...view, blockAt: (number) => (number === lost ? undefined : view.blockAt(number)) }
}

/** The age, of which no answer may be kept. */
async function uncachedAge(): Promise<number> {
  const query = '{ _meta(block: {number: 100}) { ...A } } fragment A on Meta { seconds: age }'
  const response = await fetch(`${api.url}/graphql?query=${encodeURIComponent(query)}`)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('etag')).toBeNull()
  return ((await response.json()) as { data: { _meta: { seconds: number } } }).data._meta.seconds
}

test.each(
  someOf(
    [
      ['killed', 'SIGKILL'],
      ['frozen', 'SIGSTOP'],
    ] as const,
    1,
  ),
)(
  'an indexer that is %s: INDEXER_SILENT, with the age, which is never cached',
  async (_, signal) => {
    start()
    await becomes('ready')
    const before = await uncachedAge()
    expect(await meta()).toMatchObject({ head: HEAD, lag: 0, source: 'RPC' })
    indexer!.kill(signal)
    await becomes('INDEXER_SILENT')
    const { age, updatedAt, headSeenAt } = await meta()
    expect(age).toBeGreaterThanOrEqual(BOUND)
    await expect.poll(uncachedAge).toBeGreaterThan(before + 2)
    const now = Date.now() / 1000
    for (const at of [updatedAt, headSeenAt]) {
      expect(at).toBeGreaterThan(now - 120)
      expect(at).toBeLessThan(now - BOUND + 1)
    }
    indexer!.kill('SIGKILL')
    start()
    await becomes('ready')
  },
)

test('a provider that is down: PROVIDER_SILENT, and a line of the log', async () => {
  start()
  await becomes('ready')
  await node.close()
  await becomes('PROVIDER_SILENT')
  await expect.poll(() => lines('no new block'), { timeout: 60_000 }).toHaveLength(1)
  expect(lines('no new block')[0]).toMatchObject({
    code: 'LP2017',
    reason: 'PROVIDER_SILENT',
    block: HEAD,
    head: HEAD,
  })
})

if (IS_LONG)
  test('a provider that falls behind: PROVIDER_BEHIND, until it is level again', async () => {
    start()
    await becomes('ready')
    exchange(upTo(recording, HEAD - 20))
    await becomes('PROVIDER_BEHIND')
    await expect.poll(meta, { timeout: 60_000 }).toMatchObject({ head: HEAD - 20, lag: 0 })
    // The indexer looks at itself less often than the API is asked here.
    await expect.poll(() => lines('no new block'), { timeout: 60_000 }).toHaveLength(1)
    exchange(upTo(recording, HEAD + 1))
    await becomes('ready')
    await expect.poll(() => lines('new block after a stall'), { timeout: 60_000 }).toHaveLength(1)
  })

test('a block that is null while the head goes on: BEHIND, with the lag of the head as last seen', async () => {
  start()
  await becomes('ready')
  exchange(without(HEAD + 1, HEAD + 30))
  await becomes('BEHIND')
  await expect.poll(meta, { timeout: 60_000 }).toMatchObject({ head: HEAD + 30, lag: 30 })
  exchange(upTo(recording, HEAD + 30))
  await becomes('ready')
  expect(await meta()).toMatchObject({ head: HEAD + 30, lag: 0 })
})

test('another chain under the running indexer: INDEXER_STOPPED, with the code', async () => {
  start()
  await becomes('ready')
  const hash = `0x${'ab'.repeat(32)}`
  const other = (number: number) => {
    const block = recording.blockAt(number)!
    const json = JSON.stringify({ ...JSON.parse(block.json), hash })
    return { ...block, hash, json } as typeof block
  }
  exchange({
    ...upTo(recording, HEAD),
    blockAt: (number) => (number > HEAD ? undefined : other(number)),
  })
  await becomes('INDEXER_STOPPED')
  expect(JSON.stringify(await ready())).toContain('LP2003')
})

if (IS_LONG)
  test('index --until-head is current when it is done, and silent after the bound', async () => {
    const child = start('--until-head')
    expect((await once(child, 'close'))[0]).toBe(0)
    // However long the process took to end.
    const patient = await apiOf(database.url, 3_600)
    expect(await answer(patient)).toBe('ready')
    await patient.close()
    await becomes('INDEXER_SILENT')
  })

test('a finished recording is ready for ever, without an indexer', async () => {
  const indexed = await createIndexedDatabase('standing', FIXTURE)
  const client = new Client({ connectionString: indexed.url })
  await client.connect()
  const { rowCount } = await client.query(
    "UPDATE cursor SET updated_at = updated_at - interval '1 day'",
  )
  expect(rowCount).toBe(1)
  await client.end()
  const shared = api
  api = await apiOf(indexed.url)
  try {
    expect(await ready()).toMatchObject({
      status: 200,
      ready: true,
      source: 'RECORDING',
      age: null,
    })
    expect(await meta()).toMatchObject({ source: 'RECORDING', age: null, lag: 0 })
  } finally {
    await api.close()
    await indexed.drop()
    api = shared
  }
}, 300_000)

/** A process and its children, which are those of Postgres. */
function familyOf(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        return Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]) === pid
      } catch {
        return false // It has ended.
      }
    })
  return [pid, ...children.map(Number)]
}

function signal(pids: readonly number[], name: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch {
      // It has ended.
    }
  }
}

if (IS_LONG)
  test('a Postgres that is frozen: DATABASE_SILENT within seconds, and ready again when it goes on', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'linchpin-frozen-'))
    // If root runs the suite, another user runs the server and needs access.
    chmodSync(dataDir, 0o755)
    const server = await startEmbeddedPostgres({
      dataDir,
      print: () => {},
      settings: { fsync: 'off' },
    })
    const own = database
    const shared = api
    database = { ...own, url: server.url }
    api = await apiOf(server.url)
    const [pid] = readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')
    let family: number[] = []
    try {
      start()
      await becomes('ready')
      family = familyOf(Number(pid))
      signal(family, 'SIGSTOP')
      expect(await ready()).toMatchObject({ status: 503, reasons: [{ code: 'DATABASE_SILENT' }] })
      expect(await ready()).toMatchObject({ status: 503, reasons: [{ code: 'DATABASE_SILENT' }] })
      signal(family, 'SIGCONT')
      await becomes('ready')
    } finally {
      signal(family, 'SIGCONT')
      indexer?.kill('SIGKILL')
      await api.close()
      await server.stop()
      rmSync(dataDir, { recursive: true })
      database = own
      api = shared
    }
  })
