import { execFile, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { EXIT, LinchpinError } from '../../errors'
import { asServer, type Cluster, program, SUPERUSER } from './cluster'

/** Crash recovery replays the WAL since the last checkpoint, which takes seconds to minutes. */
const START_TIMEOUT_MS = 120_000
/** A running server listens even while it recovers. */
const REFUSED_TIMEOUT_MS = 2_000

/** On loopback only, without a Unix socket, whose folder would have to be created and cleaned up. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  logging_collector: 'off',
  timezone: 'UTC',
  jit: 'off',
  shared_buffers: sharedBuffers(availableMemory()),
  // The first change of a page after a checkpoint writes the whole page to the WAL: indexing history changes pages at random,
  // so frequent checkpoints cost more than they save.
  max_wal_size: '4GB',
}

/** Memory for this process and the server, in bytes: that of the machine, or the limit of a container. */
function availableMemory(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

/** An eighth of the memory, from 128 MB to 1 GB. Unused buffers take no memory. */
export function sharedBuffers(memory: number): string {
  const megabytes = Math.floor(memory / 8 / 2 ** 20)
  return `${Math.min(Math.max(megabytes, 128), 1024)}MB`
}

/** URL of a database of the server; `postgres` always exists. */
export function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}`
}

/** Port of a server that an earlier run left running and that answers, or null. */
export async function findRunning(cluster: Cluster): Promise<number | null> {
  const file = join(cluster.data, 'postmaster.pid')
  if (!existsSync(file)) return null
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n').map(Number)
  if (!pid || !port || !isAlive(pid)) return null
  if (isOtherProgram(pid)) {
    // Postgres itself looks at the number alone, and would not start: in a new container every number is soon taken again.
    rmSync(file)
    return null
  }
  try {
    await untilReady(cluster, port, () => !isAlive(pid), REFUSED_TIMEOUT_MS)
    return port
  } catch {
    // Not our server: the PID belongs to another process since a crash. Postgres handles the stale file.
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
    // In its own process group: Ctrl-C must reach the database last, after its clients.
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
    ended ??= `it exited with ${code ?? signal}`
  })
  server.unref()
  try {
    await untilReady(cluster, port, () => ended !== null, START_TIMEOUT_MS)
  } catch (cause) {
    const reason = ended ?? (cause as Error).message
    const tail = readFileSync(cluster.log, 'utf8').trim().split('\n').slice(-5).join('\n')
    const hint = `see ${cluster.log}; or set DB_URL to an existing Postgres`
    const message = `the embedded Postgres did not start: ${reason}\n${tail}`
    throw new LinchpinError('LP3014', message, hint, EXIT.UNAVAILABLE, { cause })
  }
  writeFileSync(cluster.portFile, String(port))
  return port
}

/** Stops the server, if it runs: connections are closed, open transactions rolled back. */
export async function halt(cluster: Cluster): Promise<void> {
  const stop = (mode: string) =>
    promisify(execFile)(
      program(cluster.binaries, 'pg_ctl'),
      ['stop', '-D', cluster.data, '-m', mode, '-t', '6', '-w'],
      asServer(cluster.account),
    )
  if (!existsSync(join(cluster.data, 'postmaster.pid'))) return
  // An immediate shutdown is like a crash: the next start recovers.
  await stop('fast').catch(() => stop('immediate').catch(() => undefined))
}

/** @param refusedMs how long to retry while nothing listens on the port */
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

/** The preferred port if it is free, else any free one. */
function freePort(preferred: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', (error) => (preferred === 0 ? reject(error) : resolve(freePort(0))))
    probe.listen(preferred, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

/** Whether a process is certainly no Postgres: its number is that of a server that was killed. Known on Linux. */
function isOtherProgram(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() !== 'postgres'
  } catch {
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
