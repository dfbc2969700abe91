import { Client } from 'pg'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RpcCall, RpcOutcome } from '../../src/chain/jsonrpc'
import { loadRecording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import { IS_LONG, someOf } from '../long.mjs'
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
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { createMigratedDatabase } from '../support/templates'

/** Blocks of the chain. */
const HEAD = IS_LONG ? 700 : 250
const FINALITY = 30
const FINAL = HEAD - FINALITY

let chain: SealedChain
let right: string
let database: TestDatabase
let client: Client
let node: SealedNode

beforeAll(async () => {
  const recording = await loadRecording(FIXTURE)
  chain = sealed(recording, HEAD)
  const blocks = Array.from({ length: HEAD }, (_, i) => blockOf(chain, i + 1))
  right = await cleanDigest(networkFromDeployment(recording.deployment), blocks)
})

beforeEach(async () => {
  database = await createMigratedDatabase('until_proven')
  client = new Client({ connectionString: database.url })
  await client.connect()
  node = await startSealedNode(chain, FINALITY)
})

afterEach(async () => {
  await client.end()
  await node.close()
  await database.drop()
})

function index(option: string, more: Record<string, string> = {}) {
  return runCli(['index', option], {
    DB_URL: database.url,
    RPC_ENDPOINT: node.url,
    LINCHPIN_NETWORK: 'custom',
    LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
    LINCHPIN_FINALITY: String(FINALITY),
    LINCHPIN_POLL_BLOCKS: '0',
    LINCHPIN_VERIFY: 'standard',
    ...more,
  })
}

async function standing() {
  const { rows } = await client.query(
    `SELECT height, digest, (SELECT block FROM proof) AS proven,
       (SELECT count(*)::int FROM invalid_block) AS invalid FROM cursor`,
  )
  return rows[0]
}

const PROVEN = () => ({ height: HEAD, proven: FINAL, invalid: 0, digest: right })
const numberOf = ({ blockNumber }: Json) => Number(blockNumber)

/** The address with the most logs below the last final block. */
function busiest(logs: Json[]): unknown {
  const counts = new Map<unknown, number>()
  for (const { address } of logs) counts.set(address, (counts.get(address) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}

/** Ways to leave logs out of filtered answers. */
const OMISSIONS: [string, () => (logs: Json[]) => Json[]][] = [
  ['all logs below a block', () => (logs) => logs.filter((log) => numberOf(log) >= HEAD / 2)],
  ['every third block', () => (logs) => logs.filter((log) => numberOf(log) % 3 !== 0)],
  [
    'always those of one contract',
    () => {
      let gone: unknown
      return (logs) => {
        gone ??= busiest(logs)
        return logs.filter(({ address }) => address !== gone)
      }
    },
  ],
  [
    'once, a whole range',
    () => {
      let left = 1
      return (logs) => (logs.length > 0 && left-- > 0 ? [] : logs)
    },
  ],
]

test.each(someOf(OMISSIONS, 1))(
  'a provider leaves out %s: one command ends right',
  async (_, bend) => {
    node.bend = bend()
    const { code, stderr } = await index('--until-proven')
    expect(code, stderr).toBe(0)
    expect(await standing()).toEqual(PROVEN())
    expect(stderr).toContain(`proven to block ${FINAL} of ${HEAD}: all that is final`)
  },
)

const LASTING = OMISSIONS.slice(0, 3)

// The last one has logs of all blocks, but not of all contracts.
test.each(someOf(LASTING.reverse(), 1))(
  'a database that lacks %s is mended by one command',
  async (_, bend) => {
    node.bend = bend()
    const first = await index('--until-head')
    expect(first.code, first.stderr).toBe(0)
    expect(first.stderr).toMatch(
      new RegExp(`proven to block \\d+ of ${HEAD}: .* run with --until-proven`),
    )
    expect((await standing()).digest).not.toBe(right)
    const { code, stderr } = await index('--until-proven', { LINCHPIN_PROOF_RATE: '0' })
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('invalid blocks are read again')
    expect(await standing()).toEqual(PROVEN())
  },
)

test('a start at the head proves what is stored, at no rate of background verification, and says so when there is nothing left', async () => {
  const first = await index('--until-head')
  expect(first.code, first.stderr).toBe(0)
  for (const _ of [1, 2]) {
    const { code, stderr } = await index('--until-proven', { LINCHPIN_PROOF_RATE: '1' })
    expect(code, stderr).toBe(0)
    expect(await standing()).toEqual(PROVEN())
  }
  const { stderr } = await index('--until-head')
  expect(stderr).toContain(`proven to block ${FINAL} of ${HEAD}: all that is final`)
})

/** Ways to lack what proves a block. */
const LACKS: [string, (call: RpcCall) => RpcOutcome | undefined][] = [
  [
    'serves neither receipts nor logs by hash',
    ({ method, params }) =>
      method === 'eth_getBlockReceipts' || Object(params[0]).blockHash !== undefined
        ? { error: { code: -32601, message: 'not served' } }
        : undefined,
  ],
  [
    'answers null to receipts, and does not know the hash',
    ({ method, params }) => {
      if (method === 'eth_getBlockReceipts') return { result: 'null' }
      return Object(params[0]).blockHash === undefined
        ? undefined
        : { error: { code: -32000, message: 'unknown block' } }
    },
  ],
  [
    'has pruned them',
    ({ method, params }) =>
      method === 'eth_getBlockReceipts' || Object(params[0]).blockHash !== undefined
        ? { error: { code: 4444, message: 'pruned history unavailable' } }
        : undefined,
  ],
]

test.each(someOf(LACKS, 1))(
  'the only provider %s, the database is empty: LP2019 soon',
  async (_, lack) => {
    node.answers = lack
    const { code, stderr } = await index('--until-proven')
    expect(code, stderr).toBe(69)
    expect(stderr).toMatch(/LP2019.*proven up to block \d+ of \d+ only/s)
    // It neither waits for new blocks, of which all is known, nor repeats itself.
    expect(stderr).not.toContain('wrong logs of new blocks')
    const lines = stderr.split('\n').filter((line) => line.includes('"level":"warn"'))
    expect(lines.length, stderr).toBeLessThan(12)
  },
)

test('no provider has logs, nor receipts, of blocks stored without proof: LP2019, exit 69', async () => {
  node.bend = OMISSIONS[0]![1]()
  expect((await index('--until-head')).code).toBe(0)
  node.refuses = ({ method, params }) =>
    method === 'eth_getBlockReceipts' ||
    (method === 'eth_getLogs' && Object(params[0]).blockHash !== undefined)
  const { code, stderr } = await index('--until-proven')
  expect(code, stderr).toBe(69)
  expect(stderr).toContain('LP2019')
  expect(stderr).toMatch(/proven up to block \d+ of \d+ only/)
})
