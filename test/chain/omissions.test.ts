import { afterEach, describe, expect, it } from 'vitest'
import { listen, readBody, send } from '../../src/chain/http'
import type { RpcCall } from '../../src/chain/jsonrpc'
import { answerJsonRpc } from '../../src/chain/jsonrpc'
import { toLog } from '../../src/chain/normalize'
import { createRpc } from '../../src/chain/provider/rpc'
import { loadRecording } from '../../src/chain/recording/recording'
import { startReplay } from '../../src/chain/recording/replay'
import type { Gateway, GatewayOptions } from '../../src/chain/sdk/gateway'
import { startGateway } from '../../src/chain/sdk/gateway'
import type { RawLog } from '../../src/chain/types'
import type { VerifyMode } from '../../src/chain/verify/reason-to-verify'
import type { Verification } from '../../src/chain/verify/verifier'
import { WatchSet } from '../../src/chain/watch'
import { IS_LONG } from '../long.mjs'
import {
  ALWAYS_VERIFIED,
  answerFrom,
  type Json,
  quantity,
  type SimBlock,
  seeded,
  simChain,
  TOPICS,
  WATCHED,
} from '../support/chain/sim-chain'
import { bend, FAULTS, type FaultName } from '../support/chain/sim-faults'
import { recordLog } from '../support/log-lines'
import { allLogs, discover, FIXTURE, filterLogs, knownContracts, rpcPost } from './helpers'

/** Wrong answers, one by one. */
const WRONG = IS_LONG ? 200 : 50
const SEED = Number(process.env.LINCHPIN_TEST_SEED ?? 1)
const isWatched = ({ address }: { address: string }) => WATCHED.includes(address)

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

async function setUp(
  urls: string[],
  mode: VerifyMode,
  options: Partial<GatewayOptions> = {},
  distrustedTo: number | null = null,
) {
  const { logger, lines } = recordLog()
  const verification: Verification = {
    mode,
    distrustedTo,
    alwaysVerified: new Set([ALWAYS_VERIFIED]),
    ethereumHashes: true,
    topicsOf: () => TOPICS,
  }
  const gateway = await startGateway({
    rpc: createRpc({ urls, backoffMs: { first: 1, max: 2 } }),
    watch: new WatchSet(WATCHED),
    discover: () => [],
    verification,
    finality: 0,
    pollMs: 1,
    logger,
    ...options,
  })
  open.push(gateway)
  return { gateway, lines }
}

/** Logs that the archive gives for all blocks. */
async function history({ archive }: Pick<Gateway, 'archive'>): Promise<RawLog[]> {
  await archive.height()
  const { blocks } = await archive.read(0)
  return blocks.flatMap(({ logs }) => logs)
}

const head = async (gateway: { rpcUrl: string }, number: number): Promise<Json[]> => {
  const range = { fromBlock: quantity(number), toBlock: quantity(number) }
  const call = { jsonrpc: '2.0', id: 1, method: 'eth_getLogs', params: [range] }
  return (await rpcPost(gateway.rpcUrl, call)).result
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
    const { gateway } = await setUp([replay.url], mode, { watch: new WatchSet(known), discover })
    expect(await history(gateway)).toEqual(
      filterLogs(allLogs(recording), known).filter((log) => log.blockNumber < 1000),
    )
    expect(gateway.verificationCounts()).toMatchObject({ skipped: 0, rejected: {} })
    expect(gateway.verificationCounts()!.proven.logs).toBeGreaterThan(0)
  })
})

