import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen, send } from '../../src/chain/http'
import { toHeader, toQuantity } from '../../src/chain/normalize'
import { assertChain } from '../../src/chain/provider/assert-chain'
import { RangeTooLarge, RpcRefused } from '../../src/chain/provider/errors'
import type { Replay } from '../../src/chain/recording/replay'
import { startReplay } from '../../src/chain/recording/replay'
import type { LinchpinError } from '../../src/errors'
import { recordingClient } from '../support/chain/rpc-client'
import { makeChain, startProxy } from './helpers'

const KEY = 'k3y-0123456789'
let replay: Replay

beforeAll(async () => {
  replay = await startReplay(makeChain(Array.from({ length: 30 }, () => [])))
})
afterAll(() => replay.close())

const rpcError = (code: number, message: string) =>
  JSON.stringify({ jsonrpc: '2.0', id: 0, error: { code, message } })

/** Makes a call to a provider whose first answers are replaced. */
async function through(faults: { status?: number; body: string }[], method = 'eth_blockNumber') {
  const proxy = await startProxy(replay.url, (_, __, n) => faults[n - 1])
  const { rpc, failures } = recordingClient([`${proxy.url}/v2/${KEY}`])
  const params = method === 'eth_getLogs' ? [{ fromBlock: '0x0' }] : []
  const outcome = await rpc.call(method, params).then(
    (result) => ({ result }),
    (error) => ({ error }),
  )
  await proxy.close()
  return { outcome, failures: failures(), requests: proxy.requests.length }
}

