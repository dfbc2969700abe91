import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import { readPollTargets } from '../../src/poll/targets'
import { writePoll } from '../../src/store/polls'
import { rollBackAbove } from '../../src/store/rollback'
import { blockOf, Feed } from '../support/chain/feed'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { createMigratedDatabase } from '../support/templates'

/** Deregistrations by the AVSDirectory in the recording, by block: events OperatorAVSRegistrationStatusUpdated with status 0. */
const LEFT = {
  3218: '0x5953ee898ff51f5a3e9fa10fadacb27c48a353b9-0xefccb869c313b723770761bdbaf8536d1d7cb84e',
  4624: '0x1cd3aebe9c900f14883148a1e2641cb5dc74bffa-0xefccb869c313b723770761bdbaf8536d1d7cb84e',
}
const POOL = `0x${'7'.repeat(40)}`

let chain: Recording
let database: TestDatabase
let client: Client
let feed: Feed

beforeAll(async () => {
  chain = await loadRecording(FIXTURE)
  database = await createMigratedDatabase('restaked_pools')
  client = new Client({ connectionString: database.url })
  await client.connect()
  feed = new Feed(database.url, networkFromDeployment(chain.deployment))
})

afterAll(async () => {
  await feed?.database.close()
  await client?.end()
  await database?.drop()
})

async function indexTo(last: number): Promise<void> {
  await feed.database.connect()
  const first = Math.max(feed.database.position.height + 1, 1)
  for (let at = first; at <= last; at += 500) {
    const count = Math.min(500, last - at + 1)
    await feed.final(Array.from({ length: count }, (_, i) => blockOf(chain, at + i)))
  }
}

/** A poll to which every AVS answers with one pool. */
async function poll(block: number): Promise<void> {
  const { avss } = await readPollTargets(client, block)
  const answers = avss.map((one) => ({ ...one, pools: [POOL], unknownSinceBlock: null }))
  await writePoll(
    client,
    feed.database.writer,
    { block, questions: answers.length, unanswered: 0 },
    { pools: [], avss: answers, adapters: [] },
  )
}

/** First and end block of the rows of a registration. */
const rowsOf = async (key: string) =>
  (
    await client.query(
      'SELECT from_block, to_block FROM restaked_pools WHERE key = $1 ORDER BY from_block',
      [key],
    )
  ).rows.map(({ from_block, to_block }) => [from_block, to_block])
const open = async () =>
  (await client.query('SELECT key FROM restaked_pools WHERE to_block IS NULL ORDER BY key')).rows

test('pools that an AVS counts for an operator end with its deregistration', async () => {
  await indexTo(3_100)
  await poll(3_000)
  await indexTo(3_250)
  expect(await rowsOf(LEFT[3218])).toEqual([[3_000, 3_218]])
})

test('are those of a registered operator again when the deregistration is rolled back', async () => {
  await client.query('BEGIN')
  await rollBackAbove(client, 3_217)
  expect(await rowsOf(LEFT[3218])).toEqual([[3_000, null]])
  await client.query('ROLLBACK')
  expect(await rowsOf(LEFT[3218])).toEqual([[3_000, 3_218]])
})

test('end there, too, where the answer comes later than the deregistration', async () => {
  await indexTo(4_700)
  await poll(4_600)
  expect((await rowsOf(LEFT[4624])).at(-1)).toEqual([4_600, 4_624])
})

test('of an operator that registers again begin with the next poll', async () => {
  const [operator, avs] = LEFT[4624].split('-')
  await client.query(
    `INSERT INTO avs_registration (id, key, from_block, operator_id, avs_id) VALUES ('again', $1, 4650, $2, $3)`,
    [LEFT[4624], operator, avs],
  )
  await poll(4_640)
  expect((await rowsOf(LEFT[4624])).at(-1)).toEqual([4_600, 4_624])
  await poll(4_690)
  expect((await rowsOf(LEFT[4624])).slice(-2)).toEqual([
    [4_600, 4_624],
    [4_690, null],
  ])
})

test('that an earlier version left open are ended by the next poll', async () => {
  const before = await open()
  await client.query('UPDATE restaked_pools SET to_block = NULL WHERE to_block = 3218')
  await poll(4_695)
  expect(await rowsOf(LEFT[3218])).toEqual([[3_000, 3_218]])
  expect(await open()).toEqual(before)
})
