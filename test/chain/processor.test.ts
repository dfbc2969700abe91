import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { listen } from '../../src/chain/http'
import type { Recording } from '../../src/chain/recording/recording'
import { loadRecording } from '../../src/chain/recording/recording'
import { startReplay } from '../../src/chain/recording/replay'
import type { BlockData, RawLog } from '../../src/chain/types'
import { allLogs, FIXTURE, filterLogs, knownContracts, startProxy } from './helpers'

const FINALITY = 75
let recording: Recording
let known: string[]
let logs: RawLog[]
const cleanUp: (() => unknown)[] = []

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  known = knownContracts(recording.deployment)
  logs = allLogs(recording)
})
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step()
})

interface Setting {
  head: number
  startBlock?: number
  state?: { height: number; hash: string; top: { height: number; hash: string }[] }
  /** Every n-th request to the provider fails. */
  failEvery?: number
  prometheusPort?: number
}

interface Message {
  kind: 'gateway' | 'final' | 'hot' | 'final-commit' | 'hot-commit'
  block?: BlockData
  prev?: number
  next?: number
}

/** Fixture -> replay -> (unreliable provider) -> gateway and processor in a child process. */
async function run(setting: Setting) {
  const { head, startBlock = 1, failEvery = Infinity } = setting
  const replay = await startReplay(recording, { finality: FINALITY })
  replay.setHead(head)
  const provider = await startProxy(replay.url, (_, __, n) =>
    n % failEvery === 0 ? { status: 500, body: 'no' } : undefined,
  )
  const options = {
    urls: [provider.url],
    known,
    gateway: { finality: FINALITY, batchBlocks: 700, pollMs: 20 },
    processor: {
      startBlock,
      finality: FINALITY,
      headPollMs: 20,
      prometheusPort: setting.prometheusPort ?? null,
    },
    state: setting.state,
  }
  const child = spawn('node', [`${__dirname}/processor-child.cjs`, JSON.stringify(options)])
  cleanUp.push(replay.close, provider.close, () => child.kill('SIGKILL'))

  const messages: Message[] = []
  createInterface({ input: child.stdout }).on('line', (line) => messages.push(JSON.parse(line)))
  let stderr = ''
  child.stderr.on('data', (text) => {
    stderr += text
  })
  const blocks = (kind?: string) =>
    messages.flatMap((m) => (m.block && (!kind || m.kind === kind) ? [m.block] : []))
  const reached = async (number: number) => {
    const last = () => {
      if (child.exitCode !== null) throw new Error(`child ended ${child.exitCode}: ${stderr}`)
      return blocks().at(-1)?.header.number ?? messages.at(-1)?.next
    }
    await expect.poll(last, { timeout: 60_000, interval: 20 }).toBe(number)
  }
  return { replay, provider, child, messages, blocks, reached, stderr: () => stderr }
}

/** The watched logs that the child got; hot blocks have those of all contracts. */
function watchedLogs(blocks: BlockData[], all: RawLog[]): RawLog[] {
  const watched = new Set(all.map((log) => `${log.blockNumber}/${log.logIndex}`))
  return blocks.flatMap((b) => b.logs).filter((l) => watched.has(`${l.blockNumber}/${l.logIndex}`))
}

function listeningPorts(child: ChildProcess): number {
  const fds = readdirSync(`/proc/${child.pid}/fd`)
  const sockets = new Set(
    fds.flatMap((fd) => {
      try {
        return [/socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${child.pid}/fd/${fd}`))?.[1]]
      } catch {
        return []
      }
    }),
  )
  const listening = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[3] === '0A' && sockets.has(columns[9])),
  )
  return listening.length
}

describe('the SDK over the gateway', () => {
  it('gets every watched log once: from the archive, across the handoff, and as the chain grows', async () => {
    const { replay, blocks, messages, reached } = await run({ head: 4000 })
    await reached(4000)
    for (let head = 4003; head < 4200; head += 28) {
      replay.setHead(head)
      await reached(head)
    }
    const head = blocks().at(-1)!.header.number
    const expected = filterLogs(logs, known).filter((log) => log.blockNumber <= head)
    expect(watchedLogs(blocks(), expected)).toEqual(expected)

    // Final blocks come from the archive, the others as hot blocks: none by the SDK's own reading of final blocks.
    expect(blocks('final').at(-1)!.header.number).toBe(4000 - FINALITY)
    expect(blocks('hot')[0]!.header.number).toBe(4000 - FINALITY + 1)
    const commits = messages.filter((m) => m.kind === 'final-commit')
    for (const { prev, next } of commits)
      expect(next! - Math.max(prev!, 0)).toBeLessThanOrEqual(700)
    const header = blocks().find((block) => block.header.number === 4000)!.header
    expect(header.timestamp).toBe(Number(JSON.parse(recording.blockAt(4000)!.json).timestamp))
  })

  it('is not affected by a provider that fails every fourth request', async () => {
    const { blocks, reached, provider } = await run({ head: 1500, failEvery: 4 })
    await reached(1500)
    const expected = filterLogs(logs, known).filter((log) => log.blockNumber <= 1500)
    expect(watchedLogs(blocks(), expected)).toEqual(expected)
    expect(provider.requests.length).toBeGreaterThan(10)
  })

  it('starts on a chain that is shorter than finality', async () => {
    const { replay, blocks, reached } = await run({ head: 40 })
    await reached(40)
    replay.setHead(160)
    await reached(160)
    const expected = filterLogs(logs, known).filter((log) => log.blockNumber <= 160)
    expect(watchedLogs(blocks(), expected)).toEqual(expected)
    expect(blocks('final')).toEqual([])
  })

  it('starts at a block that is not final yet', async () => {
    const { blocks, reached } = await run({ head: 1000, startBlock: 950 })
    await reached(1000)
    // Earlier blocks have no logs: the SDK needs their hashes to follow the chain.
    expect(blocks().filter((b) => b.header.number < 950 && b.logs.length > 0)).toEqual([])
    const range = (log: RawLog) => log.blockNumber >= 950 && log.blockNumber <= 1000
    expect(blocks().flatMap((block) => block.logs)).toEqual(logs.filter(range))
  })

  it('continues from a stored block, final or hot', async () => {
    const ref = (height: number) => ({ height, hash: recording.blockAt(height)!.hash })
    const final = await run({ head: 3000, state: { ...ref(2000), top: [] } })
    await final.reached(3000)
    expect(final.blocks()[0]!.header.number).toBeGreaterThan(2000)
    const top = Array.from({ length: 70 }, (_, i) => ref(2926 + i))
    const hot = await run({ head: 3000, state: { ...ref(2925), top } })
    await hot.reached(3000)
    expect(hot.blocks().map((b) => b.header.number)).toEqual([2996, 2997, 2998, 2999, 3000])
  })

  it.skipIf(process.platform !== 'linux')('opens no port by default', async () => {
    const { child, reached } = await run({ head: 200 })
    await reached(200)
    // That of the gateway, on loopback.
    expect(listeningPorts(child)).toBe(1)
  })

  it('serves its metrics on the configured port', async () => {
    const free = await listen(() => {}, {})
    await free.close()
    const { reached } = await run({ head: 200, prometheusPort: free.port })
    await reached(200)
    const metrics = await (await fetch(`${free.url}/metrics`)).text()
    expect(metrics).toContain('sqd_processor_last_block')
  })
})
