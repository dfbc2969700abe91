import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { selectorOf } from '../../src/contracts/view'
import { reached, startIndex } from '../support/chain/forks'
import type { TestDatabase } from '../support/postgres'
import { BOTH } from '../support/recordings'
import { createMigratedDatabase } from '../support/templates'
import { type Answer, RecordedNode } from './recorded-node'

/** The vaults of the recording's beginning are there. */
const HEAD = 60

let node: RecordedNode | undefined
let database: TestDatabase | undefined
let indexer: ChildProcess | undefined
let client: Client | undefined
afterAll(async () => {
  indexer?.kill('SIGKILL')
  await node?.anvil.end()
  await client?.end()
  await database?.drop()
})

test('contracts of a real node are asked in the block that finds them; what reverts there is unknown', async () => {
  const chain = await loadRecording(BOTH)
  const { vaults, ...bare } = chain.deployment as {
    vaults: Record<string, string | number | null>[]
    tokens?: unknown
  }
  delete bare.tokens
  const file = join(mkdtempSync(join(tmpdir(), 'linchpin-bare-')), 'deployment.json')
  writeFileSync(file, JSON.stringify(bare))
  const created = vaults.filter(({ createdBlock }) => Number(createdBlock) <= HEAD)
  expect(created.length).toBeGreaterThan(3)
  const [reverting, ...answering] = created
  const answers = answering.flatMap(({ address, version, collateral, epochDuration }) =>
    Object.entries({ version, collateral, epochDuration }).map(([name, value]): Answer => {
      const result = `0x${BigInt(value!).toString(16).padStart(64, '0')}`
      return { to: String(address).toLowerCase(), data: selectorOf(`${name}()`), result }
    }),
  )
  node = await RecordedNode.create(chain, HEAD)
  await node.answer(answers)
  await node.mine(1, HEAD)

  database = await createMigratedDatabase('live_node_answers')
  client = new Client({ connectionString: database.url })
  await client.connect()
  indexer = startIndex(node.anvil.url, database.url, {
    LINCHPIN_DEPLOYMENT: file,
    LINCHPIN_POLL_BLOCKS: '0',
  })
  await reached(client, await node.head())
  const { rows } = await client.query(
    `SELECT key AS address, collateral_id AS collateral, epoch_duration::int AS "epochDuration"
     FROM vault WHERE to_block IS NULL ORDER BY key`,
  )
  const expected = [
    ...answering.map(({ address, collateral, epochDuration }) => {
      const lower = String(collateral).toLowerCase()
      return { address: String(address).toLowerCase(), collateral: lower, epochDuration }
    }),
    {
      address: String(reverting!.address).toLowerCase(),
      collateral: null,
      epochDuration: null,
    },
  ]
  expect(rows).toEqual(expected.sort((a, b) => (a.address < b.address ? -1 : 1)))
  const asked = await client.query(
    `SELECT DISTINCT asked_block = block AS same FROM contract_answer WHERE value IS NOT NULL`,
  )
  expect(asked.rows).toEqual([{ same: true }])
  const unknown = await client.query(
    `SELECT reason FROM contract_answer WHERE contract = $1 AND reason IS NOT NULL`,
    [String(reverting!.address).toLowerCase()],
  )
  expect(unknown.rows[0].reason).toMatch(/^version\(\) reverts at block \d+, or there is no code$/)
})
