import { afterEach, describe, expect, it } from 'vitest'
import { listen, readBody, send } from '../../src/chain/http'
import type { RpcCall } from '../../src/chain/jsonrpc'
import { answerJsonRpc } from '../../src/chain/jsonrpc'
import { toLog } from '../../src/chain/normalize'
import { createRpc } from '../../src/chain/provider/rpc'
import { loadRecording } from '../../src/chain/recording/recording'
import { startReplay } from '../../src/chain/recording/replay'
import type { Front, FrontOptions } from '../../src/chain/sdk/gateway'
import { startFront } from '../../src/chain/sdk/gateway'
import type { RawLog } from '../../src/chain/types'
import { bitsOf } from '../../src/chain/verify/bloom'
import { Contradiction } from '../../src/chain/verify/contradiction'
import { doubtOf, type Followed, type VerifyMode } from '../../src/chain/verify/doubt'
import { type SealedHeader, toSealedHeader } from '../../src/chain/verify/header'
import { checkHashes, checkLinks } from '../../src/chain/verify/links'
import { checkSame, checkWholeBlock, inLogOrder } from '../../src/chain/verify/logs'
import type { ProvenBlock } from '../../src/chain/verify/range-proof'
import { toReceipts } from '../../src/chain/verify/receipts'
import type { Verification } from '../../src/chain/verify/verifier'
import { WatchSet } from '../../src/chain/watch'
import { mismatchOf } from '../../src/proof/compare'
import { decodeBlock } from '../../src/protocols/eigenlayer'
import { logText, type StoredBlock } from '../../src/store/stored-logs'
import {
  answerFrom,
  type Json,
  quantity,
  type SimBlock,
  seeded,
  simChain,
  TOPICS,
  WATCHED,
  WEIGHTY,
} from '../support/chain/sim-chain'
import { bend, FAULTS, type FaultName } from '../support/chain/sim-faults'
import { allLogs, discover, FIXTURE, filterLogs, knownContracts, rpcPost } from './helpers'

const SEED = Number(process.env.LINCHPIN_TEST_SEED ?? 1)
const weighty = new Set([WEIGHTY])
const topics = TOPICS.map(bitsOf)
const followed = new Map<string, Followed>(
  WATCHED.map((address) => [address, { firstBlock: 0, bits: bitsOf(address), topics }]),
)
const isWatched = ({ address }: { address: string }) => followed.has(address)

interface Case {
  header: SealedHeader
  receipts: RawLog[]
  block: SimBlock
}

function parsed(block: SimBlock): Case {
  const header = toSealedHeader(block.header)
  const { root, logs } = toReceipts(block.receipts)
  expect(root).toBe(header.receiptsRoot)
  return { block, header, receipts: logs }
}

/** Whether the checks of history (filtered logs) or of the head (whole blocks) accept an answer. */
function accepts({ header, receipts }: Case, answer: Json[], mode: VerifyMode, whole: boolean) {
  const logs = answer.map(toLog).sort(inLogOrder)
  try {
    checkHashes([header])
    if (whole) checkWholeBlock(header, logs)
    if (doubtOf(header, logs, followed, { mode, weighty })) {
      checkSame(whole ? receipts : receipts.filter(isWatched), logs)
    }
    return true
  } catch (error) {
    if (error instanceof Contradiction) return false
    throw error
  }
}

const kindOf = () => 'STRATEGY' as const

/** What the proof of history reads of a block: with a bloom that holds no followed contract, nothing. */
function provenOf({ header, receipts }: Case): ProvenBlock {
  const isOpen = doubtOf(header, [], followed, { mode: 'full', weighty }) !== null
  return {
    header,
    logs: isOpen ? receipts.filter(isWatched) : [],
    by: isOpen ? 'receipts' : 'header',
  }
}

/** What is stored of a block if an answer is believed. */
function storedOf({ header }: Case, answer: Json[]): StoredBlock {
  const logs = answer.map(toLog).sort(inLogOrder)
  const { events } = decodeBlock(header, logs, kindOf)
  return {
    hash: header.hash,
    logs: new Map(events.map((event) => [event.at.logIndex, logText(event)])),
  }
}

