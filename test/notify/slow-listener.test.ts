import { createServer } from 'node:http'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { type ReadPage, streamMessages } from '../../src/notify/feed/stream'
import { Wakeups } from '../../src/notify/wakeups'
import { openPort } from '../../src/open-port'

const TIMES = { heartbeatMs: 60_000, slowMs: 300, lingerMs: 60_000 }

/** More than the buffers of both sides hold: 20 messages of 1 MB in each page. */
const endless =
  (pages: { count: number }): ReadPage =>
  async (after) => {
    pages.count += 1
    const first = Number(after.seq) + 1
    const messages = Array.from({ length: 20 }, (_, index) => ({
      cursor: String(first + index),
      kind: 'slashing',
      block: 1,
      final: false,
      subjects: [],
      data: { description: 'x'.repeat(1_000_000) },
      undoes: null,
      at: '2026-01-01T00:00:00.000Z',
    }))
    return { messages, scanned: { seq: String(first + 19), part: 0 } }
  }

test('a listener that does not read is dropped with SLOW_LISTENER, and holds one page of messages', async () => {
  const pages = { count: 0 }
  let ended = ''
  let buffered = 0
  const server = createServer(async (_request, response) => {
    const closed = new AbortController()
    response.once('close', () => closed.abort())
    const start = { seq: '0', part: 0 }
    const filter = { delivery: 'at-once' as const, kinds: null, subjects: null }
    ended = await streamMessages(
      response,
      start,
      filter,
      endless(pages),
      new Wakeups(),
      TIMES,
      closed.signal,
    )
    buffered = response.writableLength
  })
  const { port } = await openPort(server, '127.0.0.1', 0)
  const socket = connect(port, '127.0.0.1')
  socket.write('GET /feed HTTP/1.1\r\nhost: localhost\r\n\r\n')
  socket.pause()
  while (ended === '') await new Promise((resolve) => setTimeout(resolve, 20))
  expect(ended).toBe('slow')
  expect(pages.count).toBeLessThan(4)
  // The message that was being written, and the reason.
  expect(buffered).toBeLessThan(2_100_000)
  // It reads again in time, and is told why.
  let text = ''
  socket.on('data', (chunk) => {
    text = (text + chunk).slice(-2_000)
  })
  socket.resume()
  await new Promise((resolve) => socket.once('close', resolve))
  expect(text).toMatch(/event: error\ndata: \{"code":"SLOW_LISTENER"/)
  await new Promise((resolve) => server.close(resolve))
})
