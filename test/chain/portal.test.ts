import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { RpcHistory } from '../../src/chain/history/history'
import { createPortalQuery } from '../../src/chain/history/portal'
import { createRpc } from '../../src/chain/provider/rpc'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { startReplay } from '../../src/chain/recording/replay'
import { WatchSet } from '../../src/chain/watch'
import { type Portal, type PortalFault, startPortal } from '../support/chain/portal'
import { recordLog } from '../support/log-lines'
import { allLogs, discover, FIXTURE, filterLogs, knownContracts } from './helpers'

let chain: Recording
let known: string[]
let server: Portal | null = null

beforeAll(async () => {
  chain = await loadRecording(FIXTURE)
  known = knownContracts(chain.deployment)
})

afterEach(() => {
  server?.close()
  server = null
})

/** Reads the whole chain with a portal and a provider: the logs, the warnings, and the eth_getLogs calls of the provider. */
async function read(faults: PortalFault[] = []) {
  server = await startPortal(chain, faults)
  const portal = createPortalQuery({ url: server.url, pauseMs: 1 })
  let calls = 0
  const replay = await startReplay(chain)
  const rpc = createRpc({ urls: [replay.url] })
  const { batch } = rpc
  rpc.batch = (list, options) => {
    if (list[0]?.method === 'eth_getLogs') calls++
    return batch.call(rpc, list, options) as never
  }
  const watch = new WatchSet()
  for (const address of known) watch.add(address, 0)
  const { logger, lines } = recordLog()
  const options = { rpc, watch, discover, verifier: null, portal, retryMs: 1, logger }
  const blocks = await new RpcHistory(options).readRange(1, chain.head)
  await replay.close()
  const warnings = lines.map(({ reason }) => reason)
  return { logs: blocks.flatMap(({ logs }) => logs), warnings, calls }
}

describe('history from a portal', () => {
  test('equals a plain filter, revealed contracts included, without eth_getLogs', async () => {
    const { logs, warnings, calls } = await read()
    expect(logs).toEqual(filterLogs(allLogs(chain), known))
    expect(warnings).toEqual([])
    expect(calls).toBe(0)
    expect(server!.asked.length).toBeGreaterThan(7)
  })

  test.each<[string, PortalFault[]]>([
    ['throttles', ['throttled', 'throttled']],
    ['is unavailable for a moment', ['unavailable']],
    ['cuts its answers off', ['cut', 'cut', 'cut']],
    ['ends answers before they begin', ['empty', 'empty']],
  ])('is the same from a portal that %s', async (_, faults) => {
    const { logs, warnings, calls } = await read(faults)
    expect(logs).toEqual(filterLogs(allLogs(chain), known))
    expect(warnings).toEqual([])
    expect(calls).toBe(0)
  })

  test.each<[string, PortalFault[], RegExp]>([
    ['is down', Array(4).fill('unavailable'), /the portal answers HTTP 503/],
    ['is behind', Array(4).fill('behind'), /has no block of the range yet/],
    ['answers with a page', Array(4).fill('html'), /the portal/],
    ['sends what was not requested', ['stray'], /was not requested/],
    ['is on another fork', ['omits'], /has block hash|contradicts/],
  ])('is read from the provider if the portal %s, with a warning', async (_, faults, warning) => {
    const { logs, warnings, calls } = await read(faults)
    expect(logs).toEqual(filterLogs(allLogs(chain), known))
    expect(warnings.join('\n')).toMatch(warning)
    expect(calls).toBeGreaterThan(0)
  })
})
