import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createHistory } from '../../src/chain/history/history'
import { createPortalQuery } from '../../src/chain/history/portal'
import { createRpc } from '../../src/chain/provider/rpc'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { startReplay } from '../../src/chain/recording/replay'
import { WatchSet } from '../../src/chain/watch'
import { type Portal, type PortalFault, startPortal } from '../support/chain/portal'
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

/** Reads the whole chain with a portal and a provider; the answers, the warnings, and eth_getLogs calls of the provider. */
async function read(faults: PortalFault[] = []) {
  server = await startPortal(chain, faults)
  const portal = createPortalQuery({ url: server.url, pauseMs: 1 })
  let calls = 0
  const replay = await startReplay(chain)
  const rpc = createRpc({ urls: [replay.url] })
  const counting = {
    ...rpc,
    batch: ((list, options) => {
      if (list[0]?.method === 'eth_getLogs') calls++
      return rpc.batch(list, options)
    }) as typeof rpc.batch,
  }
  const watch = new WatchSet()
  for (const address of known) watch.add(address, 0)
  const warnings: string[] = []
  const onWarning = (text: string) => warnings.push(text)
  const options = { rpc: counting, watch, discover, verifier: null, portal, retryMs: 1, onWarning }
  const blocks = await createHistory(options).readRange(1, chain.head)
  await replay.close()
  return { logs: blocks.flatMap(({ logs }) => logs), warnings, calls }
}

describe('history from a portal', () => {
  test('is what a plain filter gives, contracts found on the way included, without eth_getLogs', async () => {
    const { logs, warnings, calls } = await read()
    expect(logs).toEqual(filterLogs(allLogs(chain), known))
    expect(warnings).toEqual([])
    expect(calls).toBe(0)
    expect(server!.asked.length).toBeGreaterThan(7)
  })

  test.each<[string, PortalFault[]]>([
    ['throttles', ['throttled', 'throttled']],
    ['is unavailable for a moment', ['unavailable']],
    ['cuts its answers', ['cut', 'cut', 'cut']],
    ['ends answers before they begin', ['empty', 'empty']],
  ])('is the same from one that %s', async (_, faults) => {
    const { logs, warnings, calls } = await read(faults)
    expect(logs).toEqual(filterLogs(allLogs(chain), known))
    expect(warnings).toEqual([])
    expect(calls).toBe(0)
  })

  test.each<[string, PortalFault[], RegExp]>([
    ['is down', Array(4).fill('unavailable'), /the portal answers HTTP 503/],
    ['is behind', Array(4).fill('behind'), /has no block of the range yet/],
    ['answers with a page', Array(4).fill('html'), /the portal/],
    ['sends what was not asked for', ['stray'], /was not asked for/],
    ['is on another fork', ['omits'], /names block hash|contradicts/],
  ])('comes from the provider if the portal %s, with a warning', async (_, faults, warning) => {
    const { logs, warnings, calls } = await read(faults)
    expect(logs).toEqual(filterLogs(allLogs(chain), known))
    expect(warnings.join('\n')).toMatch(warning)
    expect(calls).toBeGreaterThan(0)
  })
})
