// Attacks by how something is asked: connections, bodies, headers, answers that nobody reads.
import { Agent } from 'node:http'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { outcomeOf, send } from './client.mjs'

const HEAD = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n'
const LARGE = (n) =>
  JSON.stringify({
    query: `query Q${n} { ${Array.from({ length: 4 }, (_, i) => `a${i}: contractEvents(limit: 1000, offset: ${(n * 4 + i) % 9000}) { id topics data transactionHash name }`).join(' ')} }`,
  })
const post = (body, ...headers) =>
  `${HEAD}${headers.map((header) => `${header}\r\n`).join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

/** A socket on which `write` is written; counts the status of the first answer, if one comes. */
function open({ port, address, signal, count }, write = '', { reads = true } = {}) {
  const socket = connect({ port, host: '127.0.0.1', localAddress: address })
  let answered = false
  const first = (outcome) => {
    if (answered) return
    answered = true
    count(outcome)
  }
  socket.on('error', () => {})
  if (reads) {
    socket.on('data', (data) => first(/^HTTP\/1.1 (\d+)/.exec(data.toString('latin1'))?.[1] ?? '?'))
  } else socket.pause()
  socket.once('close', () => first('closed'))
  if (write) socket.write(write)
  const destroy = () => socket.destroy()
  signal.addEventListener('abort', destroy)
  socket.once('close', () => signal.removeEventListener('abort', destroy))
  return socket
}

/** Keeps `concurrent` calls of `once` running until the signal. */
async function keepDoing(concurrent, signal, once) {
  let n = 0
  await Promise.all(
    Array.from({ length: concurrent }, async () => {
      while (!signal.aborted) await once(n++)
    }),
  )
}

const untilAborted = (signal) =>
  new Promise((done) => (signal.aborted ? done() : signal.addEventListener('abort', done)))

/** Sends requests one after another on `concurrent` connections. @param asked request n */
const requests = (concurrent, asked) => (context) =>
  keepDoing(concurrent, context.signal, async (n) => {
    const answer = await send(context, { deadlineMs: 15_000, ...asked(n) })
    context.count(outcomeOf(answer))
    if (answer.fault) await wait(10)
  })

/** Each attack: `run(context)` lasts until `context.signal`; `outcomes` are those that may come. */
export const SOCKETS = [
  {
    name: 'bodies without an end',
    outcomes: ['413', 'closed'],
    run: (context) =>
      keepDoing(20, context.signal, async () => {
        const socket = open(context, `${HEAD}transfer-encoding: chunked\r\n\r\n`)
        const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
        while (!socket.destroyed) {
          if (!socket.write(chunk))
            await Promise.race([once(socket, 'drain'), once(socket, 'close')])
        }
      }),
  },
  {
    name: '1,500 slow bodies',
    outcomes: ['408', 'closed'],
    async run(context) {
      const sockets = Array.from({ length: 1_500 }, () =>
        open(context, `${HEAD}content-length: 1000\r\n\r\n{"query":`),
      )
      while (!context.signal.aborted) {
        for (const socket of sockets) if (socket.writable) socket.write(' ')
        await wait(500)
      }
    },
  },
  {
    name: '3,000 connections that say nothing',
    outcomes: ['408', 'closed'],
    async run(context) {
      for (let i = 0; i < 3_000 && !context.signal.aborted; i++) {
        open(context)
        if (i % 100 === 0) await wait(20)
      }
      await untilAborted(context.signal)
    },
  },
  {
    name: 'half-open sockets, and slow headers',
    outcomes: ['400', '408', 'closed'],
    run: (context) =>
      keepDoing(300, context.signal, async (n) => {
        const socket = open(context, n % 2 ? 'GET /health HTTP/1.1\r\nhost: localhost\r\n' : '')
        if (n % 2 === 0) socket.end()
        for (let i = 0; i < 20 && !context.signal.aborted && socket.writable; i++) {
          socket.write(`x-${i}: 1\r\n`)
          await wait(300)
        }
        await wait(20)
      }),
  },
  {
    name: 'answers of megabytes that nobody reads',
    outcomes: ['closed'],
    async run(context) {
      for (let n = 0; n < 100 && !context.signal.aborted; n++) {
        open(context, post(LARGE(n)), { reads: false })
        await wait(30)
      }
      await untilAborted(context.signal)
    },
  },
  {
    name: 'pipelining, 500 requests at once',
    outcomes: ['200', '429', '503', 'closed'],
    run: (context) =>
      keepDoing(10, context.signal, async (n) => {
        const body = (i) => JSON.stringify({ query: `{ a${n}x${i}: operators(limit: 5) { id } }` })
        const socket = open(context, Array.from({ length: 500 }, (_, i) => post(body(i))).join(''))
        await Promise.race([once(socket, 'close'), wait(1_000)])
        socket.destroy()
      }),
  },
  {
    name: 'uploads that are cancelled',
    outcomes: ['closed'],
    run: (context) =>
      keepDoing(50, context.signal, async () => {
        const socket = open(context, `${HEAD}content-length: 200000\r\n\r\n${'x'.repeat(50_000)}`)
        await wait(20)
        socket.destroy()
      }),
  },
  {
    name: 'headers of 100 kB, 2,000 headers',
    outcomes: ['431 LIMIT_EXCEEDED', '400 TEXT', '200 DATA', 'ECONNRESET', 'EPIPE'],
    run: requests(20, (n) => ({
      body: { query: `{ a${n}: operators(limit: 1) { id } }` },
      headers:
        n % 2
          ? { 'x-long': 'x'.repeat(100_000) }
          : Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`x-${i}`, '1'])),
    })),
  },
  {
    name: 'GET of 100 kB',
    outcomes: ['431 LIMIT_EXCEEDED', 'ECONNRESET', 'EPIPE'],
    run: requests(20, (n) => ({
      method: 'GET',
      path: `/graphql?query={a${n}}${'x'.repeat(100_000)}`,
    })),
  },
  {
    name: 'a Host that is none, other methods and types',
    outcomes: [
      '400 BAD_REQUEST',
      '400 HOST_NOT_ALLOWED',
      '403 HOST_NOT_ALLOWED',
      '421 HOST_NOT_ALLOWED',
      '405 METHOD_NOT_ALLOWED',
      '415 UNSUPPORTED_MEDIA_TYPE',
      '404 NOT_FOUND',
    ],
    run: requests(20, (n) => {
      const body = { query: `{ a${n}: operators(limit: 1) { id } }` }
      return [
        { body, headers: { host: 'a b/c@d' } },
        { body, headers: { host: 'evil.example' } },
        { method: 'PUT', body },
        { body, headers: { 'content-type': 'multipart/form-data; boundary=x' } },
        { method: 'GET', path: `/${'../'.repeat(200)}etc/passwd` },
      ][n % 5]
    }),
  },
  {
    name: 'everything beside GraphQL',
    outcomes: ['200 DATA', '200 TEXT', '429 TOO_MANY_REQUESTS', '503 OVERLOADED'],
    run: requests(60, (n) => ({
      method: 'GET',
      path: ['/status', '/ready', '/metrics', '/schema.graphql', '/graphql'][n % 5],
      headers: {
        'accept-encoding': n % 2 ? 'br' : 'gzip',
        ...(n % 5 === 4 && { accept: 'text/html' }),
      },
    })),
  },
  {
    name: 'a new connection for each request',
    outcomes: ['200 DATA', '429 TOO_MANY_REQUESTS', '503 OVERLOADED', 'ECONNRESET'],
    run: requests(100, (n) => ({
      body: { query: `{ a${n}: operators(limit: 5) { id } }` },
      agent: new Agent({ keepAlive: false }),
    })),
  },
]

function once(emitter, event) {
  return new Promise((done) => emitter.once(event, done))
}

/** Runs an attack by documents until the signal. */
export function runDocument({ concurrent, body, headers, hangUpMs, hangUpAtBytes }, context) {
  const asked = (n) => ({ body: body(n, context.network), headers, hangUpMs, hangUpAtBytes })
  return requests(concurrent, asked)(context)
}
