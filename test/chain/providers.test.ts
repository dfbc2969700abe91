import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { RpcHistory } from '../../src/chain/history/history'
import { createLogQuery } from '../../src/chain/history/log-query'
import { send } from '../../src/chain/http'
import { toQuantity } from '../../src/chain/normalize'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { type Replay, startReplay } from '../../src/chain/recording/replay'
import type { RawLog } from '../../src/chain/types'
import { WatchSet } from '../../src/chain/watch'
import { type Asked, type Behaviour, errorBody, startProvider } from '../support/chain/provider'
import { recordingClient } from '../support/chain/rpc-client'
import { allLogs, discover, FIXTURE, filterLogs, knownContracts } from './helpers'

const LAST = 1_500
/** Last block of the history that is read with each fault. */
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

type Fault = (response: ServerResponse, asked: Asked, answer: () => Promise<string>) => unknown

const ofBatch = (answer: string) => JSON.parse(answer) as { id: number; result?: unknown }[]

const FAULTS: Record<string, Fault> = {
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
  it.each(Object.entries(FAULTS))(
    'gives the complete history without duplicates, with %s in every other request',
    async (_, fault) => {
      const { url, asked } = await provider(async (response, one, answer) => {
        if (one.n % 2 === 0) return false
        await fault(response, one, answer)
        return true
      })
      const { rpc } = recordingClient([url], { timeoutMs: 150 })
      const history = new RpcHistory({
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

  it('does not pass for a range without logs, when another provider answers for its last block', async () => {
    // The first is behind, and fails for the call that would reveal it.
    const behind = await provider((response, { calls }) => {
      const replies = calls.map(({ method }, id) =>
        method === 'eth_getLogs'
          ? JSON.stringify({ jsonrpc: '2.0', id, result: [] })
          : errorBody(-32603, 'Internal error', id),
      )
      send(response, 200, `[${replies.join()}]`)
      return true
    })
    const { rpc } = recordingClient([behind.url, replay.url])
    const logs = await createLogQuery(rpc, 500)(known, 0, LAST)
    expect(logs.length).toBeGreaterThan(100)
  })

  it('stays preferred after it refused a method, and is not called for that method again', async () => {
    const refusing = await provider((response, { calls }) => {
      if (calls[0]!.method !== 'eth_getBlockReceipts') return false
      send(response, 200, errorBody(-32601, 'Method not found'))
      return true
    })
    const other = await provider(undefined, { eth_getBlockReceipts: [] })
    const { rpc, failures } = recordingClient([refusing.url, other.url])
    for (let i = 0; i < 5; i++) {
      expect(await rpc.call('eth_getBlockReceipts', ['0x1'])).toEqual([])
      expect(await rpc.call('eth_blockNumber', [])).toBe('0x1388')
    }
    expect(refusing.methods().filter((method) => method === 'eth_getBlockReceipts')).toHaveLength(1)
    expect(other.asked).toHaveLength(5)
    expect(failures()).toHaveLength(1)
  })

  it('is logged once for each kind of unclassified error', async () => {
    const errors = ['flux at block 12', 'flux at block 13', 'flux at block 14', 'gone fishing']
    const server = await provider((response, { n }) => {
      const message = errors[n - 1]
      if (message) send(response, 200, errorBody(-32042, message))
      return message !== undefined
    })
    const { rpc, notes, failures } = recordingClient([server.url])
    expect(await rpc.call('eth_blockNumber', [])).toBe('0x1388')
    expect(failures()).toHaveLength(4)
    expect(notes()).toMatchObject(
      ['flux at block 12 (-32042)', 'gone fishing (-32042)'].map((reason) => ({
        level: 'warn',
        msg: 'unclassified RPC error: call is retried',
        provider: server.name,
        method: 'eth_blockNumber',
        reason,
      })),
    )
  })
})

describe('a range that is too large', () => {
  /** Number of blocks of each call for logs, with a provider that accepts `max` and rejects more with `message`. */
  async function spans(max: number, message: (from: number) => string) {
    const server = await provider((response, { calls, isBatch }) => {
      const { fromBlock, toBlock } = calls[0]!.params[0] as Record<string, string>
      if (Number(toBlock) - Number(fromBlock) < max) return false
      const body = errorBody(-32602, message(Number(fromBlock)))
      const end = '{"jsonrpc":"2.0","id":1,"result":{}}'
      send(response, 200, isBatch ? `[${body},${end}]` : body)
      return true
    })
    const { rpc } = recordingClient([server.url])
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
  ])('is split by the limit that the provider names by %s', async (_, message) => {
    const asked = await spans(200, message)
    expect(asked.slice(0, 3)).toEqual([1_501, 200, 200])
    expect(asked).toHaveLength(9)
  })

  it('is halved if the provider names no limit, or one that it does not accept either', async () => {
    const unnamed = await spans(200, () => 'query returned more than 10000 results')
    expect(unnamed.slice(0, 5)).toEqual([1_501, 751, 376, 188, 188])
    const lying = await spans(200, () => 'ranges over 10000 blocks are not supported on freetier')
    expect(lying.slice(0, 5)).toEqual([1_501, 751, 376, 188, 188])
  })
})
