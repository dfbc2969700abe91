import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChainView } from '../../src/chain/recording/chain-view'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { type Replay, startReplay } from '../../src/chain/recording/replay'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/cli/postgres'
import { type Supervisor, supervise } from '../../src/cli/supervise'
import { networkFromDeployment } from '../../src/config/deployment'
import { someOf } from '../long.mjs'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { straight } from '../support/chain/branches'
import { exchangeable, reached, upTo } from '../support/chain/forks'
import { HotIndex } from '../support/chain/hot-index'
import { FIXTURE } from '../support/recordings'
import { fingerprintTables } from '../support/tables'

const FINALITY = 30
/** Head of the chain at the beginning, and after each restart of Postgres. */
const HEADS = [200, 205, 210, 215, 220, 225]

let recording: Recording
let dataDir: string
let server: EmbeddedPostgres
let replay: Replay
let exchange: (next: ChainView) => void
let supervisor: Supervisor
let api: TestApi
const messages: string[] = []

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  dataDir = mkdtempSync(join(tmpdir(), 'linchpin-restarts-'))
  // If root runs the suite, another user runs the server and needs access.
  chmodSync(dataDir, 0o755)
  server = await startPostgres()
  const chain = exchangeable(upTo(recording, HEADS[0]!))
  exchange = chain.exchange
  replay = await startReplay(chain.view)
  supervisor = supervise(
    [indexer()],
    (message) => messages.push(message),
    () => {},
    [100],
  )
  await at(HEADS[0]!)
  api = await startTestApi(server.url)
})

afterAll(async () => {
  await supervisor.stop()
  await api.close()
  await replay.close()
  await server.stop()
  rmSync(dataDir, { recursive: true })
})

function startPostgres(): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, print: () => {}, settings: { fsync: 'off' } })
}

/** The indexer as `linchpin up` starts it. */
function indexer() {
  const env = {
    ...process.env,
    DB_URL: server.url,
    RPC_ENDPOINT: replay.url,
    LINCHPIN_NETWORK: 'custom',
    LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
    LINCHPIN_FINALITY: String(FINALITY),
    LINCHPIN_LOG_LEVEL: 'silent',
  }
  return { name: 'index', module: 'lib/cli/main.js', args: ['index'], env, restart: true }
}

/** Waits until the index has this block. */
async function at(head: number): Promise<void> {
  const client = new Client({ connectionString: server.url })
  client.on('error', () => {})
  await client.connect()
  await reached(client, recording.blockAt(head)!)
  await client.end()
}

const QUESTION = '{ _meta { block { number } hasIndexingErrors } operators { id } }'
const isReady = async () => (await fetch(`${api.url}/ready`)).status

/** Stops the server: SIGINT closes connections in order (fast shutdown), SIGQUIT is like a crash (immediate shutdown). */
async function end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
  const [pid] = readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')
  process.kill(Number(pid), signal)
  await server.lost
  await expect
    .poll(() => new Client({ connectionString: server.url }).connect().catch(({ code }) => code))
    .toBe('ECONNREFUSED')
}

const RESTARTS = [
  [1, 'SIGINT', 'before'],
  [2, 'SIGQUIT', 'before'],
  [3, 'SIGINT', 'while'],
  [4, 'SIGQUIT', 'while'],
  [5, 'SIGQUIT', 'after'],
] as const

test.each(someOf(RESTARTS, 3))(
  'restart %i of Postgres (%s), the chain grows %s it is down: the API reports it, the indexer recovers',
  async (nth, signal, moment) => {
    const grow = () => exchange(upTo(recording, HEADS[nth]!))
    const ends = messages.length
    if (moment === 'before') grow()
    await end(signal)
    expect(await api.refuse(QUESTION)).toMatchObject({ code: 'NOT_READY' })
    expect(await isReady()).toBe(503)
    if (moment === 'while') grow()
    server = await startPostgres()
    if (moment === 'after') grow()
    await at(HEADS[nth]!)
    const { _meta, operators } = await api.ask(QUESTION)
    expect(_meta).toEqual({ block: { number: HEADS[nth] }, hasIndexingErrors: false })
    expect(operators.length).toBeGreaterThan(5)
    expect(await isReady()).toBe(200)
    expect(messages.slice(ends)).toContain('index restarts in 0.1 s')
  },
)

test('after all restarts the index equals one without restarts', async () => {
  const head = HEADS.at(-1)!
  const network = networkFromDeployment(recording.deployment)
  const clean = await HotIndex.clean(network, straight(recording, 1, head), head - FINALITY)
  expect(await fingerprintTables(server.url)).toEqual(clean.tables)
  expect(await api.ask('{ _meta { digest } }')).toEqual({ _meta: { digest: clean.digest } })
  expect(messages.every((message) => message.startsWith('index restarts'))).toBe(true)
})
