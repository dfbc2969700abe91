import pino from 'pino'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import type { BlockData } from '../../src/chain/types'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Network } from '../../src/config/networks'
import type { Notify } from '../../src/notify/notify'
import type { Message } from '../../src/store/notify/messages'
import { rewind } from '../../src/store/rewind'
import { branch, straight } from '../support/chain/branches'
import { HotIndex, type Ref } from '../support/chain/hot-index'
import { Listener, until } from '../support/notify/listener'
import { startTestNotify } from '../support/notify/started'
import { readOutbox } from '../support/outbox'
import { FIXTURE } from '../support/recordings'

const FINAL = 180
const HEAD = 210
const FORK = 190

let recording: Recording
let network: Network
let index: HotIndex
let notify: Notify

const ref = (number: number): Ref => ({ height: number, hash: recording.blockAt(number)!.hash })
const chain = (from: number, to: number) => straight(recording, from, to)
const hot = (base: Ref, blocks: BlockData[], size = 4, final = FINAL) =>
  index.write(base, blocks, size, ref(final))
const fork = () => branch(recording, { number: FORK, ...ref(FORK) }, HEAD, 'shifted')

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  network = networkFromDeployment(recording.deployment)
})

beforeEach(async () => {
  index = await HotIndex.copy(network, chain(1, FINAL))
  await index.feed.database.connect()
  notify = await startTestNotify(index.url)
})

afterEach(async () => {
  await notify.close()
  await index.drop()
})

const last = async () => `${(await readOutbox(index.client)).at(-1)!.seq}`
const isAt = async (listener: Listener) => listener.messages.at(-1)?.cursor === (await last())
const cursors = (messages: readonly Message[]) => messages.map(({ cursor }) => Number(cursor))

test('a listener has every row once, in order, those of a fork and of its end too', async () => {
  const listener = await Listener.connect(notify.url, '?since=0')
  await hot(ref(FINAL), chain(FINAL + 1, HEAD))
  await hot(ref(FORK), fork())
  await hot(ref(FORK), chain(FORK + 1, HEAD))
  await until(() => isAt(listener))
  await listener.stop()
  const rows = await readOutbox(index.client)
  expect(cursors(listener.messages)).toEqual(rows.map(({ seq }) => seq))
  expect(listener.messages.map(({ kind, data }) => [kind, data])).toEqual(
    rows.map(({ kind, data }) => [kind, data]),
  )
  const undone = listener.messages.filter(({ kind }) => kind === 'undone')
  expect(undone.length).toBeGreaterThan(20)
  expect(
    undone.every(({ undoes }) => listener.messages.some(({ cursor }) => cursor === undoes)),
  ).toBe(true)
})

test('one that connects again with the last id misses and repeats nothing', async () => {
  const first = await Listener.connect(notify.url, '?since=0')
  await hot(ref(FINAL), chain(FINAL + 1, FINAL + 10))
  await until(() => first.messages.length > 40)
  await first.stop()
  await hot(ref(FINAL + 10), chain(FINAL + 11, HEAD))
  const second = await Listener.connect(notify.url, '?since=0', first.messages.at(-1)!.cursor)
  await until(() => isAt(second))
  await second.stop()
  const rows = await readOutbox(index.client)
  expect(cursors([...first.messages, ...second.messages])).toEqual(rows.map(({ seq }) => seq))
})

test('without a cursor it hears what comes from now on', async () => {
  const before = Number(await last())
  const listener = await Listener.connect(notify.url)
  await hot(ref(FINAL), chain(FINAL + 1, FINAL + 4))
  await until(() => isAt(listener))
  await listener.stop()
  expect(Math.min(...cursors(listener.messages))).toBe(before + 1)
})

