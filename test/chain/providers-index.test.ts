import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { send } from '../../src/chain/http'
import type { ChainView } from '../../src/chain/recording/chain-view'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { startReplay } from '../../src/chain/recording/replay'
import type { BlockData } from '../../src/chain/types'
import { someOf } from '../long.mjs'
import { upTo } from '../support/chain/forks'
import { startProvider } from '../support/chain/provider'
import { seeded } from '../support/chain/sim-chain'
import { runCli } from '../support/cli'
import type { TestDatabase } from '../support/postgres'
import { fingerprintTables } from '../support/tables'
import { createMigratedDatabase } from '../support/templates'
import { allLogs, FIXTURE, filterLogs, knownContracts, rpcPost } from './helpers'

const FINALITY = 75
let recording: Recording
const cleanUp: (() => unknown)[] = []
const databases: TestDatabase[] = []

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
})
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step()
})
afterAll(async () => {
  for (const database of databases) await database.drop()
})

interface Message {
  kind: 'gateway' | 'final' | 'hot' | 'final-commit' | 'hot-commit'
  rpcUrl?: string
  block?: BlockData
  base?: number
}

/** The SDK over a gateway; `height` is the last block that it got. */
function startProcessor(urls: string[], known: string[]) {
  const options = {
    urls,
    known,
    gateway: { finality: FINALITY, pollMs: 10 },
    processor: { startBlock: 1, finality: FINALITY, headPollMs: 10, prometheusPort: null },
  }
  const child = spawn('node', [`${__dirname}/processor-child.cjs`, JSON.stringify(options)])
  cleanUp.push(() => child.kill('SIGKILL'))
  const messages: Message[] = []
  createInterface({ input: child.stdout }).on('line', (line) => messages.push(JSON.parse(line)))
  let stderr = ''
  child.stderr.on('data', (text) => {
    stderr += text
  })
  const height = () => {
    if (child.exitCode !== null) throw new Error(`child ended ${child.exitCode}: ${stderr}`)
    return messages.findLast(({ block }) => block)?.block?.header.number ?? 0
  }
  const rpcUrl = () => messages.find(({ kind }) => kind === 'gateway')!.rpcUrl!
  return { messages, height, rpcUrl }
}

describe('two providers whose heads are up to five blocks apart, called at random', () => {
  it.each(someOf([1, 2], 1))(
    'cause no reorg: every block is indexed once, in order (seed %i)',
    async (seed) => {
      const random = seeded(seed)
      const replays = [await startReplay(recording), await startReplay(recording)]
      let failing = 0
      const nodes = []
      for (const { url, close } of replays) {
        // Failures make the client change its preference.
        const node = await startProvider(url, (response) => {
          if (random.below(100) >= failing) return false
          send(response, 503, '')
          return true
        })
        cleanUp.push(close, node.close)
        nodes.push(node)
      }
      const show = (head: number) => {
        const behind = random.below(2)
        replays[behind]!.setHead(head - random.below(6))
        replays[1 - behind]!.setHead(head)
      }
      show(400)
      const known = knownContracts(recording.deployment)
      const urls = nodes.map(({ url }) => url)
      const { messages, height, rpcUrl } = startProcessor(urls, known)
      await expect.poll(height, { timeout: 60_000, interval: 10 }).toBeGreaterThanOrEqual(395)
      failing = 25

      const heads: number[] = []
      for (let head = 402; head <= 470; head += 1 + random.below(3)) {
        show(head)
        const call = { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] }
        heads.push(Number((await rpcPost(rpcUrl(), call)).result))
        await new Promise((resolve) => setTimeout(resolve, random.below(40)))
      }
      for (const { setHead } of replays) setHead(471)
      failing = 0
      await expect.poll(height, { timeout: 60_000, interval: 10 }).toBe(471)

      expect(heads).toEqual([...heads].sort((a, b) => a - b))
      const blocks = messages.flatMap(({ kind, block }) => (kind === 'hot' ? [block!.header] : []))
      const first = blocks[0]!.number
      // A block that comes again was rolled back before.
      expect(blocks.map(({ number }) => number)).toEqual(blocks.map((_, i) => first + i))
      expect(blocks.map(({ hash }) => hash)).toEqual(
        blocks.map(({ number }) => recording.blockAt(number)!.hash),
      )
      const expected = filterLogs(allLogs(recording), known).filter((l) => l.blockNumber <= 471)
      const places = new Set(expected.map((log) => `${log.blockNumber}/${log.logIndex}`))
      const logs = messages.flatMap(({ block }) => block?.logs ?? [])
      expect(logs.filter((log) => places.has(`${log.blockNumber}/${log.logIndex}`))).toEqual(
        expected,
      )
      for (const node of nodes) expect(node.methods()).toContain('eth_getLogs')
    },
  )
})

describe('odd but valid data', () => {
  const shout = (text: string) =>
    text.replace(/"0x([0-9a-f]+)"/g, (_, digits: string) => `"0x${digits.toUpperCase()}"`)
  /** Zeros in front of quantities, which hashes, addresses and data are not. */
  const pad = (text: string) =>
    text.replace(
      /"(number|timestamp|blockNumber|logIndex|transactionIndex|gasUsed)":"0x([0-9a-f]+)"/gi,
      '"$1":"0x000$2"',
    )
  const unremoved = (text: string) => text.replace(/,"removed":false/g, '')

  async function index(view: ChainView, url: string) {
    const database = await createMigratedDatabase('odd')
    databases.push(database)
    const { code, stderr } = await runCli(['index', '--until-head'], {
      DB_URL: database.url,
      RPC_ENDPOINT: url,
      LINCHPIN_NETWORK: 'custom',
      LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
      LINCHPIN_FINALITY: '40',
      LINCHPIN_LOG_LEVEL: 'debug',
    })
    expect(code, stderr).toBe(0)
    expect(stderr).toContain(`indexed up to block ${view.head}`)
    const tables = await fingerprintTables(database.url)
    return { tables, digest: /digest (0x[0-9a-f]{64})/.exec(stderr)![1]!, stderr }
  }

  it('gives the same index: upper-case and zero-padded hex, no "removed", empty blocks', async () => {
    const view = upTo(recording, 420)
    const replay = await startReplay(view)
    const odd = await startProvider(replay.url, async (response, _, answer) => {
      send(response, 200, unremoved(pad(shout(await answer()))), 'application/json')
      return true
    })
    cleanUp.push(replay.close, odd.close)
    const blocks = Array.from({ length: 40 }, (_, i) => recording.blockAt(380 + i)!)
    expect(blocks.some(({ logs }) => logs.length === 0)).toBe(true)
    expect(blocks.some(({ logs }) => logs.length > 0)).toBe(true)

    const { stderr: _, ...plain } = await index(view, replay.url)
    // The other one is cross-checked, in its own format.
    const { stderr, ...indexed } = await index(view, `${odd.url},${replay.url}`)
    expect(indexed).toEqual(plain)
    expect(stderr).not.toMatch(/navigating a fork|LP2004|malformed|wrong logs|contradicting/)
    expect(odd.methods().filter((method) => method === 'eth_getLogs').length).toBeGreaterThan(5)
  })
})
