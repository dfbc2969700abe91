import { execFileSync } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { afterEach, expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { type Replay, startReplay } from '../../src/chain/recording/replay'
import { type Supervisor, supervise } from '../../src/cli/supervise'
import { networkFromDeployment } from '../../src/config/deployment'
import { straight } from '../support/chain/branches'
import { exchangeable, forked, reached, upTo } from '../support/chain/forks'
import { HotIndex } from '../support/chain/hot-index'
import { isFlat, type Sample } from '../support/flat'
import { freePort } from '../support/free-port'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { fingerprintTables } from '../support/tables'
import { createMigratedDatabase } from '../support/templates'

/** `npm run soak` has 30. */
const MINUTES = Number(process.env.LINCHPIN_TEST_SOAK_MINUTES ?? 0.3)
const FINALITY = 30
const FIRST_HEAD = 300
const BLOCK_MS = 500
/** Blocks between two forks, of 3 to 8 blocks, and between two restarts of the indexer. */
const FORK_EVERY = 15
const RESTART_EVERY = 120
const SAMPLE_MS = 5_000
/** Below this the memory is not judged: it grows until caches and heaps are full. */
const JUDGED_MINUTES = 5

const QUERIES = [
  '{ _meta { block { number hash } digest age lag } }',
  '{ operators(limit: 20) { id allocations(limit: 5) { id } } }',
  '{ stakers(limit: 50) { id } slashings { id } }',
  '{ contractEvents(limit: 50, orderBy: [id_DESC]) { id name block arguments } }',
  '{ operatorSets { id } operatorsAggregate { count } }',
]

let database: TestDatabase
let replay: Replay
let supervisor: Supervisor

afterEach(async () => {
  await supervisor?.stop()
  await replay?.close()
  await database?.drop()
})
test(
  `${MINUTES} minutes at the head, with load, forks and restarts: memory stays, and the index equals an undisturbed one`,
  async () => {
    const recording = await loadRecording(FIXTURE)
    database = await createMigratedDatabase('soak')
    let head = FIRST_HEAD
    const chain = exchangeable(upTo(recording, head))
    replay = await startReplay(chain.view)
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const env = {
      ...process.env,
      DB_URL: database.url,
      RPC_ENDPOINT: replay.url,
      LINCHPIN_NETWORK: 'custom',
      LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
      LINCHPIN_FINALITY: String(FINALITY),
      LINCHPIN_LOG_LEVEL: 'silent',
      LINCHPIN_HOST: '127.0.0.1',
      GQL_PORT: String(port),
    }
    const module = 'lib/cli/main.js'
    supervisor = supervise(
      ['index', 'serve'].map((name) => ({ name, module, args: [name], env, restart: true })),
      () => {},
      () => {},
      [200],
    )
    const client = new Client({ connectionString: database.url })
    await client.connect()
    await reached(client, recording.blockAt(head)!)

    const samples: Record<string, Sample[]> = { index: [], serve: [] }
    const answers = { sent: 0, failed: 0 }
    const counts = { forks: 0, restarts: 0 }
    const start = performance.now()
    const isOver = () => performance.now() - start > MINUTES * 60_000
    const load = async (nth: number) => {
      while (!isOver()) {
        answers.sent++
        const query = QUERIES[(answers.sent + nth) % QUERIES.length]
        const response = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        }).catch(() => null)
        if (!response?.ok || (await response.text()).includes('"errors"')) answers.failed++
        await wait(50)
      }
    }
    const sample = async () => {
      while (!isOver()) {
        const minute = (performance.now() - start) / 60_000
        for (const [name, found] of Object.entries(samples)) {
          const pid = pidOf(name)
          if (pid !== null) found.push({ minute, megabytes: memoryOf(pid), pid })
        }
        await wait(SAMPLE_MS)
      }
    }
    const grow = async () => {
      while (!isOver() && head < recording.head - 20) {
        head++
        if (head % FORK_EVERY === 0) {
          counts.forks++
          chain.exchange(forked(recording, head, head - 3 - (head % 6)))
        } else if (head % FORK_EVERY > 2) chain.exchange(upTo(recording, head))
        if (head % RESTART_EVERY === 0) {
          const pid = pidOf('index')
          if (pid !== null) process.kill(pid, 'SIGKILL')
          counts.restarts++
        }
        await wait(BLOCK_MS)
      }
    }
    await Promise.all([grow(), sample(), load(0), load(1), load(2)])

    chain.exchange(upTo(recording, ++head))
    await reached(client, recording.blockAt(head)!)
    await client.end()
    for (const [name, found] of Object.entries(samples)) {
      console.info(
        name,
        found
          .filter((_, at) => at % 6 === 0)
          .map(({ megabytes }) => megabytes)
          .join(' '),
        'MB',
      )
    }
    console.info(JSON.stringify({ minutes: MINUTES, head, ...counts, ...answers }))
    expect(answers.failed).toBe(0)
    const network = networkFromDeployment(recording.deployment)
    const clean = await HotIndex.clean(network, straight(recording, 1, head), head - FINALITY)
    expect(await fingerprintTables(database.url)).toEqual(clean.tables)
    if (MINUTES >= JUDGED_MINUTES) expect(isFlat(samples.serve!)).toBe(true)
  },
  MINUTES * 60_000 + 240_000,
)

/** Process id of a child of this process, by its command; null: it restarts. */
function pidOf(command: string): number | null {
  try {
    const pattern = `lib/cli/main.js ${command}$`
    return Number(
      execFileSync('pgrep', ['-P', String(process.pid), '-f', pattern], { encoding: 'utf8' })
        .trim()
        .split('\n')[0],
    )
  } catch {
    return null
  }
}

/** Resident memory, in megabytes. */
function memoryOf(pid: number): number {
  try {
    return Math.round(
      Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024,
    )
  } catch {
    return 0
  }
}