test('final delivery has what is final and nothing that was undone, once each, whenever it connects', async () => {
  const early = await Listener.connect(notify.url, '?since=0&delivery=final')
  await hot(ref(FINAL), chain(FINAL + 1, HEAD))
  await hot(ref(FORK), fork())
  await hot(ref(FORK), chain(FORK + 1, HEAD), 4, FINAL + 5)
  await hot(ref(HEAD), chain(HEAD + 1, HEAD + 20), 4, HEAD)
  const expected = async () => {
    const rows = await readOutbox(index.client)
    const undone = new Set(rows.map(({ undoes }) => undoes))
    return rows
      .filter(
        ({ seq, block, kind }) =>
          block !== null &&
          block <= HEAD &&
          kind !== 'undone' &&
          kind !== 'finalized' &&
          !undone.has(seq),
      )
      .map(({ seq }) => seq)
  }
  const wanted = await expected()
  await until(() => early.messages.length >= wanted.length)
  const late = await Listener.connect(notify.url, '?since=0&delivery=final')
  await until(() => late.messages.length >= wanted.length)
  expect(cursors(early.messages)).toEqual(wanted)
  expect(cursors(late.messages)).toEqual(wanted)
  expect(early.messages.every(({ final }) => final)).toBe(true)
  // Only a person can undo what is final: it is announced to those who had it.
  await index.feed.database.close()
  await rewind(index.client, HEAD - 3)
  await until(() => early.messages.some(({ kind }) => kind === 'undone'))
  const after = early.messages.slice(wanted.length)
  expect(new Set(after.map(({ kind }) => kind))).toEqual(new Set(['undone']))
  expect(after.map(({ undoes }) => Number(undoes))).toEqual(
    wanted.filter((seq) => seq >= Number(after.at(-1)!.undoes)).reverse(),
  )
  const later = await Listener.connect(notify.url, '?since=0&delivery=final')
  await until(() => later.messages.length >= wanted.length - after.length)
  expect(later.messages.some(({ kind }) => kind === 'undone')).toBe(false)
  await Promise.all([early, late, later].map((listener) => listener.stop()))
})

test('kinds and subjects filter, and undone notices of what passes come, too', async () => {
  const rows = async () => readOutbox(index.client)
  await hot(ref(FINAL), chain(FINAL + 1, HEAD))
  await hot(ref(FORK), fork())
  const kinds = await Listener.connect(
    notify.url,
    '?since=0&kind=allocation,slashing&kind=allocationDelay',
  )
  const passes = ({ kind, data }: { kind: string; data: Record<string, unknown> }) =>
    ['allocation', 'slashing', 'allocationDelay'].includes(
      kind === 'undone' ? (data.kind as string) : kind,
    )
  const wanted = (await rows()).filter(passes).map(({ seq }) => seq)
  await until(() => kinds.messages.length >= wanted.length)
  expect(cursors(kinds.messages)).toEqual(wanted)
  const [operator] = (await rows()).find(({ kind }) => kind === 'allocation')!.subjects
  const one = await Listener.connect(
    notify.url,
    `?since=0&subject=${operator!.toUpperCase().replace('0X', '0x')}`,
  )
  const own = (await rows())
    .filter(({ subjects }) => subjects.includes(operator!))
    .map(({ seq }) => seq)
  await until(() => one.messages.length >= own.length)
  expect(cursors(one.messages)).toEqual(own)
  expect(own.length).toBeGreaterThan(1)
  await Promise.all([kinds.stop(), one.stop()])
})

