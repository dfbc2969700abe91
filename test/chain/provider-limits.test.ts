import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { send } from '../../src/chain/http'
import { toQuantity } from '../../src/chain/normalize'
import { loadRecording } from '../../src/chain/recording/recording'
import { type Replay, startReplay } from '../../src/chain/recording/replay'
import { type Behaviour, errorBody, startProvider } from '../support/chain/provider'
import { onFailure, recordingClient } from '../support/chain/rpc-client'
import { virtualClock } from '../support/chain/virtual-clock'
import { FIXTURE } from './helpers'

let replay: Replay
const cleanUp: (() => unknown)[] = []

beforeAll(async () => {
  replay = await startReplay(await loadRecording(FIXTURE))
})
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step()
})
afterAll(() => replay.close())

async function provider(behave?: Behaviour) {
  const server = await startProvider(replay.url, behave)
  cleanUp.push(server.close)
  return server
}

function newClock() {
  const clock = virtualClock()
  cleanUp.push(clock.close)
  return clock
}

describe('a provider that limits calls', () => {
  const date = (ms: number) => new Date(Math.ceil((Date.now() + ms) / 1_000) * 1_000).toUTCString()

  it.each<[string, number, () => string | null, number]>([
    ['1 second', 429, () => '1', 1_000],
    ['a minute', 429, () => '60', 60_000],
    ['a day, shortened to a minute', 429, () => '86400', 60_000],
    ['until a date', 429, () => date(5_000), 4_000],
    ['1 second, in a JSON-RPC error with HTTP 200', 200, () => '1', 1_000],
    ['some time', 429, () => null, 50],
  ])('is not called for %s, by any call', async (_, status, header, rest) => {
    const clock = newClock()
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
    const { rpc } = recordingClient([server.url], {
      clock,
      backoffMs: { first: 100, max: 10_000 },
      logger: onFailure(() => {
        for (let i = 0; i < 5; i++) more.push(rpc.call('eth_chainId', []))
      }),
    })
    expect(await rpc.call('eth_blockNumber', [])).toBe('0x1388')
    await Promise.all(more)
    expect(times).toHaveLength(7)
    expect(clock.now()).toBeGreaterThanOrEqual(rest)
    if (header() !== null) expect(times[1]).toBeGreaterThanOrEqual(rest)
  })

  it('is not sent calls that were waiting for their turn', async () => {
    const clock = newClock()
    const times: number[] = []
    const server = await provider((response, { n }) => {
      times.push(clock.now())
      if (n > 1) return false
      response.setHeader('retry-after', '60')
      send(response, 429, '')
      return true
    })
    const { rpc } = recordingClient([server.url], { clock, rateLimit: 5 })
    await Promise.all(Array.from({ length: 8 }, () => rpc.call('eth_blockNumber', [])))
    expect(times).toHaveLength(9)
    expect(times[1]).toBeGreaterThanOrEqual(60_000)
  })

  it('is not waited for while another provider answers', async () => {
    const clock = newClock()
    const limited = await provider((response) => {
      response.setHeader('retry-after', '60')
      send(response, 429, '')
      return true
    })
    const { rpc } = recordingClient([limited.url, replay.url], { clock })
    for (let i = 0; i < 10; i++) await rpc.call('eth_blockNumber', [])
    expect(clock.now()).toBe(0)
    expect(limited.asked).toHaveLength(1)
  })

  it('is never sent more calls per second than the limit, in order, whatever the size of batches', async () => {
    const clock = newClock()
    const sent: { at: number; calls: number }[] = []
    const numbers: number[] = []
    const server = await provider((_, { calls }) => {
      sent.push({ at: clock.now(), calls: calls.length })
      numbers.push(...calls.map(({ params }) => Number(params[0])))
      return false
    })
    const { rpc } = recordingClient([server.url], { clock, rateLimit: 20 })
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

  it('is called five times, then not for ten seconds while the others answer', async () => {
    const clock = newClock()
    const times: number[] = []
    const down = await provider((response, one, answer) => {
      times.push(clock.now())
      return dead(response, one, answer)
    })
    const { rpc } = recordingClient([down.url, replay.url], { clock })
    for (let i = 0; i < 60; i++) {
      // Each call begins with the provider that is down, whenever it may be called.
      if (rpc.preferred() !== down.name) rpc.rotate()
      await rpc.call('eth_blockNumber', [])
      await clock.wait(500)
    }
    const gaps = times.slice(1).map((time, i) => time - times[i]!)
    expect(gaps.slice(0, 4)).toEqual([500, 500, 500, 500])
    expect(gaps.slice(4).every((gap) => gap >= 10_000)).toBe(true)
    expect(times.length).toBeGreaterThanOrEqual(7)
  })

  it('is probed by a single call, while the others wait for its outcome', async () => {
    const clock = newClock()
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
    const { rpc } = recordingClient([server.url], {
      clock,
      logger: onFailure((failures) => {
        if (failures < 5) return
        for (let i = 0; i < 10; i++) calls.push(rpc.call('eth_blockNumber', []))
      }),
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

  it('is waited for until the caller aborts', async () => {
    const server = await provider(dead)
    const { rpc } = recordingClient([server.url])
    const stop = new AbortController()
    const call = rpc.call('eth_blockNumber', [], { signal: stop.signal })
    await expect.poll(() => server.asked.length).toBe(5)
    const later = rpc.call('eth_chainId', [], { signal: stop.signal })
    setTimeout(() => stop.abort(), 20)
    await expect(call).rejects.toMatchObject({ name: 'AbortError' })
    await expect(later).rejects.toMatchObject({ name: 'AbortError' })
    expect(server.asked).toHaveLength(5)
  })

  it('raises an outage alert after a minute, again every ten minutes, and its end is logged', async () => {
    const clock = newClock()
    const server = await provider((response, one, answer) =>
      clock.now() < 1_500_000 ? dead(response, one, answer) : false,
    )
    const backoffMs = { first: 100, max: 10_000 }
    const { rpc, notes } = recordingClient([server.url], { clock, backoffMs })
    expect(await rpc.call('eth_getLogs', [{ fromBlock: '0x1', toBlock: '0x1' }])).toEqual([])
    expect(notes().map(({ level }) => level)).toEqual(['error', 'error', 'error', 'info'])
    expect(notes()[0]).toMatchObject({
      msg: 'no RPC provider answers',
      code: 'LP2010',
      method: 'eth_getLogs',
      seconds: expect.toSatisfy((seconds) => seconds >= 60 && seconds < 70),
      reasons: expect.stringMatching(/^http.*HTTP 500/),
    })
    expect(notes()[3]).toMatchObject({
      msg: 'RPC providers answer again',
      method: 'eth_getLogs',
      seconds: expect.toSatisfy((seconds) => seconds >= 1_500 && seconds < 1_600),
    })
  })
})
