import { spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/cli/postgres'

const ROOT = process.getuid?.() === 0

let dataDir: string
let servers: EmbeddedPostgres[]
let messages: string[]

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'linchpin-postgres-'))
  chmodSync(dataDir, 0o755)
  servers = []
  messages = []
})

afterEach(async () => {
  for (const server of servers) await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function start(dir = dataDir): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir: dir, print: (m) => messages.push(m) })
  servers.push(server)
  return server
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

/** Pid of the server, as its own file says. */
function postmaster(home = join(dataDir, 'postgres')): number {
  return Number(readFileSync(join(home, 'data/postmaster.pid'), 'utf8').split('\n')[0])
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('the embedded Postgres', () => {
  it('keeps data and port across a stop and a start', async () => {
    const first = await start()
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n')
    const pid = postmaster()
    await first.stop()
    expect(alive(pid)).toBe(false)
    const second = await start()
    expect(second.url).toBe(first.url)
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }])
  })

  it('listens on loopback only, and requires its random password', async () => {
    const { url } = await start()
    expect(await query(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
    expect(await query(url, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }])
    const password = join(dataDir, 'postgres/password')
    expect(statSync(password).mode & 0o777).toBe(0o600)
    const wrong = new URL(url)
    wrong.password = 'guess'
    await expect(query(wrong.toString(), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  })

  it('restarts after the server was killed, with all committed data', async () => {
    const first = await start()
    await query(first.url, 'CREATE TABLE kept AS SELECT 2 AS n')
    process.kill(postmaster(), 'SIGKILL')
    await first.lost
    const second = await start()
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 2 }])
  })

  it.skipIf(process.platform !== 'linux')(
    'starts after a kill although another process has the number of the server, as in a new container',
    async () => {
      const first = await start()
      await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS value')
      const data = join(dataDir, 'postgres/data')
      const file = join(data, 'postmaster.pid')
      const [pid, ...lines] = readFileSync(file, 'utf8').split('\n')
      process.kill(Number(pid), 'SIGKILL')
      await expect.poll(() => alive(Number(pid))).toBe(false)
      // Of the same user: Postgres asks nobody else's.
      const { uid, gid } = statSync(data)
      const other = spawn('sleep', ['600'], { uid, gid, stdio: 'ignore' })
      writeFileSync(file, [other.pid, ...lines].join('\n'))
      const again = await start()
      expect(await query(again.url, 'SELECT value FROM kept')).toEqual([{ value: 1 }])
      other.kill('SIGKILL')
    },
  )

  it('takes over the server of a killed run', async () => {
    const script = `require('./lib/cli/postgres.js')
      .startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, print() {} })
      .then(({ url }) => console.log(url))`
    const run = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const url = await new Promise<string>((resolve) =>
      run.stdout.once('data', (data) => resolve(String(data).trim())),
    )
    const pid = postmaster()
    run.kill('SIGKILL')
    await new Promise((resolve) => run.once('exit', resolve))
    expect(alive(pid)).toBe(true)
    // The server notices the closed connection of the killed owner at its own pace.
    await expect.poll(() => owners(url)).toBe(0)
    const second = await start()
    expect(second.url).toBe(url)
    expect(postmaster()).toBe(pid)
    expect(messages).toContain('using the Postgres server that an earlier run left running')
    await second.stop()
    await expect(query(url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('cannot be used by two runs', async () => {
    const first = await start()
    await expect(start()).rejects.toMatchObject({ code: 'LP3015' })
    expect(await query(first.url, 'SELECT 3 AS n')).toEqual([{ n: 3 }])
  })

  it('reports the log of a server that did not start', async () => {
    await (await start()).stop()
    rmSync(join(dataDir, 'postgres/data/global'), { recursive: true })
    await expect(start()).rejects.toMatchObject({
      code: 'LP3014',
      message: expect.stringMatching(/did not start: it exited with .*\n.*directory.*global/s),
    })
  })

  it.runIf(ROOT)('runs for root with a data folder that other users cannot access', async () => {
    const closed = join(dataDir, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    const server = await start(join(closed, 'data'))
    expect(await query(server.url, 'SELECT 4 AS n')).toEqual([{ n: 4 }])
    const elsewhere = messages.join('\n').match(/stored in (\S+):/)?.[1]
    expect(elsewhere).toBeDefined()
    await server.stop()
    messages = []
    const again = await start(join(closed, 'data'))
    expect(messages.join('\n')).toContain(elsewhere)
    expect(messages.join('\n')).not.toContain('creating')
    await again.stop()
    rmSync(elsewhere!, { recursive: true })
    expect(existsSync(join(closed, 'data/postgres'))).toBe(false)
  })
})

async function owners(url: string): Promise<number> {
  const rows = await query(
    url,
    `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory'`,
  )
  return rows[0]!.n as number
}
