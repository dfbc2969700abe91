import { Client } from 'pg'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, startApi } from '../../src/api/server'
import { loadRecording } from '../../src/chain/recording/recording'
import { knownMigrations } from '../../src/cli/migrations'
import { networkFromDeployment } from '../../src/config/deployment'
import { RULES } from '../../src/ledger/rules'
import { blockOf, Feed } from '../support/chain/feed'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { createMigratedDatabase } from '../support/templates'

let database: TestDatabase
let client: Client
let api: Api

beforeAll(async () => {
  const recording = await loadRecording(FIXTURE)
  database = await createMigratedDatabase('other_version')
  const feed = new Feed(database.url, networkFromDeployment(recording.deployment))
  await feed.database.connect()
  await feed.final(Array.from({ length: 300 }, (_, i) => blockOf(recording, i + 1)))
  await feed.database.close()
  client = new Client({ connectionString: database.url })
  await client.connect()
  const migrations = knownMigrations().map(({ name }) => name)
  const logger = pino({ level: 'silent' })
  const version = { migrations, rules: RULES }
  api = await startApi({ databaseUrl: database.url, host: '127.0.0.1', port: 0, logger, version })
})

afterAll(async () => {
  await api.close()
  await client.end()
  await database.drop()
})

const QUERIES = [
  '{ operators(limit: 1) { id } }',
  '{ _meta { block { number } } }',
  '{ squidStatus { height } }',
  '{ operators(block: {number: 200}, limit: 1) { id } }',
]

async function ask(query: string, accept = 'application/json') {
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
  })
  return { status: response.status, text: await response.text() }
}

/** [what, statement, its reverse, reason] */
const OTHERS: [string, string, string, string][] = [
  [
    'an unknown migration',
    `INSERT INTO migrations (timestamp, name) VALUES (1, 'Future1')`,
    `DELETE FROM migrations WHERE name = 'Future1'`,
    'LP3004: the database was migrated by another version: it has the unknown migration Future1.',
  ],
  [
    'an unknown migration that dropped a column',
    `INSERT INTO migrations (timestamp, name) VALUES (1, 'Future2');
     ALTER TABLE cursor RENAME COLUMN stopped TO ended`,
    `DELETE FROM migrations WHERE name = 'Future2';
     ALTER TABLE cursor RENAME COLUMN ended TO stopped`,
    'unknown migration Future2',
  ],
  [
    'an unknown migration that dropped a table',
    `INSERT INTO migrations (timestamp, name) VALUES (1, 'Future3'); ALTER TABLE proof RENAME TO proven`,
    `DELETE FROM migrations WHERE name = 'Future3'; ALTER TABLE proven RENAME TO proof`,
    'unknown migration Future3',
  ],
  [
    'rows of earlier rules',
    'UPDATE cursor SET rules = 0',
    `UPDATE cursor SET rules = ${RULES}`,
    `LP3031: the rows were written by rules 0, this version has rules ${RULES}.`,
  ],
  [
    'rows of later rules',
    'UPDATE cursor SET rules = 99',
    `UPDATE cursor SET rules = ${RULES}`,
    'LP3031: the rows were written by rules 99',
  ],
  [
    'rows that are being derived anew',
    `INSERT INTO rederivation (height, hash, followed) VALUES (5000, '0x', '{}')`,
    'DELETE FROM rederivation',
    'LP3031: the rows are being derived anew from the stored logs: block 300 of 5000.',
  ],
]

describe.each(OTHERS)('%s', (_, statement, reverse, reason) => {
  test('is answered with 503 and the reason by /ready and /graphql, and then as before', async () => {
    const before = await Promise.all(QUERIES.map((query) => ask(query)))
    expect(before.map(({ status }) => status)).toEqual(QUERIES.map(() => 200))
    await client.query(statement)
    // Answers that are kept are not sent for longer than the head is read.
    await expect.poll(async () => (await ask(QUERIES[3]!)).status, { timeout: 10_000 }).toBe(503)
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      for (const query of QUERIES) {
        const { status, text } = await ask(query, accept)
        expect({ query, status }).toEqual({ query, status: 503 })
        const [error] = JSON.parse(text).errors
        expect(error).toMatchObject({
          message: expect.stringContaining(reason),
          extensions: { code: 'NOT_READY', hint: expect.any(String) },
        })
        expect(error.extensions).not.toHaveProperty('http')
      }
    }
    const ready = await fetch(`${api.url}/ready`)
    expect(ready.status).toBe(503)
    expect(await ready.json()).toMatchObject({
      ready: false,
      reasons: [{ code: 'NOT_READY', message: expect.stringContaining(reason) }],
    })
    await client.query(reverse)
    await expect
      .poll(() => Promise.all(QUERIES.map((query) => ask(query))), { timeout: 10_000 })
      .toEqual(before)
  })
})
