import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { connectWhenReady } from '../../src/cli/database'
import { serverAccount } from '../../src/cli/postgres/account'
import { freePort } from './free-port'

const DEBIAN = '/usr/lib/postgresql'

/** Folder of all programs of the newest Postgres of Debian; the embedded one has no pg_basebackup and no pg_dump. */
export const POSTGRES_BIN = newest()

/** Why there is no Postgres with its programs to test with; null: there is one. */
export const NO_POSTGRES = POSTGRES_BIN ? null : 'Debian package postgresql is not installed'

function newest(): string | null {
  if (!existsSync(DEBIAN)) return null
  const found = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a))
  const bins = found.map((version) => join(DEBIAN, version, 'bin'))
  return bins.find((bin) => existsSync(join(bin, 'pg_basebackup'))) ?? null
}

/** Losing the data of a test at a power cut is no loss. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  shared_buffers: '64MB',
  wal_receiver_status_interval: '1',
}

/** A folder for servers, which the user that runs them may enter. */
export function serverFolder(name: string): string {
  const dir = mkdtempSync(join(tmpdir(), `linchpin-${name}-`))
  chmodSync(dir, 0o755)
  const own = join(dir, 'own')
  mkdirSync(own)
  const account = serverAccount()
  if (account) chownSync(own, account.uid, account.gid)
  return own
}

/** Runs a program of Postgres as the user of the servers. @returns what it printed */
async function runPostgresProgram(
  name: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const options = { ...(serverAccount() ?? {}), cwd: '/', env: { ...process.env, ...env } }
  const { stdout } = await promisify(execFile)(join(POSTGRES_BIN!, name), [...args], options)
  return stdout
}

/** A Postgres of Debian on loopback, with trust for everybody. */
export class PostgresServer {
  private child: ChildProcess | null = null

  private constructor(
    readonly data: string,
    readonly port: number,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** A new primary. */
  static async primary(
    data: string,
    settings: Record<string, string> = {},
  ): Promise<PostgresServer> {
    const options = ['-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '-N']
    await runPostgresProgram('initdb', ['-D', data, ...options])
    return PostgresServer.on(data, settings)
  }

  /** A streaming replica. */
  static async replicaOf(
    primary: PostgresServer,
    data: string,
    settings: Record<string, string> = {},
  ): Promise<PostgresServer> {
    const from = ['-h', '127.0.0.1', '-p', `${primary.port}`, '-U', 'postgres']
    const how = ['-D', data, '-R', '-X', 'stream', '-c', 'fast', '--no-sync']
    await runPostgresProgram('pg_basebackup', [...from, ...how])
    return PostgresServer.on(data, settings)
  }

  /** A server of files that exist. */
  static async on(data: string, settings: Record<string, string> = {}): Promise<PostgresServer> {
    const server = new PostgresServer(data, await freePort(), settings)
    await server.start()
    return server
  }

  url(database = 'postgres'): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${database}`
  }

  /** Starts it, and waits until it answers. */
  async start(): Promise<void> {
    const settings = Object.entries({ ...SETTINGS, ...this.settings, port: `${this.port}` })
    const args = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const log = openSync(`${this.data}.log`, 'a')
    this.child = spawn(join(POSTGRES_BIN!, 'postgres'), ['-D', this.data, ...args], {
      ...(serverAccount() ?? {}),
      cwd: '/',
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    try {
      await (await connectWhenReady(this.url(), 60_000)).end()
    } catch (cause) {
      throw new Error(readFileSync(`${this.data}.log`, 'utf8').slice(-2_000), { cause })
    }
  }

  /** Ends it: SIGINT, in order; SIGQUIT, as a crash does. */
  async stop(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    const { child } = this
    this.child = null
    if (!child || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
}

/** Removes a folder of `serverFolder`. */
export function removeServerFolder(own: string): void {
  rmSync(join(own, '..'), { recursive: true, force: true })
}