/** 10,000 bent answers, and how many of each kind are not accepted. */
function simulate(mode: VerifyMode, whole: boolean) {
  const random = seeded(SEED)
  const cases = simChain({ seed: SEED, blocks: 600 }).map(parsed)
  const tally = new Map<FaultName, { made: number; found: number }>(
    FAULTS.map((fault) => [fault, { made: 0, found: 0 }]),
  )
  for (let made = 0; made < 10_000; ) {
    const fault = random.pick(FAULTS)
    const some = random.pick(cases)
    const right = whole ? some.block.logs : some.block.logs.filter(isWatched)
    const bent = bend(fault, right, random)
    if (!bent) continue
    made++
    const row = tally.get(fault)!
    row.made++
    // In standard mode history reads no header of a block without logs.
    const seen = mode === 'full' || whole || bent.length > 0
    if (seen && !accepts(some, bent, mode, whole)) row.found++
  }
  return tally
}

describe('10,000 wrong answers', () => {
  it.each([
    ['filtered logs, as history reads them', false],
    ['whole blocks, as the head is read', true],
  ])('are all found in full mode: %s', (_, whole) => {
    const tally = [...simulate('full', whole)]
    expect(tally.map(([, { made }]) => made).reduce((a, b) => a + b)).toBe(10_000)
    expect(tally.map(([fault, { found }]) => [fault, found])).toEqual(
      tally.map(([fault, { made }]) => [fault, made]),
    )
  })

  it('are all found of history in standard mode, too: when they are read, or when they are proven', () => {
    const random = seeded(SEED)
    const cases = simChain({ seed: SEED, blocks: 600 }).map(parsed)
    let [whenRead, whenProven] = [0, 0]
    for (let made = 0; made < 10_000; ) {
      const some = random.pick(cases)
      const bent = bend(random.pick(FAULTS), some.block.logs.filter(isWatched), random)
      if (!bent) continue
      made++
      if (bent.length > 0 && !accepts(some, bent, 'standard', false)) whenRead++
      else if (mismatchOf(provenOf(some), storedOf(some, bent), kindOf) !== null) whenProven++
    }
    expect(whenRead + whenProven).toBe(10_000)
    expect(whenProven).toBeGreaterThan(1_000)
  })

  it('standard mode finds all of another fork in history', () => {
    const { found, made } = simulate('standard', false).get('fork')!
    expect(found).toBe(made)
  })
})

/** The same answer in other words: what nodes write differently. */
function reworded(block: SimBlock, odd: number): SimBlock {
  const padded = (value: string) => `0x000${value.slice(2)}`
  const upper = (value: string) => `0x${value.slice(2).toUpperCase()}`
  const log = ({ removed, ...rest }: Json) => {
    if (odd === 1) return rest
    if (odd === 2) return { ...rest, address: upper(rest.address), data: upper(rest.data), removed }
    if (odd === 3) return { ...rest, logIndex: padded(rest.logIndex), removed }
    return { ...rest, removed }
  }
  const header = { ...block.header }
  if (odd === 2)
    for (const key of ['hash', 'logsBloom', 'stateRoot']) header[key] = upper(header[key])
  if (odd === 3) for (const key of ['number', 'gasUsed']) header[key] = padded(header[key])
  // Fields that some nodes add.
  if (odd === 4) Object.assign(header, { totalDifficulty: '0x0', transactionCount: 3 })
  const receipts = block.receipts.map((receipt) => ({ ...receipt, logs: receipt.logs.map(log) }))
  return { header, receipts, logs: receipts.flatMap((receipt) => receipt.logs) }
}

