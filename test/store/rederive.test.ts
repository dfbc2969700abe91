import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Network } from '../../src/config/networks'
import { verifyDigests } from '../../src/store/checks/verify-digests'
import { assertRules } from '../../src/store/rederive/rules'
import { rewind } from '../../src/store/rewind'
import { someOf } from '../long.mjs'
import { blockOf, Feed } from '../support/chain/feed'
import { runCli } from '../support/cli'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { fingerprintTables } from '../support/tables'
import { createMigratedDatabase } from '../support/templates'

/** More than one batch of blocks with logs. */
const LAST = 3_000

let recording: Recording
let network: Network
/** An index of the rules of this version. */
let fresh: TestDatabase
let expected: Record<string, string>
let database: TestDatabase
let client: Client

const blocks = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => blockOf(recording, from + i))

/** Opens the database as `index` does, and indexes what is missing up to the last block. */
async function reopen(feed = new Feed(database.url, network)): Promise<number> {
  await feed.database.connect()
  const { height } = feed.database.position
  if (height < LAST) await feed.final(blocks(height + 1, LAST))
  await feed.database.close()
  return height
}

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  network = networkFromDeployment(recording.deployment)
  fresh = await createMigratedDatabase('rules_fresh')
  const feed = new Feed(fresh.url, network)
  await feed.database.connect()
  await feed.final(blocks(1, LAST))
  await feed.database.close()
  expected = await fingerprintTables(fresh.url)
})

afterAll(async () => {
  await fresh.drop()
})

beforeEach(async () => {
  database = await createTestDatabase('rules', fresh.name)
  client = new Client({ connectionString: database.url })
  await client.connect()
  await client.query('UPDATE cursor SET rules = 0')
})

afterEach(async () => {
  await client.end()
  await database.drop()
})

/** What earlier rules may have left, as SQL. */
const LEFT: [string, string][] = [
  ['a table that a later version added', 'DELETE FROM validator'],
  ['a table that begins at the upgrade', 'DELETE FROM slashing WHERE block < 2000'],
  ['numbers of another ledger', 'UPDATE stake SET deposit_shares = deposit_shares + 1'],
  ['versions that began at other blocks', 'UPDATE operator SET from_block = from_block - 1'],
  ['a column that was not filled', 'UPDATE operator SET metadata_uri = NULL'],
]

