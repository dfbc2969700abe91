import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import type { BlockData } from '../../src/chain/types'
import { networkFromDeployment } from '../../src/config/deployment'
import { IS_LONG } from '../long.mjs'
import { straight } from '../support/chain/branches'
import { HotIndex } from '../support/chain/hot-index'
import { until } from '../support/notify/listener'
import { ReceiverServer, SECRET } from '../support/notify/receiver-server'
import { firedAfter, hasSeenAll, RULES, readAlerts, writeRules } from '../support/notify/rules'
import { FIXTURE } from '../support/recordings'

const START = 100
const END = 2_300
const BATCH = 100

/**
 * No operator of a recording raises its delay to the exit delay (64 blocks). This one sets it three times: to 30 at 633, to 2 at
 * 735, effective at 811, and to 40 at 900. Here it sets 64 at 735, by the same log with another number.
 */
const OPERATOR = '0xa1f995f17683b79b24e5c158d42ac56cac8a15d7'
const SET_AT = 735
const EFFECT_AT = 811
const SET_AGAIN_AT = 900

let recording: Recording
let index: HotIndex
let receiver: ReceiverServer
let rules: string
let child: ChildProcess
let kills = 0

function chain(from: number, to: number): BlockData[] {
  const data = (delay: number) =>
    `0x${[OPERATOR.slice(2), delay.toString(16), EFFECT_AT.toString(16)].map((word) => word.padStart(64, '0')).join('')}`
  return straight(recording, from, to).map(({ header, logs }) => ({
    header,
    logs: logs.map((log) =>
      header.number === SET_AT && log.data === data(2) ? { ...log, data: data(64) } : log,
    ),
  }))
}

async function start(): Promise<void> {
  child = spawn(process.execPath, ['lib/cli/main.js', 'notify'], {
    env: {
      ...process.env,
      DB_URL: index.url,
      LINCHPIN_NOTIFY_PORT: '0',
      LINCHPIN_RULES: rules,
      LINCHPIN_WEBHOOK_ADDRESSES: 'any',
    },
  })
  const lines = { text: '' }
  child.stderr!.on('data', (text) => (lines.text += text))
  child.stdout!.on('data', (text) => (lines.text += text))
  await until(() => lines.text.includes('notify is ready'))
}

async function kill(): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'close')
  kills += 1
  // Else the next one waits until the lease of this one is over.
  await index.client.query('UPDATE linchpin_notify.lease SET name = NULL')
}

/** Rules and subjects of these states that the receiver holds. */
const received = (state: string) =>
  receiver.distinct.filter(({ data }) => data.state === state).map(({ data }) => data)

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  index = await HotIndex.create(networkFromDeployment(recording.deployment))
  await index.feed.final(chain(1, START))
  receiver = await ReceiverServer.start()
  rules = writeRules(`${RULES}
  - { name: behind, rule: indexer-behind, seconds: 100000 }
  - { name: invalid, rule: invalid-block }
receivers: [{ name: ops, url: "${receiver.url}", secret: "${SECRET}" }]
`)
})

afterAll(async () => {
  child.kill('SIGKILL')
  await receiver.close()
  await index.drop()
})

test('each built-in rule fires and clears in a recorded history, once by its key, across kills', async () => {
  await start()
  for (let at = START + 1; at <= END; at += BATCH) {
    await index.feed.final(chain(at, Math.min(at + BATCH - 1, END)))
    if ((at - 1) % (IS_LONG ? 300 : 700) !== 0) continue
    await kill()
    await start()
  }
  await until(() => hasSeenAll(index.client))
  const { client } = index
  const has = (state: string, rule: string) => () =>
    received(state).some((data) => data.rule === rule)
  // No indexer runs here, so the index is behind until it is known to be a recording that was indexed to its end.
  await client.query(
    `UPDATE indexer_state SET source = 'RECORDING', head = $1, head_seen_at = now()`,
    [END],
  )
  await until(has('cleared', 'behind'))
  await client.query(`INSERT INTO invalid_block (block, reason) VALUES (3, 'another root of logs')`)
  await client.query(`UPDATE cursor SET stopped = 'LP2003: no such block'`)
  await until(has('fired', 'invalid'))
  await until(has('fired', 'behind'))
  await kill()
  await client.query('UPDATE cursor SET stopped = NULL')
  await client.query('DELETE FROM invalid_block')
  await start()
  await until(has('cleared', 'invalid'))
  await until(() => received('cleared').filter(({ rule }) => rule === 'behind').length === 2)

  const alerts = await readAlerts(client)
  await until(() => receiver.distinct.length >= alerts.length)
  expect(receiver.distinct.map(({ cursor }) => cursor)).toEqual(
    alerts.map(({ seq, part }) => `${seq}.${part}`),
  )
  // Throws if one fires or clears twice.
  firedAfter(alerts)
  const states = new Map<string, Set<string>>()
  for (const { rule, state } of alerts) states.set(rule, (states.get(rule) ?? new Set()).add(state))
  const expected = (names: string[], ...all: string[]) => names.map((name) => [name, new Set(all)])
  expect([...states].sort()).toEqual(
    [
      ...expected(['large', 'redistribution', 'slashings'], 'event'),
      ...expected(['share', 'hhi', 'largest', 'set-share', 'set-hhi'], 'fired', 'cleared'),
      ...expected(
        ['captive', 'fast', 'slasher', 'queued', 'behind', 'invalid'],
        'fired',
        'cleared',
      ),
    ].sort(),
  )
  // A new receiver gets what new rules find at the first start.
  expect(alerts[0]).toMatchObject({ rule: 'behind', state: 'fired', block: null })
  expect(kills).toBe(IS_LONG ? 8 : 4)
})

test('an operator is captive until its delay of the exit delay takes effect, and again when it announces a shorter one', async () => {
  const alerts = await readAlerts(index.client)
  const found = alerts.filter(({ rule, subject }) => rule === 'captive' && subject === OPERATOR)
  expect(
    found.map(({ state, block, data }) => [state, block, data.delay, data.pendingDelay]),
  ).toEqual([
    ['fired', 633, 30, null],
    ['cleared', EFFECT_AT, 64, null],
    ['fired', SET_AGAIN_AT, 64, 40],
  ])
})
