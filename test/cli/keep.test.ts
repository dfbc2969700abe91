import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { listen } from '../../src/chain/http'
import { loadRecording } from '../../src/chain/recording/recording'
import { type Replay, startReplay } from '../../src/chain/recording/replay'
import { runCli } from '../support/cli'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

const folder = mkdtempSync(join(tmpdir(), 'linchpin-keep-'))

let database: TestDatabase
let node: Replay
let child: ChildProcess | null = null
let output = ''

beforeAll(async () => {
  database = await createTestDatabase('keep')
  node = await startReplay(await loadRecording(FIXTURE))
})

afterEach(() => {
  child?.kill('SIGKILL')
  child = null
})

afterAll(async () => {
  await node.close()
  await database.drop()
  rmSync(folder, { recursive: true })
})

async function freePort(): Promise<string> {
  const server = await listen(() => {}, {})
  await server.close()
  return String(server.port)
}

function keep(command: string, env: Record<string, string>): void {
  output = ''
  child = spawn(process.execPath, [resolve('lib/cli/main.js'), 'keep', command], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (text) => {
      output += text
    })
  }
}

const health = (command: string, env: Record<string, string>) =>
  runCli(['health', command], env, folder)

async function stopped(): Promise<number | null> {
  const ended = once(child!, 'exit')
  child!.kill('SIGTERM')
  return (await ended)[0]
}

const chain = () => ({
  DB_URL: database.url,
  RPC_ENDPOINT: node.url,
  LINCHPIN_NETWORK: 'custom',
  LINCHPIN_DEPLOYMENT: resolve(FIXTURE, 'deployment.json'),
})

test('an API with a file that cannot be used stays, unready, with the reason, until it is stopped', async () => {
  const GQL_PORT = await freePort()
  const env = { DB_URL: database.url, GQL_PORT, LINCHPIN_LABELS: 'none.json' }
  keep('serve', env)
  const ready = () => fetch(`http://127.0.0.1:${GQL_PORT}/ready`).catch(() => null)
  await expect.poll(async () => (await ready())?.status).toBe(503)
  expect(await (await ready())!.json()).toEqual({
    ready: false,
    reasons: [
      {
        code: 'NOT_READY',
        message: expect.stringMatching(/^LP1007: .*none\.json/),
        hint: expect.any(String),
      },
    ],
  })
  const run = await health('serve', { GQL_PORT })
  expect([run.code, run.stdout]).toEqual([1, expect.stringContaining('LP1007')])
  expect(output.match(/serve exited with 78/g)).toHaveLength(1)
  expect(await stopped()).toBe(0)
})

test('a configuration that is not valid is said on the port, too', async () => {
  const GQL_PORT = await freePort()
  keep('serve', { GQL_PORT, LINCHPIN_CORS: 'nonsense', DB_URL: database.url })
  const body = async () =>
    (await fetch(`http://127.0.0.1:${GQL_PORT}/`).catch(() => null))?.text() ?? ''
  await expect.poll(body).toContain('LP1001')
  expect(await stopped()).toBe(0)
})

test('an indexer of another chain stays with its reason: exit 65 is not a restart', async () => {
  const other = await createTestDatabase('keep_other')
  const PROCESSOR_PROMETHEUS_PORT = await freePort()
  const env = { ...chain(), DB_URL: other.url, PROCESSOR_PROMETHEUS_PORT }
  keep('index', { ...env, LINCHPIN_NETWORK: 'hoodi', LINCHPIN_DEPLOYMENT: '' })
  const body = async () =>
    (
      await fetch(`http://127.0.0.1:${PROCESSOR_PROMETHEUS_PORT}/metrics`).catch(() => null)
    )?.text() ?? ''
  await expect.poll(body).toContain('LP2002')
  expect((await health('index', { PROCESSOR_PROMETHEUS_PORT })).code).toBe(1)
  expect(await stopped()).toBe(0)
  await other.drop()
})

test('what does not answer is waited for: exit 69 is a restart', async () => {
  const GQL_PORT = await freePort()
  const blocker = await listen(() => {}, { port: Number(GQL_PORT) })
  keep('serve', { DB_URL: database.url, GQL_PORT })
  await expect.poll(() => output).toContain('serve restarts in')
  await blocker.close()
  await expect.poll(async () => (await health('serve', { GQL_PORT })).code).toBe(0)
  expect(await stopped()).toBe(0)
})

test('an indexer and its metrics are healthy, on the configured address alone', async () => {
  const PROCESSOR_PROMETHEUS_PORT = await freePort()
  keep('index', { ...chain(), PROCESSOR_PROMETHEUS_PORT })
  await expect.poll(async () => (await health('index', { PROCESSOR_PROMETHEUS_PORT })).code).toBe(0)
  const others = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
  for (const { address } of others) {
    const url = `http://${address}:${PROCESSOR_PROMETHEUS_PORT}/metrics`
    await expect(fetch(url)).rejects.toThrow()
  }
  expect(await stopped()).toBe(0)
})

test('the health of an indexer without a port is LP1009', async () => {
  const run = await health('index', {})
  expect([run.code, run.stderr]).toEqual([78, expect.stringContaining('LP1009')])
})
