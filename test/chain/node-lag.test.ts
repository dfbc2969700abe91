import { afterEach, expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { startReplay } from '../../src/chain/recording/replay'
import { nodeLag } from '../../src/cli/indexer/node-lag'
import { exchangeable, upTo } from '../support/chain/forks'
import { startProvider } from '../support/chain/provider'
import { recordingClient } from '../support/chain/rpc-client'
import { runCli } from '../support/cli'
import { FIXTURE } from '../support/recordings'
import { createMigratedDatabase } from '../support/templates'

const HEAD = 1_000
const MAX = 120
const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

const hex = (n: number) => `0x${n.toString(16)}`
const hash = `0x${'ab'.repeat(32)}`

/** A node with this head, of which the last block is as many seconds old. */
async function node(head: number, age: number, syncing: unknown = false) {
  const timestamp = hex(Math.floor(Date.now() / 1000) - age)
  const block = { number: hex(head), hash, parentHash: hash, timestamp }
  const server = await startProvider({
    eth_blockNumber: hex(head),
    eth_getBlockByNumber: { ...block, logsBloom: '0x00', transactions: [] },
    eth_syncing: syncing,
  })
  open.push(server)
  return server.url
}

async function lagOf(urls: string[], network = 'mainnet', indexed = 0) {
  const { rpc, notes } = recordingClient(urls)
  const said: unknown[] = []
  const logger = { warn: (fields: unknown) => void said.push(fields) }
  const options = { rpc, network: { name: network }, head: HEAD, indexed, maxLagSeconds: MAX }
  const text = await nodeLag({ ...options, logger })
  expect(notes()).toEqual([])
  expect(said).toHaveLength(text === null ? 0 : 1)
  return text
}

test.each<[string, () => Promise<string | null>, RegExp]>([
  [
    'says that it is syncing, with figures',
    async () => lagOf([await node(HEAD, 5, { currentBlock: hex(HEAD), highestBlock: hex(9_000) })]),
    /syncing \(block 1000 of 9000\)/,
  ],
  [
    'says that it is syncing, without figures',
    async () => lagOf([await node(HEAD, 5, { stages: [] })]),
    /it says that it is syncing\./,
  ],
  [
    'has an old last block',
    async () => lagOf([await node(HEAD, 5_400)]),
    /that block is 540\d s old/,
  ],
  [
    'is below what is indexed',
    async () => lagOf([await node(HEAD, 5)], 'custom', 1_234),
    /the index has block 1234/,
  ],
  [
    'is below another provider',
    async () => lagOf([await node(HEAD, 5), await node(2_345, 5)], 'custom'),
    /another provider has block 2345/,
  ],
])('a node that %s lags, and it is said', async (_, lag, words) => {
  expect(await lag()).toMatch(/^the node lags behind the chain at block 1000: /)
  expect(await lag()).toMatch(words)
})

test.each<[string, () => Promise<string | null>]>([
  ['at the head', async () => lagOf([await node(HEAD, 5)])],
  [
    'of a network whose blocks come at any time',
    async () => lagOf([await node(HEAD, 5_400)], 'custom'),
  ],
  ['a block behind another', async () => lagOf([await node(HEAD, 5), await node(HEAD + 1, 0)])],
])('a node %s does not lag', async (_, lag) => {
  expect(await lag()).toBeNull()
})

test('index --until-head at a node that is below the index: exit 0, and the last line says so', async () => {
  const chain = await loadRecording(FIXTURE)
  const { view, exchange } = exchangeable(upTo(chain, 700))
  const replay = await startReplay(view, { finality: 30 })
  const database = await createMigratedDatabase('node_lag')
  const index = () =>
    runCli(['index', '--until-head'], {
      DB_URL: database.url,
      RPC_ENDPOINT: replay.url,
      LINCHPIN_NETWORK: 'custom',
      LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
      LINCHPIN_FINALITY: '30',
      LINCHPIN_VERIFY: 'standard',
    })
  const first = await index()
  expect(first.stderr).not.toContain('lags behind')
  exchange(upTo(chain, 690))
  const { code, stderr } = await index()
  expect(code, stderr).toBe(0)
  expect(stderr.trim().split('\n').at(-1)).toContain(
    'the node lags behind the chain at block 690: the index has block 700',
  )
  await replay.close()
  await database.drop()
})
