import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import type { Recording } from '../../src/chain/recording/recording'
import { migrate } from '../../src/cli/migrations'
import { networkFromDeployment } from '../../src/config/deployment'
import { fingerprint } from '../../src/config/fingerprint'
import { blockOf, Feed } from '../support/chain/feed'
import { fingerprintTables } from '../support/tables'
import { BranchedChain } from './chain'
import { differences, readTruth } from './compare'
import { withoutConstants } from './constants'
import { failDatabase, refuseSecond } from './database-faults'
import { DatabaseProxy } from './db-proxy'
import { KilledNotify } from './feed/notify'
import { outboxProblems } from './feed/outbox'
import type { OtherChain } from './hardships'
import { type CliOptions, runCommand, SupervisedIndexer, spawnCli } from './indexer'
import { Nodes } from './nodes'
import type { Oracle } from './oracle'
import { type Plan, planOf, type Step } from './plan'
import { installHold, meet, uninstall } from './points'
import { Random } from './random'
import { Tally } from './tally'
import type { Templates } from './templates'
import { disturb } from './trouble'

/**
 * Time after which the index counts as stuck. A node that refuses six calls of ten, which is called every ten seconds once its
 * circuit is open, refuses nine in a row once in a hundred times.
 */
const STUCK_MS = 300_000

/** Data that all seeds share. */
export interface World {
  recording: Recording
  oracle: Oracle
  templates: Templates
  /** Deployment file of the recording. */
  deployment: string
}

export interface Outcome {
  seed: number
  /** Differences from the expected state; none if all is exact. */
  problems: string[]
  tally: Tally
  ms: number
}

/** Runs one seed, and compares the index with the oracle and with a clean index. */
export async function simulate(world: World, seed: number): Promise<Outcome> {
  const started = performance.now()
  const plan = planOf(seed, world.recording.head)
  const simulation = new Simulation(world, plan)
  const problems = await simulation.run().catch((error) => [(error as Error).message])
  return { seed, problems, tally: simulation.tally, ms: performance.now() - started }
}

class Simulation {
  readonly tally = new Tally()
  private readonly random: Random
  private readonly chain: BranchedChain
  private nodes!: Nodes
  /** Between the indexer and its database; null: none. */
  private proxy: DatabaseProxy | null = null
  /** What delivers messages; null: nothing. */
  private notify: KilledNotify | null = null
  private options!: CliOptions
  private indexer!: SupervisedIndexer
  private client!: Client
  private url!: string

  constructor(
    private readonly world: World,
    private readonly plan: Plan,
  ) {
    const { branches, uncles, steps, seed } = plan
    this.random = new Random(seed)
    this.chain = new BranchedChain(world.recording, branches, uncles, steps[0]!.head)
  }

  async run(): Promise<string[]> {
    const { plan, world, chain } = this
    const name = `sim_${plan.seed}`
    this.url = await world.templates.create(name, plan.indexed)
    this.client = new Client({ connectionString: this.url })
    this.client.on('error', () => {})
    await this.client.connect()
    const { verify } = plan.history
    this.nodes = await Nodes.start(plan, chain, this.random, this.tally)
    this.tally.add('history', verify)
    const bare = plan.hard?.lateConstants ? withoutConstants(world.recording) : null
    this.options = { verify, deployment: bare?.file ?? world.deployment }
    this.proxy = plan.hard ? await DatabaseProxy.start(this.url) : null
    this.indexer = new SupervisedIndexer(this.nodes.urls, this.proxy?.url ?? this.url, this.options)
    try {
      if (plan.seed % 5 === 3 && plan.indexed > 0) {
        // Chance of its own, so that seeds stay what they were.
        const random = new Random(plan.seed + 1_000_000)
        this.notify = await KilledNotify.start(this.url, this.client, random, this.tally)
      }
      for (const step of plan.steps) await this.step(step)
      await this.proven(plan.steps.at(-1)!)
      if (plan.hard?.lateConstants) await this.learned()
      await this.indexer.end()
      return [...(await this.compare()), ...((await this.notify?.problems()) ?? [])]
    } finally {
      await this.notify?.end()
      await this.indexer.end()
      for (const [end, count] of this.indexer.ends) this.tally.add('process ends', end, count)
      await this.client.end()
      await this.nodes.close()
      await this.proxy?.close()
      await world.templates.drop(name)
      await world.templates.drop(`${name}_clean`)
    }
  }

