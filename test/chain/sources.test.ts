import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { type Replay, startReplay } from '../../src/chain/recording/replay'
import { someOf } from '../long.mjs'
import { type Portal, startPortal } from '../support/chain/portal'
import { runCli } from '../support/cli'
import { createIndexedDatabase } from '../support/indexed-database'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { fingerprintTables } from '../support/tables'
import { createMigratedDatabase } from '../support/templates'

const databases: TestDatabase[] = []
let chain: Recording
let replay: Replay
let portal: Portal
/** Indexed from the recording. */
let whole: Awaited<ReturnType<typeof index>>

beforeAll(async () => {
  chain = await loadRecording(FIXTURE)
  replay = await startReplay(chain)
  portal = await startPortal(chain)
  const database = await createIndexedDatabase('source', FIXTURE)
  databases.push(database)
  whole = { digest: await digestOf(database), tables: await fingerprintTables(database.url) }
})

afterAll(async () => {
  portal.close()
  await replay.close()
  for (const database of databases) await database.drop()
})

async function index(source: Record<string, string>) {
  const database = await createMigratedDatabase('source')
  databases.push(database)
  const args = ['index', '--until-head', '--batch-blocks', '700']
  const { code, stderr } = await runCli(args, { DB_URL: database.url, ...source })
  expect(code, stderr).toBe(0)
  const digest = /digest (0x[0-9a-f]{64})/.exec(stderr)![1]!
  return { digest, tables: await fingerprintTables(database.url) }
}

async function digestOf({ url }: TestDatabase): Promise<string> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query('SELECT digest FROM cursor')
  await client.end()
  return rows[0].digest
}

const byRpc = () => ({
  RPC_ENDPOINT: replay.url,
  LINCHPIN_NETWORK: 'custom',
  LINCHPIN_DEPLOYMENT: `${FIXTURE}/deployment.json`,
})

const SOURCES: [string, () => Record<string, string>][] = [
  ['a provider', byRpc],
  ['a provider, in standard mode', () => ({ ...byRpc(), LINCHPIN_VERIFY: 'standard' })],
  ['a provider, in full mode', () => ({ ...byRpc(), LINCHPIN_VERIFY: 'full' })],
  ['two providers', () => ({ ...byRpc(), RPC_ENDPOINT: `${replay.url},${replay.url}/second` })],
  ['a portal beside a provider', () => ({ ...byRpc(), SQD_PORTAL_URL: portal.url })],
]

test.each(someOf(SOURCES, 2))(
  'the same chain from %s gives the tables and the digest of the recording',
  async (_, source) => {
    expect(await index(source())).toEqual(whole)
  },
)

test('the portal was used', () => {
  expect(portal.asked.length).toBeGreaterThan(7)
})

test('every state with an address is keyed by it, as filters by address assume', async () => {
  const client = new Client({ connectionString: databases[0]!.url })
  await client.connect()
  const { rows: tables } = await client.query(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name IN ('key', 'address') GROUP BY 1 HAVING count(*) = 2`,
  )
  let seen = 0
  for (const { name } of tables) {
    const { rows } = await client.query(
      `SELECT count(*)::int AS all, count(*) FILTER (WHERE key = '0x' || encode(address, 'hex'))::int AS keyed FROM "${name}"`,
    )
    expect([name, rows[0].keyed]).toEqual([name, rows[0].all])
    seen += rows[0].all
  }
  await client.end()
  expect(seen).toBeGreaterThan(100)
})
