import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTruth } from '../../src/audit/truth'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { startProxy } from '../chain/helpers'
import { IS_LONG, someOf } from '../long.mjs'
import { startIndex } from '../support/chain/forks'
import { type CliRun, runCli } from '../support/cli'
import { answersOf, callOne } from '../support/contracts'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { fingerprintTables } from '../support/tables'
import { createMigratedDatabase } from '../support/templates'
import { type Answer, RecordedNode } from './recorded-node'

const HISTORY = 1_000
/** Deeper than the deepest reorganisation. */
const SETTINGS = { LINCHPIN_FINALITY: '100', LINCHPIN_POLL_BLOCKS: '0' }
const truths = readTruth(`${FIXTURE}/GROUND_TRUTH.json.gz`)
/** The first block with recorded answers above all that is mined before the audit. */
const AUDITED = truths.find(({ block }) => block > HISTORY + 600)!

let recording: Recording
let node: RecordedNode
let database: TestDatabase
let client: Client
let indexer: ChildProcess

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  node = await RecordedNode.create(recording, AUDITED.block)
  database = await createMigratedDatabase('live_node')
  client = new Client({ connectionString: database.url })
  await client.connect()
})

afterAll(async () => {
  indexer?.kill('SIGKILL')
  await node?.anvil.end()
  await client?.end()
  await database?.drop()
})

function start(): void {
  indexer = startIndex(node.anvil.url, database.url, SETTINGS)
}

async function kill(): Promise<void> {
  const ended = once(indexer, 'exit')
  indexer.kill('SIGKILL')
  await ended
}

async function cursor(): Promise<{ height: number; hash: string; digest: string } | undefined> {
  const { rows } = await client
    .query('SELECT height, hash, digest FROM cursor')
    .catch(() => ({ rows: [] }))
  return rows[0]
}

/** Waits until the index is at the head of the node. @returns its digest */
async function followed(): Promise<string> {
  const { number, hash } = await node.head()
  for (;;) {
    const now = await cursor()
    if (now?.height === number && now.hash === hash) return now.digest
    if (indexer.exitCode !== null) throw new Error(`the indexer ended: ${indexer.exitCode}`)
    await wait(10)
  }
}

/** Mines recorded blocks on top of the head. */
async function mineOn(count: number): Promise<void> {
  const { number } = await node.head()
  await node.mine(number + 1, number + count)
}

function percentile(sorted: readonly number[], part: number): number {
  return Math.round(sorted[Math.ceil(sorted.length * part) - 1]!)
}

async function audit(rpc: string) {
  const env = { DB_URL: database.url, RPC_ENDPOINT: rpc }
  const run = await runCli(['audit', '--json', '--block', String(AUDITED.block)], env)
  const lines = run.stdout.split('\n').filter((line) => line.startsWith('{'))
  return { run, sum: lines.map((line) => JSON.parse(line)).find(({ kind }) => kind === 'sum') }
}

/** Answers to the calls of `run`, which gets a URL that notes them. */
async function answersTo(run: (rpc: string) => Promise<unknown>): Promise<Answer[]> {
  const asked = new Map<string, { to: string; data: string }>()
  const proxy = await startProxy(node.anvil.url, (request) => {
    for (const { method, params } of [JSON.parse(request)].flat()) {
      if (method === 'eth_call') asked.set(params[0].to + params[0].data, params[0])
    }
    return undefined
  })
  await run(proxy.url)
  await proxy.close()
  const answers = answersOf(AUDITED)
  return [...asked.values()].flatMap(({ to, data }) => {
    try {
      return [{ to, data, result: callOne(answers, to, data) }]
    } catch {
      return []
    }
  })
}

