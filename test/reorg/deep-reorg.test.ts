import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { type Replay, startReplay } from '../../src/chain/recording/replay'
import { startTestApi, type TestApi } from '../support/api/api-client'
import {
  exchangeable,
  FINALITY,
  FORK,
  forked,
  reached,
  startIndex,
  upTo,
} from '../support/chain/forks'
import { runCli } from '../support/cli'
import type { TestDatabase } from '../support/postgres'
import { fingerprintTables } from '../support/tables'
import { createMigratedDatabase } from '../support/templates'

/** The chain leaves a branch below its last final block: more than the FINALITY hot blocks change. */
const LAST = FORK + FINALITY + 30

let recording: Recording
let database: TestDatabase
let replay: Replay
let client: Client
let api: TestApi
let child: ChildProcess
let exchange: ReturnType<typeof exchangeable>['exchange']
let ended: Promise<unknown[]>

beforeAll(async () => {
  recording = await loadRecording('fixtures/eigenlayer-a')
  database = await createMigratedDatabase('deep')
  const chain = exchangeable(upTo(recording, LAST))
  exchange = chain.exchange
  replay = await startReplay(chain.view, { finality: FINALITY })
  client = new Client({ connectionString: database.url })
  await client.connect()
  child = startIndex(replay.url, database.url)
  ended = once(child, 'exit')
  await reached(client, recording.blockAt(LAST)!)
  api = await startTestApi(database.url)
})

afterAll(async () => {
  child.kill('SIGKILL')
  await api.close()
  await client.end()
  await replay.close()
  await database.drop()
})

const META = '{ _meta { block { number } hasIndexingErrors indexingError } operators { id } }'

test('a reorg below the last final block stops the indexer with code 65, and the API keeps running and reports it', async () => {
  const before = await api.ask(META)
  expect(before._meta).toEqual({
    block: { number: LAST },
    hasIndexingErrors: false,
    indexingError: null,
  })
  exchange(forked(recording, LAST + 20))
  expect(await ended).toEqual([65, null])
  const after = await api.ask(META)
  expect(after._meta).toMatchObject({ block: { number: LAST }, hasIndexingErrors: true })
  expect(after._meta.indexingError).toMatch(/^LP2003: /)
  expect(after.operators).toEqual(before.operators)
})

test('a restart stops again, and loses nothing', async () => {
  const tables = await fingerprintTables(database.url)
  child = startIndex(replay.url, database.url)
  expect(await once(child, 'exit')).toEqual([65, null])
  expect(await fingerprintTables(database.url)).toEqual(tables)
})

test('after a rewind below the fork it follows the new branch, as if it had never indexed the other', async () => {
  const env = { DB_URL: database.url }
  const { code, stdout } = await runCli(['rewind', '--to', String(FORK)], env)
  expect(code).toBe(0)
  expect(stdout).toMatch(new RegExp(`^rewound from block ${LAST} to block \\d+ \\(0x`))
  const branch = forked(recording, LAST + 20)
  child = startIndex(replay.url, database.url)
  await reached(client, branch.blockAt(LAST + 20)!)
  expect((await api.ask(META))._meta).toMatchObject({
    hasIndexingErrors: false,
    indexingError: null,
  })
  const whileRunning = await runCli(['rewind', '--to', String(FORK)], env)
  expect(whileRunning).toMatchObject({ code: 69, stderr: expect.stringContaining('LP3002') })
  child.kill('SIGKILL')

  const straight = await createMigratedDatabase('straight')
  child = startIndex(replay.url, straight.url)
  const other = new Client({ connectionString: straight.url })
  await other.connect()
  await reached(other, branch.blockAt(LAST + 20)!)
  child.kill('SIGKILL')
  expect(await fingerprintTables(database.url)).toEqual(await fingerprintTables(straight.url))
  const same = await runCli(['digest', '--compare', straight.url], env)
  expect(same).toMatchObject({ code: 0, stdout: expect.stringContaining('equal up to block') })

  // The last block that both have, and the first that differs.
  await other.query("UPDATE block SET digest = decode(repeat('00', 32), 'hex') WHERE block > $1", [
    FORK,
  ])
  const { rows } = await other.query('SELECT min(block) AS first FROM block WHERE block > $1', [
    FORK,
  ])
  const differs = await runCli(['digest', '--compare', straight.url], env)
  expect(differs.code).toBe(1)
  expect(differs.stdout).toContain(`different from block ${rows[0].first} on`)
  await other.end()
  await straight.drop()
})

test('there is nothing to roll back above the last block', async () => {
  const { code, stderr } = await runCli(['rewind', '--to', '999999'], { DB_URL: database.url })
  expect(code).toBe(1)
  expect(stderr).toContain('LP3006')
})
