import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { afterEach, expect, test } from 'vitest'
import type { ChainView, RecordedBlock } from '../src/chain/chain-view'
import { loadRecording, type Recording } from '../src/chain/recording'
import { startReplay } from '../src/chain/replay'
import { createTestDatabase } from './support/postgres'
import { FIXTURE } from './support/recordings'
import { fingerprintTables } from './support/tables'

const FORK = 1_330
const FINALITY = 40

let child: ChildProcess | null = null
afterEach(() => {
  child?.kill('SIGKILL')
})

/** The block after `number`, told as if it were block `number` of another branch. */
function branchBlock(chain: Recording, number: number, parentHash: string): RecordedBlock {
  const source = chain.blockAt(number + 1)!
  const hash = `0xbad${source.hash.slice(5)}`
  const at = { blockNumber: `0x${number.toString(16)}`, blockHash: hash }
  const json = { ...JSON.parse(source.json), number: at.blockNumber, hash, parentHash }
  const logs = source.logs.map((log) => {
    return { ...log, json: JSON.stringify({ ...JSON.parse(log.json), ...at }) }
  })
  return { number, hash, parentHash, json: JSON.stringify(json), logs }
}

/** The recorded chain with blocks of another branch above the fork, up to `head`. */
function forked(chain: Recording, head: number): ChainView {
  const branch = new Map<number, RecordedBlock>()
  let parent = chain.blockAt(FORK)!.hash
  for (let number = FORK + 1; number <= head; number++) {
    const block = branchBlock(chain, number, parent)
    branch.set(number, block)
    parent = block.hash
  }
  return {
    ...chain,
    head,
    blockAt: (number) => (number <= FORK ? chain.blockAt(number) : branch.get(number)),
    blockByHash: (hash) =>
      [...branch.values()].find((block) => block.hash === hash) ?? chain.blockByHash(hash),
  }
}

/** A chain that can be exchanged while it is served. */
function exchangeable(first: ChainView) {
  let now = first
  const view: ChainView = {
    get chainId() {
      return now.chainId
    },
    get first() {
      return now.first
    },
    get head() {
      return now.head
    },
    blockAt: (number) => now.blockAt(number),
    blockByHash: (hash) => now.blockByHash(hash),
  }
  const exchange = (next: ChainView) => {
    now = next
  }
  return { view, exchange }
}

function startIndex(
  rpc: string,
  databaseUrl: string,
  settings: Record<string, string> = {},
): ChildProcess {
  return spawn(process.execPath, ['lib/cli/main.js', 'index'], {
    env: {
      ...process.env,
      DB_URL: databaseUrl,
      RPC_ENDPOINT: rpc,
      LINCHPIN_NETWORK: 'custom',
      LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
      LINCHPIN_FINALITY: String(FINALITY),
      ...settings,
    },
    stdio: 'ignore',
  })
}

/** Waits until the index stands at this block of this branch. */
async function reached(client: Client, { number, hash }: RecordedBlock): Promise<string> {
  for (;;) {
    const { rows } = await client
      .query('SELECT height, hash, digest FROM cursor')
      .catch(() => ({ rows: [] }))
    if (rows[0]?.height === number && rows[0].hash === hash) return rows[0].digest
    await wait(100)
  }
}

/** Tables and digest of an index that never saw anything but this chain. */
async function indexedAtOnce(view: ChainView, settings: Record<string, string> = {}) {
  const database = await createTestDatabase('straight')
  const replay = await startReplay(view)
  const client = new Client({ connectionString: database.url })
  await client.connect()
  child = startIndex(replay.url, database.url, settings)
  const digest = await reached(client, view.blockAt(view.head)!)
  child.kill('SIGKILL')
  await client.end()
  await replay.close()
  return { digest, tables: await fingerprintTables(database.url), drop: database.drop }
}

/** The recorded chain as it was when this block was its last. */
function upTo(recording: Recording, head: number): ChainView {
  return {
    ...recording,
    head,
    blockAt: (number) => (number <= head ? recording.blockAt(number) : undefined),
  }
}

test('a running index follows a fork and back, as if it had never seen the other branch', async () => {
  const recording = await loadRecording(FIXTURE)
  const canonical = (head: number) => upTo(recording, head)
  const database = await createTestDatabase('fork')
  const { view, exchange } = exchangeable(canonical(FORK + 5))
  const replay = await startReplay(view)
  const client = new Client({ connectionString: database.url })
  await client.connect()
  child = startIndex(replay.url, database.url)

  await reached(client, recording.blockAt(FORK + 5)!)
  const other = forked(recording, FORK + 12)
  exchange(other)
  const branchDigest = await reached(client, other.blockAt(FORK + 12)!)
  const branchTables = await fingerprintTables(database.url)
  exchange(canonical(FORK + 20))
  const digest = await reached(client, recording.blockAt(FORK + 20)!)
  const tables = await fingerprintTables(database.url)
  child.kill('SIGKILL')
  await replay.close()
  await client.end()

  const straight = await indexedAtOnce(canonical(FORK + 20))
  expect(tables).toEqual(straight.tables)
  expect(digest).toBe(straight.digest)
  const straightBranch = await indexedAtOnce(other)
  expect(branchTables).toEqual(straightBranch.tables)
  expect(branchDigest).toBe(straightBranch.digest)
  expect(branchDigest).not.toBe(digest)

  await database.drop()
  await straight.drop()
  await straightBranch.drop()
})

test('an index that stopped among undoable blocks misses nothing when they became final meanwhile', async () => {
  // The DelegationManager is paused in block 4268: its row begins a new version among the undoable blocks.
  const recording = await loadRecording(FIXTURE)
  const database = await createTestDatabase('pause')
  const { view, exchange } = exchangeable(upTo(recording, 4_275))
  const replay = await startReplay(view)
  const client = new Client({ connectionString: database.url })
  await client.connect()
  child = startIndex(replay.url, database.url)
  await reached(client, recording.blockAt(4_275)!)
  child.kill('SIGKILL')
  exchange(upTo(recording, 4_400))
  await wait(200)
  child = startIndex(replay.url, database.url)
  const digest = await reached(client, recording.blockAt(4_400)!)
  child.kill('SIGKILL')
  await client.end()
  await replay.close()

  const straight = await indexedAtOnce(upTo(recording, 4_400))
  expect(await fingerprintTables(database.url)).toEqual(straight.tables)
  expect(digest).toBe(straight.digest)
  await database.drop()
  await straight.drop()
})

test('filtered history and whole blocks at the head give the same tables and digest, checked or fully checked', async () => {
  const view = upTo(await loadRecording(FIXTURE), 1_330)
  const indexed = []
  for (const finality of ['40', '1000']) {
    for (const mode of ['standard', 'full']) {
      const settings = { LINCHPIN_FINALITY: finality, LINCHPIN_VERIFY: mode }
      indexed.push(await indexedAtOnce(view, settings))
    }
  }
  for (const { digest, tables } of indexed) {
    expect(digest).toBe(indexed[0]!.digest)
    expect(tables).toEqual(indexed[0]!.tables)
  }
  for (const { drop } of indexed) await drop()
})
