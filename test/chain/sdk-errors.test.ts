import { AssertionError } from 'node:assert'
import type { DataSource, HotDatabase } from '@subsquid/util-internal-processor-tools'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { SILENT } from '../../src/chain/logger'
import { createRpc } from '../../src/chain/provider/rpc'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { startReplay } from '../../src/chain/recording/replay'
import { createDataSource } from '../../src/chain/sdk/data-source'
import { startGateway } from '../../src/chain/sdk/gateway'
import type { RunnerBlock } from '../../src/chain/sdk/private'
import { createProcessor } from '../../src/chain/sdk/processor'
import { runProcessor } from '../../src/chain/sdk/run-processor'
import { KNOWN_ERRORS, SdkError } from '../../src/chain/sdk/sdk-error'
import { routeSdkLog } from '../../src/chain/sdk/sdk-log'
import { WatchSet } from '../../src/chain/watch'
import { exchangeable, forked, upTo } from '../support/chain/forks'
import { FIXTURE } from './helpers'

const FINALITY = 10
const HEAD = 300
const FINAL = HEAD - FINALITY

type State = Awaited<ReturnType<HotDatabase<null>['connect']>>

let recording: Recording
const cleanUp: (() => unknown)[] = []

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  routeSdkLog(SILENT)
})
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step()
})

const ref = (height: number) => ({ height, hash: recording.blockAt(height)!.hash })

/** A database that keeps nothing but its state. */
function database(state: State, more: Partial<HotDatabase<null>> = {}): HotDatabase<null> {
  return {
    supportsHotBlocks: true,
    connect: async () => state,
    transact: (_, work) => work(null),
    transactHot: () => Promise.reject(new Error('transactHot2 is preferred')),
    transactHot2: (info, work) => work(null, 0, info.newBlocks.length),
    ...more,
  }
}

interface Options {
  state?: State
  database?: Partial<HotDatabase<null>>
  dataSource?: Partial<DataSource<RunnerBlock, unknown>>
  handle?: (block: number) => void
}

/** Runs the SDK on the recorded chain, until it fails. */
async function run(options: Options) {
  const { state = { height: -1, hash: '0x', top: [] }, handle = () => {} } = options
  const { view, exchange } = exchangeable(upTo(recording, HEAD))
  const replay = await startReplay(view, { finality: FINALITY })
  const gateway = await startGateway({
    rpc: createRpc({ urls: [replay.url] }),
    watch: new WatchSet(),
    discover: () => [],
    finality: FINALITY,
    pollMs: 10,
  })
  cleanUp.push(replay.close, gateway.close)
  const processor = { startBlock: 1, finality: FINALITY, headPollMs: 10, prometheusPort: null }
  const failure = runProcessor({
    processor: createProcessor({ rpcUrl: gateway.rpcUrl, ...processor }),
    finality: FINALITY,
    finalDepth: gateway.finalDepth,
    dataSource: { ...createDataSource(gateway.archive, 10), ...options.dataSource },
    database: database(state, options.database),
    handle: async (_, blocks) => {
      for (const { header } of blocks) handle(header.number)
    },
  }).then(
    () => expect.unreachable(),
    (error) => error,
  )
  return { failure, exchange }
}

describe('an error of the SDK has a meaning', () => {
  const provoke: Record<keyof typeof KNOWN_ERRORS, () => Promise<unknown>> = {
    otherBlockAtStart: async () => {
      const { failure } = await run({ state: { height: 100, hash: '0xbad', top: [] } })
      return failure
    },
    noCommonAncestor: async () => {
      let fork = () => {}
      const { failure, exchange } = await run({
        state: { ...ref(FINAL), top: [] },
        handle: (block) => block === HEAD && fork(),
      })
      fork = () => exchange(forked(recording, HEAD + 5, FINAL - 1))
      return failure
    },
  }

  test.each(Object.entries(KNOWN_ERRORS))('%s', async (name, { kind, stage, matches }) => {
    const error = await provoke[name as keyof typeof KNOWN_ERRORS]()
    expect(error).toBeInstanceOf(SdkError)
    const { cause } = error as SdkError
    expect(matches(cause as Error)).toBe(true)
    expect({ kind: (error as SdkError).kind, stage }).toEqual({ kind, stage })
  })

  test('a lost final block is also found when all newer blocks are hot', async () => {
    const state = { height: FINAL, hash: '0xbad', top: [] }
    expect(await (await run({ state })).failure).toMatchObject({ kind: 'final-block-lost' })
  })

  test('any other error is unknown', async () => {
    const dataSource = {
      async *getFinalizedBlocks() {
        yield { blocks: [], isHead: false }
      },
    }
    const error = await (await run({ dataSource })).failure
    expect(error).toMatchObject({ kind: 'unknown', cause: expect.any(AssertionError) })
  })
})

describe('an error of our own is rethrown as the same object', () => {
  /** Errors that would match those of the SDK. */
  const errors = [
    new AssertionError({ message: 'ours' }),
    new Error('already indexed block 1#0 was not found on chain'),
    'not an Error',
  ]
  const failing = (error: unknown) => () => Promise.reject(error)
  const atHead: State = { height: FINAL, hash: '', top: [] }

  const places: [string, (error: unknown) => Options][] = [
    ['connect', (error) => ({ database: { connect: failing(error) } })],
    ['a transaction of final blocks', (error) => ({ database: { transact: failing(error) } })],
    [
      'a transaction of hot blocks',
      (error) => ({ state: atHead, database: { transactHot2: failing(error) } }),
    ],
    ['the height', (error) => ({ dataSource: { getFinalizedHeight: failing(error) } })],
    [
      'reading final blocks',
      (error) => ({
        dataSource: {
          // biome-ignore lint/correctness/useYield: it fails before the first batch
          async *getFinalizedBlocks() {
            throw error
          },
        },
      }),
    ],
    [
      'the handler',
      (error) => ({
        state: atHead,
        handle: () => {
          throw error
        },
      }),
    ],
  ]

  test.each(places)('%s', async (_, options) => {
    atHead.hash = ref(FINAL).hash
    for (const error of errors) {
      expect(await (await run(options(error))).failure).toBe(error)
    }
  })
})
