import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ChainView } from '../src/chain/chain-view'
import { loadRecording, type Recording } from '../src/chain/recording'
import { type Replay, startReplay } from '../src/chain/replay'
import { networkFromDeployment } from '../src/config/deployment'
import type { Network } from '../src/config/networks'
import { runCommand, spawnCli } from './sim/indexer'
import { straight } from './support/branches'
import { blockOf } from './support/feed'
import { exchangeable, forked, reached, upTo } from './support/forks'
import { HotIndex, type Ref } from './support/hot-index'
import { FIXTURE } from './support/recordings'

/** Blocks below the head that count as final, as `spawnCli` sets it. */
const FINALITY = 30
const HEAD = 230
const FINAL = HEAD - FINALITY

let recording: Recording
let network: Network
let index: HotIndex
let replay: Replay
let exchange: (next: ChainView) => void
let child: ChildProcess
let output = ''

const ref = (number: number): Ref => ({ height: number, hash: recording.blockAt(number)!.hash })

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  network = networkFromDeployment(recording.deployment)
})

/** A database as a command leaves it at the head, and a node that has that chain. */
beforeEach(async () => {
  const chain = exchangeable(upTo(recording, HEAD))
  exchange = chain.exchange
  replay = await startReplay(chain.view)
  index = await HotIndex.create(network)
  await index.feed.final(straight(recording, 1, FINAL))
  await index.feed.hot(ref(FINAL), straight(recording, FINAL + 1, HEAD), ref(FINAL))
  await index.feed.database.close()
})

afterEach(async () => {
  child.kill('SIGKILL')
  await replay.close()
  await index.drop()
})

afterAll(() => HotIndex.dropTemplate())

function start(): void {
  output = ''
  child = spawnCli(['index'], replay.url, index.url)
  child.stderr!.on('data', (text) => {
    output += text
  })
}

async function expectExact(view: ChainView): Promise<void> {
  await reached(index.client, view.blockAt(view.head)!)
  const { tables, digest } = await index.everything()
  const blocks = Array.from({ length: view.head }, (_, i) => blockOf(view, i + 1))
  const clean = await HotIndex.clean(network, blocks, FINAL)
  expect(tables).toEqual(clean.tables)
  expect(digest).toBe(clean.digest)
}

/** The head of the chain goes one block up, so that the command is known to run. */
async function running(): Promise<void> {
  start()
  exchange(upTo(recording, HEAD + 1))
  await reached(index.client, recording.blockAt(HEAD + 1)!)
}

test('a fork right above the last final block is undone while the command runs', async () => {
  await running()
  const branch = forked(recording, HEAD + 2, FINAL + 1)
  exchange(branch)
  await expectExact(branch)
})

test('a fork right above the last final block is undone when the command starts', async () => {
  const branch = forked(recording, HEAD + 1, FINAL)
  exchange(branch)
  start()
  await expectExact(branch)
})

test.each([1, 15, 100])(
  'a fork %i blocks below the last final one: LP2003, exit 65, everything as it was, and exact after a rewind',
  async (below) => {
    const before = await index.everything()
    const fork = FINAL - below
    const branch = forked(recording, HEAD + 2, fork)
    exchange(branch)
    start()
    expect((await once(child, 'close'))[0]).toBe(65)
    expect(output).toContain('LP2003')
    const stopped = await index.everything()
    expect(stopped).toMatchObject({ tables: before.tables, digest: before.digest })
    const { rows } = await index.client.query('SELECT stopped FROM cursor')
    expect(rows[0].stopped).toMatch(/^LP2003: /)
    const rewound = await runCommand(['rewind', '--to', String(fork)], replay.url, index.url)
    expect(rewound.code, rewound.output).toBe(0)
    start()
    await expectExact(branch)
  },
)

test('a fork one block below the last final one stops a command that runs, too', async () => {
  await running()
  const before = await index.everything()
  exchange(forked(recording, HEAD + 3, FINAL))
  expect((await once(child, 'close'))[0]).toBe(65)
  expect(output).toContain('LP2003')
  expect(await index.everything()).toMatchObject({ tables: before.tables, digest: before.digest })
})

test('a node whose head and final block went back undoes nothing, and what was final stays final', async () => {
  const before = await index.everything()
  let looks = 0
  const short = upTo(recording, HEAD - 15)
  exchange({
    ...short,
    get head() {
      looks++
      return short.head
    },
  })
  start()
  await expect.poll(() => looks, { timeout: 30_000 }).toBeGreaterThan(8)
  const final = { finalized_height: FINAL, finalized_hash: ref(FINAL).hash }
  const { tables, standing } = await index.everything()
  expect(tables).toEqual(before.tables)
  expect(standing).toMatchObject({ cursor: { height: HEAD, ...final } })
  const branch = forked(recording, HEAD + 1, HEAD - 15)
  exchange(branch)
  await expectExact(branch)
})