  private async step(step: Step): Promise<void> {
    const { chain, nodes, indexer, tally, client, plan } = this
    this.tally.add('moves', step.move)
    if (step.move === 'deep fork') return this.deepFork(step)
    if (step.depth > 75) tally.add('moves', 'of them deeper than 75 blocks')
    const isLast = step === plan.steps.at(-1)
    const hard = isLast ? undefined : plan.hard?.steps[plan.steps.indexOf(step)]
    nodes.disturb(step)
    const { over } = await disturb(client, nodes.first, indexer, step.trouble, tally)
    chain.serve(step.branch, step.head)
    nodes.moved(step)
    const up = hard?.down ? nodes.down(hard.down) : Promise.resolve()
    if (hard?.down) indexer.signal('SIGKILL')
    if (plan.steps[0] === step) indexer.start()
    const repaired = hard?.database && failDatabase(hard.database, this.proxy!, client, tally)
    await Promise.all([over, up, repaired])
    await (step.settle ? this.settle(step) : wait(step.ms))
    if (indexer.broken) throw this.broken()
    if (step.settle && hard?.second) {
      await refuseSecond(nodes.first.url, this.url, indexer, tally)
    }
    if (step.settle && hard?.otherChain) await this.otherChain(step, hard.otherChain)
  }

  /** The index must stop on another chain, and continue when the right one is back. */
  private async otherChain(step: Step, other: OtherChain): Promise<void> {
    const { nodes, indexer, tally } = this
    nodes.exchange(other)
    if (other.isAtStart) indexer.signal('SIGKILL')
    await this.until(() => indexer.broken !== null, 'an end with 65 on another chain')
    const { code, output } = indexer.broken!
    if (code !== 65 || !output.includes('LP2003')) throw this.broken()
    tally.add('other chains', other.isAtStart ? 'at the start' : 'while it runs')
    nodes.exchange(null)
    indexer.start()
    await this.settle(step)
  }

  /** The index must stop if blocks that it has as final are no longer on the chain, and continue after a rewind. */
  private async deepFork(step: Step): Promise<void> {
    const { chain, client, indexer, tally, nodes } = this
    nodes.disturb(null)
    const { rows } = await client.query('SELECT finalized_height AS height FROM cursor')
    const fork = this.plan.branches[step.branch - 1]!.fork
    chain.serve(step.branch, step.head)
    if (fork >= rows[0].height) return this.settle(step)
    await this.until(() => indexer.broken !== null, 'an end with 65')
    if (indexer.broken?.code !== 65) throw this.broken()
    tally.add('deep forks', 'stopped with 65')
    await this.rewind(fork, step.trouble.kind === 'kill')
    tally.add('deep forks', 'rewound')
    indexer.start()
    await this.settle(step)
  }

  /** Rewinds the index, again if the rewind is killed. */
  private async rewind(to: number, killed: boolean): Promise<void> {
    const { client, tally, nodes, url } = this
    const args = ['rewind', '--to', String(to)]
    if (killed && (await installHold(client, 'rollback'))) {
      const child = spawnCli(args, nodes.first.url, url, this.options)
      const closed = once(child, 'close')
      const pid = await meet(client, () => child.exitCode !== null)
      if (pid !== null && child.kill('SIGKILL')) tally.add('kills', 'rewind')
      await closed
      await uninstall(client)
    }
    await this.until(async () => {
      const { code, output } = await runCommand(args, nodes.first.url, url, this.options)
      // The backend of the killed process has the lock until it wakes up.
      if (code !== 0 && code !== 69) throw new Error(`rewind exited with ${code}: ${output}`)
      return code === 0
    }, 'rewound')
  }

