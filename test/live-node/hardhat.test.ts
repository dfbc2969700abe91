import { afterAll, expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { startReplay } from '../../src/chain/recording/replay'
import { upTo } from '../support/chain/forks'
import { runCli } from '../support/cli'
import { createTestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { fingerprintTables } from '../support/tables'
import { Hardhat } from './hardhat'
import { RecordedNode, timeOf } from './recorded-node'

/** A folder with Hardhat 2, which is too large (290 MB) for a dependency: `npm install hardhat@2` in it. */
const FOLDER = process.env.LINCHPIN_TEST_HARDHAT
const LAST = 400

/** Tables with hashes of blocks or transactions, which are the node's own: their rows are counted. */
const WITH_HASHES = [
  'block',
  'contract_event',
  'slashing',
  'reward_submission',
  'reward_claim',
  'governance_change',
]

let hardhat: Hardhat | null = null
afterAll(() => hardhat?.end())

async function indexed(rpc: string) {
  const database = await createTestDatabase('hardhat')
  const run = await runCli(['index', '--until-head'], {
    LINCHPIN_NETWORK: 'custom',
    LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
    LINCHPIN_POLL_BLOCKS: '0',
    RPC_ENDPOINT: rpc,
    DB_URL: database.url,
  })
  const tables = await fingerprintTables(database.url)
  await database.drop()
  return { run, tables }
}

test.runIf(FOLDER)("an index of Hardhat's node has the state of the recorded chain", async () => {
  const recording = await loadRecording(FIXTURE)
  hardhat = await Hardhat.create(FOLDER!, timeOf(recording, 0))
  const node = await RecordedNode.on(hardhat, recording, LAST)
  await node.mine(1, LAST)
  const replay = await startReplay(upTo(recording, LAST))
  const [live, recorded] = [await indexed(hardhat.url), await indexed(replay.url)]
  await replay.close()
  expect(live.run.code, live.run.stderr).toBe(0)
  expect(recorded.run.code, recorded.run.stderr).toBe(0)
  for (const [table, rows] of Object.entries(recorded.tables)) {
    const found = live.tables[table]!
    if (WITH_HASHES.includes(table)) expect(count(found), table).toBe(count(rows))
    else expect(found, table).toBe(rows)
  }
})

/** Number of rows, of a fingerprint. */
function count(fingerprint: string): string {
  return fingerprint.split(' rows ')[0]!
}
