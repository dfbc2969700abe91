import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Heartbeat } from '../../src/store/writer/heartbeat'
import { claimWriter } from '../../src/store/writer/lock'
import type { TestDatabase } from '../support/postgres'
import { createMigratedDatabase } from '../support/templates'

const STATE = {
  source: 'RECORDING',
  head: null,
  headAge: null,
  levelAge: null,
  completeAge: null,
  blocksPerSecond: null,
} as const

let database: TestDatabase
let client: Client
let heartbeat: Heartbeat

beforeAll(async () => {
  database = await createMigratedDatabase('heartbeat')
  client = new Client({ connectionString: database.url })
  client.on('error', () => {})
  await client.connect()
  const claim = await claimWriter(client)
  const beats = { intervalMs: 100, state: () => STATE }
  heartbeat = new Heartbeat(database.url, 'writer', claim, client, beats, () => {})
  await client.query('CREATE TEMPORARY TABLE copied (line text)')
})

afterAll(async () => {
  await heartbeat.stop()
  await client.end().catch(() => {})
  await database.drop()
})

test('a writer whose rows come slowly keeps its connection: the server waits, but bytes go on', async () => {
  const copy = client.query(copyFrom('COPY copied FROM STDIN'))
  for (let line = 0; line < 40; line++) {
    copy.write(`${line}\n`)
    await wait(50)
  }
  copy.end()
  await once(copy, 'finish')
  const { rows } = await client.query('SELECT count(*)::int AS lines FROM copied')
  expect(rows).toEqual([{ lines: 40 }])
})

test('a writer that sends nothing while the server waits for it is cut: its packets are lost', async () => {
  const copy = client.query(copyFrom('COPY copied FROM STDIN'))
  copy.write('first\n')
  await expect(once(copy, 'finish')).rejects.toThrow('Connection terminated unexpectedly')
})
