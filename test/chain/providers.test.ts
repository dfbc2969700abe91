import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createHistory } from '../../src/chain/history/history'
import { createLogQuery } from '../../src/chain/history/log-query'
import { send } from '../../src/chain/http'
import { toQuantity } from '../../src/chain/normalize'
import type { RpcWarning } from '../../src/chain/provider/call-options'
import { createRpc, type RpcOptions } from '../../src/chain/provider/rpc'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { type Replay, startReplay } from '../../src/chain/recording/replay'
import type { RawLog } from '../../src/chain/types'
import { WatchSet } from '../../src/chain/watch'
import { type Asked, type Behaviour, errorBody, startProvider } from '../support/chain/provider'
import { virtualClock } from '../support/chain/virtual-clock'
import { allLogs, discover, FIXTURE, filterLogs, knownContracts } from './helpers'

const LAST = 1_500
/** Last block of the history that is read through each fault. */
const SHORT = 800
let recording: Recording
let replay: Replay
let known: string[]
let expected: RawLog[]
const cleanUp: (() => unknown)[] = []

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  replay = await startReplay(recording)
  known = knownContracts(recording.deployment)
  expected = filterLogs(allLogs(recording), known).filter((log) => log.blockNumber <= SHORT)
})
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step()
})
afterAll(() => replay.close())

async function provider(
  behave?: Behaviour,
  chain: Parameters<typeof startProvider>[0] = replay.url,
) {
  const server = await startProvider(chain, behave)
  cleanUp.push(server.close)
  return server
}

function client(urls: string[], options: Partial<RpcOptions> = {}) {
  const warnings: RpcWarning[] = []
  const told: string[] = []
  const rpc = createRpc({
    urls,
    backoffMs: { first: 1, max: 4 },
    onWarning: (warning) => warnings.push(warning),
    tell: (level, message) => told.push(`${level}: ${message}`),
    ...options,
  })
  return { rpc, warnings, told }
}

function timeless() {
  const clock = virtualClock()
  cleanUp.push(clock.close)
  return clock
}

type Misdeed = (response: ServerResponse, asked: Asked, answer: () => Promise<string>) => unknown

const ofBatch = (answer: string) => JSON.parse(answer) as { id: number; result?: unknown }[]

const MISDEEDS: Record<string, Misdeed> = {
  'a request without an answer': () => {},
  'a reset connection': (response) => response.destroy(),
  'half a body': async (response, _, answer) => {
    const text = await answer()
    response.writeHead(200, { 'content-length': Buffer.byteLength(text) })
    response.write(text.slice(0, text.length / 2), () => response.destroy())
  },
  'a body that drips slowly': async (response, _, answer) => {
    const text = await answer()
    response.writeHead(200)
    let at = 0
    const drip = setInterval(() => response.write(text[at++] ?? ' '), 10)
    response.on('close', () => clearInterval(drip))
  },
  'damaged gzip': async (response, _, answer) => {
    const zipped = gzipSync(await answer())
    zipped.fill(7, zipped.length >> 1)
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(zipped)
  },
  'cut gzip': async (response, _, answer) => {
    const zipped = gzipSync(await answer())
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(zipped.subarray(0, -9))
  },
  'HTTP 500': (response) => send(response, 500, 'internal'),
  'HTTP 502 with HTML': (response) => send(response, 502, '<html>Bad gateway</html>', 'text/html'),
  'HTTP 503': (response) => send(response, 503, ''),
  'HTML with HTTP 200': (response) => send(response, 200, '<html>Maintenance</html>', 'text/html'),
  'HTTP 429': (response) => send(response, 429, 'slow down'),
  'JSON-RPC 429': (response) => send(response, 200, errorBody(429, 'Too Many Requests', null)),
  'JSON-RPC -32005': (response) => send(response, 200, errorBody(-32005, 'rate limited')),
  'JSON-RPC -32016': (response) => send(response, 429, errorBody(-32016, 'over rate limit')),
  'an error of unknown code': (response) => send(response, 400, errorBody(4711, 'who knows')),
  'an error for every call of a batch': (response, { calls }) =>
    send(response, 200, `[${calls.map((_, id) => errorBody(-32603, 'x', id)).join()}]`),
  'a batch out of order': async (response, { isBatch }, answer) =>
    send(
      response,
      200,
      isBatch ? JSON.stringify(ofBatch(await answer()).reverse()) : await answer(),
    ),
  'a batch that lacks an answer': async (response, { isBatch }, answer) =>
    send(
      response,
      200,
      isBatch ? JSON.stringify(ofBatch(await answer()).slice(1)) : await answer(),
    ),
  'one answer to a batch, no list': async (response, { isBatch }, answer) =>
    send(response, 200, isBatch ? JSON.stringify(ofBatch(await answer())[0]) : await answer()),
  'one empty answer to a batch': (response) =>
    send(response, 200, '{"jsonrpc":"2.0","id":0,"result":[]}'),
}