describe('rows of earlier rules', () => {
  test.each(someOf(LEFT, 2))('%s: all rows equal those of a new index', async (_, sql) => {
    await client.query(sql)
    expect(await fingerprintTables(database.url)).not.toEqual(expected)
    expect(await reopen()).toBe(LAST)
    expect(await fingerprintTables(database.url)).toEqual(expected)
    expect(await verifyDigests(client)).toMatchObject({ height: LAST, mismatch: null })
    await assertRules(client)
  })

  test('logs that these did not decode are decoded', async () => {
    const { rows } = await client.query(
      `SELECT id FROM contract_event WHERE signature = 'ValidatorRestaked(uint40)' OR name = 'PodDeployed' ORDER BY id`,
    )
    expect(rows.length).toBeGreaterThan(0)
    for (const { id } of rows) {
      const log = recording
        .blockAt(Number(id.split('-')[0]))!
        .logs.map(({ json }) => JSON.parse(json))
        .find(({ logIndex }) => Number(logIndex) === Number(id.split('-')[1]))
      await client.query(
        `UPDATE contract_event SET status = 'UNKNOWN_TOPIC', name = NULL, signature = NULL, arguments = NULL,
           topics = $2, data = decode($3, 'hex') WHERE id = $1`,
        [id, log.topics, log.data.slice(2)],
      )
    }
    await reopen()
    expect(await fingerprintTables(database.url)).toEqual(expected)
  })

  test('polls, the low block of the chain and what is verified stay', async () => {
    await client.query(`INSERT INTO poll VALUES ('p', 2000, 3, 0)`)
    await client.query(`INSERT INTO chain_block (block, hash) VALUES (1, '0x01')`)
    await client.query(`INSERT INTO proof (block, hash) VALUES (1500, '0x02')`)
    await reopen()
    const { rows } = await client.query(
      'SELECT p.block AS polled, c.hash, f.block AS proven FROM poll p, chain_block c, proof f',
    )
    expect(rows).toEqual([{ polled: 2000, hash: '0x01', proven: 1500 }])
  })

  test('hot blocks are read again', async () => {
    const hot = blocks(LAST + 1, LAST + 20)
    const feed = new Feed(database.url, network)
    await client.query('UPDATE cursor SET rules = 1')
    await feed.database.connect()
    const { height, hash } = feed.database.position
    await feed.hot({ height, hash }, hot, { height, hash })
    await feed.database.close()
    await client.query('UPDATE cursor SET rules = 0')
    const again = new Feed(database.url, network)
    expect(await again.database.connect()).toEqual({ height, hash, top: [] })
    await again.database.close()
    expect(await fingerprintTables(database.url)).toEqual(expected)
  })

  test('an index without blocks', async () => {
    const empty = await createMigratedDatabase('rules_empty')
    await new Feed(empty.url, network).database.connect()
    const other = new Client({ connectionString: empty.url })
    await other.connect()
    await other.query('UPDATE writer SET name = NULL; UPDATE cursor SET rules = 0')
    const feed = new Feed(empty.url, network)
    await feed.database.connect()
    await feed.final(blocks(1, LAST))
    await feed.database.close()
    await other.end()
    expect(await fingerprintTables(empty.url)).toEqual(expected)
    await empty.drop()
  })
})

describe('an interrupted derivation', () => {
  /** Fails after one batch. */
  async function interrupt(): Promise<void> {
    const feed = new Feed(database.url, network)
    const { indexer } = feed
    const replay = indexer.replay.bind(indexer)
    let calls = 0
    indexer.replay = (...args) => {
      if (++calls > 1) throw new Error('killed')
      return replay(...args)
    }
    await expect(feed.database.connect()).rejects.toThrow('killed')
    await feed.database.close()
  }

  test('goes on where it was', async () => {
    await interrupt()
    await expect(assertRules(client)).rejects.toMatchObject({ code: 'LP3031' })
    const feed = new Feed(database.url, network)
    const { indexer } = feed
    const replay = indexer.replay.bind(indexer)
    const firsts: number[] = []
    indexer.replay = (tx, stored) => {
      firsts.push(stored[0]!.header.number)
      return replay(tx, stored)
    }
    expect(await reopen(feed)).toBe(LAST)
    expect(firsts[0]).toBeGreaterThan(1_000)
    expect(await fingerprintTables(database.url)).toEqual(expected)
  })

  test('begins again if the rules changed once more', async () => {
    await interrupt()
    await client.query('UPDATE cursor SET rules = 0')
    expect(await reopen()).toBe(LAST)
    expect(await fingerprintTables(database.url)).toEqual(expected)
  })

  test.each([
    ['below the blocks that are done', 500, 500],
    ['above them', 2_900, 2_400],
  ])('is rewound to a block %s', async (_, to, atMost) => {
    await interrupt()
    const rolledBack = await rewind(client, to)
    expect(rolledBack.to.height).toBeLessThanOrEqual(atMost)
    await assertRules(client)
    expect(await reopen()).toBe(rolledBack.to.height)
    expect(await fingerprintTables(database.url)).toEqual(expected)
  })
})

