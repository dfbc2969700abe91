import { execFile, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { EXIT, LinchpinError } from '../../errors'
import { asServer, type Cluster, program, SUPERUSER } from './cluster'

/** Recovery after a crash replays what was written since the last checkpoint, which takes a while at most. */
const START_TIMEOUT_MS = 120_000
/** A server that runs already listens, even while it recovers. */
const REFUSED_TIMEOUT_MS = 2_000

/** On loopback only, without a socket file, whose folder would have to be found and cleaned. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  logging_collector: 'off',
  timezone: 'UTC',
  jit: 'off',
  shared_buffers: sharedBuffers(availableMemory()),
  // After a checkpoint the first change of a page writes all of it: a first reading changes pages at random places, so
  // checkpoints that come often cost more than what they save.
  max_wal_size: '4GB',
}

/** Memory that this process and the server share, in bytes: that of the machine, or what a container may use. */
function availableMemory(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

/** An eighth of the memory, but 128 MB at least and 1 GB at most. What is never used takes no memory. */
export function sharedBuffers(memory: number): string {
  const megabytes = Math.floor(memory / 8 / 2 ** 20)
  return `${Math.min(Math.max(megabytes, 128), 1024)}MB`
}

/** URL of a database of the server; `postgres` always exists. */
export function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}`
}

/** Port of a server that an earlier run left behind and that answers, or null. */
export async function findRunning(cluster: Cluster): Promise<number | null> {
  const file = join(cluster.data, 'postmaster.pid')
  if (!existsSync(file)) return null
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n').map(Number)
  if (!pid || !port || !isAlive(pid)) return null
  try {
    await untilReady(cluster, port, () => !isAlive(pid), REFUSED_TIMEOUT_MS)
    return port
  } catch {
    // Not our server: the number went to another process after a crash. Postgres sorts out the stale file itself.
    return null
  }
}

/**
 * Starts the server, on the port of its last run if that is free.
 * @returns the port
 * @throws LinchpinError LP3014 with the end of the server's log
 */
export async function launch(
  cluster: Cluster,
  settings: Readonly<Record<string, string>>,
): Promise<number> {
  const port = await freePort(readPort(cluster.portFile))
  const options = Object.entries({ ...SETTINGS, ...settings, port: String(port) })
  const log = openSync(cluster.log, 'w', 0o600)
  const server = spawn(
    program(cluster.binaries, 'postgres'),
    ['-D', cluster.data, ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // A group of its own: Ctrl-C must reach the database last, after those that write to it.
    {
      ...asServer(cluster.account),
      detached: true,
      stdio: ['ignore', log, log],
      windowsHide: true,
    },
  )
  closeSync(log)
  let ended: string | null = null
  server.on('error', (error) => {
    ended = error.message
  })
  server.on('exit', (code, signal) => {
    ended ??= `it ended with ${code ?? signal}`
  })
  server.unref()
  try {
    await untilReady(cluster, port, () => ended !== null, START_TIMEOUT_MS)
  } catch (cause) {
    const reason = ended ?? (cause as Error).message
    const tail = readFileSync(cluster.log, 'utf8').trim().split('\n').slice(-5).join('\n')
    const hint = `see ${cluster.log}; or set DB_URL to a Postgres of your own`
    const message = `the embedded Postgres does not start: ${reason}\n${tail}`
    throw new LinchpinError('LP3014', message, hint, EXIT.UNAVAILABLE, { cause })
  }
  writeFileSync(cluster.portFile, String(port))
  return port
}

/** Stops the server: connections are closed, open transactions undone. Nothing to do if it does not run. */
export async function halt(cluster: Cluster): Promise<void> {
  const stop = (mode: string) =>
    promisify(execFile)(
      program(cluster.binaries, 'pg_ctl'),
      ['stop', '-D', cluster.data, '-m', mode, '-t', '6', '-w'],
      asServer(cluster.account),
    )
  if (!existsSync(join(cluster.data, 'postmaster.pid'))) return
  // Immediate is like a crash, from which the next start recovers.
  await stop('fast').catch(() => stop('immediate').catch(() => undefined))
}

/** @param refusedMs how long a port on which nobody listens may still come */
async function untilReady(
  cluster: Cluster,
  port: number,
  gone: () => boolean,
  refusedMs: number,
): Promise<void> {
  const start = performance.now()
  for (;;) {
    if (gone()) throw new Error('the server ended')
    const client = new Client({ connectionString: urlOf(cluster, port, 'postgres') })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return
    } catch (error) {
      const { code, message } = error as { code?: string; message: string }
      const refused = code === 'ECONNREFUSED' || code === 'ECONNRESET' || /terminated/.test(message)
      // 57P03: the server is starting up, or shutting down.
      if (!refused && code !== '57P03') throw error
      if (performance.now() - start > (refused ? refusedMs : START_TIMEOUT_MS)) throw error
    } finally {
      await client.end().catch(() => undefined)
    }
    await sleep(50)
  }
}

function readPort(file: string): number {
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) || 0 : 0
}

/** The wanted port if nobody listens on it, else any free one. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))))
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