describe('a provider with faults', () => {
  it.each(Object.entries(MISDEEDS))(
    'gives the history without a gap and without a log twice, through %s in every other request',
    async (_, misdeed) => {
      const { url, asked } = await provider(async (response, one, answer) => {
        if (one.n % 2 === 0) return false
        await misdeed(response, one, answer)
        return true
      })
      const { rpc } = client([url], { timeoutMs: 150 })
      const history = createHistory({
        rpc,
        watch: new WatchSet(known),
        discover,
        verifier: null,
        retryMs: 1,
      })
      const logs: RawLog[] = []
      for (const [from, to] of [
        [0, 400],
        [401, SHORT],
      ] as const) {
        const blocks = await history.readRange(from, to)
        logs.push(...blocks.flatMap((block) => block.logs))
      }
      expect(logs).toEqual(expected)
      expect(asked.length).toBeGreaterThan(5)
    },
  )

  it('is not believed that there are no logs, when another answers for the block behind them', async () => {
    // The first is behind, and fails for the question that would show it.
    const behind = await provider((response, { calls }) => {
      const replies = calls.map(({ method }, id) =>
        method === 'eth_getLogs'
          ? JSON.stringify({ jsonrpc: '2.0', id, result: [] })
          : errorBody(-32603, 'Internal error', id),
      )
      send(response, 200, `[${replies.join()}]`)
      return true
    })
    const { rpc } = client([behind.url, replay.url])
    const logs = await createLogQuery(rpc, 500)(known, 0, LAST)
    expect(logs.length).toBeGreaterThan(100)
  })

  it('is asked first again after it refused a method, and not asked for that method once more', async () => {
    const refusing = await provider((response, { calls }) => {
      if (calls[0]!.method !== 'eth_getBlockReceipts') return false
      send(response, 200, errorBody(-32601, 'Method not found'))
      return true
    })
    const other = await provider(undefined, { eth_getBlockReceipts: [] })
    const { rpc, warnings } = client([refusing.url, other.url])
    for (let i = 0; i < 5; i++) {
      expect(await rpc.call('eth_getBlockReceipts', ['0x1'])).toEqual([])
      expect(await rpc.call('eth_blockNumber', [])).toBe('0x1388')
    }
    expect(refusing.methods().filter((method) => method === 'eth_getBlockReceipts')).toHaveLength(1)
    expect(other.asked).toHaveLength(5)
    expect(warnings).toHaveLength(1)
  })

  it('is told of once for each kind of error that nobody knows', async () => {
    const errors = ['flux at block 12', 'flux at block 13', 'flux at block 14', 'gone fishing']
    const server = await provider((response, { n }) => {
      const message = errors[n - 1]
      if (message) send(response, 200, errorBody(-32042, message))
      return message !== undefined
    })
    const { rpc, told, warnings } = client([server.url])
    expect(await rpc.call('eth_blockNumber', [])).toBe('0x1388')
    expect(warnings).toHaveLength(4)
    expect(told).toHaveLength(2)
    expect(told[0]).toMatch(
      /^warn: http:\/\/127\.0\.0\.1:\d+ answers eth_blockNumber .*flux at block 12 \(-32042\)/,
    )
    expect(told[1]).toContain('gone fishing')
  })
})

