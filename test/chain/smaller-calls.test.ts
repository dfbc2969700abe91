import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { RpcHistory } from '../../src/chain/history/history'
import { createLogQuery } from '../../src/chain/history/log-query'
import { send } from '../../src/chain/http'
import type { RpcCall } from '../../src/chain/jsonrpc'
import { toHeader, toQuantity } from '../../src/chain/normalize'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { type Replay, startReplay } from '../../src/chain/recording/replay'
import type { Hex, RawLog } from '../../src/chain/types'
import { WatchSet } from '../../src/chain/watch'
import { someOf } from '../long.mjs'
import { type Asked, type Behaviour, errorBody, startProvider } from '../support/chain/provider'
import { recordingClient } from '../support/chain/rpc-client'
import { allLogs, discover, FIXTURE, filterLogs, knownContracts } from './helpers'

let recording: Recording
let replay: Replay
let known: Hex[]
let expected: RawLog[]
const open: { close(): unknown }[] = []

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  replay = await startReplay(recording)
  known = knownContracts(recording.deployment)
  expected = filterLogs(allLogs(recording), known)
})
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})
afterAll(() => replay.close())

type Way = (...[response, asked, answer]: Parameters<Behaviour>) => boolean | Promise<boolean>

/** No answer. */
const SILENCE: [string, Way] = ['silence', () => true]

/** Other ways to fail a request as a whole. */
const WHOLE: [string, Way][] = [
  [
    'HTTP 504 with a page',
    (response) => {
      send(response, 504, '<html><h1>504 Gateway Time-out</h1></html>', 'text/html')
      return true
    },
  ],
  [
    'a dropped connection',
    (response) => {
      response.destroy()
      return true
    },
  ],
  [
    'HTTP 400',
    (response) => {
      send(response, 400, 'Bad Request')
      return true
    },
  ],
  [
    'a text as error',
    (response) => {
      send(response, 200, JSON.stringify({ jsonrpc: '2.0', id: null, error: 'something broke' }))
      return true
    },
  ],
  [
    'a page instead of JSON',
    (response) => {
      send(response, 200, 'Unable to complete request at this time.')
      return true
    },
  ],
]

/** Fails with an error each call that is too large, or every call. */
const said =
  (code: number, message: string, isGuilty: (call: RpcCall) => boolean): Way =>
  async (response, { calls, isBatch }, answer) => {
    const replies = [JSON.parse(await answer())].flat()
    const body = calls.map((call, at) =>
      isGuilty(call) ? JSON.parse(errorBody(code, message, at)) : replies[at],
    )
    send(response, 200, JSON.stringify(isBatch ? body : body[0]), 'application/json')
    return true
  }

/** Answers this, which is no list, to each call that is too large. */
const answered =
  (result: unknown, isGuilty: (call: RpcCall) => boolean): Way =>
  async (response, { calls, isBatch }, answer) => {
    const replies = [JSON.parse(await answer())].flat()
    const body = calls.map((call, at) =>
      isGuilty(call) ? { ...replies[at], result } : replies[at],
    )
    send(response, 200, JSON.stringify(isBatch ? body : body[0]), 'application/json')
    return true
  }

/** A provider that fails the requests that are too large for it. */
async function limited(isTooLarge: (asked: Asked) => boolean, fail: Way) {
  const server = await startProvider(replay.url, (response, asked, answer) =>
    isTooLarge(asked) ? fail(response, asked, answer) : false,
  )
  open.push(server)
  return server
}

/** @param name of the test: only silence needs a time-out that is short */
function client(urls: string[], name = '') {
  return recordingClient(urls, { timeoutMs: name === 'silence' ? 1_500 : 10_000 })
}

const filterOf = ({ params }: RpcCall) => params[0] as Record<'fromBlock' | 'toBlock', string>
const spanOf = (call: RpcCall) =>
  call.method === 'eth_getLogs'
    ? Number(filterOf(call).toBlock) - Number(filterOf(call).fromBlock) + 1
    : 0
const addressesOf = (call: RpcCall) =>
  call.method === 'eth_getLogs' ? [(call.params[0] as { address: Hex[] }).address].flat().length : 0

async function history(rpc: ReturnType<typeof client>['rpc']) {
  const reader = new RpcHistory({ rpc, watch: new WatchSet(known), discover, verifier: null })
  const blocks = await reader.readRange(0, recording.head)
  return blocks.flatMap(({ logs }) => logs)
}