// The tests build on each other: one node, one index.
describe('an index of a real node', () => {
  test('has its history', async () => {
    await node.mine(1, HISTORY)
    const begin = performance.now()
    start()
    await followed()
    const seconds = ((performance.now() - begin) / 1_000).toFixed(1)
    const { rows } = await client.query('SELECT count(*)::int AS events FROM contract_event')
    console.log(`history: ${HISTORY} blocks, ${rows[0].events} events, ${seconds} s`)
    expect(rows[0].events).toBeGreaterThan(1_000)
  })

  test('follows every block', async () => {
    const lags: number[] = []
    for (let i = 0; i < (IS_LONG ? 40 : 10); i++) {
      // Not in step with the indexer, which asks for the head once a second.
      await wait((i * 370) % 1_000)
      await mineOn(1)
      const mined = performance.now()
      await followed()
      lags.push(performance.now() - mined)
    }
    lags.sort((a, b) => a - b)
    const [p50, p95] = [percentile(lags, 0.5), percentile(lags, 0.95)]
    console.log(`following: ${lags.length} blocks, lag p50 ${p50} ms, p95 ${p95} ms`)
  })

  test.each(someOf([1, 5, 20, 90], 2))(
    'follows a reorganisation of %i blocks, and back',
    async (depth) => {
      const before = await node.head()
      const begin = performance.now()
      await node.reorganize(depth, 1)
      await followed()
      await node.reorganize(depth + 1, 0)
      await followed()
      const seconds = ((performance.now() - begin) / 1_000).toFixed(1)
      const { number } = await node.head()
      console.log(`reorganisations: 2, of ${depth} and ${depth + 1} blocks, ${seconds} s`)
      expect(number).toBe(before.number + 2)
    },
  )

  test('goes on when the node was restarted with its state, or did not answer for a while', async () => {
    await node.anvil.stop()
    await wait(3_000)
    await node.anvil.start()
    await mineOn(10)
    await followed()
    node.anvil.freeze()
    await wait(5_000)
    node.anvil.thaw()
    await mineOn(10)
    await followed()
  })

  test('goes on when it was killed itself', async () => {
    await kill()
    await mineOn(30)
    start()
    await followed()
  })

  test('equals the contracts: audit by eth_call', async () => {
    const { number } = await node.head()
    await node.mine(number + 1, AUDITED.block)
    await followed()
    const answers = await answersTo(audit)
    await node.answer(answers)
    const { run, sum } = await audit(node.anvil.url)
    console.log(`audit: ${answers.length} answers, ${JSON.stringify(sum)}`)
    expect(sum).toMatchObject({ different: 0 })
    expect(run.code).toBe(0)
  })

  test('equals one that indexed the last chain only', async () => {
    await kill()
    const tables = await fingerprintTables(database.url)
    const digest = (await cursor())!.digest
    const other = await createMigratedDatabase('live_node_fresh')
    const env = { ...SETTINGS, DB_URL: other.url, RPC_ENDPOINT: node.anvil.url }
    const run = await untilHead(env)
    expect(run.code).toBe(0)
    expect(await fingerprintTables(other.url)).toEqual(tables)
    const fresh = new Client({ connectionString: other.url })
    await fresh.connect()
    const { rows } = await fresh.query('SELECT digest FROM cursor')
    await fresh.end()
    await other.drop()
    expect(rows[0].digest).toBe(digest)
  })

  test('refuses the chain of a node that was restarted without its state, and keeps what it has', async () => {
    const before = await cursor()
    await node.anvil.stop()
    node.anvil.forget()
    await node.anvil.start()
    await node.deploy(AUDITED.block)
    await node.mine(1, 30, 1)
    const env = { ...SETTINGS, DB_URL: database.url, RPC_ENDPOINT: node.anvil.url }
    const run = await untilHead(env)
    const ended = `exit ${run.code}, ${run.stderr.trim()}`
    console.log(`another chain: ${ended}`)
    expect(run.code, ended).toBe(65)
    expect(ended).toContain('LP2003')
    expect(await cursor()).toEqual(before)
  })
})

function untilHead(env: Record<string, string>): Promise<CliRun> {
  const network = {
    LINCHPIN_NETWORK: 'custom',
    LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
  }
  return runCli(['index', '--until-head'], { ...network, ...env })
}
