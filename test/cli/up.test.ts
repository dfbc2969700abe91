import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { startEmbeddedPostgres } from '../../src/cli/postgres'

const MAIN = join(__dirname, '../../lib/cli/main.js')
const folder = mkdtempSync(join(tmpdir(), 'linchpin-up-'))
// When root runs the tests, another user runs the server, and needs access.
chmodSync(folder, 0o755)

let up: ChildProcess | null = null

/** Starts `linchpin up` on the recorded chain. @returns the URL that it prints */
async function start(): Promise<string> {
  const env = { PATH: process.env.PATH, GQL_PORT: '0', LINCHPIN_LOG_LEVEL: 'error' }
  const child = spawn(process.execPath, [MAIN, 'up'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  up = child
  const ended = exitOf(child).then((code) => Promise.reject(new Error(`up ended with ${code}`)))
  const line = new Promise<string>((resolve) =>
    createInterface({ input: child.stdout! }).once('line', resolve),
  )
  const text = await Promise.race([line, ended])
  ended.catch(() => undefined)
  return text.replace(/^GraphQL: /, '')
}

function exitOf(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)))
}

function answers(url: string): Promise<boolean> {
  return fetch(new URL('/health', url)).then(
    ({ ok }) => ok,
    () => false,
  )
}

/** Data folder of the only chain. */
function dataDir(): string {
  const [chain] = readdirSync(join(folder, '.linchpin'))
  return join(folder, '.linchpin', chain!)
}

function serverRuns(): boolean {
  return readdirSync(join(dataDir(), 'postgres/data')).includes('postmaster.pid')
}

/** The last indexed block, from the API. */
async function indexedBlock(url: string): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _meta { block { number } } }' }),
  })
  const { data } = (await response.json()) as { data?: { _meta?: { block: { number: number } } } }
  return data?._meta?.block.number ?? 0
}

afterEach(() => up?.kill('SIGKILL'))

afterAll(async () => {
  const server = await startEmbeddedPostgres({ dataDir: dataDir(), print: () => undefined })
  await server.stop()
  rmSync(folder, { recursive: true })
})

describe('linchpin up', () => {
  it('indexes the recorded chain and serves it without any configuration, until a signal', async () => {
    const url = await start()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/)
    expect(await answers(url)).toBe(true)
    await expect.poll(() => indexedBlock(url), { timeout: 110_000 }).toBe(3000)
    // A signal that npm and the terminal both send counts as one.
    const exit = exitOf(up!)
    up!.kill('SIGINT')
    up!.kill('SIGINT')
    expect(await exit).toBe(0)
    expect(await answers(url)).toBe(false)
    expect(serverRuns()).toBe(false)
  })

  it('leaves only the database running when it is killed, and continues from there', async () => {
    const killed = await start()
    const exit = exitOf(up!)
    up!.kill('SIGKILL')
    await exit
    await expect.poll(() => answers(killed), { timeout: 60_000 }).toBe(false)
    expect(serverRuns()).toBe(true)
    const url = await start()
    expect(await answers(url)).toBe(true)
    const end = exitOf(up!)
    up!.kill('SIGTERM')
    expect(await end).toBe(0)
    expect(serverRuns()).toBe(false)
  })
})
