// The product as a process of its own, on a database indexed from a recording, and what it takes of the machine.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { IMAGE_ENV } from './image.mjs'

const require = createRequire(import.meta.url)
const { startEmbeddedPostgres } = require('../../lib/cli/postgres')
const { Client } = require('pg')

const MAIN = fileURLToPath(new URL('../../lib/cli/main.js', import.meta.url))

/** A Postgres with the recording in it; with `url`, one that is there already. */
export async function startDatabase(recording, url) {
  if (url) return { url, stop: async () => {} }
  const database = await startEmptyDatabase()
  const [code] = await once(startIndex(recording, database.url), 'exit')
  if (code !== 0) throw new Error(`index ended with ${code}`)
  return database
}

/** A Postgres without tables. */
export async function startEmptyDatabase() {
  const dataDir = mkdtempSync(join(tmpdir(), 'linchpin-hostile-'))
  // When root runs the benchmark another user runs the server, and must be able to enter.
  chmodSync(dataDir, 0o755)
  const server = await startEmbeddedPostgres({ dataDir, print() {} })
  return {
    url: server.url,
    async stop() {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Indexes a recording, in a process of its own. */
export function startIndex(recording, databaseUrl) {
  const args = ['index', '--recording', recording, '--until-head', '--batch-blocks', '100']
  return run(args, { DB_URL: databaseUrl, LINCHPIN_LOG_LEVEL: 'error' })
}

/** Runs a command of the product. */
function run(args, env) {
  return spawn(process.execPath, [MAIN, ...args], {
    env: { ...IMAGE_ENV, ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** Starts the API; it is reached from other addresses than 127.0.0.1, too. */
export async function startApi(databaseUrl, env = {}) {
  const port = 4392
  const child = run(['serve'], {
    DB_URL: databaseUrl,
    GQL_PORT: String(port),
    LINCHPIN_LOG_LEVEL: 'fatal',
    ...env,
  })
  let exit = null
  child.once('exit', (code, signal) => {
    exit = code ?? signal
  })
  // It ends with the benchmark, however that ends.
  process.once('exit', () => child.kill('SIGKILL'))
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    if (exit !== null) throw new Error(`serve ended with ${exit}`)
    if ((await fetch(`${url}/health`).catch(() => null))?.ok) break
    await new Promise((done) => setTimeout(done, 100))
  }
  // Another one may have answered.
  await new Promise((done) => setTimeout(done, 500))
  if (exit !== null) throw new Error(`serve ended with ${exit}`)
  return {
    url,
    port,
    pid: child.pid,
    hasEnded: () => exit !== null,
    /** @returns milliseconds from SIGTERM to the end */
    async stop() {
      const from = performance.now()
      child.kill('SIGTERM')
      while (exit === null) await new Promise((done) => setTimeout(done, 20))
      return Math.round(performance.now() - from)
    },
  }
}

/** The process of Postgres that starts all others. */
export async function postmasterOf(databaseUrl) {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid')
  const pid = parentOf(rows[0].pid)
  await client.end()
  return pid
}

/** Processes that a process started. */
export function childrenOf(parent) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
    .map(Number)
}

function parentOf(pid) {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1])
  } catch {
    return null
  }
}

/** Megabytes that a process has in memory; 0: it has ended. */
export function megabytesOf(pid) {
  try {
    return (
      Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
    )
  } catch {
    return 0
  }
}