describe('a range that a provider fails without saying that it is too wide', () => {
  const wide = (call: RpcCall) => spanOf(call) > 500

  const WAYS: [string, Way][] = [
    SILENCE,
    ...WHOLE,
    ['"context deadline exceeded"', said(-32000, 'context deadline exceeded', wide)],
    ['"less than 5000"', said(-32602, 'block range has to be less than 5000', wide)],
    ['words of a plan', said(-32001, 'upgrade your plan', wide)],
    ['an unknown code', said(4711, 'who knows', wide)],
    ['null as result', answered(null, wide)],
    ['a text as result', answered('too much', wide)],
  ]

  it.each(someOf(WAYS, 4))('is divided until it is answered: %s', async (name, fail) => {
    const server = await limited(({ calls }) => calls.some(wide), fail)
    const { rpc, notes } = client([server.url], name)
    expect(await history(rpc)).toEqual(expected)
    expect(rpc.sizes().blocks.current).toBeLessThanOrEqual(500)
    expect(rpc.sizes().addresses.current).toBe(Number.POSITIVE_INFINITY)
    expect(rpc.sizes().batch.current).toBe(100)
    expect(notes()).toContainEqual(
      expect.objectContaining({
        msg: 'provider answers smaller calls only',
        provider: server.name,
        tooLarge: 'blocks',
      }),
    )
    // What worked is remembered: no other descent from the whole range.
    expect(server.asked.filter(({ calls }) => calls.some(wide)).length).toBeLessThan(25)
  })

  it('is divided for that provider alone, which another one that fails does not hinder', async () => {
    const server = await limited(({ calls }) => calls.some(wide), WHOLE[0]![1])
    const dead = await limited(() => true, WHOLE[2]![1])
    const { rpc } = client([dead.url, server.url])
    expect(await history(rpc)).toEqual(expected)
    expect(rpc.sizes(server.name).blocks.current).toBeLessThanOrEqual(500)
    expect(rpc.sizes(dead.name).blocks.current).toBe(Number.POSITIVE_INFINITY)
  })

  it('is tried larger again, so that a provider that was overloaded for a time is not slow for ever', async () => {
    let limit = 20
    const tooWide = (call: RpcCall) => spanOf(call) > limit
    const server = await limited(({ calls }) => calls.some(tooWide), WHOLE[0]![1])
    const { rpc } = client([server.url])
    const query = createLogQuery(rpc, 500)
    await query(known, 0, 300)
    expect(rpc.sizes().blocks.current).toBeLessThanOrEqual(20)
    limit = 5_000
    await query(known, 0, 5_000)
    expect(rpc.sizes().blocks.current).toBeGreaterThanOrEqual(100)
  })
})

describe('a list of addresses that a provider fails', () => {
  const many = (call: RpcCall) => addressesOf(call) > 20

  const WAYS: [string, Way][] = [
    [
      'refused as in geth',
      said(-32602, 'exceed max addresses or topics per search position', many),
    ],
    ['"invalid params"', said(-32602, 'invalid params', many)],
    ['"context deadline exceeded"', said(-32000, 'context deadline exceeded', many)],
    ['"method not available"', said(-32601, 'method not available', many)],
    SILENCE,
    ['null as result', answered(null, many)],
    ...WHOLE,
  ]

  it.each(someOf(WAYS, 3))('is divided until it is answered: %s', async (name, fail) => {
    const server = await limited(({ calls }) => calls.some(many), fail)
    const { rpc, notes } = client([server.url], name)
    expect(await history(rpc)).toEqual(expected)
    expect(rpc.sizes().addresses.current).toBeLessThanOrEqual(20)
    expect(rpc.sizes().blocks.current).toBe(Number.POSITIVE_INFINITY)
    expect(notes()).toContainEqual(expect.objectContaining({ tooLarge: 'addresses' }))
  })
})

describe('a list of addresses that a provider fails in words for a large answer', () => {
  const WORDS = [
    'query exceeds limit',
    'response size should not be greater than 10MB',
    'too many results',
    'query returned more than allowed',
  ]

  it.each(someOf(WORDS, 1))('is divided, and the range is not: %s', async (message) => {
    const many = (call: RpcCall) => addressesOf(call) > 20
    const server = await limited(({ calls }) => calls.some(many), said(-32005, message, many))
    const { rpc } = client([server.url])
    const silent = Array.from({ length: 200 }, (_, at) => `0x${'e'.repeat(36)}${1_000 + at}`)
    const query = createLogQuery(rpc, 500)
    const addresses = [...known, ...silent]
    const logs = await query(addresses, 0, recording.head)
    const wanted = new Set(known)
    expect(logs.map(({ blockNumber, logIndex }) => `${blockNumber}/${logIndex}`).sort()).toEqual(
      allLogs(recording)
        .filter(({ address }) => wanted.has(address))
        .map(({ blockNumber, logIndex }) => `${blockNumber}/${logIndex}`)
        .sort(),
    )
    expect(rpc.sizes().addresses.current).toBeLessThanOrEqual(20)
    expect(rpc.sizes().blocks.current).toBe(Number.POSITIVE_INFINITY)
    expect(server.asked.length).toBeLessThan(200)
  })
})