describe('10,000 right answers', () => {
  const chains = [false, true].map((byTransaction) =>
    simChain({ seed: SEED + 1, blocks: 500, byTransaction }),
  )

  it.each(['standard', 'full'] as const)(
    'raise no alarm in %s mode, however they are written',
    (mode) => {
      let answers = 0
      for (const chain of chains) {
        for (const odd of [0, 1, 2, 3, 4]) {
          const cases = chain.map((block) => parsed(reworded(block, odd)))
          checkLinks(cases.map(({ header }) => header))
          for (const some of cases) {
            const watched = some.block.logs.filter((log) => isWatched(toLog(log)))
            expect(accepts(some, watched, mode, false), `block ${some.header.number}`).toBe(true)
            expect(accepts(some, some.block.logs, mode, true), `block ${some.header.number}`).toBe(
              true,
            )
            // What is stored is numbered by block.
            if (chain === chains[0]) {
              expect(mismatchOf(provenOf(some), storedOf(some, watched), kindOf)).toBeNull()
            }
            answers += 2
          }
        }
      }
      expect(answers).toBe(10_000)
    },
  )
})

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const server of open.splice(0).reverse()) await server.close()
})

/** Changes the logs of one block in an answer. */
type Tamper = (logs: Json[], call: RpcCall) => Json[]

async function startNode(chain: SimBlock[], tamper: Tamper, refuse: string[] = []) {
  const calls: string[] = []
  const server = await listen(async (request, response) => {
    const answer = await answerJsonRpc((await readBody(request))!, async (asked) =>
      asked.map((call) => {
        calls.push(call.method)
        const outcome = answerFrom(chain, call, refuse)
        if ('error' in outcome) return outcome
        const { result } = outcome
        const logs = call.method === 'eth_getLogs'
        return { result: JSON.stringify(logs ? tamper(result, call) : result) }
      }),
    )
    send(response, 200, answer, 'application/json')
  }, {})
  open.push(server)
  return { url: server.url, calls }
}

async function setUp(urls: string[], mode: VerifyMode, options: Partial<FrontOptions> = {}) {
  const warnings: string[] = []
  const verification: Verification = {
    mode,
    weighty,
    ethereumHashes: true,
    topicsOf: () => TOPICS,
  }
  const front = await startFront({
    rpc: createRpc({ urls, backoffMs: { first: 1, max: 2 } }),
    watch: new WatchSet(WATCHED),
    discover: () => [],
    verification,
    finality: 0,
    pollMs: 1,
    onWarning: (message) => warnings.push(message),
    ...options,
  })
  open.push(front)
  return { front, warnings }
}

/** Logs that the archive side gives for all blocks. */
async function history({ archive }: Pick<Front, 'archive'>): Promise<RawLog[]> {
  await archive.height()
  const { blocks } = await archive.read(0)
  return blocks.flatMap(({ logs }) => logs)
}

const head = async (front: { rpcUrl: string }, number: number): Promise<Json[]> => {
  const range = { fromBlock: quantity(number), toBlock: quantity(number) }
  const call = { jsonrpc: '2.0', id: 1, method: 'eth_getLogs', params: [range] }
  return (await rpcPost(front.rpcUrl, call)).result
}

const expectedHistory = (chain: SimBlock[]) =>
  chain
    .flatMap((block) => block.logs)
    .filter(isWatched)
    .map(toLog)

describe('the recorded chain', () => {
  it.each(['standard', 'full'] as const)('passes in %s mode', async (mode) => {
    const recording = await loadRecording(FIXTURE)
    const known = knownContracts(recording.deployment)
    const replay = await startReplay(recording, { finality: 0 })
    open.push(replay)
    const { front } = await setUp([replay.url], mode, { watch: new WatchSet(known), discover })
    expect(await history(front)).toEqual(
      filterLogs(allLogs(recording), known).filter((log) => log.blockNumber < 1000),
    )
    expect(front.verificationCounts()).toMatchObject({ skipped: 0, rejected: {} })
    expect(front.verificationCounts()!.proven.logs).toBeGreaterThan(0)
  })
})

