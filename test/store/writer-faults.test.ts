import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Network } from '../../src/config/networks'
import { someOf } from '../long.mjs'
import type { Point } from '../sim/plan'
import { installRaise, uninstall } from '../sim/points'
import { branch, straight } from '../support/chain/branches'
import { type Everything, HotIndex, type Ref } from '../support/chain/hot-index'
import { FIXTURE } from '../support/recordings'

const FINAL = 180
const FORK = 190
const HEAD = 200

let recording: Recording
let network: Network
let index: HotIndex
/** State after the reorganization. */
let clean: Everything
/** State before it, on the branch that is left. */
let before: Everything

const ref = (number: number): Ref => ({ height: number, hash: recording.blockAt(number)!.hash })

/** The transaction that is disturbed: it rolls back a branch, ends versions, and writes rows of every kind. */
const reorganize = () =>
  index.feed.hot(ref(FORK), straight(recording, FORK + 1, HEAD), ref(FINAL + 1))

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  network = networkFromDeployment(recording.deployment)
  const whole = await HotIndex.create(network)
  await whole.feed.final(straight(recording, 1, FINAL))
  await whole.feed.hot(ref(FINAL), straight(recording, FINAL + 1, HEAD), ref(FINAL + 1))
  clean = await whole.everything()
  await whole.drop()
})

beforeEach(async () => {
  index = await HotIndex.copy(
    network,
    straight(recording, 1, FINAL),
    straight(recording, FINAL + 1, FORK),
  )
  await index.feed.database.connect()
  const left = branch(recording, { number: FORK, ...ref(FORK) }, HEAD + 1, 'shifted')
  await index.feed.hot(ref(FORK), left, ref(FINAL))
  before = await index.everything()
})

afterEach(async () => {
  vi.useRealTimers()
  await index.drop()
})

const POINTS: readonly Point[] = ['rollback', 'copy', 'end versions', 'cursor', 'commit']

/** out_of_memory, query_canceled, admin_shutdown, connection_failure, disk_full, io_error */
const STOPPING = ['53200', '57014', '57P01', '08006', '53100', '58030']

test.each(someOf(STOPPING, 1))(
  'an error %s at any point leaves nothing of the batch, and the next attempt is exact',
  async (code) => {
    for (const point of POINTS) {
      expect(await installRaise(index.client, point, code, 1)).toBe(true)
      await expect(reorganize(), point).rejects.toMatchObject({ code })
      await uninstall(index.client)
      expect(await index.everything(), point).toEqual(before)
    }
    await reorganize()
    expect(await index.everything()).toEqual(clean)
  },
)

/** serialization_failure, deadlock_detected */
test.each(someOf(['40001', '40P01'], 1))(
  'an error %s is retried at once, with up to five attempts',
  async (code) => {
    await installRaise(index.client, 'commit', code, 5)
    await expect(reorganize()).rejects.toMatchObject({ code })
    await uninstall(index.client)
    expect(await index.everything()).toEqual(before)
    await installRaise(index.client, 'commit', code, 4)
    await reorganize()
    await uninstall(index.client)
    expect(await index.everything()).toEqual(clean)
  },
)

/** The used part of the writer's pg client. */
interface Connection {
  query(...args: unknown[]): unknown
  processID: number
}
const connection = () => (index.feed.database as unknown as { client: Connection }).client

test('a batch that fails at any of its statements leaves nothing, and the next attempt is exact', async () => {
  const real = connection().query
  let failAt = 0
  let count = 0
  connection().query = function (this: unknown, ...args: unknown[]) {
    if (++count === failAt) throw Object.assign(new Error('cut'), { code: '08006' })
    return real.apply(this, args)
  }
  let failed = 0
  for (failAt = 1; ; failAt++) {
    count = 0
    const outcome = await reorganize().then(
      () => 'written',
      ({ code }) => code,
    )
    if (outcome === 'written') break
    expect(outcome).toBe('08006')
    failed++
    // Comparing everything after every statement would take too long.
    if (failAt % 10 === 0) expect(await index.everything(), `statement ${failAt}`).toEqual(before)
  }
  expect(failed).toBeGreaterThan(100)
  expect(await index.everything()).toEqual(clean)
})

test('a writer that lost its connection writes nothing more, and another one can take over', async () => {
  await index.client.query('SELECT pg_terminate_backend($1)', [connection().processID])
  await expect(reorganize()).rejects.toThrow(/terminat|not queryable/)
  const { feed } = index
  expect(await index.everything()).toEqual(before)
  await index.restart()
  await reorganize()
  expect(await index.everything()).toEqual(clean)
  await expect(feed.hot(ref(FORK), [], ref(FINAL))).rejects.toThrow()
  expect(await index.everything()).toEqual(clean)
})

test('a connection that breaks during a transaction rolls it back', async () => {
  const real = connection().query
  const { processID } = connection()
  let count = 0
  connection().query = function (this: unknown, ...args: unknown[]) {
    if (++count !== 60) return real.apply(this, args)
    const cut = index.client.query('SELECT pg_terminate_backend($1)', [processID])
    return cut.then(() => real.apply(this, args))
  }
  await expect(reorganize()).rejects.toThrow(/terminat|not queryable/)
  expect(count).toBeGreaterThanOrEqual(60)
  expect(await index.everything()).toEqual(before)
  await index.restart()
  await reorganize()
  expect(await index.everything()).toEqual(clean)
})

test('a commit whose answer is lost is done once', async () => {
  const real = connection().query
  connection().query = function (this: unknown, ...args: unknown[]) {
    const answer = real.apply(this, args)
    if (args[0] !== 'COMMIT') return answer
    return (answer as Promise<unknown>).then(() => {
      throw Object.assign(new Error('cut'), { code: '08006' })
    })
  }
  await expect(reorganize()).rejects.toThrow('cut')
  expect(await index.everything()).toEqual(clean)
  await index.restart()
  expect(index.feed.database.position).toMatchObject(ref(HEAD))
  expect(await index.everything()).toEqual(clean)
})

test('a second writer gets the name of the first one', async () => {
  const second = index.feedOfAnother()
  await expect(second.database.connect()).rejects.toMatchObject({
    code: 'LP3002',
    exitCode: 69,
    message: expect.stringMatching(
      new RegExp(
        `linchpin, process ${process.pid} on \\S+, connected as backend ${connection().processID} since \\d{4}-`,
      ),
    ),
  })
  await second.database.close()
  await reorganize()
  expect(await index.everything()).toEqual(clean)
})

test('a clock that is changed between batches changes nothing', async () => {
  const HOUR = 3_600_000
  let now = Date.now()
  vi.useFakeTimers({ toFake: ['Date'] })
  for (let number = FORK + 1; number <= HEAD; number++) {
    now += number % 2 ? HOUR : -3 * HOUR
    vi.setSystemTime(now)
    await index.feed.hot(ref(number - 1), straight(recording, number, number), ref(FINAL + 1))
  }
  expect(await index.everything()).toEqual(clean)
})