describe('a range that is too large', () => {
  /** Blocks of each question for logs, with a provider that takes `most`, and says so by `words`. */
  async function spans(most: number, words: (from: number) => string) {
    const server = await provider((response, { calls, isBatch }) => {
      const { fromBlock, toBlock } = calls[0]!.params[0] as Record<string, string>
      if (Number(toBlock) - Number(fromBlock) < most) return false
      const body = errorBody(-32602, words(Number(fromBlock)))
      const end = '{"jsonrpc":"2.0","id":1,"result":{}}'
      send(response, 200, isBatch ? `[${body},${end}]` : body)
      return true
    })
    const { rpc } = client([server.url])
    const logs = await createLogQuery(rpc, 500)(known, 0, LAST)
    expect(logs).toEqual(
      allLogs(recording).filter((l) => known.includes(l.address) && l.blockNumber <= LAST),
    )
    return server.asked.map(({ calls }) => {
      const { fromBlock, toBlock } = calls[0]!.params[0] as Record<string, string>
      return Number(toBlock) - Number(fromBlock) + 1
    })
  }

  it.each<[string, (from: number) => string]>([
    [
      'a pair of blocks',
      (from) => `this block range should work: [${toQuantity(from)}, ${toQuantity(from + 199)}]`,
    ],
    ['a number', () => 'eth_getLogs is limited to a 200 block range'],
    [
      'a number beside that of logs',
      () => 'query exceeds max results 20000, block range exceeds 200',
    ],
  ])('becomes the one that the provider names by %s', async (_, words) => {
    const asked = await spans(200, words)
    expect(asked.slice(0, 3)).toEqual([1_501, 200, 200])
    expect(asked).toHaveLength(9)
  })

  it('is halved where the provider names none, or one that it does not take either', async () => {
    const unnamed = await spans(200, () => 'query returned more than 10000 results')
    expect(unnamed.slice(0, 5)).toEqual([1_501, 751, 376, 188, 188])
    const lying = await spans(200, () => 'ranges over 10000 blocks are not supported on freetier')
    expect(lying.slice(0, 5)).toEqual([1_501, 751, 376, 188, 188])
  })
})

describe('a provider that asks for less', () => {
  const date = (ms: number) => new Date(Math.ceil((Date.now() + ms) / 1_000) * 1_000).toUTCString()

  it.each<[string, number, () => string | null, number]>([
    ['1 second', 429, () => '1', 1_000],
    ['a minute', 429, () => '60', 60_000],
    ['a day, of which a minute counts', 429, () => '86400', 60_000],
    ['until a date', 429, () => date(5_000), 4_000],
    ['1 second, in a JSON-RPC error with HTTP 200', 200, () => '1', 1_000],
    ['some time', 429, () => null, 50],
  ])('is left alone for %s by all calls, which go on then', async (_, status, header, rest) => {
    const clock = timeless()
    const times: number[] = []
    const server = await provider((response, { n }) => {
      times.push(clock.now())
      if (n > 1) return false
      const value = header()
      if (value !== null) response.setHeader('retry-after', value)
      send(response, status, errorBody(429, 'Too Many Requests'))
      return true
    })
    const more: Promise<unknown>[] = []
    const { rpc } = client([server.url], {
      clock,
      backoffMs: { first: 100, max: 10_000 },
      onWarning: () => {
        for (let i = 0; i < 5; i++) more.push(rpc.call('eth_chainId', []))
      },
    })
    expect(await rpc.call('eth_blockNumber', [])).toBe('0x1388')
    await Promise.all(more)
    expect(times).toHaveLength(7)
    expect(clock.now()).toBeGreaterThanOrEqual(rest)
    if (header() !== null) expect(times[1]).toBeGreaterThanOrEqual(rest)
  })

  it('is not sent what was waiting for its turn', async () => {
    const clock = timeless()
    const times: number[] = []
    const server = await provider((response, { n }) => {
      times.push(clock.now())
      if (n > 1) return false
      response.setHeader('retry-after', '60')
      send(response, 429, '')
      return true
    })
    const { rpc } = client([server.url], { clock, rateLimit: 5 })
    await Promise.all(Array.from({ length: 8 }, () => rpc.call('eth_blockNumber', [])))
    expect(times).toHaveLength(9)
    expect(times[1]).toBeGreaterThanOrEqual(60_000)
  })

  it('is not waited for while there is another', async () => {
    const clock = timeless()
    const limited = await provider((response) => {
      response.setHeader('retry-after', '60')
      send(response, 429, '')
      return true
    })
    const { rpc } = client([limited.url, replay.url], { clock })
    for (let i = 0; i < 10; i++) await rpc.call('eth_blockNumber', [])
    expect(clock.now()).toBe(0)
    expect(limited.asked).toHaveLength(1)
  })

  it('is never sent more calls in a second than the limit, in order, however large a batch is', async () => {
    const clock = timeless()
    const sent: { at: number; calls: number }[] = []
    const numbers: number[] = []
    const server = await provider((_, { calls }) => {
      sent.push({ at: clock.now(), calls: calls.length })
      numbers.push(...calls.map(({ params }) => Number(params[0])))
      return false
    })
    const { rpc } = client([server.url], { clock, rateLimit: 20 })
    const block = (number: number) => ({
      method: 'eth_getBlockByNumber',
      params: [toQuantity(number), false],
    })
    const singles = Array.from({ length: 30 }, (_, i) => rpc.batch([block(i)]))
    const large = rpc.batch(Array.from({ length: 120 }, (_, i) => block(30 + i)))
    await Promise.all([...singles, large])
    expect(numbers).toEqual(Array.from({ length: 150 }, (_, i) => i))
    for (const { at } of sent) {
      const second = sent.filter((one) => one.at >= at && one.at < at + 1_000)
      expect(second.reduce((sum, { calls }) => sum + calls, 0)).toBeLessThanOrEqual(20)
    }
    // 17 calls a second in parts of four.
    expect(clock.now()).toBeLessThan(10_000)
  })
})

