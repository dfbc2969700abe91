import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { RpcHistory } from '../../src/chain/history/history'
import { send } from '../../src/chain/http'
import { toQuantity } from '../../src/chain/normalize'
import type { RpcOptions } from '../../src/chain/provider/rpc'
import { type Replay, startReplay } from '../../src/chain/recording/replay'
import { createVerifier } from '../../src/chain/verify/verifier'
import { WatchSet } from '../../src/chain/watch'
import { type Behaviour, startProvider } from '../support/chain/provider'
import { recordingClient } from '../support/chain/rpc-client'
import { virtualClock } from '../support/chain/virtual-clock'
import { recordLog } from '../support/log-lines'
import { makeChain } from './helpers'

const CHAIN = makeChain(Array.from({ length: 201 }, () => []))
const CHAIN_ID = { id: 1, name: 'mainnet' }
const cleanUp: (() => unknown)[] = []
let clock: ReturnType<typeof virtualClock>

beforeAll(() => {
  clock = virtualClock()
})
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step()
})
afterAll(() => clock.close())

/** A node with the chain up to a block, which may misbehave. */
async function node(head: number, behave?: Behaviour, chain = CHAIN) {
  const replay: Replay = await startReplay(chain)
  replay.setHead(head)
  const server = await startProvider(replay.url, behave)
  cleanUp.push(replay.close, server.close)
  const count = (method: string) => server.methods().filter((one) => one === method).length
  return { ...server, setHead: replay.setHead, count }
}

function client(nodes: { url: string }[], options: Partial<RpcOptions> = {}) {
  const urls = nodes.map(({ url }) => url)
  return recordingClient(urls, { clock, ...options })
}

const block = (number: number): [string, unknown[]] => [
  'eth_getBlockByNumber',
  [toQuantity(number), false],
]

describe('the head', () => {
  it('never goes down, whichever provider answers', async () => {
    const nodes = [await node(100), await node(97)]
    const { rpc } = client(nodes)
    const heads: number[] = []
    for (let step = 0; step < 40; step++) {
      nodes[0]!.setHead(100 + step - (step % 5))
      nodes[1]!.setHead(97 + step + ((step * 3) % 6))
      if (step % 3 === 0) rpc.rotate()
      heads.push(await rpc.head())
      await clock.wait(500)
    }
    expect(heads).toEqual([...heads].sort((a, b) => a - b))
    expect(heads.at(-1)).toBeGreaterThan(130)
  })

  it('counts only from a provider that has the block', async () => {
    const claim: Behaviour = (response, { calls }) => {
      if (calls[0]!.method !== 'eth_blockNumber') return false
      send(response, 200, '{"jsonrpc":"2.0","id":0,"result":"0xffffff"}')
      return true
    }
    const nodes = [await node(100, claim), await node(98)]
    const { rpc, notes } = client(nodes)
    expect(await rpc.head()).toBe(98)
    const alone = client([nodes[0]!])
    await expect(alone.rpc.head({ attempts: 2 })).rejects.toMatchObject({ code: 'LP2010' })
    for (let i = 0; i < 8; i++) {
      rpc.rotate()
      expect(await rpc.head()).toBe(98)
    }
    expect(notes()).toMatchObject([
      {
        msg: 'provider does not have the block that it reports as its newest',
        provider: nodes[0]!.name,
        block: 16_777_215,
      },
    ])
  })

  it('costs one call with one provider, and one more for each new block', async () => {
    const one = await node(100)
    const { rpc } = client([one])
    for (let i = 0; i < 20; i++) {
      if (i === 10) one.setHead(101)
      await rpc.head()
      await clock.wait(1_000)
    }
    expect([one.count('eth_blockNumber'), one.count('eth_getBlockByNumber')]).toEqual([20, 2])
    expect(one.methods()).toHaveLength(22)
  })

  it('is polled from the other providers at most every four seconds', async () => {
    const nodes = [await node(100), await node(100)]
    const { rpc } = client(nodes)
    for (let i = 0; i < 41; i++) {
      await rpc.head()
      await clock.wait(1_000)
    }
    expect(nodes[1]!.methods()).toEqual(Array.from({ length: 11 }, () => 'eth_blockNumber'))
  })

  it('is that of another provider when the preferred one is stuck, which is logged with both', async () => {
    const nodes = [await node(100), await node(100)]
    const { rpc, notes } = client(nodes)
    expect(await rpc.head()).toBe(100)
    const heads: number[] = []
    for (let ahead = 1; ahead <= 20; ahead++) {
      nodes[1]!.setHead(100 + ahead)
      await clock.wait(5_000)
      heads.push(await rpc.head())
    }
    expect(rpc.preferred()).toBe(nodes[1]!.name)
    expect(heads.slice(0, 10).every((head) => head === 100)).toBe(true)
    expect(heads.at(-1)).toBe(120)
    expect(notes()).toEqual([
      {
        level: 'warn',
        msg: 'provider is stuck: another one is preferred from now on',
        provider: nodes[0]!.name,
        block: 100,
        next: nodes[1]!.name,
        nextBlock: 111,
      },
    ])
  })

  it('is not that of another provider that does not have its newest block', async () => {
    const empty: Behaviour = (response, { calls }) => {
      if (calls[0]!.method !== 'eth_getBlockByNumber') return false
      send(response, 200, '{"jsonrpc":"2.0","id":0,"result":null}')
      return true
    }
    const nodes = [await node(100), await node(180, empty)]
    const { rpc, notes } = client(nodes)
    for (let i = 0; i < 10; i++) {
      expect(await rpc.head()).toBe(100)
      await clock.wait(5_000)
    }
    expect(rpc.preferred()).toBe(nodes[0]!.name)
    expect(notes()).toEqual([])
  })
})

