import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { send } from '../../src/chain/http'
import type { RpcCall } from '../../src/chain/jsonrpc'
import { MalformedAnswer, toQuantity } from '../../src/chain/normalize'
import type { Rpc } from '../../src/chain/provider/rpc'
import { loadRecording } from '../../src/chain/recording/recording'
import { type Replay, startReplay } from '../../src/chain/recording/replay'
import { numbersOf, readHeaders } from '../../src/chain/verify/read-headers'
import { startProvider } from '../support/chain/provider'
import { recordingClient } from '../support/chain/rpc-client'
import { virtualClock } from '../support/chain/virtual-clock'
import { type AnyJson, FIXTURE } from './helpers'

const LOST = 4_300
const HASH = `0x${'12'.repeat(32)}`
const MINUTES = 5

let replay: Replay
const open: { close(): unknown }[] = []
beforeAll(async () => {
  replay = await startReplay(await loadRecording(FIXTURE))
})
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})
afterAll(() => replay.close())

interface Kind {
  /** The block that the log names. */
  block: number | string
  ask: (rpc: Rpc, attempts?: number) => Promise<unknown>
  /** Whether a call is for the block. */
  isFor: (call: RpcCall) => boolean
  /** What replaces its answer. */
  lack: (answer: AnyJson) => AnyJson
}

const parse = (result: unknown) => {
  if (result === null) throw new MalformedAnswer('null')
  return result
}
const asks =
  (method: string, param: unknown) =>
  (rpc: Rpc, attempts = Number.POSITIVE_INFINITY) =>
    rpc.call(method, [param, false], { parse, attempts })
const named =
  (method: string, first: unknown) =>
  (call: RpcCall): boolean =>
    call.method === method && JSON.stringify(call.params[0]) === JSON.stringify(first)
const error = (message: string) => () => ({ error: { code: -32000, message } })
const none = () => ({ result: null })
const headers = (rpc: Rpc) => readHeaders(rpc, numbersOf(LOST - 3, LOST + 3))
const byNumber = named('eth_getBlockByNumber', toQuantity(LOST))

const KINDS: Record<string, Kind> = {
  'a header that is null': { block: LOST, ask: headers, isFor: byNumber, lack: none },
  'headers that are all null from a block on': {
    block: LOST,
    ask: headers,
    isFor: ({ method, params }) => method === 'eth_getBlockByNumber' && Number(params[0]) >= LOST,
    lack: none,
  },
  'a header that is another block': {
    block: LOST,
    ask: headers,
    isFor: byNumber,
    lack: ({ result }) => ({ result: { ...result, number: toQuantity(LOST - 7) } }),
  },
  'a header that is not found': {
    block: LOST,
    ask: headers,
    isFor: byNumber,
    lack: error('header not found'),
  },
  'a header by hash that is null': {
    block: HASH,
    ask: asks('eth_getBlockByHash', HASH),
    isFor: named('eth_getBlockByHash', HASH),
    lack: none,
  },
  'receipts that are null': {
    block: LOST,
    ask: asks('eth_getBlockReceipts', toQuantity(LOST)),
    isFor: named('eth_getBlockReceipts', toQuantity(LOST)),
    lack: none,
  },
  'logs of a block by hash that is unknown': {
    block: HASH,
    ask: asks('eth_getLogs', { blockHash: HASH }),
    isFor: named('eth_getLogs', { blockHash: HASH }),
    lack: error('unknown block'),
  },
}

/** Providers of the chain, of which the first `bad` lack it until the time is over. */
async function client({ isFor, lack }: Kind, nodes: number, bad: number) {
  const clock = virtualClock()
  open.push(clock)
  const found: AnyJson = { result: [] }
  const servers = await Promise.all(
    Array.from({ length: nodes }, (_, at) =>
      startProvider(replay.url, async (response, { calls, isBatch }, answer) => {
        const isBad = at < bad && clock.now() < MINUTES * 60_000
        const replies = [JSON.parse(await answer())].flat()
        const body = calls.map((call, i) => {
          const { id } = replies[i]
          if (!isFor(call)) return replies[i]
          // The recording has no receipts, and no block with this hash.
          const right = replies[i].result ? replies[i] : found
          return { jsonrpc: '2.0', id, ...(isBad ? lack(replies[i]) : { result: right.result }) }
        })
        send(response, 200, JSON.stringify(isBatch ? body : body[0]), 'application/json')
        return true
      }),
    ),
  )
  open.push(...servers)
  const urls = servers.map(({ url }) => url)
  const options = { clock, backoffMs: { first: 100, max: 10_000 } }
  return { ...recordingClient(urls, options), urls }
}

describe('a block of history that no provider has', () => {
  test.each(Object.entries(KINDS))(
    '%s: LP2016 once a minute, no word of keys or connections, and gone on by itself',
    async (_, kind) => {
      const { rpc, notes, failures, urls } = await client(kind, 2, 2)
      const seen: unknown[] = []
      const asked = kind.ask(rpc).then(() => seen.push(rpc.missing()))
      await asked
      expect(failures()).toEqual([])
      const said = notes().filter(({ level }) => level !== 'info')
      expect(said.map(({ code, block }) => [code, block])).toEqual(
        Array.from({ length: MINUTES }, () => ['LP2016', kind.block]),
      )
      expect(Object.keys(said.at(-1)!.reasons as object)).toEqual(expect.arrayContaining([urls[1]]))
      expect(String(said[0]!.hint)).not.toMatch(/key|connection/)
      expect(notes().filter(({ msg }) => msg === 'the missing block came')).toHaveLength(1)
      expect(seen).toEqual([null])
    },
  )

  test.each(Object.entries(KINDS))(
    '%s: another provider has it, and nothing is said',
    async (_, kind) => {
      const { rpc, notes, failures } = await client(kind, 2, 1)
      await kind.ask(rpc)
      expect(notes()).toEqual([])
      expect(failures()).toEqual([])
    },
  )

  test.each(Object.entries(KINDS).filter(([, { ask }]) => ask !== headers))(
    '%s: a call with few attempts ends with LP2016, not with LP2010',
    async (_, kind) => {
      const { rpc } = await client(kind, 1, 1)
      await expect(kind.ask(rpc, 2)).rejects.toMatchObject({
        code: 'LP2016',
        message: expect.stringContaining(`block ${kind.block}`),
        hint: expect.not.stringMatching(/key|connection/),
      })
    },
  )

  test('machines see which, while it lasts', async () => {
    const kind = KINDS['a header that is null']!
    const { rpc } = await client(kind, 1, 1)
    const seen: unknown[] = []
    const end = kind.ask(rpc)
    const look = setInterval(() => seen.push(rpc.missing()?.block), 1)
    await end
    clearInterval(look)
    expect(seen).toContain(LOST)
    expect(rpc.missing()).toBeNull()
  })
})
