import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { toLog } from '../../src/chain/normalize'
import { createRpc } from '../../src/chain/provider/rpc'
import type { Recording } from '../../src/chain/recording/recording'
import { loadRecording } from '../../src/chain/recording/recording'
import { startReplay } from '../../src/chain/recording/replay'
import type { GatewayOptions } from '../../src/chain/sdk/gateway'
import { startGateway } from '../../src/chain/sdk/gateway'
import type { BlockData } from '../../src/chain/types'
import { WatchSet } from '../../src/chain/watch'
import { recordLog } from '../support/log-lines'
import {
  allLogs,
  discover,
  FIXTURE,
  filterLogs,
  knownContracts,
  rpcPost,
  startProxy,
} from './helpers'

const FINALITY = 75
let recording: Recording
let known: string[]
const open: { close(): Promise<void> }[] = []

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  known = knownContracts(recording.deployment)
})
afterEach(async () => {
  for (const server of open.splice(0).reverse()) await server.close()
})

type Tamper = Parameters<typeof startProxy>[1]

async function setUp(
  options: Partial<GatewayOptions> & {
    tamper?: Tamper
    maxLogs?: number
    tagFinality?: number
  } = {},
) {
  const { tamper = () => undefined, maxLogs = Infinity, tagFinality = 60 } = options
  const replay = await startReplay(recording, { finality: tagFinality, maxLogs })
  const proxy = await startProxy(replay.url, tamper)
  const { logger, lines } = recordLog()
  const gateway = await startGateway({
    rpc: createRpc({ urls: [proxy.url], backoffMs: { first: 1, max: 2 } }),
    watch: new WatchSet(known),
    discover,
    finality: FINALITY,
    pollMs: 5,
    logger,
    ...options,
  })
  open.push(replay, proxy, gateway)
  return { gateway, replay, lines, requests: proxy.requests }
}

type Gateway = Awaited<ReturnType<typeof startGateway>>

const height = ({ archive }: Gateway) => archive.height()

/** Blocks of one read; the last one is that up to which it covers. */
async function read({ archive }: Gateway, from: number, end?: number): Promise<BlockData[]> {
  const { blocks, to } = await archive.read(from, end)
  expect(blocks.at(-1)!.header.number).toBe(to)
  return blocks
}

const call = async (gateway: Gateway, method: string, ...params: unknown[]) =>
  rpcPost(gateway.rpcUrl, { jsonrpc: '2.0', id: 1, method, params })

describe('archive side of the gateway', () => {
  it('is final up to the lower of the distance and the finalized tag', async () => {
    const { gateway, replay } = await setUp()
    expect(await height(gateway)).toBe(5000 - FINALITY)
    const lagging = await setUp({ tagFinality: 200 })
    expect(await height(lagging.gateway)).toBe(4800)
    // Blocks stay final when the head moves back.
    replay.setHead(4900)
    expect(await height(gateway)).toBe(5000 - FINALITY)
  })

  it('has only genesis as final block on a short chain', async () => {
    const { gateway, replay } = await setUp()
    replay.setHead(10)
    expect(await height(gateway)).toBe(0)
  })

  it('uses the distance when the node has no finalized tag', async () => {
    const tamper: Tamper = (request) =>
      request.includes('finalized')
        ? { body: '{"jsonrpc":"2.0","id":0,"error":{"code":-39001,"message":"unknown block"}}' }
        : undefined
    const { gateway } = await setUp({ tamper })
    expect(await height(gateway)).toBe(5000 - FINALITY)
  })

  it('covers all final blocks in answers of at most batchBlocks, last block included', async () => {
    const { gateway } = await setUp({ batchBlocks: 400 })
    const top = await height(gateway)
    const logs: unknown[] = []
    for (let from = 1; from <= top; ) {
      const blocks = await read(gateway, from)
      const last = blocks.at(-1)!.header.number
      expect(last).toBe(Math.min(from + 399, top))
      for (const { header, logs: found } of blocks) {
        const raw = JSON.parse(recording.blockAt(header.number)!.json)
        expect(header).toEqual({
          number: Number(raw.number),
          hash: raw.hash,
          parentHash: raw.parentHash,
          timestamp: Number(raw.timestamp),
        })
        logs.push(...found)
      }
      from = last + 1
    }
    const expected = filterLogs(allLogs(recording), known).filter((log) => log.blockNumber <= top)
    expect(logs).toEqual(expected)
  })

  it('returns a single header, and ends at the requested block', async () => {
    const { gateway } = await setUp()
    const hash = recording.blockAt(77)!.hash
    expect(await gateway.archive.header(77)).toMatchObject({ number: 77, hash })
    expect((await read(gateway, 100, 130)).at(-1)!.header.number).toBe(130)
  })

  it('reads the next range ahead', async () => {
    const { gateway, requests } = await setUp({ batchBlocks: 500 })
    await height(gateway)
    await read(gateway, 1)
    await expect
      .poll(() => requests.filter((body) => body.includes('"fromBlock":"0x1f5"')).length)
      .toBeGreaterThan(0)
    await read(gateway, 501)
    const again = requests.filter((body) => body.includes('"fromBlock":"0x1f5","toBlock":"0x3e8"'))
    expect(again).toHaveLength(1)
  })

  it('waits for a block that is not final yet', async () => {
    const { gateway, replay } = await setUp()
    replay.setHead(1000)
    let answered = false
    const answer = read(gateway, 950).finally(() => {
      answered = true
    })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(answered).toBe(false)
    replay.setHead(1030)
    expect((await answer).at(-1)!.header.number).toBe(1030 - FINALITY)
  })

  it('retries until a contradicting provider gives consistent answers', async () => {
    let lies = 0
    const tamper: Tamper = (request, answer) => {
      if (!request.includes('"fromBlock":"0x1","toBlock":"0x3e8"') || lies === 12) return undefined
      lies++
      return { body: answer.replaceAll('"blockHash":"0x', '"blockHash":"0xff') }
    }
    const { gateway, lines } = await setUp({ tamper })
    const blocks = await read(gateway, 1)
    const expected = filterLogs(allLogs(recording), known).filter((log) => log.blockNumber <= 1000)
    expect(blocks.flatMap((block) => block.logs)).toHaveLength(expected.length)
    const reasons = (msg: string) => lines.filter((line) => line.msg === msg)
    expect(reasons('contradicting answers: range is read again')).toHaveLength(10)
    expect(reasons('reading history failed: retrying')).toMatchObject(
      Array.from({ length: 2 }, () => ({
        code: 'LP2004',
        reason: expect.stringContaining('contradicts itself'),
      })),
    )
  })
})

