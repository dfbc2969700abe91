import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import { straight } from '../support/chain/branches'
import { HotIndex } from '../support/chain/hot-index'
import { until } from '../support/notify/listener'
import { ReceiverServer, SECRET } from '../support/notify/receiver-server'
import { writeRules } from '../support/notify/rules'
import { FIXTURE } from '../support/recordings'

let recording: Recording
let index: HotIndex
let receiver: ReceiverServer

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  index = await HotIndex.create(networkFromDeployment(recording.deployment))
  await index.feed.final(straight(recording, 1, 150))
  receiver = await ReceiverServer.start()
})

afterAll(async () => {
  await receiver.close()
  await index.drop()
})

/** The built command, on the database. */
function start(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['lib/cli/main.js', 'notify', ...args], {
    env: { ...process.env, DB_URL: index.url, LINCHPIN_NOTIFY_PORT: '0', ...env },
  })
  const output = { text: '' }
  child.stdout.on('data', (text) => (output.text += text))
  child.stderr.on('data', (text) => (output.text += text))
  return { child, output }
}

async function run(args: string[], env: Record<string, string> = {}) {
  const { child, output } = start(args, env)
  const [code] = await once(child, 'close')
  return { code, text: output.text }
}

const rules = (url: string) =>
  writeRules(`receivers: [{ name: ops, url: "${url}", secret: "${SECRET}", kinds: [allocation] }]`)

test('a file of rules that is wrong ends it with 78 and the name of the field', async () => {
  const LINCHPIN_RULES = writeRules('rules: [{ name: a, rule: operator-share, above: 2 }]')
  const { code, text } = await run([], { LINCHPIN_RULES })
  expect([code, text]).toEqual([78, expect.stringContaining('LP1020')])
  expect(text).toContain('rules.0.above: must be above 0')
})

test('dead letters are listed and sent again; SIGTERM ends it with 0, and the next one starts at once', async () => {
  receiver.answer = () => 410
  const env = { LINCHPIN_RULES: rules(receiver.url), LINCHPIN_WEBHOOK_ADDRESSES: 'any' }
  const first = start([], env)
  await until(() => first.output.text.includes('notify is ready'))
  await index.feed.final(straight(recording, 151, 170))
  await until(() => first.output.text.includes('message was put aside'))
  await expect.poll(async () => (await run(['dead'])).text).toContain('"error":"status 410"')
  first.child.kill('SIGTERM')
  expect((await once(first.child, 'close'))[0]).toBe(0)
  const dead = (await run(['dead'])).text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(dead[0]).toMatchObject({ receiver: 'ops', error: 'status 410', attempts: 1 })
  expect(JSON.parse(dead[0].body)).toMatchObject({
    type: 'allocation',
    data: { cursor: dead[0].cursor },
  })
  receiver.answer = () => 200
  expect((await run(['resend', dead[0].id])).text).toBe('1 message will be sent again\n')
  const second = start([], env)
  await until(() => receiver.taken.some(({ id }) => id === dead[0].id))
  const third = await run([], env)
  expect([third.code, third.text]).toEqual([69, expect.stringContaining('LP3040')])
  second.child.kill('SIGKILL')
  await once(second.child, 'close')
  const left = (await run(['dead'])).text
    .trim()
    .split('\n')
    .filter((line) => line !== '')
  expect(left).toHaveLength(dead.length - 1)
  expect(first.output.text + second.output.text).not.toContain('TOPSECRET')
})
