import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '../support/free-port'

/** A call of JSON-RPC: method, then parameters. */
export type RpcCall = [method: string, ...params: unknown[]]

/** States that the node keeps in memory: as deep as it can be rolled back. */
const KEPT_STATES = 300

/** A real node on a port of its own. What it writes is in a temporary folder, its home. */
export class Anvil {
  private child: ChildProcess | null = null
  private nextId = 0

  private constructor(
    readonly url: string,
    private readonly home: string,
    private readonly args: readonly string[],
  ) {}

  /** @param timestamp time of block 0, in seconds */
  static async create(timestamp: number): Promise<Anvil> {
    const home = mkdtempSync(join(tmpdir(), 'linchpin-anvil-'))
    const port = await freePort()
    const args = [
      ...['--port', String(port), '--timestamp', String(timestamp), '--state', join(home, 'state')],
      ...['--prune-history', String(KEPT_STATES), '--gas-limit', '1000000000'],
      ...['--order', 'fifo', '--no-mining', '--silent', '--accounts', '1'],
    ]
    const anvil = new Anvil(`http://127.0.0.1:${port}`, home, args)
    await anvil.start()
    return anvil
  }

  /** Starts it where it stopped, or, if that was forgotten, with a chain that has block 0 only. */
  async start(): Promise<void> {
    this.child = spawn(program(), this.args, {
      env: { ...process.env, HOME: this.home },
      stdio: 'ignore',
    })
    for (;;) {
      if (hasEnded(this.child)) throw new Error(`anvil ended: ${this.child.exitCode}`)
      const isUp = await this.batch([['eth_chainId']]).catch(() => false)
      if (isUp) return
      await wait(50)
    }
  }

  /** Ends the process; its chain is kept for the next start. */
  async stop(): Promise<void> {
    if (!this.child) return
    const ended = once(this.child, 'exit')
    this.child.kill('SIGTERM')
    await ended
    this.child = null
  }

  /** Leaves the process in place, without a word. */
  freeze(): void {
    this.child?.kill('SIGSTOP')
  }

  thaw(): void {
    this.child?.kill('SIGCONT')
  }

  /** Forgets the chain, as a node that is started without its state. */
  forget(): void {
    rmSync(join(this.home, 'state'), { recursive: true, force: true })
  }

  /** Ends the process at once and removes what it wrote. */
  async end(): Promise<void> {
    if (this.child && !hasEnded(this.child)) {
      const ended = once(this.child, 'exit')
      this.child.kill('SIGKILL')
      await ended
    }
    rmSync(this.home, { recursive: true, force: true })
  }

  /** @throws if one of the calls has an error */
  async batch(calls: readonly RpcCall[]): Promise<unknown[]> {
    const body = calls.map(([method, ...params]) => ({
      ...{ jsonrpc: '2.0', id: ++this.nextId },
      ...{ method, params },
    }))
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answers = (await response.json()) as { result?: unknown; error?: unknown }[]
    return answers.map(({ result, error }) => {
      if (error !== undefined) throw new Error(JSON.stringify(error))
      return result
    })
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

/** The program in the package of this platform. */
function program(): string {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch
  const name = process.platform === 'win32' ? 'anvil.exe' : 'anvil'
  const fromHere = createRequire(
    createRequire(__filename).resolve('@foundry-rs/anvil/package.json'),
  )
  return fromHere.resolve(`@foundry-rs/anvil-${process.platform}-${arch}/bin/${name}`)
}
