import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { type Replay, startReplay } from '../../src/chain/recording/replay'
import { type Supervisor, supervise } from '../../src/cli/supervise'
import { networkFromDeployment } from '../../src/config/deployment'
import { IS_LONG, someOf } from '../long.mjs'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { straight } from '../support/chain/branches'
import { exchangeable, upTo } from '../support/chain/forks'
import { HotIndex } from '../support/chain/hot-index'
import { Cluster } from '../support/ha/cluster'
import { NO_CLUSTER } from '../support/ha/programs'
import { Watch } from '../support/ha/watch'
import { FIXTURE } from '../support/recordings'
import { fingerprintTables } from '../support/tables'

const KILLS = IS_LONG ? 20 : 1
const FINALITY = 30
const FIRST_HEAD = 200
/** Pause between two blocks of the chain. */
const BLOCK_MS = 250
/** So long before it is killed, an asynchronous primary sends nothing: what is committed then is lost. */
const UNSENT_MS = 1_500

const MODES = [
  ['synchronous', true],
  ['asynchronous', false],
] as const

/** What one kill did. */
interface Outcome {
  /** Seconds until a block was written again. */
  resumed: number
  /** Blocks that were committed before it and missing after it. */
  lost: number
}

let cluster: Cluster
let replay: Replay
let supervisor: Supervisor
let api: TestApi
let watch: Watch

afterEach(async () => {
  watch?.stop()
  await supervisor?.stop()
  await api?.close()
  await replay?.close()
  await cluster?.stop()
})
describe.skipIf(NO_CLUSTER !== null)(
  `a cluster whose primary is killed${NO_CLUSTER ? `: ${NO_CLUSTER}` : ''}`,
  () => {
    test.each(someOf(MODES, 1))(
      '%s: the indexer and the API go on by themselves, and the index equals one that was not disturbed',
      async (mode, isSynchronous) => {
        const recording = await loadRecording(FIXTURE)
        cluster = await Cluster.start(isSynchronous)
        const chain = growing(recording)
        replay = await startReplay(chain.view)
        supervisor = supervise(
          [indexer(cluster.url, replay.url)],
          () => {},
          () => {},
          [200],
        )
        await reachedBy(cluster.url, recording, FIRST_HEAD)
        api = await startTestApi(cluster.url)
        watch = new Watch(cluster.url)
        chain.start()
        const outcomes: Outcome[] = []
        const announced = new Set<string>()
        for (let kill = 0; kill < KILLS; kill++) {
          await cluster.healthy()
          await wait(500 + Math.random() * 2_000)
          outcomes.push(await killed(recording, isSynchronous ? 0 : UNSENT_MS))
          // Now, as the outbox keeps nothing for ever.
          for (const seq of await takeovers(cluster.url)) announced.add(seq)
        }
        const head = chain.stop()
        await reachedBy(cluster.url, recording, head)
        console.info(mode, JSON.stringify(outcomes))
        if (isSynchronous) expect(outcomes.map(({ lost }) => lost)).toEqual(Array(KILLS).fill(0))
        else expect(Math.max(...outcomes.map(({ lost }) => lost))).toBeGreaterThan(0)
        // Each server that took over said so, with numbers above all that listeners may have.
        expect(announced.size).toBe(KILLS)
        const network = networkFromDeployment(recording.deployment)
        const clean = await HotIndex.clean(network, straight(recording, 1, head), head - FINALITY)
        expect(await fingerprintTables(cluster.url)).toEqual(clean.tables)
        await expect
          .poll(() => api.ask('{ _meta { digest block { number } } }').catch(() => null))
          .toEqual({ _meta: { digest: clean.digest, block: { number: head } } })
      },
      120_000 + KILLS * 120_000,
    )
  },
)

/** Kills the primary, and starts its node again once another one leads and the indexer goes on. */
async function killed(recording: Recording, unsentMs: number): Promise<Outcome> {
  const start = performance.now()
  const leading = await watch.now()
  const name = await cluster.killPrimary(unsentMs)
  const { before, after } = await watch.ofAnother(leading)
  // Nothing that is there is another block than on the chain.
  expect(after.hash).toBe(recording.blockAt(after.height)!.hash)
  const lost = Math.max(0, before.height - after.height)
  await watch.above(Math.max(before.height, after.height))
  const resumed = Math.round((performance.now() - start) / 100) / 10
  cluster.restart(name)
  return { resumed, lost }
}

/** Numbers of the rows of the outbox that say that another server took over. */
async function takeovers(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ seq: string }>(
    `SELECT seq FROM outbox WHERE kind = 'rollback' AND seq > (data->>'lostAfter')::int8 + 1000000`,
  )
  await client.end()
  return rows.map(({ seq }) => seq)
}

/** The recorded chain, which grows. */
function growing(recording: Recording) {
  let head = FIRST_HEAD
  const { view, exchange } = exchangeable(upTo(recording, head))
  let timer: NodeJS.Timeout
  return {
    view,
    start() {
      timer = setInterval(() => exchange(upTo(recording, ++head)), BLOCK_MS)
    },
    stop() {
      clearInterval(timer)
      return head
    },
  }
}

/** The indexer as `linchpin up` starts it. */
function indexer(databaseUrl: string, rpc: string) {
  const env = {
    ...process.env,
    DB_URL: databaseUrl,
    RPC_ENDPOINT: rpc,
    LINCHPIN_NETWORK: 'custom',
    LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
    LINCHPIN_FINALITY: String(FINALITY),
    LINCHPIN_LOG_LEVEL: 'silent',
  }
  return { name: 'index', module: 'lib/cli/main.js', args: ['index'], env, restart: true }
}

async function reachedBy(url: string, recording: Recording, head: number): Promise<void> {
  for (;;) {
    const client = new Client({ connectionString: url, query_timeout: 2_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      const { rows } = await client.query('SELECT height, hash FROM cursor')
      if (rows[0]?.height === head && rows[0].hash === recording.blockAt(head)!.hash) return
    } catch {
      // Until it is there.
    } finally {
      await client.end().catch(() => {})
    }
    await wait(100)
  }
}