describe('wrong answers through the front', () => {
  const chain = simChain({ seed: SEED + 2, blocks: 24 })

  /** Bends one block in the first answers that hold it; `bent` tells how often. */
  function once(fault: FaultName, number: number, seed: number) {
    const state = { bent: 0 }
    const tamper: Tamper = (logs) => {
      const own = logs.filter((log) => Number(log.blockNumber) === number)
      const bent = state.bent === 0 && own.length > 0 ? bend(fault, own, seeded(seed)) : null
      if (!bent) return logs
      state.bent++
      return logs.flatMap((log) => (own.includes(log) ? (log === own[0] ? bent : []) : [log]))
    }
    return { state, tamper }
  }

  it('200 of 200 are asked again, and only the right logs come out: of history in full mode, of the head in any', async () => {
    const random = seeded(SEED + 3)
    let tamper: Tamper = (logs) => logs
    const node = await startNode(chain, (logs, call) => tamper(logs, call))
    let bent = 0
    while (bent < 200) {
      const number = random.below(chain.length)
      const cheat = once(random.pick(FAULTS), number, random.below(1e9))
      const isHistory = random.below(2) === 0
      const { front, warnings } = await setUp([node.url], isHistory ? 'full' : 'standard')
      tamper = cheat.tamper
      if (isHistory) expect(await history(front)).toEqual(expectedHistory(chain))
      else expect(await head(front, number)).toEqual(chain[number]!.logs)
      const { rejected } = front.verificationCounts()!
      const counted = Object.values(rejected).flatMap((kinds) => Object.values(kinds))
      expect(counted.reduce((a, b) => a + b, 0)).toBe(cheat.state.bent)
      expect(warnings).toHaveLength(cheat.state.bent)
      bent += cheat.state.bent
      await open.pop()!.close()
    }
  })

  it.each(['standard', 'full'] as const)(
    'without receipts, whole blocks prove: %s mode',
    async (mode) => {
      const node = await startNode(chain, (logs) => logs, ['eth_getBlockReceipts'])
      const { front, warnings } = await setUp([node.url], mode)
      expect(await history(front)).toEqual(expectedHistory(chain))
      for (const [number, { logs }] of chain.entries())
        expect(await head(front, number)).toEqual(logs)
      expect(warnings).toEqual([
        expect.stringContaining('no provider that answers serves eth_getBlockReceipts'),
      ])
      const { proven, skipped } = front.verificationCounts()!
      expect(proven.receipts + skipped).toBe(0)
      expect(proven.logs).toBeGreaterThan(0)
    },
  )

  it('a provider that is down does not hold up what the others prove without receipts', async () => {
    const node = await startNode(chain, (logs) => logs, ['eth_getBlockReceipts'])
    const { front } = await setUp([node.url, 'http://127.0.0.1:1'], 'full')
    expect(await history(front)).toEqual(expectedHistory(chain))
    expect(front.verificationCounts()!.proven.logs).toBeGreaterThan(0)
  })

  it('a second provider finds what one leaves out, whichever is asked first', async () => {
    const all: Tamper = (logs) => logs.filter((log) => Number(log.blockNumber) !== busy)
    const busy = chain.findIndex(({ logs }) => logs.some(isWatched))
    const good = await startNode(chain, (logs) => logs)
    const bad = await startNode(chain, all)
    const goodFirst = await setUp([good.url, bad.url], 'standard')
    expect(await history(goodFirst.front)).toEqual(expectedHistory(chain))
    expect(goodFirst.front.verificationCounts()!.rejected).toEqual({ [bad.url]: { omitted: 1 } })
    // Asked first, then as the second opinion on the other's answer.
    const badFirst = await setUp([bad.url, good.url], 'standard')
    expect(await history(badFirst.front)).toEqual(expectedHistory(chain))
    expect(badFirst.front.verificationCounts()!.rejected).toEqual({ [bad.url]: { omitted: 2 } })
  })

  it('two providers that differ, and cannot be proven, give nothing', async () => {
    const busy = chain.findIndex(({ logs }) => logs.some(isWatched))
    const cannot = ['eth_getBlockReceipts']
    // Whole blocks would prove, too.
    const noBlocks = (logs: Json[], call: RpcCall) =>
      (call.params[0] as Json).blockHash ? [null] : logs
    const good = await startNode(chain, noBlocks, cannot)
    const bad = await startNode(
      chain,
      (logs, call) => noBlocks(logs, call).filter((log) => Number(log?.blockNumber) !== busy),
      cannot,
    )
    const { front, warnings } = await setUp([good.url, bad.url], 'standard')
    await front.archive.height()
    let answered = false
    front.archive.read(0).then(
      () => {
        answered = true
      },
      // The front is closed below it.
      () => undefined,
    )
    await expect
      .poll(() => warnings.filter((text) => /LP20|malformed/.test(text)).length, {
        timeout: 10_000,
      })
      .toBeGreaterThan(2)
    expect(answered).toBe(false)
  })

  it('pruned receipts are asked of the provider that has them', async () => {
    const pruned = chain.map((block) => ({ ...block, receipts: block.receipts.slice(1) }))
    const urls = [await startNode(pruned, (logs) => logs), await startNode(chain, (logs) => logs)]
    const { front } = await setUp(
      urls.map(({ url }) => url),
      'full',
    )
    expect(await history(front)).toEqual(expectedHistory(chain))
    expect(front.verificationCounts()!.rejected[urls[0]!.url]!.receipts).toBeGreaterThan(0)
  })

  it('a forged header is not believed', async () => {
    const forged = chain.map((block) => ({
      ...block,
      header: { ...block.header, receiptsRoot: `0x${'1'.repeat(64)}` },
    }))
    const urls = [await startNode(forged, (logs) => logs), await startNode(chain, (logs) => logs)]
    const { front } = await setUp(
      urls.map(({ url }) => url),
      'standard',
    )
    expect(await history(front)).toEqual(expectedHistory(chain))
    expect(front.verificationCounts()!.rejected).toEqual({ [urls[0]!.url]: { header: 1 } })
  })

  it.each([
    ['receipts', []],
    ['all logs of the block, where it serves no receipts', ['eth_getBlockReceipts']],
  ])(
    'logs that the only provider leaves out whenever it is asked for a range are taken from %s',
    async (_, refused) => {
      const busy = chain
        .filter(({ logs }) => logs.some(isWatched))
        .map(({ header }) => header.number)
      const left = new Set(busy.slice(2, 7))
      const omits: Tamper = (logs, { params }) =>
        Object(params[0]).blockHash ? logs : logs.filter((log) => !left.has(log.blockNumber))
      const node = await startNode(chain, omits, refused)
      const { front, warnings } = await setUp([node.url], 'full')
      expect(await history(front)).toEqual(expectedHistory(chain))
      expect(warnings.filter((text) => text.endsWith('taken from the whole block'))).toHaveLength(1)
    },
  )

  it('logs of the head that the only provider leaves out whenever it is asked are taken from its receipts', async () => {
    const busy = chain.findIndex(({ logs }) => logs.length > 2 && isWatched(logs.at(-1)))
    const node = await startNode(chain, (logs) => logs.slice(0, -1))
    const { front, warnings } = await setUp([node.url], 'standard')
    expect((await head(front, busy)).map(toLog)).toEqual(chain[busy]!.logs.map(toLog))
    expect(warnings).toHaveLength(5)
    expect(warnings.at(-1)).toMatch(/taken from the receipts$/)
  })

  it('logs of the head are held back while no provider has them, at two calls a second', async () => {
    const busy = chain.findIndex(({ logs }) => logs.length > 2 && isWatched(logs.at(-1)))
    let lies = true
    const node = await startNode(chain, (logs) => (lies ? logs.slice(0, -1) : logs))
    const { front, warnings } = await setUp([node.url], 'full', { pollMs: 1000 })
    const began = performance.now()
    let answered = false
    const answer = head(front, busy).finally(() => {
      answered = true
    })
    await expect.poll(() => warnings.length, { timeout: 20_000, interval: 20 }).toBe(3)
    // A slow machine makes fewer calls, not more. The first round comes without a pause.
    const seconds = (performance.now() - began) / 1000
    expect(node.calls.length).toBeLessThanOrEqual(2 * seconds + 4)
    expect(warnings[0]).toMatch(/^LP2004: logs of blocks/)
    expect(answered).toBe(false)
    lies = false
    expect(await answer).toEqual(chain[busy]!.logs)
  }, 30_000)
})
