import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Client } from 'pg'
import { loadRecording } from '../../../src/chain/recording/recording'
import { startReplay } from '../../../src/chain/recording/replay'
import { examine as readFacts } from '../../../src/cli/doctor/examine'
import { migrate } from '../../../src/cli/migrations'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../src/cli/postgres'
import { readConfig } from '../../../src/config/env'
import { diagnose } from '../../../src/doctor/diagnose'
import { jsonReport } from '../../../src/doctor/report'
import { runCli } from '../cli'
import { FIXTURE } from '../recordings'
import { type Answers, soundProvider } from './provider'

const PASSWORD = 'correct-horse-battery'

export type Env = Record<string, string>

/** What `linchpin doctor --json` prints. */
export interface Report {
  exitCode: number
  findings: { level: string; check: string; code: string | null; problem: string; fix: string }[]
  unchecked: { check: string; reason: string }[]
  passed: string[]
  described: string[]
}

/**
 * A set-up without faults: a Postgres of its own with default settings, a role that is no superuser, a database that is indexed to
 * the head of a recorded chain, and a provider that serves it over HTTP.
 */
export class SoundSetup {
  private readonly closers: (() => Promise<unknown>)[] = []

  private constructor(
    readonly folder: string,
    private readonly postgres: EmbeddedPostgres,
    /** A node of the recorded chain. */
    readonly chain: string,
  ) {}

  static async start(): Promise<SoundSetup> {
    const folder = mkdtempSync(join(tmpdir(), 'linchpin-doctor-'))
    // Postgres runs as another user than root.
    chmodSync(folder, 0o755)
    const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'pg'), print: () => {} })
    const replay = await startReplay(await loadRecording(FIXTURE))
    const setup = new SoundSetup(folder, postgres, replay.url)
    setup.closers.push(
      () => replay.close(),
      () => postgres.stop(),
    )
    await setup.admin(`CREATE ROLE owner LOGIN PASSWORD '${PASSWORD}'`)
    await setup.admin('CREATE DATABASE indexed OWNER owner')
    const args = ['index', '--until-head', '--recording', resolve(FIXTURE)]
    const { code, stderr } = await runCli(args, { DB_URL: setup.url('indexed') })
    if (code !== 0) throw new Error(stderr)
    return setup
  }

  /** Environment of the sound set-up. @param answers of its provider that differ */
  async env(answers: Answers = {}): Promise<Env> {
    return {
      RPC_ENDPOINT: await this.provider(answers),
      LINCHPIN_NETWORK: 'custom',
      LINCHPIN_DEPLOYMENT: resolve(FIXTURE, 'deployment.json'),
      DB_URL: this.url('indexed'),
    }
  }

  async provider(answers: Answers = {}): Promise<string> {
    const provider = await soundProvider(this.chain, answers)
    this.closers.push(() => provider.close())
    return provider.url
  }

  /** URL of a database, as the role that is no superuser. */
  url(database: string, role = 'owner'): string {
    const url = new URL(this.postgres.url)
    url.pathname = `/${database}`
    url.username = role
    url.password = PASSWORD
    return url.toString()
  }

  /** URL of a database, as a superuser. */
  adminUrl(database = 'postgres'): string {
    const url = new URL(this.postgres.url)
    url.pathname = `/${database}`
    return url.toString()
  }

  /** Runs statements, one by one, as a superuser. */
  async admin(sql: string | string[], database = 'postgres'): Promise<void> {
    const client = new Client({ connectionString: this.adminUrl(database) })
    await client.connect()
    try {
      for (const statement of [sql].flat()) await client.query(statement)
    } finally {
      await client.end()
    }
  }

  /** A copy of the indexed database, changed. @returns its name */
  async changed(...sql: string[]): Promise<string> {
    const name = `changed_${randomBytes(4).toString('hex')}`
    await this.admin(`CREATE DATABASE ${name} TEMPLATE indexed OWNER owner`)
    await this.admin(sql, name)
    return name
  }

  /** A new database. @returns its name */
  async created(options = ''): Promise<string> {
    const name = `created_${randomBytes(4).toString('hex')}`
    await this.admin(`CREATE DATABASE ${name} OWNER owner ${options}`)
    return name
  }

  /** A role with a login. @returns its name */
  async role(options = ''): Promise<string> {
    const name = `role_${randomBytes(4).toString('hex')}`
    await this.admin(`CREATE ROLE ${name} LOGIN PASSWORD '${PASSWORD}' ${options}`)
    return name
  }

  /** A database with tables and no index. @returns its name */
  async migrated(): Promise<string> {
    const name = await this.created()
    await migrate(this.url(name))
    return name
  }

  /** A file of the folder. @returns its path */
  file(name: string, text: string, mode = 0o600): string {
    const path = join(this.folder, name)
    writeFileSync(path, text, { mode })
    return path
  }

  onStop(close: () => Promise<unknown>): void {
    this.closers.push(close)
  }

  async stop(): Promise<void> {
    for (const close of this.closers.reverse()) await close()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/**
 * What `linchpin doctor --json` prints in this environment, without a process of its own.
 * @param isTimed whether providers are as slow as this machine; a busy one makes all of them slow
 */
export async function examine(env: Env, isTimed = false): Promise<Report> {
  const { facts, redact } = await readFacts(() => readConfig(env))
  if (!isTimed) for (const one of facts.providers ?? []) Object.assign(one, { milliseconds: 1 })
  return JSON.parse(redact(jsonReport(facts, diagnose(facts), 'test')))
}

/** Runs `linchpin doctor --json`; how fast its providers are is left out. @param cwd folder with its .env */
export async function examineByCommand(env: Env, cwd: string): Promise<Report> {
  const { code, stdout, stderr } = await runCli(['doctor', '--json'], env, cwd)
  if (stdout === '') throw new Error(stderr)
  const report: Report = JSON.parse(stdout)
  if (report.exitCode !== code)
    throw new Error(`it exits with ${code}, but says ${report.exitCode}`)
  const findings = report.findings.filter(({ check }) => check !== 'provider.speed')
  return { ...report, findings }
}
