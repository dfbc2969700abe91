import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { reached, startIndex } from '../support/chain/forks'
import { runCli } from '../support/cli'
import type { TestDatabase } from '../support/postgres'
import { BOTH } from '../support/recordings'
import { fingerprintTables } from '../support/tables'
import { createMigratedDatabase } from '../support/templates'
import { type ListedVaults, vaultAnswers } from '../support/vaults/answers'
import { RecordedNode } from './recorded-node'

/** Blocks that are taken away: the first of them creates a vault. */
const DEPTH = 3
/** Up to here the token of each vault has a log: so it has code that answers. */
const WITH_TOKENS = 500

const ended: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const end of ended.splice(0).reverse()) await end()
})

async function createDatabase(): Promise<{ database: TestDatabase; client: Client }> {
  const database = await createMigratedDatabase('vault_fork')
  ended.push(() => database.drop())
  const client = new Client({ connectionString: database.url })
  await client.connect()
  ended.push(() => client.end())
  return { database, client }
}

/** Ends a process that may have ended. */
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

test('a vault whose creation is reorganised away is gone with its answers, and both come again with it: as in a straight run', async () => {
  const chain = await loadRecording(BOTH)
  const deployment = chain.deployment as unknown as ListedVaults
  // The last one of the beginning of the recording.
  const one = deployment.vaults.findLast(({ createdBlock }) => Number(createdBlock) < 60)!
  const vault = String(one.address).toLowerCase()
  const created = Number(one.createdBlock)
  const head = created + DEPTH - 1
  const { vaults: _, tokens: __, ...bare } = deployment
  const file = join(mkdtempSync(join(tmpdir(), 'linchpin-bare-')), 'deployment.json')
  writeFileSync(file, JSON.stringify(bare))

  const node = await RecordedNode.create(chain, WITH_TOKENS)
  ended.push(() => node.anvil.end())
  await node.answer(
    [...vaultAnswers(deployment)].flatMap(([to, answers]) =>
      [...answers].map(([data, result]) => ({ to, data, result })),
    ),
  )
  await node.mine(1, head)
  const settings = {
    LINCHPIN_DEPLOYMENT: file,
    LINCHPIN_FINALITY: '100',
    LINCHPIN_POLL_BLOCKS: '0',
  }
  const { database, client } = await createDatabase()
  const indexer = startIndex(node.anvil.url, database.url, settings)
  ended.push(() => kill(indexer))
  const answered = async (of: Client) =>
    (
      await of.query(
        `SELECT a.block, a.name, a.value, a.reason, a.asked_block, '0x' || encode(b.hash, 'hex') AS hash
         FROM contract_answer a JOIN block b USING (block) WHERE a.contract = $1 ORDER BY a.block, a.name`,
        [vault],
      )
    ).rows
  const rows = async () =>
    (await client.query('SELECT collateral_id AS collateral FROM vault WHERE key = $1', [vault]))
      .rows

  await reached(client, await node.head())
  const before = await answered(client)
  expect(before.length).toBeGreaterThan(5)
  for (const { block, asked_block, value } of before) {
    expect([block, asked_block]).toEqual([created, created])
    expect(value).not.toBeNull()
  }
  expect(await rows()).toEqual([{ collateral: String(one.collateral).toLowerCase() }])

  await node.reorganize(DEPTH, DEPTH)
  await reached(client, await node.head())
  expect(await answered(client)).toEqual([])
  expect(await rows()).toEqual([])

  await node.reorganize(DEPTH + 1, 0)
  await reached(client, await node.head())
  const again = await answered(client)
  const told = (list: Record<string, unknown>[]) => list.map(({ hash: _, ...answer }) => answer)
  expect(told(again)).toEqual(told(before))
  expect(await rows()).toEqual([{ collateral: String(one.collateral).toLowerCase() }])

  await kill(indexer)
  const straight = await createDatabase()
  const env = { ...settings, DB_URL: straight.database.url, RPC_ENDPOINT: node.anvil.url }
  const run = await runCli(['index', '--until-head'], { LINCHPIN_NETWORK: 'custom', ...env })
  expect(run.code, run.stderr).toBe(0)
  expect(await fingerprintTables(database.url)).toEqual(
    await fingerprintTables(straight.database.url),
  )
  const digest = 'SELECT digest FROM cursor'
  expect((await client.query(digest)).rows).toEqual((await straight.client.query(digest)).rows)
  expect(await answered(straight.client)).toEqual(again)
})
