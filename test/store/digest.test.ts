import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Network } from '../../src/config/networks'
import { verifyDigests } from '../../src/store/checks/verify-digests'
import { rewind } from '../../src/store/rewind'
import { storedChanges } from '../../src/store/stored-changes'
import { EVENT_TABLES, STATE_TABLES, TABLES } from '../../src/store/tables'
import { blockOf, Feed } from '../support/chain/feed'
import { runCli } from '../support/cli'
import type { TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { fingerprintTables } from '../support/tables'
import { createMigratedDatabase } from '../support/templates'

const LAST = 1_450
/** Blocks that are checked together: there are many such windows. */
const WINDOW = 64

let recording: Recording
let network: Network
let database: TestDatabase
let client: Client

const blocks = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => blockOf(recording, from + i))

async function index(url: string, of: Network = network, to = LAST): Promise<string> {
  const feed = new Feed(url, of)
  await feed.database.connect()
  const { height } = feed.database.position
  if (height < to) await feed.final(blocks(height + 1, to))
  const { digest } = feed.database.position
  await feed.database.close()
  return digest
}

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  network = networkFromDeployment(recording.deployment)
  database = await createMigratedDatabase('digest')
  await index(database.url)
  client = new Client({ connectionString: database.url })
  await client.connect()
})

afterAll(async () => {
  await client.end()
  await database.drop()
})

test('the rows of an index match its digests, and the command says so', async () => {
  expect(await verifyDigests(client, WINDOW)).toMatchObject({ height: LAST, mismatch: null })
  const { code, stdout } = await runCli(['digest', '--verify'], { DB_URL: database.url })
  expect(code).toBe(0)
  expect(stdout).toMatch(/^the rows of \d+ blocks up to block 1450 match the digest 0x/)
})

/** Another value of the same type than the one in the column. */
function otherValue({ name, type, array }: Column): string {
  const column = `"${name}"`
  if (array) return "'{other}'"
  switch (type) {
    case 'int4':
    case 'numeric':
      return `coalesce(${column}, 0) + 1`
    case 'bool':
      return `NOT coalesce(${column}, false)`
    case 'bytea':
      return `coalesce(${column}, '') || '\\x01'`
    case 'jsonb':
      return `'{"other": "value"}'`
    case 'timestamp with time zone':
      return `coalesce(${column}, now()) + interval '1 second'`
    default:
      // Within the length of the column.
      return `overlay(coalesce(${column}, '') || 'y' placing 'x' from 1)::varchar(3)`
  }
}
type Column = (typeof TABLES)['block']['columns'][number]

/** One row that a block wrote, of every table that has one. */
async function samples() {
  const found: { table: string; name: string; columns: Column[]; id: string; block: number }[] = []
  for (const table of [...STATE_TABLES, ...EVENT_TABLES]) {
    const { name, columns } = TABLES[table]
    const block = columns.some((column) => column.name === 'block') ? 'block' : 'from_block'
    const { rows } = await client.query(
      `SELECT id, ${block} AS block FROM "${name}" WHERE ${block} > 0 ORDER BY id LIMIT 1`,
    )
    if (rows[0]) found.push({ table, name, columns, ...rows[0] })
  }
  return found
}

/** Does something in a transaction that is rolled back, without the unique indexes that would prevent some of it. */
async function rolledBack<T>(work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  try {
    const indexes = STATE_TABLES.flatMap((table) => {
      const { name } = TABLES[table]
      return [`"${name}_now"`, `"${name}_history"`]
    })
    await client.query(`DROP INDEX ${indexes.join(', ')}`)
    return await work()
  } finally {
    await client.query('ROLLBACK')
  }
}

/** The client in its open transaction, of which the check becomes a part. */
const inside = {
  query: (text: string, values?: unknown[]) =>
    /^(BEGIN|ROLLBACK)/.test(text) ? undefined : client.query(text, values),
} as unknown as Client

test('no column of any table can change without changing the lines of the digest', async () => {
  const tables = (await samples()).filter(({ table }) => table !== 'block')
  expect(tables.length).toBeGreaterThan(20)
  const before = [...(await storedChanges(client, 0, LAST)).values()].flat()
  const lineOf = ({ table, id }: { table: string; id: string }) =>
    before.find((line) => line.startsWith(`${table}\t${id}\t`))!
  const maxColumns = Math.max(...tables.map(({ columns }) => columns.length))
  let altered = 0
  // The first column of every table, then the second of every one, and so on, because reading all rows takes the time.
  for (let at = 0; at < maxColumns; at++) {
    const having = tables.filter(({ columns }) => at < columns.length)
    const after = await rolledBack(async () => {
      for (const { name, columns, id } of having) {
        const column = columns[at]!
        const text = `UPDATE "${name}" SET "${column.name}" = ${otherValue(column)} WHERE id = $1`
        expect((await client.query(text, [id])).rowCount).toBe(1)
      }
      return storedChanges(client, 0, LAST)
    })
    const lines = new Set([...after.values()].flat())
    for (const one of having) {
      const { name } = one.columns[at]!
      // A current version has no line for its end; an ended one has it in the block that ended it.
      if (name !== 'to_block') expect(lines.has(lineOf(one)), `${one.name}.${name}`).toBe(false)
      altered++
    }
  }
  expect(altered).toBeGreaterThan(200)
})

