import { connect } from 'node:net'
import { createClient } from 'graphql-sse'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Notify } from '../../src/notify/notify'
import type { Message } from '../../src/store/notify/messages'
import { branch, straight } from '../support/chain/branches'
import { HotIndex, type Ref } from '../support/chain/hot-index'
import { until } from '../support/notify/listener'
import { startTestNotify } from '../support/notify/started'
import { readOutbox } from '../support/outbox'
import { FIXTURE } from '../support/recordings'

const FINAL = 180
const FORK = 190
const HEAD = 200

let recording: Recording
let index: HotIndex
let notify: Notify

const ref = (number: number): Ref => ({ height: number, hash: recording.blockAt(number)!.hash })
const chain = (from: number, to: number) => straight(recording, from, to)

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
})

beforeEach(async () => {
  index = await HotIndex.copy(networkFromDeployment(recording.deployment), chain(1, FINAL))
  await index.feed.database.connect()
  notify = await startTestNotify(index.url)
})

afterEach(async () => {
  await notify.close()
  await index.drop()
})

const FIELDS = 'cursor kind block final subjects data undoes at'
const FEED = `subscription($since: String, $kinds: [String!]) { feed(since: $since, kinds: $kinds) { ${FIELDS} } }`

/** Subscribes with the client of the library. */
function subscribe(variables: Record<string, unknown>) {
  const client = createClient({ url: `${notify.url}/graphql/stream`, retryAttempts: 0 })
  const messages: Message[] = []
  const errors: { extensions: { code: string } }[] = []
  const end = client.subscribe(
    { query: FEED, variables },
    {
      next: ({ data, errors: found }) => {
        if (data?.feed) messages.push(data.feed as Message)
        for (const error of found ?? []) errors.push(error as never)
      },
      error: (error) => errors.push(error as never),
      complete: () => {},
    },
  )
  return { messages, errors, end }
}

test('a subscription has what GET /feed has, of the kinds that it names, forks and their end too', async () => {
  const all = subscribe({ since: '0' })
  const some = subscribe({ since: '0', kinds: ['allocation', 'slashing'] })
  const final = ref(FINAL)
  await index.write(final, chain(FINAL + 1, HEAD), 4, final)
  await index.write(
    ref(FORK),
    branch(recording, { number: FORK, ...ref(FORK) }, HEAD, 'shifted'),
    4,
    final,
  )
  const rows = await readOutbox(index.client)
  await until(() => all.messages.length >= rows.length)
  const wanted = rows.filter(({ kind, data }) =>
    ['allocation', 'slashing'].includes(kind === 'undone' ? `${data.kind}` : kind),
  )
  await until(() => some.messages.length >= wanted.length)
  expect(all.messages.map(({ cursor, kind, data }) => [Number(cursor), kind, data])).toEqual(
    rows.map(({ seq, kind, data }) => [seq, kind, data]),
  )
  expect(some.messages.map(({ cursor }) => Number(cursor))).toEqual(wanted.map(({ seq }) => seq))
  all.end()
  some.end()
  await until(
    async () => (await fetch(`${notify.url}/status`).then((r) => r.json())).listeners === 0,
  )
})

test('the query feedCursor is the last cursor', async () => {
  const answers = await fetch(`${notify.url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: '{ feedCursor again: feedCursor }' }),
  }).then((response) => response.text())
  const last = String((await readOutbox(index.client)).at(-1)!.seq)
  expect(answers).toContain(JSON.stringify({ data: { feedCursor: last, again: last } }))
})

test('arguments are refused with the codes of GET /feed', async () => {
  for (const [variables, code] of [
    [{ since: 'abc' }, 'BAD_CURSOR'],
    [{ since: '99999' }, 'BAD_CURSOR'],
    [{ kinds: ['slash'] }, 'BAD_USER_INPUT'],
  ] as const) {
    const { errors, end } = subscribe(variables)
    await until(() => errors.length > 0)
    expect(errors[0]).toMatchObject({ extensions: { code } })
    end()
  }
})

test('a body without a length, or of over 64 KB, is refused, as are streams that a token reserves', async () => {
  const url = `${notify.url}/graphql/stream`
  const long = await fetch(url, { method: 'POST', body: 'x'.repeat(65_537) })
  expect([long.status, (await long.json()).error.code]).toEqual([400, 'BAD_REQUEST'])
  expect((await fetch(url, { method: 'PUT' })).status).toBe(405)
  const { port } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(
    'POST /graphql/stream HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n',
  )
  const answer = await new Promise<string>((resolve) =>
    socket.once('data', (data) => resolve(String(data))),
  )
  expect(answer).toMatch(/^HTTP\/1\.1 400/)
  socket.destroy()
})

test('a subscriber that does not read is dropped, and little is kept for it', async () => {
  await notify.close()
  notify = await startTestNotify(index.url, { times: { slowMs: 500, lingerMs: 200 } })
  await index.client.query(
    `UPDATE outbox SET data = data || jsonb_build_object('filler', repeat('x', 300000)) WHERE kind = 'block'`,
  )
  const before = process.memoryUsage().rss
  const { port } = new URL(notify.url)
  const socket = connect(Number(port), '127.0.0.1').pause()
  const body = JSON.stringify({ query: FEED, variables: { since: '0' } })
  socket.write(
    `POST /graphql/stream HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\naccept: text/event-stream\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  const listeners = async () =>
    (await fetch(`${notify.url}/status`).then((r) => r.json())).listeners
  await until(async () => (await listeners()) === 1)
  let most = 0
  await until(async () => {
    most = Math.max(most, process.memoryUsage().rss - before)
    return (await listeners()) === 0
  })
  // 50 MB are there to be read; a page of them is about 10.
  expect(most).toBeLessThan(200 * 2 ** 20)
  socket.destroy()
})
