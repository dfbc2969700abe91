import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import {
  BackgroundVerification,
  type BackgroundVerificationOptions,
} from '../../src/proof/background-verification'
import type { Claim } from '../../src/store/writer/lock'
import { startTestApi } from '../support/api/api-client'
import { blockOf } from '../support/chain/feed'
import {
  type SealedChain,
  type SealedNode,
  sealed,
  startSealedNode,
} from '../support/chain/sealed-chain'
import type { Json } from '../support/chain/sim-chain'
import { cleanDigest } from '../support/clean-digest'
import { runCli } from '../support/cli'
import { recordLog } from '../support/log-lines'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { createMigratedDatabase } from '../support/templates'
import { rangeProof, rpcOf } from './helpers'

/** Blocks of the chain, and how many of them can be undone. */
const HEAD = 700
const FINALITY = 30
const FINAL = HEAD - FINALITY

let chain: SealedChain
let right: string
let database: TestDatabase
let client: Client
let node: SealedNode
let child: ChildProcess | null = null
let log = ''

beforeAll(async () => {
  const recording = await loadRecording(FIXTURE)
  chain = sealed(recording, HEAD)
  const blocks = Array.from({ length: HEAD }, (_, i) => blockOf(chain, i + 1))
  right = await cleanDigest(networkFromDeployment(recording.deployment), blocks)
})

/** Uses this database, and a node. */
async function open(given: TestDatabase): Promise<void> {
  database = given
  client = new Client({ connectionString: database.url })
  await client.connect()
  node = await startSealedNode(chain, FINALITY)
}

async function close(): Promise<void> {
  await client.end()
  await node.close()
}

afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  await close()
  await database.drop()
})

function settings(more: Record<string, string>): Record<string, string> {
  return {
    DB_URL: database.url,
    RPC_ENDPOINT: node.url,
    LINCHPIN_NETWORK: 'custom',
    LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
    LINCHPIN_FINALITY: String(FINALITY),
    LINCHPIN_POLL_BLOCKS: '0',
    LINCHPIN_VERIFY: 'standard',
    LINCHPIN_PROOF_RATE: '10000',
    ...more,
  }
}

