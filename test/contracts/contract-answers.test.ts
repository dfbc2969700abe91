import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { MethodError } from '../../src/chain/jsonrpc'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import { verifyDigests } from '../../src/store/checks/verify-digests'
import { rewind } from '../../src/store/rewind'
import { IS_LONG, someOf } from '../long.mjs'
import { startTestApi } from '../support/api/api-client'
import { type CallContract, startContractNode } from '../support/chain/contract-node'
import { blockOf, Feed } from '../support/chain/feed'
import { reached, startIndex } from '../support/chain/forks'
import type { TestDatabase } from '../support/postgres'
import { BOTH } from '../support/recordings'
import { fingerprintTables } from '../support/tables'
import { createMigratedDatabase } from '../support/templates'
import { type ListedVaults, vaultAnswers } from '../support/vaults/answers'

/** All vaults but the last ones are there, and some have limits. */
const HEAD = 500

let chain: Recording
let deployment: ListedVaults
/** The deployment without what contracts can be asked for. */
let bare: object
let clean: Record<string, string>
const bareFile = join(tmpdir(), `linchpin-bare-${process.pid}.json`)
const ended: (() => Promise<unknown>)[] = []

/** What the contracts would answer, by address and selector: the deployment file has it from them. */
let world: ReturnType<typeof vaultAnswers>

beforeAll(async () => {
  chain = await loadRecording(BOTH)
  deployment = chain.deployment as unknown as ListedVaults
  world = vaultAnswers(deployment)
  const { vaults: _, tokens: __, ...rest } = deployment as ListedVaults & Record<string, unknown>
  bare = rest
  writeFileSync(bareFile, JSON.stringify(bare))
  const index = await indexOf(deployment)
  clean = await fingerprintTables(index.url)
  await index.drop()
})

afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end()
})

/** An index of the chain up to the head, of what a deployment file lists. */
async function indexOf(listed: object): Promise<TestDatabase> {
  const database = await createMigratedDatabase('answers')
  const feed = new Feed(database.url, networkFromDeployment(listed, { finality: 40 }))
  await feed.final(Array.from({ length: HEAD }, (_, at) => blockOf(chain, at + 1)))
  await feed.database.close()
  return database
}

async function createDatabase(): Promise<{ database: TestDatabase; client: Client }> {
  const database = await createMigratedDatabase('answers')
  ended.push(() => database.drop())
  const client = new Client({ connectionString: database.url })
  await client.connect()
  ended.push(() => client.end().catch(() => {}))
  return { database, client }
}

const answers: CallContract = (to, data) => world.get(to.toLowerCase())?.get(data) ?? null
const reverts: CallContract = () => null

/** An index of the standing chain, whose deployment file lists nothing of the vaults. */
async function start(call: CallContract) {
  const { database, client } = await createDatabase()
  const node = await startContractNode(HEAD, call, BOTH)
  ended.push(() => node.close())
  const run = () => {
    const settings = { LINCHPIN_DEPLOYMENT: bareFile, LINCHPIN_POLL_BLOCKS: '0' }
    const child = startIndex(node.url, database.url, settings)
    ended.push(async () => child.kill('SIGKILL'))
    return child
  }
  const child = run()
  await reached(client, chain.blockAt(HEAD)!)
  return { database, client, node, child, run }
}

const unknown = async (client: Client) =>
  (
    await client.query(
      'SELECT contract, block, name, reason FROM contract_answer WHERE reason IS NOT NULL ORDER BY block, contract, name',
    )
  ).rows

/** Waits until rows are derived anew with all answers, and the head is indexed again. */
async function derived(client: Client): Promise<void> {
  const isOpen = async () => {
    const { rows } = await client.query(
      `SELECT EXISTS (SELECT FROM contract_answer WHERE is_late OR reason IS NOT NULL)
         OR EXISTS (SELECT FROM rederivation) AS open`,
    )
    return rows[0].open
  }
  await expect.poll(isOpen, { timeout: 60_000 }).toBe(false)
  await reached(client, chain.blockAt(HEAD)!)
}

