import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toLog } from '../../src/chain/normalize'
import type { Recording } from '../../src/chain/recording/recording'
import { loadRecording } from '../../src/chain/recording/recording'
import type { Replay } from '../../src/chain/recording/replay'
import { startReplay } from '../../src/chain/recording/replay'
import type { RawLog } from '../../src/chain/types'
import { allLogs, FIXTURE, rpcPost } from './helpers'

let recording: Recording
let replay: Replay
let logs: RawLog[]

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  replay = await startReplay(recording, { finality: 100 })
  logs = allLogs(recording)
})
afterAll(() => replay.close())

async function ask(method: string, ...params: unknown[]) {
  return rpcPost(replay.url, { jsonrpc: '2.0', id: 7, method, params })
}
const result = async (method: string, ...params: unknown[]) => (await ask(method, ...params)).result
const code = async (method: string, ...params: unknown[]) =>
  (await ask(method, ...params)).error?.code
const found = async (filter: object) => (await result('eth_getLogs', filter)).map(toLog)
const hex = (n: number) => `0x${n.toString(16)}`
const json = (number: number) => JSON.parse(recording.blockAt(number)!.json)

describe('replay', () => {
  it('answers for its chain and client', async () => {
    expect(await result('eth_chainId')).toBe('0x7a69')
    expect(await result('net_version')).toBe('31337')
    expect(await result('web3_clientVersion')).toContain('linchpin')
    expect(await result('eth_syncing')).toBe(false)
    expect(await result('eth_blockNumber')).toBe(hex(5000))
  })

  it('returns blocks as recorded, by number, tag and hash', async () => {
    expect(await result('eth_getBlockByNumber', '0x1f3', false)).toEqual(json(499))
    for (const [tag, number] of [
      ['earliest', 0],
      ['latest', 5000],
      ['pending', 5000],
      ['safe', 4900],
      ['finalized', 4900],
    ] as const) {
      expect(await result('eth_getBlockByNumber', tag, false)).toEqual(json(number))
    }
    const upper = `0x${recording.blockAt(77)!.hash.slice(2).toUpperCase()}`
    expect(await result('eth_getBlockByHash', upper, false)).toEqual(json(77))
  })

  it('returns null for unknown blocks', async () => {
    expect(await result('eth_getBlockByNumber', hex(5001), false)).toBeNull()
    expect(await result('eth_getBlockByHash', `0x${'12'.repeat(32)}`, false)).toBeNull()
  })

  it('returns all logs of a range', async () => {
    const range = { fromBlock: hex(100), toBlock: hex(400) }
    const expected = logs.filter((log) => log.blockNumber >= 100 && log.blockNumber <= 400)
    expect(expected.length).toBeGreaterThan(100)
    expect(await found(range)).toEqual(expected)
  })

  it('filters by one address and by many', async () => {
    const all = { fromBlock: 'earliest', toBlock: 'latest' }
    const [a, b] = [logs[0]!.address, logs[500]!.address]
    const of = (...addresses: string[]) => logs.filter((log) => addresses.includes(log.address))
    expect(await found({ ...all, address: a })).toEqual(of(a))
    expect(await found({ ...all, address: [a, b.toUpperCase().replace('0X', '0x')] })).toEqual(
      of(a, b),
    )
  })

  it('filters by topics with wildcards and alternatives', async () => {
    const all = { fromBlock: '0x0', toBlock: 'latest' }
    const sample = logs.find((log) => log.topics.length === 3)!
    const other = logs.find((log) => log.topics[0] !== sample.topics[0])!.topics[0]!
    const [t0, , t2] = sample.topics as [string, string, string]
    expect(await found({ ...all, topics: [t0] })).toEqual(logs.filter((l) => l.topics[0] === t0))
    expect(await found({ ...all, topics: [[t0, other]] })).toEqual(
      logs.filter((l) => l.topics[0] === t0 || l.topics[0] === other),
    )
    expect(await found({ ...all, topics: [null, null, t2] })).toEqual(
      logs.filter((l) => l.topics[2] === t2),
    )
    expect(await found({ ...all, topics: [null, null, null, null] })).toEqual(
      logs.filter((l) => l.topics.length === 4),
    )
  })

  it('filters by block hash, and by the head by default', async () => {
    const { blockNumber, blockHash } = logs[1000]!
    expect(await found({ blockHash })).toEqual(logs.filter((l) => l.blockNumber === blockNumber))
    expect(await found({})).toEqual(logs.filter((l) => l.blockNumber === 5000))
  })

  it('answers a batch in order, errors included', async () => {
    const answers = await rpcPost(replay.url, [
      { jsonrpc: '2.0', id: 'a', method: 'eth_chainId', params: [] },
      { jsonrpc: '2.0', id: 2, method: 'eth_mine', params: [] },
      17,
      { jsonrpc: '2.0', method: 'eth_chainId' },
      { jsonrpc: '2.0', id: 3, method: 'eth_blockNumber' },
    ])
    expect(answers).toMatchObject([
      { id: 'a', result: '0x7a69' },
      { id: 2, error: { code: -32601 } },
      { id: null, error: { code: -32600 } },
      { id: 3, result: hex(5000) },
    ])
  })

  it('rejects invalid calls with the codes of JSON-RPC', async () => {
    expect(await rpcPost(replay.url, '{"id": 1,')).toMatchObject({ error: { code: -32700 } })
    expect(await rpcPost(replay.url, [])).toMatchObject({ error: { code: -32600 } })
    expect(await rpcPost(replay.url, { id: 1 })).toMatchObject({ id: 1, error: { code: -32600 } })
    expect(await code('eth_sendRawTransaction', '0x')).toBe(-32601)
    expect(await code('eth_getBlockByNumber', 'newest', false)).toBe(-32602)
    expect(await code('eth_getBlockByNumber', 12, false)).toBe(-32602)
    expect(await code('eth_getBlockByHash', '0x12', false)).toBe(-32602)
    expect(await code('eth_getLogs')).toBe(-32602)
    expect(await code('eth_getLogs', { address: '0x12' })).toBe(-32602)
    expect(await code('eth_getLogs', { topics: 'x' })).toBe(-32602)
    expect(await code('eth_getLogs', { fromBlock: '0x9', toBlock: '0x1' })).toBe(-32602)
    const blockHash = `0x${'12'.repeat(32)}`
    expect(await code('eth_getLogs', { blockHash, fromBlock: '0x1' })).toBe(-32602)
    expect(await code('eth_getLogs', { blockHash })).toBe(-32000)
  })

  it('names a port that is in use', async () => {
    const second = startReplay(recording, { port: replay.port })
    await expect(second).rejects.toMatchObject({
      code: 'LP1004',
      message: expect.stringContaining(String(replay.port)),
    })
  })

  it('serves a growing chain', async () => {
    const growing = await startReplay(recording, { finality: 100 })
    const shown = (method: string, ...params: unknown[]) =>
      rpcPost(growing.url, { jsonrpc: '2.0', id: 1, method, params }).then((a) => a.result)
    const all = { fromBlock: '0x0', toBlock: 'latest' }
    for (const head of [50, 300]) {
      growing.setHead(head)
      expect(await shown('eth_blockNumber')).toBe(hex(head))
      expect(await shown('eth_getBlockByNumber', hex(head + 1), false)).toBeNull()
      expect(await shown('eth_getBlockByHash', recording.blockAt(head + 1)!.hash, false)).toBeNull()
      const finalized = await shown('eth_getBlockByNumber', 'finalized', false)
      expect(Number(finalized.number)).toBe(Math.max(0, head - 100))
      const expected = logs.filter((log) => log.blockNumber <= head)
      expect((await shown('eth_getLogs', all)).length).toBe(expected.length)
    }
    await growing.close()
  })
})
