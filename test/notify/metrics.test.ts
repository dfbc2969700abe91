import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Notify } from '../../src/notify/notify'
import { straight } from '../support/chain/branches'
import { HotIndex, type Ref } from '../support/chain/hot-index'
import { Listener, until } from '../support/notify/listener'
import { ReceiverServer, SECRET } from '../support/notify/receiver-server'
import { readFiredKeys, rulesOf } from '../support/notify/rules'
import { startTestNotify } from '../support/notify/started'
import { FIXTURE } from '../support/recordings'

const FINAL = 180
const HEAD = 200
const BACKOFF = { firstMs: 10, maxMs: 50, maxAttempts: 1_000, maxRefusals: 3 }

let recording: Recording
let index: HotIndex
let notify: Notify
let good: ReceiverServer
let refusing: ReceiverServer
let down: ReceiverServer

const ref = (number: number): Ref => ({ height: number, hash: recording.blockAt(number)!.hash })
const chain = (from: number, to: number) => straight(recording, from, to)

/** Values by name and labels, as Prometheus reads them. */
async function scrape(): Promise<Map<string, number>> {
  const response = await fetch(`${notify.url}/metrics`)
  expect(response.status).toBe(200)
  const lines = (await response.text()).split('\n').filter((line) => /^linchpin_/.test(line))
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ')
      return [line.slice(0, at), Number(line.slice(at + 1))]
    }),
  )
}

async function ready() {
  const response = await fetch(`${notify.url}/ready`)
  return { status: response.status, body: await response.json() }
}

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  index = await HotIndex.create(networkFromDeployment(recording.deployment))
  await index.feed.final(chain(1, FINAL))
  good = await ReceiverServer.start()
  refusing = await ReceiverServer.start()
  refusing.answer = () => 410
  down = await ReceiverServer.start()
  down.answer = () => 500
  const receiver = (name: string, { url }: ReceiverServer) =>
    `  - { name: ${name}, url: "${url}", secret: "${SECRET}", kinds: [allocation, withdrawalQueued] }\n`
  const file = rulesOf(`rules:
  - { name: captive, rule: operator-captive }
  - { name: never, rule: operator-captive, below: 1, operators: ["0x${'1'.repeat(40)}"] }
  - { name: redistribution, rule: redistribution-on }
receivers:
${receiver('good', good)}${receiver('refusing', refusing)}${receiver('down', down)}`)
  notify = await startTestNotify(index.url, {
    file,
    times: { backoff: BACKOFF, timeoutMs: 300 },
  })
})

afterAll(async () => {
  await notify.close()
  for (const receiver of [good, refusing, down]) await receiver.close()
  await index.drop()
})

test('before the first message all series are there, and nothing was sent', async () => {
  const found = await scrape()
  for (const receiver of ['good', 'refusing', 'down']) {
    for (const result of ['taken', 'failed'])
      expect(
        found.get(`linchpin_notify_deliveries_total{receiver="${receiver}",result="${result}"}`),
      ).toBe(0)
    expect(found.get(`linchpin_notify_dead_letters{receiver="${receiver}"}`)).toBe(0)
  }
  expect(found.get('linchpin_notify_listeners')).toBe(0)
  expect(found.get('linchpin_notify_dropped_listeners_total')).toBe(0)
  expect(found.get('linchpin_notify_database_up')).toBe(1)
  expect(await ready()).toMatchObject({ status: 200, body: { ready: true, indexed: FINAL } })
})

