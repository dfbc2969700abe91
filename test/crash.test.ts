import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ChainView } from '../src/chain/chain-view'
import { loadRecording, type Recording } from '../src/chain/recording'
import { type Replay, startReplay } from '../src/chain/replay'
import { networkFromDeployment } from '../src/config/deployment'
import type { Network } from '../src/config/networks'
import { runCommand, spawnCli } from './sim/indexer'
import { backends, installHold, installRaise, meet, uninstall } from './sim/points'
import { straight } from './support/branches'
import { blockOf } from './support/feed'
import { exchangeable, forked, reached, upTo } from './support/forks'
import { HotIndex, type Ref } from './support/hot-index'
import { FIXTURE } from './support/recordings'

/** Blocks that are indexed when a command starts, and the head of the chain then. The command has finality 30. */
const FINAL = 160
const INDEXED = 190
const HEAD = 200

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

beforeEach(async () => {
  const chain = exchangeable(upTo(recording, HEAD))
  exchange = chain.exchange
  replay = await startReplay(chain.view)
  index = await HotIndex.create(network)
  await index.feed.final(straight(recording, 1, FINAL))
  await index.feed.hot(ref(FINAL), straight(recording, FINAL + 1, INDEXED), ref(FINAL))
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

/** The exit code, when also the database knows that the process is gone. */
async function ended(): Promise<number | null> {
  const [code] = await once(child, 'close')
  await expect.poll(() => backends(index.client), { timeout: 30_000 }).toEqual([])
  return code
}

/** The backend of the writer, in the middle of its transaction. */
async function met(): Promise<number> {
  const pid = await meet(index.client, () => child.exitCode !== null)
  expect(pid, output).not.toBeNull()
  return pid!
}

/** A command that starts now makes the index that of a chain that was never disturbed. */
async function expectExactAfterStart(view: ChainView = upTo(recording, HEAD)): Promise<void> {
  await uninstall(index.client)
  start()
  await expectExact(view)
}

async function expectExact(view: ChainView): Promise<void> {
  await reached(index.client, view.blockAt(view.head)!)
  const { tables, digest } = await index.everything()
  const blocks = Array.from({ length: view.head }, (_, i) => blockOf(view, i + 1))
  const clean = await HotIndex.clean(network, blocks, FINAL)
  expect(tables).toEqual(clean.tables)
  expect(digest).toBe(clean.digest)
}

test('SIGTERM in the middle of a batch: exit 0, nothing of the batch is there, a new start is exact', async () => {
  const before = await index.everything()
  await installHold(index.client, 'cursor')
  start()
  await met()
  child.kill('SIGTERM')
  expect(await ended()).toBe(0)
  expect(await index.everything()).toEqual(before)
  await expectExactAfterStart()
})

test('a connection that is cut in the middle of a batch: LP3009, exit 69, a new start is exact', async () => {
  const before = await index.everything()
  await installHold(index.client, 'commit')
  start()
  await index.client.query('SELECT pg_terminate_backend($1)', [await met()])
  expect(await ended()).toBe(69)
  expect(output).toContain('LP3009')
  expect(await index.everything()).toEqual(before)
  await expectExactAfterStart()
})

test('a full disk: LP3008, exit 69, a new start is exact', async () => {
  const before = await index.everything()
  await installRaise(index.client, 'copy', '53100', 1)
  start()
  expect(await ended()).toBe(69)
  expect(output).toContain('LP3008')
  expect(await index.everything()).toEqual(before)
  await expectExactAfterStart()
})

test('an error that is no passing trouble of the database: exit 70, so that no supervisor repeats it for ever', async () => {
  const before = await index.everything()
  await installRaise(index.client, 'cursor', '23505', 1)
  start()
  expect(await ended()).toBe(70)
  expect(await index.everything()).toEqual(before)
  await expectExactAfterStart()
})

test('a fork that comes while its blocks are being written: they are undone right after', async () => {
  await installHold(index.client, 'cursor')
  start()
  await met()
  const branch = forked(recording, HEAD + 3, INDEXED + 4)
  exchange(branch)
  await expectExact(branch)
})

test('a second indexer of the same database: LP3002 with the process of the first, exit 69, and the first goes on', async () => {
  start()
  await reached(index.client, recording.blockAt(HEAD)!)
  const second = await runCommand(['index'], replay.url, index.url)
  expect(second.code).toBe(69)
  expect(second.output).toMatch(new RegExp(`LP3002.*linchpin, process ${child.pid} on \\S+,`))
  exchange(upTo(recording, HEAD + 20))
  await expectExact(upTo(recording, HEAD + 20))
})