  private settle({ branch, head }: Step): Promise<void> {
    const { hash } = this.chain.on(branch, head)!
    return this.until(async () => {
      if (this.indexer.broken) throw this.broken()
      const { rows } = await this.client
        .query('SELECT height, hash FROM cursor')
        .catch(() => ({ rows: [] }))
      return rows[0]?.height === head && rows[0].hash === hash
    }, `block ${head} of branch ${branch}`)
  }

  /** Waits until the index is at the head, and all its final blocks are verified. */
  private proven({ head }: Step): Promise<void> {
    return this.until(async () => {
      if (this.indexer.broken) throw this.broken()
      const { rows } = await this.client
        .query(
          `SELECT height, finalized_height - (SELECT block FROM proof) AS unproven,
             (SELECT count(*)::int FROM invalid_block) AS invalid FROM cursor`,
        )
        .catch(() => ({ rows: [] }))
      const [at] = rows
      return at?.height === head && at.unproven === 0 && at.invalid === 0
    }, 'proven')
  }

  /** Waits until the constants are known that contracts answered late. */
  private async learned(): Promise<void> {
    await this.until(async () => {
      const { rows } = await this.client.query('SELECT FROM unknown_constant')
      return rows.length === 0
    }, 'all constants known')
    this.tally.add('constants', 'answered late')
  }

  private async until(reached: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const deadline = performance.now() + STUCK_MS
    while (!(await reached())) {
      if (performance.now() > deadline) {
        const { rows } = await this.client.query('SELECT * FROM cursor').catch(() => ({ rows: [] }))
        throw new Error(
          `never ${what}; ${JSON.stringify(rows[0])}; ${this.indexer.log.slice(-1_500)}`,
        )
      }
      await wait(40)
    }
  }

  private broken(): Error {
    const { code, signal, output } = this.indexer.broken!
    return new Error(`the indexer exited with ${code ?? signal}: ${output.slice(-1_500)}`)
  }

  private async compare(): Promise<string[]> {
    const { chain, client, world, plan, url } = this
    const { branch, head } = plan.steps.at(-1)!
    const at = (number: number) => chain.on(branch, number)!
    const problems: string[] = []
    for (const block of [head, this.random.between(plan.window + 1, head - 1)]) {
      const expected = world.oracle.fold(at, 1, block)
      problems.push(...differences(await readTruth(client, block), expected, block))
    }
    const { rows } = await client.query('SELECT digest, finalized_height FROM cursor')
    const hot = await client.query('SELECT height, hash FROM hot_block ORDER BY height')
    const expectedHot = hot.rows.map((_, i) => at(rows[0].finalized_height + 1 + i))
    if (hot.rows.map(({ hash }) => hash).join() !== expectedHot.map(({ hash }) => hash).join()) {
      problems.push('hot blocks are not those of the chain')
    }
    const clean = await this.cleanIndex(head)
    const cleanClient = new Client({ connectionString: clean.url })
    await cleanClient.connect()
    problems.push(...(await outboxProblems(client, cleanClient, world.oracle, at, head)))
    await cleanClient.end()
    if (clean.digest !== rows[0].digest) problems.push('digest differs from a clean index')
    const tables = await fingerprintTables(url)
    for (const [table, print] of Object.entries(clean.tables)) {
      if (tables[table] !== print) problems.push(`${table}: ${tables[table]}, clean: ${print}`)
    }
    return problems
  }

  /** An index of only the current chain, written as final blocks at once. */
  private async cleanIndex(head: number) {
    const { world, plan, chain } = this
    const isBare = plan.hard?.lateConstants != null
    const from = isBare ? 0 : Math.max(plan.window, 60)
    const url = await world.templates.create(`sim_${plan.seed}_clean`, from)
    const network = networkFromDeployment(world.recording.deployment)
    if (isBare) await migrate(url)
    const bare = networkFromDeployment(withoutConstants(world.recording).deployment)
    const feed = new Feed(url, network, fingerprint(isBare ? bare : network))
    feed.chainHead = head
    const blocks = Array.from({ length: head - from }, (_, i) => blockOf(chain, from + 1 + i))
    await feed.final(blocks)
    const { digest } = feed.database.position
    await feed.database.close()
    return { url, digest, tables: await fingerprintTables(url) }
  }
}