describe('a long history', () => {
  let long: TestDatabase
  let longNetwork: Network
  let other: Client

  const indexes = async () =>
    (await other.query('SELECT indexdef FROM pg_indexes ORDER BY indexname')).rows

  beforeEach(async () => {
    longNetwork = { ...network, startBlock: -20_000 }
    long = await createMigratedDatabase('rules_long')
    other = new Client({ connectionString: long.url })
    await other.connect()
    const feed = new Feed(long.url, longNetwork)
    await feed.database.connect()
    await feed.final(blocks(1, LAST))
    await feed.database.close()
    await other.query('UPDATE cursor SET rules = 0')
  })

  afterEach(async () => {
    await other.end()
    await long.drop()
  })

  test('is derived without the Postgres indexes that only queries need, and has them at the end', async () => {
    const [before, rows] = [await indexes(), await fingerprintTables(long.url)]
    const feed = new Feed(long.url, longNetwork)
    const { indexer } = feed
    const replay = indexer.replay.bind(indexer)
    const deferred: number[] = []
    let isInterrupted = false
    indexer.replay = async (...args) => {
      deferred.push((await other.query('SELECT FROM deferred_index')).rows.length)
      if (deferred.length === 2 && !isInterrupted) {
        isInterrupted = true
        throw new Error('killed')
      }
      return replay(...args)
    }
    await expect(feed.database.connect()).rejects.toThrow('killed')
    await feed.database.close()
    const again = new Feed(long.url, longNetwork)
    again.chainHead = LAST
    await again.database.connect()
    await again.database.close()
    expect(deferred[0]).toBeGreaterThan(50)
    expect(await indexes()).toEqual(before)
    expect(await fingerprintTables(long.url)).toEqual(rows)
  })
})

describe('where stored logs are not enough', () => {
  test('a contract that was not followed: the index ends before it, and goes on from the chain', async () => {
    const { rows } = await client.query(
      `SELECT key, from_block FROM contract WHERE kind = 'EIGEN_POD' ORDER BY from_block DESC LIMIT 1`,
    )
    const { key, from_block: block } = rows[0]
    await client.query('DELETE FROM contract WHERE key = $1', [key])
    await client.query(`DELETE FROM contract_event WHERE '0x' || encode(address, 'hex') = $1`, [
      key,
    ])
    const height = await reopen()
    expect(height).toBeLessThan(block)
    expect(height).toBeGreaterThan(block - 50)
    expect(await fingerprintTables(database.url)).toEqual(expected)
  })

  const UNREADABLE = [
    ['an event that this version does not have', `signature = 'Other(uint256)'`],
    ['arguments under other names', `arguments = '{"other": "1"}'`],
  ] as const

  test.each(someOf(UNREADABLE, 1))('%s', async (_, change) => {
    await client.query(
      `UPDATE contract_event SET ${change} WHERE id = (SELECT min(id) FROM contract_event WHERE block > 1700)`,
    )
    const height = await reopen()
    expect(height).toBeLessThanOrEqual(1_700)
    expect(height).toBeGreaterThan(1_600)
    expect(await fingerprintTables(database.url)).toEqual(expected)
  })
})

describe('rows of other rules', () => {
  test('of a later version are left alone', async () => {
    await client.query('UPDATE cursor SET rules = 99')
    const feed = new Feed(database.url, network)
    await expect(feed.database.connect()).rejects.toMatchObject({ code: 'LP3030' })
    await feed.database.close()
    expect(await fingerprintTables(database.url)).toEqual(expected)
  })

  const COMMANDS: [string, string][] = [
    ['digest', '--verify'],
    ['digest', '--compare'],
    ['audit', '--truth'],
  ]

  test.each(someOf(COMMANDS, 2))('%s %s says which rules wrote them', async (command, option) => {
    const argument = option === '--truth' ? [`${FIXTURE}/GROUND_TRUTH.json.gz`] : []
    const { code, stdout, stderr } = await runCli([command, option, ...argument], {
      DB_URL: database.url,
      LINCHPIN_COMPARE_DB_URL: fresh.url,
    })
    expect({ code, stdout }).toEqual({ code: 65, stdout: '' })
    expect(stderr).toMatch('LP3031: the rows were written by rules 0')
  })
})