async function expectClean(url: string, client: Client): Promise<void> {
  expect(await fingerprintTables(url)).toEqual(clean)
  expect((await verifyDigests(client)).mismatch).toBeNull()
  expect(await unknown(client)).toEqual([])
}

test('contracts of a live chain answer what a deployment file lists: equal rows and digests', async () => {
  const { database, client } = await start(answers)
  await expectClean(database.url, client)
})

describe('contracts that do not answer', () => {
  const FAILURES: [string, CallContract, RegExp][] = [
    ['a revert', reverts, /reverts at block \d+, or there is no code/],
    [
      'a node that refuses',
      () => {
        throw new MethodError(-32603, 'internal error')
      },
      /internal error/,
    ],
  ]

  test.each(someOf(FAILURES, 1))(
    'never stop the index; late answers make it as if they had been known: %s',
    async (_, fails, reason) => {
      const { database, client, node, child, run } = await start(fails)
      const missing = await unknown(client)
      expect(missing.length).toBeGreaterThan(20)
      for (const one of missing) expect(one.reason).toMatch(reason)
      const api = await startTestApi(database.url)
      const response = await fetch(new URL('/status', api.url))
      const { unanswered } = await response.json()
      expect(unanswered).toMatchObject({ count: missing.length })
      expect(unanswered.first).toHaveLength(20)
      expect(missing).toEqual(expect.arrayContaining(unanswered.first))
      await api.close()

      node.call = answers
      const [code] = await once(child, 'exit')
      expect(code).toBe(69)
      run()
      await derived(client)
      await expectClean(database.url, client)
    },
  )

  // As by the start after the exit above.
  if (IS_LONG)
    test('are asked again by the next start', async () => {
      const { database, client, node, child, run } = await start(reverts)
      child.kill('SIGKILL')
      await once(child, 'exit')
      node.call = answers
      run()
      await derived(client)
      await expectClean(database.url, client)
    })
})

test('a node without old states tells constants at the head; what can change stays unknown', async () => {
  const { client } = await start((to, data, block) => {
    if (block < HEAD - 10) throw new MethodError(-32000, 'missing trie node')
    return answers(to, data, block)
  })
  const names = new Set((await unknown(client)).map(({ name }) => name))
  expect([...names].sort()).toEqual([
    'decimals',
    'depositLimit',
    'depositWhitelist',
    'hook',
    'isDepositLimit',
  ])
  const { rows } = await client.query(
    `SELECT key, epoch_duration::int AS "epochDuration" FROM vault WHERE to_block IS NULL ORDER BY key`,
  )
  const listed = deployment.vaults.flatMap(({ address, epochDuration, createdBlock }) =>
    Number(createdBlock) <= HEAD ? [{ key: String(address).toLowerCase(), epochDuration }] : [],
  )
  expect(rows).toEqual(listed.sort((a, b) => (a.key < b.key ? -1 : 1)))
})

test('answers are rolled back with their block, and asked for again', async () => {
  const database = await indexOf(deployment)
  ended.push(() => database.drop())
  const client = new Client({ connectionString: database.url })
  await client.connect()
  ended.push(() => client.end())
  const count = async () =>
    (await client.query('SELECT count(*)::int AS n, max(block) AS last FROM contract_answer'))
      .rows[0]
  const before = await count()
  const { to } = await rewind(client, 20)
  const after = await count()
  expect(after.last).toBeLessThanOrEqual(20)
  expect(after.n).toBeLessThan(before.n)
  const feed = new Feed(database.url, networkFromDeployment(deployment, { finality: 40 }))
  await feed.final(
    Array.from({ length: HEAD - to.height }, (_, at) => blockOf(chain, to.height + at + 1)),
  )
  await feed.database.close()
  expect(await count()).toEqual(before)
  expect(await fingerprintTables(database.url)).toEqual(clean)
})
