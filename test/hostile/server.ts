import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { Client } from 'pg'
import { expect } from 'vitest'
import { outcomeOf, send } from '../../bench/hostile/client.mjs'
import { IMAGE_ENV } from '../../bench/hostile/image.mjs'
import { networkOf } from '../../bench/hostile/network.mjs'
import type { Network, Peer } from '../../bench/hostile/types.mjs'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'

/** Of the process at its worst, whatever was asked before: its heap, its threads, and answers that are being sent. */
const MAX_API_MB = 400
/** Of one process of Postgres, without the buffers that all share. */
const MAX_BACKEND_MB = 256

/** The product in a process of its own, under attack from 127.0.0.1. */
export class HostileServer implements Peer {
  readonly address = '127.0.0.1'
  private exitCode: number | string | null = null
  private asked = 0

  private constructor(
    readonly port: number,
    readonly network: Network,
    private readonly child: ChildProcess,
    private readonly database: TestDatabase,
    private readonly log: string[],
  ) {
    child.once('exit', (code, signal) => {
      this.exitCode = code ?? signal
    })
  }

  /** Starts it on a recorded chain. */
  static async start(name: string, env: NodeJS.ProcessEnv = {}): Promise<HostileServer> {
    const database = await createIndexedDatabase(name, FIXTURE)
    const child = spawn(process.execPath, ['lib/cli/main.js', 'serve'], {
      env: {
        ...process.env,
        ...IMAGE_ENV,
        DB_URL: database.url,
        GQL_PORT: '0',
        LINCHPIN_LOG_FORMAT: 'json',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const log: string[] = []
    const port = await new Promise<number>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        log.push(...chunk.toString().split('\n').filter(Boolean))
        const url = /"url":"http:\/\/[^:]+:(\d+)"/.exec(log.join('\n'))
        if (url) resolve(Number(url[1]))
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${log}`)))
    })
    log.length = 0
    return new HostileServer(port, await networkOf({ port }), child, database, log)
  }

  /** Cheap queries of another client, ten a second, until the signal: each must be answered, on a busy machine after a retry. */
  async askCheap(signal: AbortSignal): Promise<number> {
    const answers: Promise<string>[] = []
    do {
      const n = this.asked++
      const query = [
        `{ a${n}: operators(limit: 20, orderBy: id_ASC) { id } }`,
        `{ a${n}: stakersConnection(first: 5, orderBy: id_ASC) { edges { node { id } } } }`,
        `{ a${n}: concentration(of: OPERATORS, basis: REGISTERED) { hhi } }`,
      ][n % 3]
      answers.push(this.askPatiently(query!))
      await new Promise((done) => setTimeout(done, 100))
    } while (!signal.aborted)
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['200 DATA']))
    return answers.length
  }

  /** That nothing of an attack is left, and memory is within its bounds. */
  async expectIdle(): Promise<void> {
    expect(this.exitCode).toBeNull()
    await this.expectMemory()
    const idle = [
      'linchpin_api_open{of="requests"} 0',
      'linchpin_api_open{of="waiting"} 0',
      'linchpin_api_open{of="bodies"} 0',
      'linchpin_api_pool{state="waiting"} 0',
      'linchpin_api_threads{state="running"} 0',
      'linchpin_api_threads{state="waiting"} 0',
    ]
    await expect.poll(() => this.metrics()).toEqual(expect.arrayContaining(idle))
    await expect.poll(() => this.busy()).toBe(0)
  }

  /** Lines of the log that are not about clients. */
  get defects(): string[] {
    return this.log.filter((line) => /defect|"level":(50|60)|INTERNAL_SERVER_ERROR/.test(line))
  }

  /** Ends it by SIGTERM. @returns its exit code */
  async terminate(): Promise<number | string | null> {
    const exit = once(this.child, 'exit')
    this.child.kill('SIGTERM')
    const [code, signal] = await exit
    return code ?? signal
  }

  async close(): Promise<void> {
    if (this.exitCode === null) await this.terminate()
    await this.database.drop()
  }

  /** As a client that does what Retry-After says. */
  private async askPatiently(query: string): Promise<string> {
    let outcome = ''
    for (let tries = 0; tries < 5; tries++) {
      if (tries > 0) await new Promise((done) => setTimeout(done, 1_000))
      outcome = outcomeOf(
        await send({ port: this.port, address: '127.0.0.2' }, { body: { query } }),
      )
      if (!outcome.startsWith('503')) break
    }
    return outcome
  }

  private async metrics(): Promise<string[]> {
    const peer = { port: this.port, address: '127.0.0.3' }
    const { text = '' } = await send(peer, { method: 'GET', path: '/metrics' })
    return text.split('\n')
  }

  /** Statements of the server that run. */
  private async busy(): Promise<number> {
    const rows = await this.backends(`state <> 'idle'`)
    return rows.length
  }

  private async backends(condition: string): Promise<{ pid: number }[]> {
    const client = new Client({ connectionString: this.database.url })
    await client.connect()
    try {
      const { rows } = await client.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity
         WHERE datname = current_database() AND application_name LIKE 'linchpin%' AND ${condition}`,
      )
      return rows
    } finally {
      await client.end()
    }
  }

  private async expectMemory(): Promise<void> {
    if (!existsSync('/proc/self/status')) return
    const peak = megabytesOf(this.child.pid!, 'VmHWM')
    expect(peak).toBeLessThan(MAX_API_MB)
    for (const { pid } of await this.backends('true')) {
      expect(megabytesOf(pid, 'RssAnon')).toBeLessThan(MAX_BACKEND_MB)
    }
  }
}

/** 0: the process has ended, or is not of this machine. */
function megabytesOf(pid: number, line: 'VmHWM' | 'RssAnon'): number {
  const path = `/proc/${pid}/status`
  const status = existsSync(path) ? readFileSync(path, 'utf8') : ''
  return Number(new RegExp(`${line}:\\s*(\\d+)`).exec(status)?.[1] ?? 0) / 1024
}