/** Starts the indexer. */
function start(more: Record<string, string> = {}): ChildProcess {
  log = ''
  const started = spawn(process.execPath, ['lib/cli/main.js', 'index'], {
    env: { ...process.env, ...settings(more) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  started.stderr!.on('data', (text) => {
    log += text
  })
  child = started
  return started
}

async function stop(): Promise<void> {
  const ended = once(child!, 'exit')
  child!.kill('SIGTERM')
  await ended
}

async function standing() {
  const { rows } = await client.query(
    `SELECT height, digest, (SELECT block FROM proof) AS proven,
       (SELECT count(*)::int FROM invalid_block) AS invalid FROM cursor`,
  )
  return rows[0]
}

/** Waits until the whole chain is indexed and verified. */
async function proven() {
  await expect
    .poll(() => standing().catch(() => null))
    .toMatchObject({ height: HEAD, proven: FINAL, invalid: 0 })
  return standing()
}

const numberOf = ({ blockNumber }: Json) => Number(blockNumber)

describe('a running indexer', () => {
  beforeEach(async () => open(await createMigratedDatabase('proof')))

  test('what was indexed in standard mode is verified at the head, up to the last final block', async () => {
    start()
    expect(await proven()).toEqual({ height: HEAD, proven: FINAL, invalid: 0, digest: right })
    expect(node.calls.eth_getBlockByNumber).toBeGreaterThanOrEqual(FINAL)
    const api = await startTestApi(database.url)
    expect((await api.ask('{ _meta { provenTo hasIndexingErrors } }'))._meta).toEqual({
      provenTo: FINAL,
      hasIndexingErrors: false,
    })
    await api.close()
  })

  test('what was verified while it was indexed is not requested again', async () => {
    start({ LINCHPIN_VERIFY: 'auto' })
    expect(await proven()).toEqual({ height: HEAD, proven: FINAL, invalid: 0, digest: right })
    await stop()
    const { calls } = node
    node.calls = {}
    start({ LINCHPIN_VERIFY: 'auto' })
    await expect.poll(() => node.calls.eth_blockNumber).toBeGreaterThan(2)
    expect(calls.eth_getBlockByNumber).toBeLessThan(FINAL * 1.3)
    expect(calls.eth_getBlockReceipts).toBeLessThan(FINAL)
    expect(node.calls.eth_getBlockReceipts ?? 0).toBe(0)
  })

  test('logs left out of history are found, and indexed after the next start: whole blocks, one log of several, a contract that others reveal', async () => {
    // The first log of every fourth block, and all of every tenth: whitelistings and new pods among them.
    node.bend = (logs) => {
      const first = new Map<number, Json>()
      for (const one of logs) if (!first.has(numberOf(one))) first.set(numberOf(one), one)
      return logs.filter((one) => {
        const number = numberOf(one)
        if (number < 50 || number > FINAL) return true
        return number % 10 !== 0 && (number % 4 !== 0 || first.get(number) !== one)
      })
    }
    const api = await startTestApi(database.url)
    const ended = once(start(), 'exit')
    expect(await ended).toEqual([69, null])
    expect(log).toContain('LP2012')
    const wrong = await standing()
    expect(wrong.digest).not.toBe(right)
    expect(wrong.invalid).toBeGreaterThan(20)
    expect((await api.ask('{ _meta { hasIndexingErrors indexingError } }'))._meta).toEqual({
      hasIndexingErrors: true,
      indexingError: expect.stringMatching(/^LP2012: block \d+ is stored without log \d+ of 0x/),
    })
    // The provider keeps leaving logs out, but its receipts are right. A contract found this way has more missing logs.
    let starts = 0
    const again = () => {
      starts++
      start().once('exit', (code) => code === 69 && again())
    }
    again()
    expect(await proven()).toEqual({ height: HEAD, proven: FINAL, invalid: 0, digest: right })
    expect(starts).toBeLessThan(5)
    expect((await api.ask('{ _meta { provenTo hasIndexingErrors } }'))._meta).toEqual({
      provenTo: FINAL,
      hasIndexingErrors: false,
    })
    await api.close()
  })
})

describe('background verification of a database', () => {
  let claim: Claim
  let indexed: TestDatabase

  /** Indexes the chain, unverified. */
  beforeAll(async () => {
    indexed = await createMigratedDatabase('unproven')
    await open(indexed)
    const args = ['index', '--until-head']
    const { code, stderr } = await runCli(args, settings({ LINCHPIN_PROOF_RATE: '0' }))
    expect(code, stderr).toBe(0)
    claim = (await client.query('SELECT epoch FROM writer')).rows[0]
    await close()
  })

  beforeEach(async () => open(await createTestDatabase('proof', indexed.name)))

  afterAll(() => indexed.drop())

  const finalized = () => ({ height: FINAL, hash: chain.blockAt(FINAL)!.hash })

  /** Verification in this process; what it logs, and the restarts that it requests. */
  function verify(options: Partial<BackgroundVerificationOptions> = {}) {
    const { logger, lines } = recordLog()
    const restarts: { count: number; first: number }[] = []
    const rpc = rpcOf(node.url)
    const verification = new BackgroundVerification({
      databaseUrl: database.url,
      claim,
      verifyRange: rangeProof(node.url),
      verifiedOnRead: () => null,
      isOnChain: async ({ height, hash }) => {
        const params = [`0x${height.toString(16)}`, false]
        return ((await rpc.call('eth_getBlockByNumber', params)) as Json).hash === hash
      },
      rate: 100_000,
      retryMs: 10,
      logger,
      onInvalidBlocks: (found) => restarts.push(found),
      ...options,
    })
    return { verification, lines, restarts }
  }

  /** Verifies up to the last final block. */
  async function whole(verification: BackgroundVerification): Promise<void> {
    verification.offer(finalized())
    await verification.settled()
  }

  const events = (where: string) => `contract_event WHERE block IN
    (SELECT block FROM contract_event WHERE block BETWEEN 100 AND 650 GROUP BY block ORDER BY block ${where})`

  test('finds every block that was changed: a log missing, another one instead, one too many', async () => {
    const { rows } = await client.query(`SELECT DISTINCT block FROM contract_event
      WHERE block BETWEEN 100 AND 650 ORDER BY block LIMIT 40`)
    const [gone, all, other, more] = [3, 11, 23, 37].map((at) => rows[at].block as number)
    const one = (block: unknown) =>
      `id = (SELECT max(id) FROM contract_event WHERE block = ${block})`
    await client.query(`DELETE FROM contract_event WHERE ${one(gone)}`)
    await client.query(`DELETE FROM contract_event WHERE block = ${all}`)
    await client.query(`DELETE FROM block WHERE block = ${all}`)
    await client.query(`UPDATE contract_event SET transaction_index = 99 WHERE ${one(other)}`)
    await client.query(`INSERT INTO contract_event SELECT (jsonb_populate_record(e, jsonb_build_object(
      'id', e.block || '-999', 'log_index', 999))).* FROM contract_event e WHERE ${one(more)}`)
    const { verification, restarts, lines } = verify()
    await whole(verification)
    const invalid = await client.query('SELECT block, reason FROM invalid_block ORDER BY block')
    expect(invalid.rows).toEqual([
      { block: gone, reason: expect.stringMatching(/ is stored without log \d+ of 0x/) },
      { block: all, reason: expect.stringMatching(/ is stored without log \d+ of 0x/) },
      { block: other, reason: expect.stringMatching(/ is stored with another log \d+ of 0x/) },
      { block: more, reason: expect.stringContaining('log 999, which its receipts do not have') },
    ])
    // One restart, when all is verified.
    expect(restarts).toEqual([{ count: 4, first: gone }])
    expect(lines.filter(({ code }) => code === 'LP2012')).toMatchObject(
      [gone, all, other, more].map((block) => ({ level: 'error', block, msg: 'invalid block' })),
    )
    expect(await standing()).toMatchObject({ proven: FINAL })
  })

  test('notes nothing while the providers serve another chain, whose blocks without logs look right', async () => {
    let isOther = true
    const before = await standing()
    const { verification, lines } = verify({ isOnChain: async () => !isOther })
    verification.offer(finalized())
    await expect.poll(() => lines.map(({ reason }) => reason).join()).toContain('as it is stored')
    expect((await standing()).proven).toBe(before.proven)
    isOther = false
    await verification.settled()
    expect(await standing()).toMatchObject({ proven: FINAL })
  })

  test('continues for a limited time after the first invalid block', async () => {
    await client.query(`DELETE FROM ${events('LIMIT 1')}`)
    const { verification, restarts } = verify({ patienceMs: 0 })
    await whole(verification)
    expect(restarts).toEqual([{ count: 1, first: expect.any(Number) }])
    expect((await standing()).proven).toBeLessThan(400)
  })

  test('reindexes no block once that did not help: an operator must act', async () => {
    await client.query(`DELETE FROM ${events('LIMIT 2')}`)
    await client.query(`INSERT INTO invalid_block (block, reason, reindexed)
      SELECT min(block), 'as before', true FROM contract_event`)
    await client.query(
      'DELETE FROM contract_event WHERE block IN (SELECT block FROM invalid_block)',
    )
    const { verification, lines, restarts } = verify()
    verification.offer(finalized())
    await expect
      .poll(() => lines.map(({ reason }) => reason).join())
      .toContain('reindexed and is still invalid')
    expect(await standing()).toMatchObject({ proven: FINAL })
    expect(restarts).toEqual([])
  })

  test('waits while no provider has the receipts of a block, and continues when one has', async () => {
    node.refuses = ({ method, params }) =>
      method === 'eth_getBlockReceipts' ||
      (method === 'eth_getLogs' && Object(params[0]).blockHash !== undefined)
    // A method that is not served is not tried again for a minute by the same client.
    const { verification, lines, restarts } = verify({
      verifyRange: (question) => rangeProof(node.url)(question),
    })
    verification.offer(finalized())
    await expect.poll(() => lines.length).toBeGreaterThan(1)
    expect(lines[0]).toMatchObject({
      level: 'warn',
      msg: 'background verification failed, retrying',
      reason: expect.stringMatching(/^no provider has the receipts of block \d+/),
    })
    const { proven: stuck } = await standing()
    expect(stuck ?? 0).toBeLessThan(100)
    node.refuses = () => false
    await verification.settled()
    expect(await standing()).toMatchObject({ proven: FINAL, invalid: 0 })
    expect(restarts).toEqual([])
  })

  test('without receipts compares with all logs of a block', async () => {
    node.refuses = ({ method }) => method === 'eth_getBlockReceipts'
    await client.query(`DELETE FROM ${events('LIMIT 1')}`)
    const { verification, restarts } = verify()
    await whole(verification)
    expect(restarts).toHaveLength(1)
    expect(await standing()).toMatchObject({ proven: FINAL, invalid: 1 })
  })

  test('waits at a block that is stored with another hash: that is no omission, and nothing is rolled back', async () => {
    const { rows } = await client.query(
      `UPDATE block SET hash = '\\x01' WHERE block = (SELECT min(block) FROM block WHERE block > 500) RETURNING block`,
    )
    const { verification, lines, restarts } = verify()
    verification.offer(finalized())
    await expect.poll(() => lines.length).toBeGreaterThan(1)
    expect(lines.at(-1)!.reason).toContain(`block ${rows[0].block} is stored with another hash`)
    expect(await standing()).toMatchObject({ proven: rows[0].block - 1, invalid: 0 })
    expect(restarts).toEqual([])
    await client.query('DELETE FROM block WHERE block > 500')
    await client.query('DELETE FROM contract_event WHERE block > 500')
    await verification.settled()
    expect(restarts).toHaveLength(1)
  })

  test('waits if the providers left the stored branch: that is a reorganization, and nothing is rolled back', async () => {
    await client.query(`DELETE FROM ${events('LIMIT 1')}`)
    const { verification, lines, restarts } = verify()
    verification.offer({ height: FINAL, hash: chain.blockAt(1)!.hash })
    await expect.poll(() => lines.length).toBeGreaterThan(1)
    expect(lines.at(-1)!.reason).toContain(
      `the providers do not have block ${FINAL} as it is stored`,
    )
    expect(await standing()).toMatchObject({ invalid: 0 })
    expect(restarts).toEqual([])
    await whole(verification)
    expect(restarts).toHaveLength(1)
  })

  test('does not exceed its rate', async () => {
    node.calls = {}
    const { verification } = verify({ rate: 20 })
    const began = performance.now()
    verification.offer(finalized())
    await expect
      .poll(async () => (await standing()).proven, { timeout: 60_000, interval: 20 })
      .toBeGreaterThanOrEqual(120)
    const calls = Object.values(node.calls).reduce((a, b) => a + b, 0)
    // Beside what the time allows there is one step, of 40 blocks with two calls each.
    const seconds = (performance.now() - began) / 1_000
    expect(calls).toBeLessThanOrEqual(seconds * 20 + 80)
  })

  test('is rolled back with the blocks that a rewind rolls back', async () => {
    const { verification } = verify()
    await whole(verification)
    const { code } = await runCli(['rewind', '--to', '400'], { DB_URL: database.url })
    expect(code).toBe(0)
    const { height, proven: left } = await standing()
    expect(left).toBe(height)
    expect(left).toBeLessThanOrEqual(400)
  })
})
