import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { IS_LONG } from '../long.mjs'
import { runCommand } from '../sim/indexer'
import { backends, installGate, installRaise, meetAtGate, openGate, uninstall } from '../sim/points'
import { forked, reached, upTo } from '../support/chain/forks'
import type { Everything, HotIndex } from '../support/chain/hot-index'
import { LiveIndex } from '../support/chain/live-index'

/** Last final and last indexed block when a command starts, and the head of the chain then. */
const FINAL = 160
const INDEXED = 190
const HEAD = 200

let live: LiveIndex
let index: HotIndex
/** The content of the database before the command starts. */
let before: Everything

beforeEach(async () => {
  live = await LiveIndex.create(FINAL, INDEXED, HEAD)
  index = live.index
  before = await index.everything()
})

afterEach(() => live.end())

/** The Postgres backend of the writer, in the middle of its transaction. */
async function met(): Promise<number> {
  const pid = await meetAtGate(index.client, () => live.child.exitCode !== null)
  expect(pid, live.log).not.toBeNull()
  return pid!
}

/** Nothing of the batch is stored, and a command that starts now gives the index of a run without faults. */
async function expectRecovery(): Promise<void> {
  expect(await index.everything()).toEqual(before)
  await uninstall(index.client)
  live.start()
  await live.expectExact(upTo(live.recording, HEAD))
}

test('SIGTERM in the middle of a batch: exit 0', async () => {
  await installGate(index.client, 'cursor')
  live.start()
  await met()
  const closed = once(live.child, 'close')
  live.child.kill('SIGTERM')
  expect(await closed).toEqual([0, null])
  await openGate(index.client)
  await expect.poll(() => backends(index.client)).toEqual([])
  await expectRecovery()
})

test('a connection that is terminated in the middle of a batch: LP3009, exit 69', async () => {
  await installGate(index.client, 'commit')
  live.start()
  await index.client.query('SELECT pg_terminate_backend($1)', [await met()])
  expect(await live.ended()).toBe(69)
  await openGate(index.client)
  expect(live.log).toContain('LP3009')
  await expectRecovery()
})

// With a real disk in test/store/disk-full.test.ts.
if (IS_LONG)
  test('a full disk: LP3008, exit 69', async () => {
    await installRaise(index.client, 'copy', '53100', 1)
    live.start()
    expect(await live.ended()).toBe(69)
    expect(live.log).toContain('LP3008')
    await expectRecovery()
  })

test('a database error that is not transient: exit 70, so that no supervisor restarts it forever', async () => {
  await installRaise(index.client, 'cursor', '23505', 1)
  live.start()
  expect(await live.ended()).toBe(70)
  await expectRecovery()
})

test('a reorg while its blocks are being written: they are rolled back right after', async () => {
  await installGate(index.client, 'cursor')
  live.start()
  await met()
  const branch = forked(live.recording, HEAD + 3, INDEXED + 4)
  live.exchange(branch)
  await openGate(index.client)
  await live.expectExact(branch)
})

test('a second indexer of the same database: LP3002 with the process of the first, exit 69, and the first keeps running', async () => {
  live.start()
  await reached(index.client, live.recording.blockAt(HEAD)!)
  const second = await runCommand(['index'], live.node.url, index.url)
  expect(second.code).toBe(69)
  expect(second.output).toMatch(
    new RegExp(`LP3002.*linchpin, process ${live.child.pid} on \\S+, connected`),
  )
  const longer = upTo(live.recording, HEAD + 20)
  live.exchange(longer)
  await live.expectExact(longer)
})

test('a killed indexer is replaced at once', async () => {
  live.start()
  await reached(index.client, live.recording.blockAt(HEAD)!)
  live.child.kill('SIGKILL')
  await live.ended()
  live.start()
  const longer = upTo(live.recording, HEAD + 20)
  live.exchange(longer)
  await live.expectExact(longer)
})

test('an indexer that was frozen and replaced writes nothing when it wakes up: LP3026, exit 69', async () => {
  live.start()
  await reached(index.client, live.recording.blockAt(HEAD)!)
  live.child.kill('SIGSTOP')
  await index.client.query(`UPDATE writer SET heartbeat = heartbeat - interval '1 hour'`)
  const successor = index.feedOfAnother()
  await successor.database.connect()
  const standing = await index.everything()
  live.exchange(upTo(live.recording, HEAD + 20))
  const ended = once(live.child, 'close')
  live.child.kill('SIGCONT')
  expect((await ended)[0]).toBe(69)
  expect(live.log).toContain('LP3026')
  expect(await index.everything()).toEqual(standing)
  await successor.database.close()
  live.start()
  await live.expectExact(upTo(live.recording, HEAD + 20))
})
