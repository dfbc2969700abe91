import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { download } from '../../src/cli/snapshot/download'
import { LinchpinError } from '../../src/errors'

const FILE = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251))
const LIMITS = { silenceMs: 400, pauseMs: 5 }

let dir: string
let server: Server
let requests: IncomingMessage[]
/** What the server does with each request, in order; the last one again and again. */
let answers: ((response: ServerResponse, from: number) => void)[]

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'linchpin-download-'))
})

afterAll(() => rmSync(dir, { recursive: true, force: true }))

beforeEach(async () => {
  requests = []
  server = createServer((request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const answer = answers[Math.min(requests.length, answers.length - 1)]!
    requests.push(request)
    answer(response, from)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

async function get(onBeginning?: () => Promise<void>): Promise<Buffer> {
  const { port } = server.address() as AddressInfo
  const path = join(dir, 'file')
  await download(new URL(`http://127.0.0.1:${port}/a.tar?key=secret`), path, {
    ...LIMITS,
    ...(onBeginning && { onBeginning }),
  })
  return readFileSync(path)
}

/** Headers for the file, or for the rest of it. */
function head(response: ServerResponse, from: number, tag = '"one"', size = FILE.length): void {
  response.setHeader('etag', tag)
  response.setHeader('content-length', size - from)
  if (from === 0) return
  response.statusCode = 206
  response.setHeader('content-range', `bytes ${from}-${size - 1}/${size}`)
}

const whole = (response: ServerResponse, from: number) => {
  head(response, from)
  response.end(FILE.subarray(from))
}

/** Sends a part, then breaks the connection. */
const broken = (response: ServerResponse, from: number) => {
  head(response, from)
  response.write(FILE.subarray(from, from + 50_000), () => setTimeout(() => response.destroy(), 20))
}

test('a file arrives whole', async () => {
  answers = [whole]
  expect((await get()).equals(FILE)).toBe(true)
})

test('a transfer that breaks again and again is resumed where it broke', async () => {
  answers = [broken, broken, broken, broken, broken, broken, whole]
  expect((await get()).equals(FILE)).toBe(true)
  expect(requests[1]!.headers.range).toMatch(/^bytes=\d+-$/)
  expect(requests[1]!.headers['if-range']).toBe('"one"')
})

test('a server that stops sending is asked again', async () => {
  const stalled = (response: ServerResponse, from: number) => {
    head(response, from)
    response.write(FILE.subarray(from, from + 1_000))
  }
  answers = [stalled, whole]
  expect((await get()).equals(FILE)).toBe(true)
})

test('a file that was replaced meanwhile, or a server that cannot resume, is read from its beginning', async () => {
  const other = Buffer.from(FILE).reverse()
  const replaced = (response: ServerResponse) => {
    head(response, 0, '"two"')
    response.end(other)
  }
  answers = [broken, replaced]
  expect((await get()).equals(other)).toBe(true)
})

test('an answer that says it may work later is repeated; others are not', async () => {
  const fails = (status: number) => (response: ServerResponse) => {
    response.statusCode = status
    response.end()
  }
  answers = [fails(503), fails(429), whole]
  expect((await get()).equals(FILE)).toBe(true)
  answers = [fails(404)]
  requests = []
  await expect(get()).rejects.toMatchObject({ code: 'LP3055' })
  expect(requests.length).toBe(1)
  answers = [fails(500)]
  requests = []
  const error = await get().catch((refused) => refused)
  expect(error.code).toBe('LP3055')
  expect(error.message).not.toContain('secret')
  expect(requests.length).toBe(5)
})

test('user and password of a URL are sent as such', async () => {
  answers = [whole]
  const { port } = server.address() as AddressInfo
  await download(new URL(`http://me:p%40ss@127.0.0.1:${port}/a.tar`), join(dir, 'file'), LIMITS)
  expect(requests[0]!.headers.authorization).toBe(`Basic ${btoa('me:p@ss')}`)
})

test('a part of another file than was asked for is refused', async () => {
  const wrong = (response: ServerResponse) => {
    head(response, 7)
    response.end(FILE.subarray(7))
  }
  answers = [wrong]
  await expect(get()).rejects.toMatchObject({ code: 'LP3055' })
})

test('the beginning is looked at once, and can end the download', async () => {
  // The last part comes whole: a connection that breaks after it would take the next request with it.
  answers = [broken, broken, broken, broken, broken, whole]
  let looks = 0
  const look = async () => {
    looks++
    expect(readFileSync(join(dir, 'file')).length).toBeLessThanOrEqual(FILE.length)
  }
  expect((await get(look)).equals(FILE)).toBe(true)
  expect(looks).toBe(1)
  const refused = new LinchpinError('LP3052', 'another network', 'none', 65)
  requests = []
  answers = [whole]
  await expect(get(() => Promise.reject(refused))).rejects.toBe(refused)
  expect(requests.length).toBe(1)
})
