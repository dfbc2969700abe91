import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { HistoryOptions } from '../../src/chain/history/history'
import { RpcHistory } from '../../src/chain/history/history'
import { createRpc } from '../../src/chain/provider/rpc'
import type { ChainView } from '../../src/chain/recording/chain-view'
import type { Recording } from '../../src/chain/recording/recording'
import { loadRecording } from '../../src/chain/recording/recording'
import { startReplay } from '../../src/chain/recording/replay'
import type { BlockData, RawLog } from '../../src/chain/types'
import { WatchSet } from '../../src/chain/watch'
import { recordLog } from '../support/log-lines'
import type { FakeLog } from './helpers'
import {
  allLogs,
  discover,
  FIXTURE,
  filterLogs,
  knownContracts,
  makeChain,
  startProxy,
} from './helpers'

let recording: Recording
let known: string[]
let expected: RawLog[]
const open: { close(): Promise<void> }[] = []

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  known = knownContracts(recording.deployment)
  expected = filterLogs(allLogs(recording), known)
})
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())))
afterAll(() => expect(open).toEqual([]))

type Tamper = Parameters<typeof startProxy>[1]

/** A history over a chain, behind a provider that may tamper with answers. */
async function setUp(
  chain: ChainView,
  options: Partial<HistoryOptions> & { known: string[]; maxLogs?: number; tamper?: Tamper },
) {
  const replay = await startReplay(chain, { maxLogs: options.maxLogs ?? Infinity })
  const proxy = await startProxy(replay.url, options.tamper ?? (() => undefined))
  open.push(proxy, replay)
  const rpc = createRpc({ urls: [proxy.url], backoffMs: { first: 1, max: 2 } })
  const watch = new WatchSet(options.known)
  const history = new RpcHistory({ rpc, watch, discover, verifier: null, retryMs: 1, ...options })
  return { history, watch, requests: proxy.requests }
}

/** Every block once, ascending, with logs or at the end of a range; hashes as recorded. */
function checkBlocks(blocks: BlockData[], chain: ChainView, ends: number[]) {
  let previous = -1
  for (const { header, logs } of blocks) {
    expect(header.number).toBeGreaterThan(previous)
    expect(header.hash).toBe(chain.blockAt(header.number)!.hash)
    expect(header.parentHash).toBe(chain.blockAt(header.number)!.parentHash)
    if (logs.length === 0) expect(ends).toContain(header.number)
    previous = header.number
  }
  expect(blocks.map((block) => block.header.number)).toEqual(expect.arrayContaining(ends))
}

const logsOf = (blocks: BlockData[]) => blocks.flatMap((block) => block.logs)

describe('history of the fixture', () => {
  it('includes contracts that are revealed on the way', () => {
    const direct = allLogs(recording).filter((log) => known.includes(log.address))
    expect(expected.length).toBeGreaterThan(direct.length + 100)
  })

  it('equals a plain filter, in one range', async () => {
    const { history, requests } = await setUp(recording, { known })
    const blocks = await history.readRange(0, recording.head)
    checkBlocks(blocks, recording, [recording.head])
    expect(logsOf(blocks)).toEqual(expected)
    const headers = requests.filter((request) => !request.includes('eth_getLogs'))
    const asked = headers.join('\n').match(/eth_getBlockByNumber/g)!
    expect(asked).toHaveLength(blocks.length)
  })

  it.each([7, 333, 1000])('is the same in ranges of %i blocks', async (size) => {
    const { history } = await setUp(recording, { known })
    const blocks: BlockData[] = []
    const ends: number[] = []
    for (let from = 0; from <= recording.head; from += size) {
      const to = Math.min(from + size - 1, recording.head)
      ends.push(to)
      blocks.push(...(await history.readRange(from, to)))
    }
    checkBlocks(blocks, recording, ends)
    expect(logsOf(blocks)).toEqual(expected)
  })

  it('is the same when the provider limits answers and addresses are chunked', async () => {
    const { history, requests } = await setUp(recording, { known, maxLogs: 100, maxAddresses: 3 })
    const blocks = await history.readRange(0, recording.head)
    expect(logsOf(blocks)).toEqual(expected)
    expect(requests.filter((body) => body.includes('eth_getLogs')).length).toBeGreaterThan(50)
  })

  it('is the same when read again with the revealed contracts known', async () => {
    const { history, watch } = await setUp(recording, { known })
    const first = await history.readRange(0, 2000)
    expect(watch.size).toBeGreaterThan(known.length)
    expect(await history.readRange(0, 2000)).toEqual(first)
  })

  it('is the same through a provider that fails every third time', async () => {
    const tamper: Tamper = (_, __, n) => (n % 3 === 0 ? { status: 503, body: '' } : undefined)
    const { history } = await setUp(recording, { known, tamper })
    expect(logsOf(await history.readRange(0, recording.head))).toEqual(expected)
  })
})

const address = (letter: string) => `0x${letter.repeat(40)}`
const [A, B, C, D] = ['a', 'b', 'c', 'd'].map(address) as [string, string, string, string]
/** In these chains a log reveals the address in its data. */
const reveal = (log: RawLog) => (log.data.length === 42 ? [log.data] : [])
const by = (emitter: string, revealed = '0x'): FakeLog => ({ address: emitter, data: revealed })

