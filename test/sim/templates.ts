import { basename, dirname } from 'node:path'
import { Client } from 'pg'
import type { Recording } from '../../src/chain/recording/recording'
import { startReplay } from '../../src/chain/recording/replay'
import { upTo } from '../support/chain/forks'
import { runCommand } from './indexer'

/** Prepared databases: the recorded chain up to a block, indexed without faults. */
export class Templates {
  private readonly made = new Map<number, Promise<string>>()
  private last: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly server: string,
    private readonly recording: Recording,
    private readonly deployment: string,
  ) {}

  /** A new database with the blocks up to `block`; 0: an empty one. */
  async create(name: string, block: number): Promise<string> {
    const template = block === 0 ? 'template0' : await this.template(block)
    return this.alone(async () => {
      await this.run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await this.run(`CREATE DATABASE ${name} TEMPLATE ${template}`)
      return this.url(name)
    })
  }

  async drop(name: string): Promise<void> {
    await this.run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  }

  async close(): Promise<void> {
    for (const name of this.made.values()) await this.drop(await name)
  }

  private template(block: number): Promise<string> {
    const made = this.made.get(block) ?? this.make(block)
    this.made.set(block, made)
    return made
  }

  private async make(block: number): Promise<string> {
    const name = `sim_template_${block}_${basename(dirname(this.deployment)).replaceAll('-', '_')}`
    await this.run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await this.run(`CREATE DATABASE ${name}`)
    const replay = await startReplay(upTo(this.recording, block))
    const { code, output } = await runCommand(
      ['index', '--until-head'],
      replay.url,
      this.url(name),
      { deployment: this.deployment },
    )
    await replay.close()
    if (code !== 0) throw new Error(`No template: exit ${code}\n${output}`)
    return name
  }

  /** One database cannot be copied twice at the same time. */
  private alone<T>(work: () => Promise<T>): Promise<T> {
    const next = this.last.then(work)
    this.last = next.catch(() => {})
    return next
  }

  private url(name: string): string {
    const url = new URL(this.server)
    url.pathname = `/${name}`
    return url.toString()
  }

  private async run(statement: string): Promise<void> {
    const client = new Client({ connectionString: this.server })
    await client.connect()
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
}