describe('a provider that is down', () => {
  const dead: Behaviour = (response) => {
    send(response, 500, '')
    return true
  }

  it('is asked five times, then left alone for ten seconds while the others answer', async () => {
    const clock = timeless()
    const times: number[] = []
    const down = await provider((response, one, answer) => {
      times.push(clock.now())
      return dead(response, one, answer)
    })
    const { rpc } = client([down.url, replay.url], { clock })
    for (let i = 0; i < 60; i++) {
      // Each call begins with the one that is down, whenever it may be asked.
      if (rpc.preferred() !== down.name) rpc.rotate()
      await rpc.call('eth_blockNumber', [])
      await clock.wait(500)
    }
    const gaps = times.slice(1).map((time, i) => time - times[i]!)
    expect(gaps.slice(0, 4)).toEqual([500, 500, 500, 500])
    expect(gaps.slice(4).every((gap) => gap >= 10_000)).toBe(true)
    expect(times.length).toBeGreaterThanOrEqual(7)
  })

  it('is probed by one call alone, while the others wait for what comes of it', async () => {
    const clock = timeless()
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const server = await provider(async (response, one, answer) => {
      if (one.n <= 5) return dead(response, one, answer)
      if (one.n === 6) await held
      return false
    })
    const calls: Promise<unknown>[] = []
    const { rpc } = client([server.url], {
      clock,
      onWarning: ({ failures }) => {
        if (failures < 5) return
        for (let i = 0; i < 10; i++) calls.push(rpc.call('eth_blockNumber', []))
      },
    })
    calls.push(rpc.call('eth_blockNumber', []))
    await expect.poll(() => server.asked.length).toBe(6)
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(server.asked).toHaveLength(6)
    expect(clock.now()).toBeGreaterThanOrEqual(10_000)
    release()
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['0x1388']))
    expect(server.asked).toHaveLength(16)
  })

  it('is waited for until the caller gives up', async () => {
    const server = await provider(dead)
    const { rpc } = client([server.url])
    const stop = new AbortController()
    const call = rpc.call('eth_blockNumber', [], { signal: stop.signal })
    await expect.poll(() => server.asked.length).toBe(5)
    const later = rpc.call('eth_chainId', [], { signal: stop.signal })
    setTimeout(() => stop.abort(), 20)
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    await expect(later).rejects.toMatchObject({ name: 'AbortError' })
    expect(server.asked).toHaveLength(5)
  })

  it('is an alarm after a minute, again every ten minutes, and its end is told', async () => {
    const clock = timeless()
    const server = await provider((response, one, answer) =>
      clock.now() < 1_500_000 ? dead(response, one, answer) : false,
    )
    const { rpc, told } = client([server.url], { clock, backoffMs: { first: 100, max: 10_000 } })
    expect(await rpc.call('eth_getLogs', [{ fromBlock: '0x1', toBlock: '0x1' }])).toEqual([])
    expect(told.map((text) => text.split(':')[0])).toEqual(['error', 'error', 'error', 'info'])
    expect(told[0]).toMatch(
      /LP2010: no RPC provider has answered eth_getLogs for 6\d s \(http.*HTTP 500\)/,
    )
    expect(told[3]).toMatch(/answer eth_getLogs again, after 15\d\d s/)
  })
})