describe('rpc client', () => {
  it.each([
    ['HTTP 500', { status: 500, body: 'oops' }],
    ['HTTP 429', { status: 429, body: '' }],
    ['HTTP 401', { status: 401, body: 'unauthorized' }],
    ['an HTML page', { body: '<html>maintenance</html>' }],
    ['cut JSON', { body: '{"jsonrpc":"2.0","id":0,"resu' }],
    ['no result', { body: '{"jsonrpc":"2.0","id":0}' }],
    ['-32603', { body: rpcError(-32603, 'internal error') }],
    ['-32005', { body: rpcError(-32005, 'limit exceeded') }],
    ['429 in JSON', { body: rpcError(429, 'compute units per second capacity') }],
    ['an unknown code', { status: 400, body: rpcError(4711, 'who knows') }],
  ])('survives %s', async (_, fault) => {
    const { outcome, failures, requests } = await through([fault, fault, fault])
    expect(outcome).toEqual({ result: toQuantity(29) })
    expect(requests).toBe(4)
    expect(failures.map((line) => line.failures)).toEqual([1, 2, 3])
  })

  it('survives a refused connection, with the next provider', async () => {
    const { rpc, failures } = recordingClient(['http://127.0.0.1:1/', replay.url])
    expect(await rpc.call('eth_blockNumber', [])).toBe(toQuantity(29))
    expect(failures()).toMatchObject([{ provider: 'http://127.0.0.1:1', waitMs: 0 }])
    await rpc.call('eth_blockNumber', [])
    expect(failures()).toHaveLength(1)
  })

  it('survives an answer that never arrives', async () => {
    const silent = await listen(() => {}, {})
    const { rpc, failures } = recordingClient([silent.url, replay.url], { timeoutMs: 50 })
    expect(await rpc.call('eth_blockNumber', [])).toBe(toQuantity(29))
    expect(failures()).toMatchObject([{ reason: 'timeout' }])
    await silent.close()
  })

  it('sends user and password of a URL as a header', async () => {
    let header: string | undefined
    const guarded = await listen((request, response) => {
      header = request.headers.authorization
      send(response, 200, '{"jsonrpc":"2.0","id":0,"result":"0x1"}')
    }, {})
    const { rpc } = recordingClient([guarded.url.replace('://', '://me:p%40ss@')])
    expect(await rpc.call('eth_chainId', [])).toBe('0x1')
    expect(header).toBe(`Basic ${btoa('me:p@ss')}`)
    await guarded.close()
  })

  it('reports a range that is too large to the caller', async () => {
    const body = rpcError(-32005, 'query returned more than 10000 results')
    const { outcome } = await through([{ body }], 'eth_getLogs')
    expect(outcome).toMatchObject({ error: expect.any(RangeTooLarge) })
  })

  it('calls every provider before a method counts as missing', async () => {
    const body = rpcError(-32601, 'no such method')
    const proxy = await startProxy(replay.url, () => ({ body }))
    const one = recordingClient([proxy.url, replay.url])
    expect(await one.rpc.call('eth_blockNumber', [])).toBe(toQuantity(29))
    const none = recordingClient([proxy.url, proxy.url.replace('127.0.0.1', 'localhost')])
    await expect(none.rpc.call('eth_blockNumber', [])).rejects.toBeInstanceOf(RpcRefused)
    await proxy.close()
  })

  it('repeats a call whose answer the caller finds malformed', async () => {
    const body = '{"jsonrpc":"2.0","id":0,"result":{"number":"seven"}}'
    const proxy = await startProxy(replay.url, (_, __, n) => (n === 1 ? { body } : undefined))
    const { rpc, failures } = recordingClient([proxy.url])
    const header = await rpc.call('eth_getBlockByNumber', ['0x7', false], { parse: toHeader })
    expect(header.number).toBe(7)
    expect(failures()[0]!.reason).toContain('malformed')
    await proxy.close()
  })

  it('fails after `attempts`, naming only scheme and host', async () => {
    const proxy = await startProxy(replay.url, () => ({ status: 403, body: rpcError(1, KEY) }))
    const url = `${proxy.url.replace('://', '://user:passw0rd@')}/v2/${KEY}?token=t0ken-123`
    const { rpc } = recordingClient(['http://127.0.0.1:1/abcdefgh', url], { attempts: 2 })
    const error: LinchpinError = await rpc.call('eth_chainId', []).then(
      () => expect.unreachable(),
      (e) => e,
    )
    expect(error).toMatchObject({ code: 'LP2010', exitCode: 69 })
    expect(error.message).toContain('http://127.0.0.1:1:')
    expect(error.message).toContain(proxy.url)
    expect(JSON.stringify([error, error.message, error.hint])).not.toMatch(
      /k3y|t0ken|abcdefgh|passw0rd/,
    )
    expect(proxy.requests).toHaveLength(2)
    await proxy.close()
  })

  it('logs no keys', async () => {
    const body = rpcError(-32000, `key ${KEY} is over its limit`)
    const { failures } = await through([{ body }])
    expect(failures).toHaveLength(1)
    expect(JSON.stringify(failures)).not.toContain(KEY)
  })

  it('stops at the abort signal', async () => {
    const { rpc } = recordingClient(['http://127.0.0.1:1/'])
    const stop = new AbortController()
    const call = rpc.call('eth_chainId', [], { signal: stop.signal })
    setTimeout(() => stop.abort(), 20)
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('rpc batch', () => {
  const calls = Array.from({ length: 25 }, (_, i) => ({
    method: 'eth_getBlockByNumber',
    params: [toQuantity(i), false],
  }))
  const numbers = (headers: { number: number }[]) => headers.map((header) => header.number)
  const expected = calls.map((_, i) => i)

  it('repeats only the calls that failed, and sorts answers by id', async () => {
    const proxy = await startProxy(replay.url, (_, answer, n) => {
      if (n > 1) return undefined
      const replies = JSON.parse(answer).reverse()
      replies[3] = { ...replies[3], result: undefined, error: { code: -32603, message: 'x' } }
      return { body: JSON.stringify(replies.slice(0, 20)) }
    })
    const { rpc } = recordingClient([proxy.url])
    expect(numbers(await rpc.batch(calls, { parse: toHeader }))).toEqual(expected)
    expect(JSON.parse(proxy.requests[1]!)).toHaveLength(6)
    await proxy.close()
  })

  it('sends smaller batches to a provider that rejects large ones', async () => {
    const proxy = await startProxy(replay.url, (request) => {
      const sent = JSON.parse(request)
      if (!Array.isArray(sent) || sent.length <= 5) return undefined
      return { status: 400, body: rpcError(-32600, 'batch size too large') }
    })
    const { rpc } = recordingClient([proxy.url])
    expect(numbers(await rpc.batch(calls, { parse: toHeader }))).toEqual(expected)
    await proxy.close()
  })
})

describe('assertChain', () => {
  it('accepts the expected chain and names both ids otherwise', async () => {
    await assertChain([replay.url], 1, 'mainnet')
    await expect(assertChain([replay.url], 17000, 'holesky')).rejects.toMatchObject({
      code: 'LP2002',
      exitCode: 65,
      message: expect.stringMatching(/chain 1,.*holesky.*17000/),
    })
  })

  it('finds the wrong provider among right ones, and skips one that does not answer', async () => {
    const wrong = await startReplay({ ...makeChain([[], []]), chainId: 5 })
    const dead = 'http://127.0.0.1:9'
    await assertChain([dead, replay.url], 1, 'mainnet')
    await expect(assertChain([replay.url, wrong.url], 1, 'mainnet')).rejects.toMatchObject({
      code: 'LP2002',
    })
    await wrong.close()
  })
})