test.each([
  ['a changed amount', 'UPDATE operator_stake SET shares = shares + 1 WHERE from_block = $1'],
  ['a missing version', 'DELETE FROM operator_stake WHERE from_block = $1'],
  ['a missing event', 'DELETE FROM contract_event WHERE block = $1'],
  ['a changed hash', "UPDATE block SET hash = hash || '\\x00' WHERE block = $1"],
  [
    'a changed time',
    "UPDATE block SET block_time = block_time + interval '1 second' WHERE block = $1",
  ],
  ['a changed digest', "UPDATE block SET digest = digest || '\\x00' WHERE block = $1"],
  ['a missing block', 'DELETE FROM block WHERE block = $1'],
  [
    'a version that is current again',
    'UPDATE operator_stake SET to_block = NULL WHERE to_block = $1',
  ],
  [
    'a version that ended too early',
    'UPDATE operator_stake SET to_block = $1 WHERE to_block IS NULL AND from_block < $1',
  ],
])('%s is found in its block', async (_, statement) => {
  const { rows } = await client.query(
    `SELECT a.from_block AS block FROM operator_stake a JOIN operator_stake b ON b.to_block = a.from_block
     WHERE a.from_block > 1000 ORDER BY 1 LIMIT 1`,
  )
  const { block } = rows[0]
  const { mismatch } = await rolledBack(async () => {
    expect((await client.query(statement, [block])).rowCount).toBeGreaterThan(0)
    return verifyDigests(inside, WINDOW)
  })
  expect(mismatch).toBe(block)
})

test('changes of rows before the first block, of no block, and above the last one are found', async () => {
  const mismatches = []
  for (const statement of [
    "UPDATE contract SET name = 'Other' WHERE from_block < 1",
    "INSERT INTO deregistration (id, block, operator_id, operator_set_id) VALUES ('x', 9, 'o', 's')",
    'UPDATE cursor SET height = height - 100',
    "UPDATE cursor SET digest = '0x00'",
  ]) {
    mismatches.push(
      await rolledBack(async () => {
        expect((await client.query(statement)).rowCount).toBeGreaterThan(0)
        return (await verifyDigests(inside, WINDOW)).mismatch
      }),
    )
  }
  const { rows } = await client.query(
    'SELECT min(block) AS first, min(block) FILTER (WHERE block > $1) AS above FROM block',
    [LAST - 100],
  )
  expect(mismatches).toEqual([rows[0].first, 9, rows[0].above, LAST])
})

test('no digest covers answers of polls', async () => {
  const text = "INSERT INTO poll (id, block, questions, unanswered) VALUES ('x', 9, 1, 0)"
  const { mismatch } = await rolledBack(async () => {
    await client.query(text)
    return verifyDigests(inside, WINDOW)
  })
  expect(mismatch).toBeNull()
})

test('indexes that were created with other constants have other digests, and a change of constants is found', async () => {
  const other = await createMigratedDatabase('digest')
  const constants = { ...network.constants, deallocationDelayBlocks: 7 }
  const digest = await index(other.url, { ...network, constants }, 70)
  const { rows } = await client.query(
    "SELECT '0x' || encode(digest, 'hex') AS digest FROM block WHERE block <= 70 ORDER BY block DESC LIMIT 1",
  )
  expect(digest).not.toBe(rows[0].digest)
  const changer = new Client({ connectionString: other.url })
  await changer.connect()
  await changer.query('UPDATE protocol SET deallocation_delay_blocks = 8')
  await changer.end()
  const { code, stdout } = await runCli(['digest', '--verify'], { DB_URL: other.url })
  expect(code).toBe(1)
  expect(stdout).toMatch(/it is the first block\n.* index again into an empty database/)
  await other.drop()
})

test('a changed row is reported with its block, and a rewind repairs it', async () => {
  const env = { DB_URL: database.url }
  const { digest } = await verifyDigests(client)
  const tables = await fingerprintTables(database.url)
  const { rows } = await client.query(
    'SELECT max(from_block) AS block FROM operator_stake WHERE from_block < 1400',
  )
  const { block } = rows[0]
  await client.query('UPDATE operator_stake SET shares = shares + 1 WHERE from_block = $1', [block])
  const { code, stdout } = await runCli(['digest', '--verify'], env)
  expect(code).toBe(1)
  expect(stdout).toContain(`the rows of block ${block} do not match its digest`)
  expect(stdout).toContain(`linchpin rewind --to ${block - 1}`)
  await rewind(client, block - 1)
  expect(await verifyDigests(client)).toMatchObject({ mismatch: null })
  await client.query('SELECT pg_advisory_unlock_all()')
  expect(await index(database.url)).toBe(digest)
  expect(await fingerprintTables(database.url)).toEqual(tables)
})
