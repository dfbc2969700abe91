import type { ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { MethodError } from '../../src/chain/jsonrpc'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import { fingerprint } from '../../src/config/fingerprint'
import { DEALLOCATION_DELAY, minWithdrawalDelayBlocks } from '../../src/contracts/view'
import { verifyDigests } from '../../src/store/checks/verify-digests'
import { IS_LONG, someOf } from '../long.mjs'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { type CallContract, startContractNode } from '../support/chain/contract-node'
import { blockOf, Feed } from '../support/chain/feed'
import { reached, startIndex } from '../support/chain/forks'
import { encodeAnswer } from '../support/contracts'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { fingerprintTables } from '../support/tables'
import { createMigratedDatabase } from '../support/templates'

const HEAD = IS_LONG ? 1_000 : 400
const known: CallContract = (_, data) => {
  if (minWithdrawalDelayBlocks.is(data)) {
    return encodeAnswer(minWithdrawalDelayBlocks.returnType, 64)
  }
  return DEALLOCATION_DELAY.is(data) ? encodeAnswer(DEALLOCATION_DELAY.returnType, 48) : null
}

let chain: Recording
/** The deployment without its constants: only the contracts have them. */
let deployment: object
/** Tables of an index whose contracts answered at once, digests included. */
let clean: Record<string, string> | undefined
const deploymentFile = join(tmpdir(), `linchpin-no-constants-${process.pid}.json`)
const ended: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  chain = await loadRecording(FIXTURE)
  deployment = { ...(chain.deployment as object), constants: {} }
  writeFileSync(deploymentFile, JSON.stringify(deployment))
})

afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end()
})

async function createDatabase(): Promise<{ database: TestDatabase; client: Client }> {
  const database = await createMigratedDatabase('late_constants')
  ended.push(() => database.drop())
  const client = new Client({ connectionString: database.url })
  await client.connect()
  ended.push(() => client.end())
  return { database, client }
}

/** An index of the standing chain. */
async function start(call: CallContract) {
  const { database, client } = await createDatabase()
  const node = await startContractNode(HEAD, call)
  ended.push(() => node.close())
  const settings = { LINCHPIN_DEPLOYMENT: deploymentFile, LINCHPIN_POLL_BLOCKS: '0' }
  const indexer: ChildProcess = startIndex(node.url, database.url, settings)
  ended.push(async () => indexer.kill('SIGKILL'))
  await reached(client, chain.blockAt(HEAD)!)
  return { client, node, database }
}

const meta = async (api: TestApi) =>
  (await api.ask('{ _meta { digest hasIndexingErrors indexingError } }'))._meta
const isDone = (api: TestApi) => expect.poll(() => meta(api), { timeout: 60_000 })

describe('constants that contracts did not answer at the start', () => {
  const FAILURES: [string, CallContract][] = [
    ['a revert', () => null],
    ['no code', () => '0x'],
    ['bytes that are no number', () => '0x12'],
    [
      'a node that is still starting',
      () => {
        throw new MethodError(-32603, 'header not found')
      },
    ],
    [
      'a state that the node does not have',
      () => {
        throw new MethodError(-32000, 'missing trie node')
      },
    ],
  ]

  test.each(someOf(FAILURES, 1))(
    'are asked until they do; the index is then as if they had been known: %s',
    async (_, fails) => {
      clean ??= await fingerprintTables((await start(known)).database.url)
      const late = await start(fails)
      const api = await startTestApi(late.database.url)
      ended.push(() => api.close())
      const before = await meta(api)
      expect(before.hasIndexingErrors).toBe(true)
      expect(before.indexingError).toMatch(
        /^LP2018: .*DelegationManager.minWithdrawalDelayBlocks \(.+\), *AllocationManager.DEALLOCATION_DELAY|^LP2018: .*AllocationManager.DEALLOCATION_DELAY \(.+\), DelegationManager.minWithdrawalDelayBlocks/,
      )
      const protocols = `{ protocols(block: {number: ${HEAD - 100}}) { minWithdrawalDelayBlocks deallocationDelayBlocks } }`
      const unknown = { minWithdrawalDelayBlocks: null, deallocationDelayBlocks: null }
      expect((await api.ask(protocols)).protocols).toEqual([unknown])
      late.node.call = known
      await isDone(api).toMatchObject({ hasIndexingErrors: false, indexingError: null })
      const values = { minWithdrawalDelayBlocks: 64, deallocationDelayBlocks: 48 }
      expect((await api.ask(protocols)).protocols).toEqual([values])
      expect(await fingerprintTables(late.database.url)).toEqual(clean)
      expect((await verifyDigests(late.client)).mismatch).toBeNull()
    },
  )
})

test('constants that come between two batches change no later block', async () => {
  const blocks = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => blockOf(chain, from + i))
  const index = async (constants: object, learn: boolean) => {
    const { database } = await createDatabase()
    const network = networkFromDeployment({ ...deployment, constants })
    // Constants of the deployment are part of its identity.
    const feed = new Feed(database.url, network, fingerprint(networkFromDeployment(deployment)))
    ended.push(() => feed.database.close())
    await feed.final(blocks(1, 700))
    if (learn) await feed.database.learn({ minWithdrawalDelayBlocks: 64 })
    const writing = feed.final(blocks(701, 1_000))
    if (learn) await feed.database.learn({ deallocationDelayBlocks: 48 })
    await writing
    await feed.final(blocks(1_001, 1_400))
    return { digest: feed.database.position.digest, tables: await fingerprintTables(database.url) }
  }
  const clean = await index({ MIN_WITHDRAWAL_DELAY_BLOCKS: 64, DEALLOCATION_DELAY: 48 }, false)
  expect(await index({}, true)).toEqual(clean)
})
