import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectWhenReady } from '../../src/cli/database'
import { freePort } from './free-port'

/** Why there is no pooler to test with; null: there is one. */
export const NO_POOLER =
  spawnSync('pgbouncer', ['--version']).status === 0
    ? null
    : 'pgbouncer is not installed (Debian package pgbouncer)'

/** A pooler before the server of a URL. */
export class Pooler {
  private constructor(
    private readonly child: ChildProcess,
    private readonly dir: string,
    readonly url: string,
  ) {}

  static async start(
    databaseUrl: string,
    mode: 'transaction' | 'statement' = 'transaction',
  ): Promise<Pooler> {
    const server = new URL(databaseUrl)
    const { hostname, port, username, password } = server
    const dir = mkdtempSync(join(tmpdir(), 'linchpin-pooler-'))
    chmodSync(dir, 0o755)
    const file = join(dir, 'pgbouncer.ini')
    const own = await freePort()
    writeFileSync(
      file,
      `[databases]
* = host=${hostname} port=${port} user=${username} password='${decodeURIComponent(password)}'
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
auth_type = any
pool_mode = ${mode}
default_pool_size = 10
unix_socket_dir =
`,
    )
    // It refuses to run as root.
    const asUser = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
    const child = spawn('pgbouncer', [...asUser, file], { stdio: 'ignore' })
    server.port = String(own)
    const ready = await connectWhenReady(server.toString(), 20_000)
    await ready.end()
    return new Pooler(child, dir, server.toString())
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit')
    this.child.kill('SIGKILL')
    await ended
    rmSync(this.dir, { recursive: true })
  }
}