describe('a block that one provider does not have', () => {
  it('is read from another one, and does not exist when none has it', async () => {
    const nodes = [await node(97), await node(100)]
    const { rpc, notes } = client(nodes)
    expect(await rpc.call(...block(100))).toMatchObject({ number: '0x64' })
    expect(await rpc.call(...block(101))).toBeNull()
    expect(rpc.preferred()).toBe(nodes[0]!.name)
    expect(notes()).toEqual([])
  })

  it('is not requested from a provider that is known to be behind', async () => {
    const nodes = [await node(97), await node(100)]
    const { rpc } = client(nodes)
    await rpc.head()
    await rpc.call(...block(99))
    expect(nodes.map((one) => one.count('eth_getBlockByNumber'))).toEqual([1, 1])
    await rpc.call(...block(96))
    expect(nodes.map((one) => one.count('eth_getBlockByNumber'))).toEqual([2, 1])
  })

  it('does not exist if the only other provider does not answer', async () => {
    const down = await node(100, (response) => {
      send(response, 500, '')
      return true
    })
    const { rpc } = client([await node(97), down])
    expect(await rpc.call(...block(100))).toBeNull()
  })

  it('does not delay history for the cross-check with a provider that is far behind', async () => {
    const nodes = [await node(150), await node(20)]
    const { rpc } = client(nodes)
    const rules = { mode: 'standard' as const, alwaysVerified: new Set<string>() }
    const { logger, lines } = recordLog()
    const verification = { ...rules, ethereumHashes: false, topicsOf: () => null }
    const verifier = createVerifier(rpc, verification, logger)
    const watch = new WatchSet([`0x${'a'.repeat(40)}`])
    const history = new RpcHistory({ rpc, watch, discover: () => [], verifier, logger })
    expect((await history.readRange(100, 149)).map(({ header }) => header.number)).toEqual([149])
    expect(lines).toMatchObject([
      {
        msg: 'no second provider for a cross-check',
        reason: expect.stringContaining('does not have block 149'),
      },
    ])
  })
})

describe('a provider on another chain', () => {
  it('that did not answer at the start is dropped when it does, logged as an error, and not called again', async () => {
    let isDown = true
    const foreign = { ...CHAIN, chainId: 5 }
    const wrong = await node(
      150,
      (response) => {
        if (isDown) send(response, 503, '')
        return isDown
      },
      foreign,
    )
    const right = await node(100)
    const { rpc, notes } = client([wrong, right], { chain: CHAIN_ID })
    expect(await rpc.head()).toBe(100)
    isDown = false
    for (let i = 0; i < 20; i++) {
      if (notes().length === 0) rpc.rotate()
      expect(await rpc.head()).toBe(100)
      await clock.wait(5_000)
    }
    expect(notes()).toMatchObject([
      {
        level: 'error',
        msg: 'provider serves another chain: it is no longer called',
        code: 'LP2002',
        provider: wrong.name,
        chainId: 5,
        expectedChainId: 1,
        network: 'mainnet',
      },
    ])
    expect(new Set(wrong.methods())).toEqual(new Set(['eth_chainId']))
    expect(rpc.providers).toBe(1)
    expect(rpc.others(1)).toBeNull()
    expect(right.count('eth_chainId')).toBe(1)
  })

  it('is an error of the call when there is no other', async () => {
    const wrong = await node(150, undefined, { ...CHAIN, chainId: 5 })
    const { rpc } = client([wrong], { chain: CHAIN_ID })
    await expect(rpc.head()).rejects.toMatchObject({
      code: 'LP2002',
      message: expect.stringContaining('chain 5'),
    })
  })
})
