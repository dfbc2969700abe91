import { beforeAll, describe, expect, test } from 'vitest'
import { toQuantity } from '../../src/chain/normalize'
import { createRpc } from '../../src/chain/provider/rpc'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { startReplay } from '../../src/chain/recording/replay'
import { createDataSource } from '../../src/chain/sdk/data-source'
import { startGateway } from '../../src/chain/sdk/gateway'
import { createProcessor } from '../../src/chain/sdk/processor'
import { runProcessor } from '../../src/chain/sdk/run-processor'
import { routeSdkLog } from '../../src/chain/sdk/sdk-log'
import { WatchSet } from '../../src/chain/watch'
import { someOf } from '../long.mjs'
import { exchangeable, upTo } from '../support/chain/forks'
import { recordLog } from '../support/log-lines'
import { type AnyJson, FIXTURE, startProxy } from './helpers'

const FINALITY = 30
const HEAD = 200
/** The block that is not there for a while, and the head that goes on. */
const LOST = HEAD + 5
const NEXT = HEAD + 20

let recording: Recording
beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
})

/** Changes the answer to one call. */
type Form = (call: AnyJson, answer: AnyJson) => void

const isAsked = ({ method, params }: AnyJson, block: number) =>
  method === 'eth_getBlockByNumber' && params[0] === toQuantity(block)

/** A node with a form of misbehaviour, from when it is told until it is told otherwise. */
async function startNode(url: string, form: Form) {
  const state = { isOn: false }
  const proxy = await startProxy(url, (request, body) => {
    if (!state.isOn) return undefined
    const [calls, answers] = [JSON.parse(request), JSON.parse(body)]
    for (const [at, call] of [calls].flat().entries()) form(call, [answers].flat()[at])
    return { body: JSON.stringify(answers) }
  })
  return { ...proxy, state }
}

/** Follows the chain by nodes of which the first `bad` misbehave; all get the head NEXT then. */
async function follow(form: Form, nodes = 1, bad = nodes) {
  const { view, exchange } = exchangeable(upTo(recording, HEAD))
  const replay = await startReplay(view, { finality: FINALITY })
  const proxies = await Promise.all(
    Array.from({ length: nodes }, () => startNode(replay.url, form)),
  )
  const { logger, lines } = recordLog()
  routeSdkLog(logger)
  const rpc = createRpc({ urls: proxies.map(({ url }) => url), logger })
  const watch = new WatchSet()
  const options = { rpc, watch, discover: () => [], finality: FINALITY, pollMs: 200, logger }
  const gateway = await startGateway(options)
  const processor = { startBlock: 1, finality: FINALITY, headPollMs: 50, prometheusPort: null }
  const index = { height: -1 }
  let failure: unknown = null
  runProcessor({
    processor: createProcessor({ rpcUrl: gateway.rpcUrl, ...processor }),
    finality: FINALITY,
    finalDepth: gateway.finalDepth,
    dataSource: createDataSource(gateway.archive, 10),
    database: {
      supportsHotBlocks: true,
      connect: async () => ({ height: -1, hash: '0x', top: [] }),
      transact: (_, work) => work(null),
      transactHot: () => Promise.reject(new Error('transactHot2 is preferred')),
      transactHot2: (info, work) => work(null, 0, info.newBlocks.length),
    },
    handle: async (_, blocks) => {
      index.height = blocks.at(-1)?.header.number ?? index.height
    },
  }).catch((error) => {
    failure = error
  })
  const reached = (block: number) =>
    expect.poll(() => failure ?? index.height, { timeout: 60_000, interval: 50 }).toBe(block)
  await reached(HEAD)
  for (const { state } of proxies.slice(0, bad)) state.isOn = true
  exchange(upTo(recording, NEXT))
  return {
    gateway,
    provider: proxies[0]!.url,
    /** Without those of processors of other tests, which the SDK cannot end. */
    said: () =>
      lines.filter(
        ({ level, rpcUrl }) => level !== 'info' && (!rpcUrl || rpcUrl === gateway.rpcUrl),
      ),
    index,
    reached,
    heal: () => {
      for (const { state } of proxies) state.isOn = false
    },
    async end() {
      await gateway.close()
      for (const { close } of proxies) await close()
      await replay.close()
    },
  }
}

const FORMS: Record<string, Form> = {
  'is null': (call, answer) => {
    if (isAsked(call, LOST)) answer.result = null
  },
  'has a parent hash of zeros': (call, answer) => {
    if (isAsked(call, LOST)) answer.result.parentHash = `0x${'0'.repeat(64)}`
  },
  'is answered with an older block': (call, answer) => {
    if (isAsked(call, LOST)) answer.result.number = toQuantity(LOST - 9)
  },
  'has no logsBloom': (call, answer) => {
    if (isAsked(call, LOST)) delete answer.result.logsBloom
  },
  'is null, like all behind it, while the head has leapt': (call, answer) => {
    if (call.method === 'eth_blockNumber') answer.result = toQuantity(1_000_000)
    for (let block = LOST; block <= NEXT; block++) {
      if (isAsked(call, block)) answer.result = null
    }
  },
}

describe('a block that no provider gives', () => {
  test.each(someOf(Object.entries(FORMS), 2))(
    '%s: said once, seen by machines, and gone on by itself',
    async (_, form) => {
      const run = await follow(form)
      await expect.poll(() => run.gateway.missing(), { timeout: 60_000 }).not.toBeNull()
      expect(run.index.height).toBeLessThan(LOST)
      const said = run.said()
      expect(said.filter(({ code }) => code === 'LP2016')).toHaveLength(1)
      expect(said.length).toBeLessThan(4)
      const reasons = { [run.provider]: expect.any(String) }
      expect(said.find(({ code }) => code)).toMatchObject({ since: expect.any(String), reasons })
      run.heal()
      await run.reached(NEXT)
      expect(run.gateway.missing()).toBeNull()
      await run.end()
    },
  )

  test.each(someOf(Object.entries(FORMS), 2))(
    '%s: another provider has it, and nothing is said',
    async (_, form) => {
      const run = await follow(form, 2, 1)
      await run.reached(NEXT)
      expect(run.gateway.missing()).toBeNull()
      expect(run.said().filter(({ code }) => code === 'LP2016')).toEqual([])
      await run.end()
    },
  )
})

test.each<[string, Form]>([
  [
    'whose hash changes between calls',
    (call, answer) => {
      if (isAsked(call, LOST) && Math.random() < 0.5) answer.result.hash = `0x${'ab'.repeat(32)}`
    },
  ],
  [
    'that is null when it is asked for again',
    (() => {
      let asked = 0
      return (call, answer) => {
        if (isAsked(call, LOST) && asked++ > 0) answer.result = null
      }
    })(),
  ],
])('a block %s: no flood, and the index goes on', async (_, form) => {
  const run = await follow(form)
  await new Promise((resolve) => setTimeout(resolve, 4_000))
  run.heal()
  await run.reached(NEXT)
  expect(run.said().length).toBeLessThan(5)
  await run.end()
})