describe('wrong answers to the gateway', () => {
  const chain = simChain({ seed: SEED + 2, blocks: 24 })

  /** Tampers with one block in the first answer that has it; `bent` counts how often. */
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

  it(`${WRONG} of ${WRONG} are rejected and read again: of history in full mode, of the head in any mode`, async () => {
    const random = seeded(SEED + 3)
    let tamper: Tamper = (logs) => logs
    const node = await startNode(chain, (logs, call) => tamper(logs, call))
    let bent = 0
    while (bent < WRONG) {
      const number = random.below(chain.length)
      const tampering = once(random.pick(FAULTS), number, random.below(1e9))
      const isHistory = random.below(2) === 0
      const { gateway, lines } = await setUp([node.url], isHistory ? 'full' : 'standard')
      tamper = tampering.tamper
      if (isHistory) expect(await history(gateway)).toEqual(expectedHistory(chain))
      else expect(await head(gateway, number)).toEqual(chain[number]!.logs)
      const { rejected } = gateway.verificationCounts()!
      const counted = Object.values(rejected).flatMap((kinds) => Object.values(kinds))
      expect(counted.reduce((a, b) => a + b, 0)).toBe(tampering.state.bent)
      expect(lines).toHaveLength(tampering.state.bent)
      bent += tampering.state.bent
      await open.pop()!.close()
    }
  })

  it.each(['standard', 'full'] as const)(
    'without receipts, whole blocks are verified by their logs: %s mode',
    async (mode) => {
      const node = await startNode(chain, (logs) => logs, ['eth_getBlockReceipts'])
      const { gateway, lines } = await setUp([node.url], mode)
      expect(await history(gateway)).toEqual(expectedHistory(chain))
      for (const [number, { logs }] of chain.entries())
        expect(await head(gateway, number)).toEqual(logs)
      expect(lines.map(({ msg }) => msg)).toEqual([
        expect.stringContaining('no provider serves eth_getBlockReceipts'),
      ])
      const { proven, skipped } = gateway.verificationCounts()!
      expect(proven.receipts + skipped).toBe(0)
      expect(proven.logs).toBeGreaterThan(0)
    },
  )

  it('a provider that is down does not delay verification by the others without receipts', async () => {
    const node = await startNode(chain, (logs) => logs, ['eth_getBlockReceipts'])
    const { gateway } = await setUp([node.url, 'http://127.0.0.1:1'], 'full')
    expect(await history(gateway)).toEqual(expectedHistory(chain))
    expect(gateway.verificationCounts()!.proven.logs).toBeGreaterThan(0)
  })

  it('a second provider reveals logs that one omits, whichever is preferred', async () => {
    const omitting: Tamper = (logs) => logs.filter((log) => Number(log.blockNumber) !== busy)
    const busy = chain.findIndex(({ logs }) => logs.some(isWatched))
    const good = await startNode(chain, (logs) => logs)
    const bad = await startNode(chain, omitting)
    const goodFirst = await setUp([good.url, bad.url], 'standard')
    expect(await history(goodFirst.gateway)).toEqual(expectedHistory(chain))
    expect(goodFirst.gateway.verificationCounts()!.rejected).toEqual({ [bad.url]: { omitted: 1 } })
    // First as the preferred provider, then in the cross-check of the other one.
    const badFirst = await setUp([bad.url, good.url], 'standard')
    expect(await history(badFirst.gateway)).toEqual(expectedHistory(chain))
    expect(badFirst.gateway.verificationCounts()!.rejected).toEqual({ [bad.url]: { omitted: 2 } })
  })

  it('nothing is indexed while two providers differ and neither can be verified', async () => {
    const busy = chain.findIndex(({ logs }) => logs.some(isWatched))
    const cannot = ['eth_getBlockReceipts']
    // Whole blocks could be verified, too.
    const noBlocks = (logs: Json[], call: RpcCall) =>
      (call.params[0] as Json).blockHash ? [null] : logs
    const good = await startNode(chain, noBlocks, cannot)
    const bad = await startNode(
      chain,
      (logs, call) => noBlocks(logs, call).filter((log) => Number(log?.blockNumber) !== busy),
      cannot,
    )
    const { gateway, lines } = await setUp([good.url, bad.url], 'standard')
    await gateway.archive.height()
    let answered = false
    gateway.archive.read(0).then(
      () => {
        answered = true
      },
      // The gateway is closed meanwhile.
      () => undefined,
    )
    await expect
      .poll(() => lines.filter((line) => /LP20|malformed/.test(JSON.stringify(line))).length, {
        timeout: 60_000,
      })
      .toBeGreaterThan(2)
    expect(answered).toBe(false)
  })

  it('receipts that one provider pruned are read from another one', async () => {
    const pruned = chain.map((block) => ({ ...block, receipts: block.receipts.slice(1) }))
    const urls = [await startNode(pruned, (logs) => logs), await startNode(chain, (logs) => logs)]
    const { gateway } = await setUp(
      urls.map(({ url }) => url),
      'full',
    )
    expect(await history(gateway)).toEqual(expectedHistory(chain))
    expect(gateway.verificationCounts()!.rejected[urls[0]!.url]!.receipts).toBeGreaterThan(0)
  })

  it('a forged header is rejected', async () => {
    const forged = chain.map((block) => ({
      ...block,
      header: { ...block.header, receiptsRoot: `0x${'1'.repeat(64)}` },
    }))
    const urls = [await startNode(forged, (logs) => logs), await startNode(chain, (logs) => logs)]
    const { gateway } = await setUp(
      urls.map(({ url }) => url),
      'standard',
    )
    expect(await history(gateway)).toEqual(expectedHistory(chain))
    expect(gateway.verificationCounts()!.rejected).toEqual({ [urls[0]!.url]: { header: 1 } })
  })

  it.each([
    ['receipts', []],
    ['all logs of the block, if it serves no receipts', ['eth_getBlockReceipts']],
  ])(
    'logs that the only provider always omits from ranges are taken from %s',
    async (_, refused) => {
      const busy = chain
        .filter(({ logs }) => logs.some(isWatched))
        .map(({ header }) => header.number)
      const left = new Set(busy.slice(2, 7))
      const omits: Tamper = (logs, { params }) =>
        Object(params[0]).blockHash ? logs : logs.filter((log) => !left.has(log.blockNumber))
      const node = await startNode(chain, omits, refused)
      const { gateway, lines } = await setUp([node.url], 'full')
      expect(await history(gateway)).toEqual(expectedHistory(chain))
      const replaced = 'wrong logs: replaced by those of the whole block'
      expect(lines.filter(({ msg }) => msg === replaced)).toHaveLength(1)
    },
  )

  it('in standard mode, other logs that are left out each time are found up to the block that is distrusted', async () => {
    const random = seeded(SEED + 4)
    const busy = chain.filter(({ logs }) => logs.some(isWatched)).map(({ header }) => header.number)
    const last = busy.at(-1)!
    // All watched logs of a block, so that nothing beside them is missed, and never those of the last one.
    const omits: Tamper = (logs, { params }) => {
      if (Object(params[0]).blockHash) return logs
      const left = random.pick(busy.slice(0, -1))
      return logs.filter(({ blockNumber }) => blockNumber !== left)
    }
    const node = await startNode(chain, omits)
    const { gateway } = await setUp([node.url], 'standard', {}, Number(last))
    expect(await history(gateway)).toEqual(expectedHistory(chain))
    const { gateway: trusting } = await setUp([node.url], 'standard')
    expect(await history(trusting)).not.toEqual(expectedHistory(chain))
  })

  it('logs of the head that the only provider always omits are taken from its receipts', async () => {
    const busy = chain.findIndex(({ logs }) => logs.length > 2 && isWatched(logs.at(-1)))
    const node = await startNode(chain, (logs) => logs.slice(0, -1))
    const { gateway, lines } = await setUp([node.url], 'standard')
    expect((await head(gateway, busy)).map(toLog)).toEqual(chain[busy]!.logs.map(toLog))
    expect(lines).toHaveLength(5)
    expect(lines.at(-1)!.msg).toBe('wrong logs of new blocks: replaced by those of the receipts')
  })

  it('the head waits while no provider has the right logs, at two calls per second', async () => {
    const busy = chain.findIndex(({ logs }) => logs.length > 2 && isWatched(logs.at(-1)))
    let lies = true
    const node = await startNode(chain, (logs) => (lies ? logs.slice(0, -1) : logs))
    const { gateway, lines } = await setUp([node.url], 'full', { pollMs: 1000 })
    const began = performance.now()
    let answered = false
    const answer = head(gateway, busy).finally(() => {
      answered = true
    })
    await expect
      .poll(() => lines.length, { timeout: 60_000, interval: 20 })
      .toBeGreaterThanOrEqual(3)
    // A slow machine makes fewer calls, not more. The first round comes without a pause.
    const seconds = (performance.now() - began) / 1000
    expect(node.calls.length).toBeLessThanOrEqual(2 * seconds + 4)
    expect(lines[0]).toMatchObject({
      code: 'LP2004',
      msg: 'wrong logs of new blocks: retrying',
    })
    expect(answered).toBe(false)
    lies = false
    expect(await answer).toEqual(chain[busy]!.logs)
  })
})