describe('rpc side of the gateway', () => {
  it('forwards calls and batches', async () => {
    const { gateway } = await setUp()
    const { result } = await call(gateway, 'eth_getLogs', { fromBlock: '0x64', toBlock: '0x6e' })
    const expected = allLogs(recording).filter((l) => l.blockNumber >= 100 && l.blockNumber <= 110)
    expect(result.map(toLog)).toEqual(expected)
    const batch = [7, 9999].map((number, id) => ({
      jsonrpc: '2.0',
      id,
      method: 'eth_getBlockByNumber',
      params: [`0x${number.toString(16)}`, false],
    }))
    expect(await rpcPost(gateway.rpcUrl, batch)).toMatchObject([
      { id: 0, result: { number: '0x7' } },
      { id: 1, result: null },
    ])
  })

  it.each([
    ['HTTP 500', { status: 500, body: '' }],
    ['-32603', { body: '{"id":0,"error":{"code":-32603,"message":"internal"}}' }],
    ['-32602', { body: '{"id":0,"error":{"code":-32602,"message":"strange"}}' }],
    ['a head that is no number', { body: '{"id":0,"result":"soon"}' }],
  ])('does not forward %s to the SDK', async (_, fault) => {
    const { gateway } = await setUp({ tamper: (__, ___, n) => (n < 5 ? fault : undefined) })
    expect(await call(gateway, 'eth_blockNumber')).toMatchObject({ result: '0x1388' })
  })

  it('does not forward a block without bloom to the SDK', async () => {
    const tamper: Tamper = (_, answer, n) =>
      n < 3 ? { body: answer.replace('logsBloom', 'loqsBloom') } : undefined
    const { gateway } = await setUp({ tamper })
    const { result } = await call(gateway, 'eth_getBlockByNumber', '0x7', false)
    expect(result.logsBloom).toMatch(/^0x/)
  })

  it('reports a range that is too large with a message that the SDK recognizes', async () => {
    const { gateway } = await setUp({ maxLogs: 10 })
    const { error } = await call(gateway, 'eth_getLogs', { fromBlock: '0x0', toBlock: 'latest' })
    expect(error.message).toMatch(/query returned more than/)
  })

  it('hands off from the archive to hot blocks: one head is lowered, later ones are not', async () => {
    const { gateway } = await setUp({ tagFinality: 200, batchBlocks: 10_000 })
    await height(gateway)
    const covered = (await read(gateway, 1)).at(-1)!.header.number
    expect(covered).toBe(4800)
    const heads = [await call(gateway, 'eth_blockNumber'), await call(gateway, 'eth_blockNumber')]
    expect(heads.map(({ result }) => Number(result))).toEqual([4800 + FINALITY, 5000])
  })

  it('rejects other methods and requests of web pages', async () => {
    const { gateway, requests } = await setUp()
    const sent = await call(gateway, 'eth_sendRawTransaction', '0x')
    expect(sent.error.code).toBe(-32601)
    const headers = { origin: 'https://example.org' }
    const page = await fetch(gateway.rpcUrl, { method: 'POST', headers, body: '{}' })
    expect(page.status).toBe(403)
    expect((await fetch(new URL('/archive/height', gateway.rpcUrl))).status).toBe(404)
    expect(requests).toHaveLength(0)
  })
})