describe('a batch that a provider fails', () => {
  const LIMIT = 10
  const calls = Array.from({ length: 250 }, (_, at) => ({
    method: 'eth_getBlockByNumber',
    params: [toQuantity(at), false],
  }))
  const arrayOfOne: Way = (response) => {
    send(response, 200, `[${errorBody(-32600, 'too much at once')}]`, 'application/json')
    return true
  }
  const firstOnly: Way = async (response, { calls }, answer) => {
    const replies = JSON.parse(await answer())
    const body = calls.map((_, at) =>
      at < LIMIT ? replies[at] : JSON.parse(errorBody(-32602, 'over the limit of 10', at)),
    )
    send(response, 200, JSON.stringify(body), 'application/json')
    return true
  }

  const WAYS: [string, Way][] = [
    ...WHOLE,
    SILENCE,
    ['an array with one error', arrayOfOne],
    [
      'an array with one error that names the batch',
      (response) => {
        send(response, 200, `[${errorBody(-32600, 'batch too large')}]`, 'application/json')
        return true
      },
    ],
    ['every item refused', said(-32602, 'too many', () => true)],
    ['the items over the limit refused', firstOnly],
  ]

  it.each(someOf(WAYS, 4))('is divided until it is answered: %s', async (name, fail) => {
    const server = await limited((asked) => asked.calls.length > LIMIT, fail)
    const { rpc } = client([server.url], name)
    const headers = await rpc.batch(calls, { parse: toHeader })
    expect(headers.map(({ number }) => number)).toEqual(calls.map((_, at) => at))
    expect(rpc.sizes().batch.current).toBeLessThanOrEqual(LIMIT)
    const before = server.asked.filter((asked) => asked.calls.length > LIMIT).length
    await rpc.batch(calls.slice(0, 100), { parse: toHeader })
    expect(server.asked.filter((asked) => asked.calls.length > LIMIT)).toHaveLength(before)
  })

  const KNOWN: [string, string, Way][] = [
    [
      'an error for the whole',
      'batch too large',
      (response) => {
        send(response, 200, errorBody(-32600, 'batch too large'), 'application/json')
        return true
      },
    ],
    [
      'an array with one error',
      'maximum batch size is 10',
      (response) => {
        send(
          response,
          200,
          `[${errorBody(-32600, 'maximum batch size is 10')}]`,
          'application/json',
        )
        return true
      },
    ],
    ['every item', 'batch limit exceeded', said(-32005, 'batch limit exceeded', () => true)],
    [
      'HTTP 413',
      'HTTP 413',
      (response) => {
        send(response, 413, 'Payload Too Large')
        return true
      },
    ],
  ]

  it.each(someOf(KNOWN, 2))(
    'is refused in known words, and the size that works is said once: %s',
    async (_, reason, fail) => {
      const server = await limited((asked) => asked.calls.length > LIMIT, fail)
      const { rpc, notes, failures } = client([server.url])
      for (let i = 0; i < 12; i++) await rpc.batch(calls, { parse: toHeader })
      const msg = 'provider answers smaller calls only'
      expect(notes()).toEqual([
        { level: 'warn', msg, provider: server.name, reason, tooLarge: 'batch', size: 7 },
      ])
      expect(failures()).toEqual([])
    },
  )

  it.each(someOf([...WHOLE, SILENCE], 1))(
    'is not used at all where none is answered: %s',
    async (name, fail) => {
      const server = await limited(({ isBatch }) => isBatch, fail)
      const { rpc } = client([server.url], name)
      expect(await history(rpc)).toEqual(expected)
      expect(rpc.sizes().blocks.current).toBe(Number.POSITIVE_INFINITY)
      expect(rpc.sizes().addresses.current).toBe(Number.POSITIVE_INFINITY)
    },
  )
})

describe('range, addresses and batch that are all too large', () => {
  it.each(someOf([...WHOLE, SILENCE], 1))('are all made smaller: %s', async (name, fail) => {
    const server = await limited(
      ({ calls }) =>
        calls.length > 5 || calls.some((call) => spanOf(call) > 800 || addressesOf(call) > 50),
      fail,
    )
    const { rpc } = client([server.url], name)
    expect(await history(rpc)).toEqual(expected)
  })
})

describe('a provider that fails small calls as well', () => {
  it.each(WHOLE)('is not asked for less, and LP2010 says what was tried: %s', async (_, fail) => {
    const server = await limited(() => true, fail)
    const { rpc } = recordingClient([server.url], { attempts: 4 })
    await expect(createLogQuery(rpc, 500)(known, 0, 2_000)).rejects.toMatchObject({
      code: 'LP2010',
      hint: expect.stringContaining(
        `eth_getLogs of one block and one address, alone (${server.name})`,
      ),
    })
    expect(rpc.sizes().blocks.current).toBe(Number.POSITIVE_INFINITY)
  })
})