describe('discovery', () => {
  async function read(blocks: FakeLog[][], size: number) {
    const chain = makeChain(blocks)
    const { history } = await setUp(chain, { known: [A], discover: reveal })
    const found: BlockData[] = []
    for (let from = 0; from <= chain.head; from += size) {
      found.push(...(await history.readRange(from, Math.min(from + size - 1, chain.head))))
    }
    expect(logsOf(found)).toEqual(filterLogs(allLogs(chain), [A], reveal))
    return logsOf(found).map((log) => [log.blockNumber, log.logIndex, log.address[2]])
  }

  it.each([1, 3, 100])('finds children of children (%i blocks at a time)', async (size) => {
    const logs = await read([[], [by(A, B)], [by(C)], [by(B, C), by(C, D)], [by(D)]], size)
    expect(logs).toEqual([
      [1, 0, 'a'],
      [3, 0, 'b'],
      [3, 1, 'c'],
      [4, 0, 'd'],
    ])
  })

  it('includes earlier logs of the revealing block, and none of earlier blocks', async () => {
    expect(await read([[], [by(B)], [by(B), by(D), by(A, B)], [by(B)]], 100)).toEqual([
      [2, 0, 'b'],
      [2, 2, 'a'],
      [3, 0, 'b'],
    ])
  })

  it('follows a contract from the first block that reveals it, in whatever order blocks are found', async () => {
    const logs = await read([[by(A, B)], [by(B, C)], [by(C)], [by(A, C)], [by(C)]], 100)
    expect(logs.filter(([, , emitter]) => emitter === 'c')).toEqual([
      [2, 0, 'c'],
      [4, 0, 'c'],
    ])
  })

  it('splits down to one block and one address, then names what is too large', async () => {
    const chain = makeChain([[by(A)], [by(A), by(A), by(B)], [by(B)]])
    const enough = await setUp(chain, { known: [A, B], discover: reveal, maxLogs: 2 })
    expect(logsOf(await enough.history.readRange(0, 2))).toHaveLength(5)
    const tooFew = await setUp(chain, { known: [A, B], discover: reveal, maxLogs: 1 })
    await expect(tooFew.history.readRange(0, 2)).rejects.toMatchObject({
      code: 'LP2004',
      message: expect.stringMatching(new RegExp(`${A} in block 1`)),
    })
  })
})

describe('contradictions', () => {
  const chain = makeChain([[], [by(A, B)], [by(A), by(B)], [by(B)], []])

  /** Changes answers to one method for the first `times` requests with it. */
  function tamperWith(method: string, times: number, change: (answer: string) => string): Tamper {
    let seen = 0
    return (request, answer) => {
      // A call for logs is sent with one for the last block of the range.
      const isOf = request.includes('eth_getLogs') ? 'eth_getLogs' : 'eth_getBlockByNumber'
      if (isOf !== method || seen++ >= times) return undefined
      return { body: change(answer) }
    }
  }
  const wrongHash = (answer: string) => answer.replaceAll(/"(blockHash|hash)":"0x0/g, '"$1":"0xf')
  const wrongParent = (answer: string) =>
    answer.replaceAll(/"parentHash":"0x0/g, '"parentHash":"0xf')

  it.each([
    ['a log of another block hash', 'eth_getLogs', wrongHash],
    ['a header of another hash', 'eth_getBlockByNumber', wrongHash],
    ['headers that do not link', 'eth_getBlockByNumber', wrongParent],
  ])('reads again after %s', async (_, method, change) => {
    const { logger, lines } = recordLog()
    const tamper = tamperWith(method, 1, change)
    const { history } = await setUp(chain, { known: [A], discover: reveal, tamper, logger })
    const blocks = await history.readRange(0, 4)
    expect(logsOf(blocks)).toEqual(filterLogs(allLogs(chain), [A], reveal))
    expect(lines).toHaveLength(1)
  })

  it.each([
    ['eth_getLogs', wrongHash],
    ['eth_getBlockByNumber', wrongParent],
  ])('fails with LP2004 when %s stays wrong, and keeps nothing of it', async (method, change) => {
    const tamper = tamperWith(method, Infinity, change)
    const { history, watch } = await setUp(chain, { known: [A], discover: reveal, tamper })
    await expect(history.readRange(0, 4)).rejects.toMatchObject({ code: 'LP2004', exitCode: 69 })
    expect(watch.followedAt(Infinity)).toEqual([A])
  })

  it('drops a duplicate log, and rejects two logs at one position', async () => {
    const twice = (answer: string) => {
      const replies: { result: unknown }[] = JSON.parse(answer)
      const doubled = replies.map((reply) => {
        const { result } = reply
        return Array.isArray(result) ? { ...reply, result: [...result, result[0]] } : reply
      })
      return JSON.stringify(doubled)
    }
    const once = await setUp(chain, {
      known: [A, B],
      discover: reveal,
      tamper: tamperWith('eth_getLogs', 1, twice),
    })
    expect(logsOf(await once.history.readRange(0, 4))).toHaveLength(4)
    const swap = (answer: string) => twice(answer).replace(A, B)
    const other = await setUp(chain, {
      known: [A, B],
      discover: reveal,
      tamper: tamperWith('eth_getLogs', Infinity, swap),
    })
    await expect(other.history.readRange(0, 4)).rejects.toThrow(/two logs at 1\/0/)
  })

  it('calls the next provider when one does not have the end of the range', async () => {
    const replay = await startReplay(chain)
    const behind = await startReplay(chain)
    behind.setHead(0)
    const rpc = createRpc({ urls: [behind.url, replay.url] })
    const history = new RpcHistory({
      rpc,
      watch: new WatchSet([A]),
      discover: reveal,
      verifier: null,
    })
    expect(logsOf(await history.readRange(0, 4))).toHaveLength(4)
    await replay.close()
    await behind.close()
  })

  it('reads again after logs that were not requested', async () => {
    const stray = (answer: string) => answer.replaceAll(A, D)
    const tamper = tamperWith('eth_getLogs', 1, stray)
    const { history } = await setUp(chain, { known: [A], discover: reveal, tamper })
    expect(logsOf(await history.readRange(0, 4))).toHaveLength(4)
  })
})
