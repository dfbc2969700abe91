import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { sharesToUnderlyingView } from '../../src/contracts/view'
import { type CallContract, startContractNode } from '../support/chain/contract-node'
import { reached, startIndex } from '../support/chain/forks'
import { encodeAnswer } from '../support/contracts'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { createMigratedDatabase } from '../support/templates'

const HEAD = 300
const rates: CallContract = (_, data) =>
  sharesToUnderlyingView.is(data) ? encodeAnswer(sharesToUnderlyingView.returnType, 7n) : null

let node: Awaited<ReturnType<typeof startContractNode>>
let database: TestDatabase
let client: Client
let indexer: ChildProcess

beforeEach(async () => {
  node = await startContractNode(HEAD, rates)
  database = await createMigratedDatabase('standing_chain')
  client = new Client({ connectionString: database.url })
  await client.connect()
})

afterEach(async () => {
  indexer.kill('SIGKILL')
  await client.end()
  await node.close()
  await database.drop()
})

const start = async (pollBlocks: number) => {
  indexer = startIndex(node.url, database.url, { LINCHPIN_POLL_BLOCKS: String(pollBlocks) })
  const recording = await loadRecording(FIXTURE)
  await reached(client, recording.blockAt(HEAD)!)
}
const polled = () =>
  client.query('SELECT block FROM poll ORDER BY block').then(({ rows }) => rows, String)

test('a chain that stands still at the head is polled: at the first commit that reaches it, and at a restart', async () => {
  await start(200)
  await expect.poll(polled, { timeout: 60_000 }).toEqual([{ block: 200 }])
  const { rows } = await client.query('SELECT DISTINCT rate::text FROM polled_pool')
  expect(rows).toEqual([{ rate: '7' }])
  indexer.kill('SIGTERM')
  await once(indexer, 'close')
  await start(210)
  await expect.poll(polled, { timeout: 60_000 }).toEqual([{ block: 200 }, { block: 210 }])
})
