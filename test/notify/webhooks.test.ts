import { PassThrough } from 'node:stream'
import pino from 'pino'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Notify, NotifyOptions } from '../../src/notify/notify'
import type { ReceiverSpec } from '../../src/notify/rules/file'
import { markForResending, readDead, readReceivers } from '../../src/store/notify/receivers'
import { branch, straight } from '../support/chain/branches'
import { HotIndex, type Ref } from '../support/chain/hot-index'
import { until } from '../support/notify/listener'
import { ReceiverServer, SECRET } from '../support/notify/receiver-server'
import { startTestNotify } from '../support/notify/started'
import { readOutbox } from '../support/outbox'
import { FIXTURE } from '../support/recordings'

const FINAL = 180
const HEAD = 200
const FORK = 190
const BACKOFF = { firstMs: 10, maxMs: 50, maxAttempts: 1_000, maxRefusals: 3 }

let recording: Recording
let index: HotIndex
let receiver: ReceiverServer
let notify: Notify | null
let log: string

const ref = (number: number): Ref => ({ height: number, hash: recording.blockAt(number)!.hash })
const chain = (from: number, to: number) => straight(recording, from, to)

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
})

beforeEach(async () => {
  index = await HotIndex.copy(networkFromDeployment(recording.deployment), chain(1, FINAL))
  await index.feed.database.connect()
  receiver = await ReceiverServer.start()
  log = ''
})

afterEach(async () => {
  await notify?.close()
  notify = null
  await receiver.close()
  await index.drop()
})

async function start(spec: Partial<ReceiverSpec> = {}, options: Partial<NotifyOptions> = {}) {
  const output = new PassThrough().on('data', (line) => (log += line))
  const ops: ReceiverSpec = {
    name: 'ops',
    url: receiver.url,
    secret: SECRET,
    delivery: 'at-once',
    kinds: ['slashing', 'withdrawalQueued', 'allocation', 'block'],
    subjects: null,
    ...spec,
  }
  notify = await startTestNotify(index.url, {
    file: { rules: [], receivers: [ops] },
    logger: pino({ level: 'trace' }, output),
    ...options,
    times: { backoff: BACKOFF, ...options.times },
  })
}

/** Blocks above the last final one, a fork, and back. */
async function write(): Promise<void> {
  const final = ref(FINAL)
  await index.write(final, chain(FINAL + 1, HEAD), 4, final)
  const other = branch(recording, { number: FORK, ...ref(FORK) }, HEAD, 'shifted')
  await index.write(ref(FORK), other, 4, final)
  await index.write(ref(FORK), chain(FORK + 1, HEAD), 4, final)
}

/** Numbers of the rows that the receiver wants, of what was written after it was added. */
async function wanted(): Promise<number[]> {
  const kinds = ['slashing', 'withdrawalQueued', 'allocation', 'block']
  const rows = await readOutbox(index.client)
  const first = rows.find(({ block }) => block === FINAL + 1)!.seq
  return rows
    .filter(
      ({ seq, kind, data }) =>
        seq >= first && kinds.includes(kind === 'undone' ? `${data.kind}` : kind),
    )
    .map(({ seq }) => seq)
}

async function expectAll(): Promise<void> {
  const expected = await wanted()
  await until(() => receiver.distinct.length >= expected.length)
  expect(receiver.distinct.map(({ cursor }) => Number(cursor))).toEqual(expected)
  expect(receiver.forged).toBe(0)
}

test('a receiver has every change and every notice of what was undone, signed, once and in order', async () => {
  await start()
  await write()
  await expectAll()
  expect(receiver.taken.length).toBe(receiver.distinct.length)
  expect(receiver.taken.filter(({ kind }) => kind === 'undone').length).toBeGreaterThan(10)
})

test('one that fails half of the time, by 500, by silence and by redirects, has each in order, with one id for all attempts', async () => {
  let count = 0
  receiver.headers = { location: 'http://169.254.169.254/latest/meta-data' }
  receiver.answer = () => ([500, 200, 302, 200, 429, 200, 503, 200] as const)[count++ % 8]!
  await start()
  await write()
  await expectAll()
  const ids = new Map<string, Set<string>>()
  for (const { id, cursor } of receiver.requests)
    ids.set(cursor, (ids.get(cursor) ?? new Set()).add(id))
  expect([...ids.values()].every((set) => set.size === 1)).toBe(true)
  expect(receiver.requests.length).toBeGreaterThan(1.5 * receiver.taken.length)
})

test('one that hangs is given up after the time-out, and has all once it answers', async () => {
  receiver.answer = () => (receiver.requests.length < 4 ? 'hang' : 200)
  await start({}, { times: { timeoutMs: 300 } })
  await write()
  await expectAll()
  expect(log).toContain('no answer in 0.3 s')
})

test('one that was down, for longer than the process lived, has all when it comes back', async () => {
  receiver.answer = () => 503
  await start()
  await write()
  await until(() => receiver.requests.length > 2)
  await notify!.close()
  // A day later.
  receiver.answer = () => 200
  await index.client.query(
    `UPDATE linchpin_notify.receiver SET next_at = next_at - interval '1 day'`,
  )
  await start()
  await expectAll()
})

test('a message that it refuses is put aside after some attempts, listed, and sent again with its id', async () => {
  let refused = ''
  receiver.answer = ({ cursor, kind }) => {
    if (refused === '' && kind === 'allocation') refused = cursor
    return cursor === refused ? 400 : 200
  }
  await start()
  await write()
  const expected = await wanted()
  await until(() => receiver.distinct.length >= expected.length - 1)
  const dead = await readDead(index.client)
  expect(dead).toMatchObject([
    { receiver: 'ops', cursor: refused, error: 'status 400', attempts: 3, resend: false },
  ])
  receiver.answer = () => 200
  expect(await markForResending(index.client, [dead[0]!.id])).toBe(1)
  await until(async () => (await readDead(index.client)).length === 0)
  const again = receiver.taken.at(-1)!
  expect([again.id, again.cursor]).toEqual([dead[0]!.id, refused])
  expect(receiver.requests.filter(({ cursor }) => cursor === refused)).toHaveLength(4)
})

test('addresses of this machine and its network, plain HTTP, and names that point there are refused by default', async () => {
  await start({}, { allowPrivate: false })
  await write()
  await until(() => log.includes('plain HTTP is refused'))
  await notify!.close()
  for (const host of [
    '127.0.0.1',
    '[::1]',
    '[::ffff:10.0.0.1]',
    '169.254.169.254',
    '2130706433',
    'localhost',
  ]) {
    log = ''
    await start({ url: `https://${host}:9/hook` }, { allowPrivate: false })
    await until(() => /is not public, and refused/.test(log))
    await notify!.close()
  }
  notify = null
  expect(receiver.requests).toEqual([])
})

test('no log has the secret, or the URL with its key', async () => {
  receiver.answer = () => 500
  await start()
  await write()
  await until(() => receiver.requests.length > 3)
  expect(log).toContain('message was not taken')
  expect(log).not.toContain(SECRET.slice(6))
  expect(log).not.toContain('TOPSECRET')
  const [state] = await readReceivers(index.client)
  expect(state).toMatchObject({ name: 'ops', lastError: 'status 500', sent: '0' })
})

test('a new receiver begins with what comes next, and one that is removed is forgotten', async () => {
  await start()
  await write()
  await expectAll()
  await notify!.close()
  await start({ name: 'other' })
  const [state, ...more] = await readReceivers(index.client)
  expect(more).toEqual([])
  expect(state).toMatchObject({
    name: 'other',
    seq: String((await readOutbox(index.client)).at(-1)!.seq),
  })
})
