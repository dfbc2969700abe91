import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { FIXTURE } from '../support/recordings'
import { FINALITY } from './plan'

/** The process ended, and not because it was killed. */
export interface Ended {
  code: number | null
  signal: string | null
  output: string
}

/** Settings of the command that tests choose. */
export interface CliOptions {
  verify?: 'auto' | 'standard' | 'full'
  /** File of the deployment; by default the recorded one. */
  deployment?: string
}

/** Runs the indexer as a supervisor does: restarted when it was killed, and when its exit code says that a restart may help. */
export class SupervisedIndexer {
  private child: ChildProcess | null = null
  private isWanted = false
  private output = ''
  /** How often it ended, by exit code or signal. */
  readonly ends = new Map<string, number>()
  /** How often it was started. */
  starts = 0
  /** An exit after which no restart helps. */
  broken: Ended | null = null

  constructor(
    private readonly rpc: string,
    readonly databaseUrl: string,
    readonly options: CliOptions,
  ) {}

  start(): void {
    this.isWanted = true
    this.starts += 1
    this.broken = null
    this.output = ''
    const child = spawnCli(['index'], this.rpc, this.databaseUrl, this.options)
    this.child = child
    const keep = (text: Buffer) => {
      this.output = (this.output + text).slice(-6_000)
    }
    child.stdout!.on('data', keep)
    child.stderr!.on('data', keep)
    child.once('close', (code, signal) => {
      this.child = null
      const end = String(code ?? signal)
      this.ends.set(end, (this.ends.get(end) ?? 0) + 1)
      // SIGTERM kills a process that does not handle it yet.
      const isRestartable =
        code === 69 || code === 0 || signal === 'SIGKILL' || signal === 'SIGTERM'
      if (!isRestartable) this.broken = { code, signal, output: this.output }
      else if (this.isWanted)
        setTimeout(() => this.isWanted && this.start(), code === 69 ? 200 : 20)
    })
  }

  /** Sends a signal to the process, if it runs: it is restarted. */
  signal(signal: 'SIGKILL' | 'SIGTERM'): boolean {
    return this.child?.kill(signal) ?? false
  }

  /** Ends it without a restart. */
  async end(): Promise<void> {
    this.isWanted = false
    const { child } = this
    if (!child || child.exitCode !== null) return
    const closed = once(child, 'close')
    child.kill('SIGKILL')
    await closed
  }

  get log(): string {
    return this.output
  }
}

/** The built command, on this node and database. */
export function spawnCli(
  args: string[],
  rpc: string,
  databaseUrl: string,
  { verify = 'auto', deployment = `${FIXTURE}/deployment.json` }: CliOptions = {},
): ChildProcess {
  return spawn(process.execPath, ['lib/cli/main.js', ...args], {
    env: {
      ...process.env,
      DB_URL: databaseUrl,
      RPC_ENDPOINT: rpc,
      LINCHPIN_NETWORK: 'custom',
      LINCHPIN_DEPLOYMENT: deployment,
      LINCHPIN_FINALITY: String(FINALITY),
      LINCHPIN_POLL_BLOCKS: '0',
      LINCHPIN_VERIFY: verify,
      LINCHPIN_PROOF_RATE: '10000',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Runs the command to its end. */
export async function runCommand(
  args: string[],
  rpc: string,
  databaseUrl: string,
  options: CliOptions = {},
): Promise<Ended> {
  const child = spawnCli(args, rpc, databaseUrl, options)
  let output = ''
  child.stdout!.on('data', (text) => (output += text))
  child.stderr!.on('data', (text) => (output += text))
  const [code, signal] = await once(child, 'close')
  return { code, signal, output }
}