test('deliveries, failures, dead letters, lag, listeners and what is fired are counted', async () => {
  const listener = await Listener.connect(notify.url)
  await index.write(ref(FINAL), chain(FINAL + 1, HEAD), 4, ref(FINAL))
  await until(() => good.taken.length > 5)
  await until(async () => (await scrape()).get('linchpin_notify_lag_blocks') === 0)
  await until(
    async () => (await scrape()).get('linchpin_notify_receiver_lag_blocks{receiver="good"}') === 0,
  )
  await until(
    async () =>
      (await scrape()).get('linchpin_notify_receiver_lag_blocks{receiver="refusing"}') === 0,
  )
  const found = await scrape()
  const { length } = good.distinct
  const of = (name: string, labels: string) => found.get(`linchpin_notify_${name}{${labels}}`)
  expect(of('deliveries_total', 'receiver="good",result="taken"')).toBe(length)
  expect(of('deliveries_total', 'receiver="good",result="failed"')).toBe(0)
  expect(of('deliveries_total', 'receiver="refusing",result="failed"')).toBe(length)
  expect(of('dead_letters', 'receiver="refusing"')).toBe(length)
  expect(of('dead_letters', 'receiver="down"')).toBe(0)
  expect(of('deliveries_total', 'receiver="down",result="failed"')).toBeGreaterThan(0)
  // The first transaction has its first message.
  expect(of('receiver_lag_blocks', 'receiver="down"')).toBe(HEAD - FINAL)
  expect(found.get('linchpin_notify_listeners')).toBe(1)
  const fired = (await readFiredKeys(index.client)).filter((key) => key.startsWith('captive '))
  expect(of('fired', 'rule="captive"')).toBe(fired.length)
  expect(fired.length).toBeGreaterThan(0)
  expect(of('fired', 'rule="never"')).toBe(0)
  await listener.stop()
  await until(async () => (await scrape()).get('linchpin_notify_listeners') === 0)
})

test('labels are names of the file alone', async () => {
  await fetch(`${notify.url}/feed?kind=nothing`)
  await fetch(`${notify.url}/nothing`)
  const labels = [...(await scrape()).keys()].flatMap((name) => name.match(/"[^"]*"/g) ?? [])
  expect([...new Set(labels)].sort()).toEqual(
    ['"good"', '"refusing"', '"down"', '"taken"', '"failed"', '"captive"', '"never"'].sort(),
  )
})

test('a change that waits for the rules for too long is not ready, and counted; once they have seen it, it is', async () => {
  const holder = new Client({ connectionString: index.url })
  await holder.connect()
  // Rules cannot store how far they are.
  await holder.query('BEGIN')
  await holder.query('LOCK TABLE linchpin_notify.position IN EXCLUSIVE MODE')
  await index.write(ref(HEAD), chain(HEAD + 1, HEAD + 3), 3, ref(FINAL))
  expect(await ready()).toMatchObject({ status: 200, body: { block: HEAD, indexed: HEAD + 3 } })
  await index.client.query(
    `UPDATE outbox SET written_at = now() - interval '10 minutes' WHERE block > ${HEAD}`,
  )
  const { status, body } = await ready()
  expect([status, body.ready, body.reasons.length]).toEqual([503, false, 1])
  expect(body.reasons[0]).toMatchObject({ code: 'NOT_READY', seconds: expect.any(Number) })
  expect(body.reasons[0].message).toContain(`block ${HEAD}, of ${HEAD + 3}`)
  const found = await scrape()
  expect(found.get('linchpin_notify_lag_blocks')).toBe(3)
  expect(found.get('linchpin_notify_wait_seconds')).toBeGreaterThan(599)
  await holder.query('ROLLBACK')
  await holder.end()
  await until(async () => (await scrape()).get('linchpin_notify_lag_blocks') === 0)
  expect(await ready()).toMatchObject({ status: 200, body: { block: HEAD + 3 } })
})

test('without the tables of the database it is not ready, and the metrics say so', async () => {
  await index.client.query('ALTER TABLE outbox RENAME TO away')
  const { status, body } = await ready()
  expect([status, body.ready, body.reasons[0].code]).toEqual([503, false, 'NOT_READY'])
  const found = await scrape()
  expect(found.get('linchpin_notify_database_up')).toBe(0)
  expect(found.has('linchpin_notify_lag_blocks')).toBe(false)
  expect((await fetch(`${notify.url}/health`)).status).toBe(200)
  await index.client.query('ALTER TABLE away RENAME TO outbox')
})