describe('what is refused', () => {
  const refusal = async (query: string) => {
    const response = await fetch(`${notify.url}${query}`)
    const { error } = (await response.json()) as {
      error: { code: string; message: string; hint: string }
    }
    return [response.status, error.code, error.message]
  }

  test('a cursor that is none, of the future, or too old', async () => {
    expect(await refusal('/feed?since=abc')).toEqual([
      400,
      'BAD_CURSOR',
      'abc is no cursor of the feed.',
    ])
    expect(await refusal('/feed?since=1.0')).toEqual([
      400,
      'BAD_CURSOR',
      '1.0 is no cursor of the feed.',
    ])
    expect((await refusal('/feed?since=999999'))[1]).toBe('BAD_CURSOR')
    await index.client.query('DELETE FROM outbox WHERE seq <= 20')
    await index.client.query('UPDATE outbox_head SET deleted_to = 20')
    expect((await refusal('/feed?since=19')).slice(0, 2)).toEqual([410, 'CURSOR_TOO_OLD'])
    const all = await Listener.connect(notify.url, '?since=0')
    await until(() => isAt(all))
    expect(cursors(all.messages)[0]).toBe(21)
    await all.stop()
  })

  test('unknown parameters, kinds, subjects and deliveries, each by its value', async () => {
    for (const [query, part] of [
      ['from=1', 'from'],
      ['kind=slash', 'slash'],
      ['subject=0x12', '0x12'],
      ['delivery=later', 'later'],
      ['since=1&since=2', 'since'],
    ]) {
      const [status, code, message] = await refusal(`/feed?${query}`)
      expect([status, code]).toEqual([400, 'BAD_USER_INPUT'])
      expect(message).toContain(part)
    }
  })

  test('other paths, methods and hosts, and too many listeners', async () => {
    expect((await refusal('/graphql'))[0]).toBe(404)
    expect((await fetch(`${notify.url}/feed`, { method: 'POST' })).status).toBe(405)
    await notify.close()
    notify = await startTestNotify(index.url, { maxListeners: 1 })
    const one = await Listener.connect(notify.url)
    expect((await refusal('/feed')).slice(0, 2)).toEqual([503, 'TOO_MANY_LISTENERS'])
    await one.stop()
    await until(
      async () => (await fetch(`${notify.url}/status`).then((r) => r.json())).listeners === 0,
    )
    await (await Listener.connect(notify.url)).stop()
  })
})

test('a second process is refused, and takes over from one that is frozen, which then delivers nothing', async () => {
  await expect(startTestNotify(index.url)).rejects.toMatchObject({ code: 'LP3040' })
  await index.client.query(
    `UPDATE linchpin_notify.lease SET heartbeat = now() - interval '1 minute', name = 'frozen'`,
  )
  const [second] = await Promise.allSettled([startTestNotify(index.url)])
  if (second?.status === 'fulfilled') {
    await expect(notify.failed).rejects.toMatchObject({ code: 'LP3041' })
    await second.value.close()
  } else {
    // The first one was quicker with its heartbeat.
    expect(second?.reason).toMatchObject({ code: 'LP3040' })
  }
})

test('rows that were deleted before the rules saw them are a gap that the log names; an index that is made anew begins again', async () => {
  const log: string[] = []
  const logger = pino({ level: 'error' }, { write: (line: string) => void log.push(line) })
  const restart = async (change: string) => {
    await notify.close()
    await index.client.query(change)
    notify = await startTestNotify(index.url, { logger })
  }
  const next = Number(await last()) + 1
  await hot(ref(FINAL), chain(FINAL + 1, FINAL + 4))
  await restart(
    `DELETE FROM outbox WHERE seq <= ${next + 2}; UPDATE outbox_head SET deleted_to = ${next + 2}`,
  )
  const listener = await Listener.connect(notify.url, '?since=0')
  await until(() => isAt(listener))
  expect(cursors(listener.messages)[0]).toBe(next + 3)
  await listener.stop()
  await restart('DELETE FROM outbox; UPDATE outbox_head SET seq = 0, deleted_to = 0')
  const again = await Listener.connect(notify.url, '?since=0')
  await hot(ref(FINAL + 4), chain(FINAL + 5, FINAL + 8))
  await until(() => isAt(again))
  expect(cursors(again.messages)[0]).toBe(1)
  await again.stop()
  expect(log.filter((line) => line.includes('rows of the outbox were deleted'))).toHaveLength(2)
})

test('with rules, pages of other origins may not read what is watched, unless LINCHPIN_CORS says so', async () => {
  const origin = async (cors: 'auto' | 'open') => {
    await notify.close()
    const file = { rules: [{ name: 'invalid', rule: 'invalid-block' as const }], receivers: [] }
    notify = await startTestNotify(index.url, { file, edge: { cors, allowedHosts: null } })
    return (await fetch(`${notify.url}/status`)).headers.get('access-control-allow-origin')
  }
  expect(await origin('auto')).toBeNull()
  expect(await origin('open')).toBe('*')
})
