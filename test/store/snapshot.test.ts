import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import type { BlockData } from '../../src/chain/types'
import { knownMigrations } from '../../src/cli/migrations'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Network } from '../../src/config/networks'
import { rewind } from '../../src/store/rewind'
import { checkArchive } from '../../src/store/snapshot/archive'
import { createSnapshot } from '../../src/store/snapshot/create'
import type { Manifest } from '../../src/store/snapshot/manifest'
import { restoreSnapshot } from '../../src/store/snapshot/restore'
import { COPIED, LEFT_OUT } from '../../src/store/snapshot/tables'
import { IS_LONG } from '../long.mjs'
import { blockOf, Feed } from '../support/chain/feed'
import { createTestDatabase, type TestDatabase } from '../support/postgres'
import { FIXTURE } from '../support/recordings'
import { fingerprintTables } from '../support/tables'
import { createMigratedDatabase } from '../support/templates'

/** Last final block, last hot block, and where indexing goes on to. */
const FINAL = 1_200
const HOT = 1_210
const LAST = 1_450

const MIGRATIONS = knownMigrations().map(({ name }) => name)

let recording: Recording
let network: Network
/** An index with hot blocks, and with rows of all internal tables on both sides of the last final block. */
let original: TestDatabase
/** An index that never stopped. */
let whole: Record<string, string>
let dir: string
let snapshot: string
let manifest: Manifest
let target: TestDatabase

const blocks = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => blockOf(recording, from + i))
const refOf = ({ header }: BlockData) => ({ height: header.number, hash: header.hash })

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function create(url: string, name: string, migrations = MIGRATIONS): Promise<Manifest> {
  const workDir = mkdtempSync(join(dir, 'work-'))
  const options = { version: '1.2.3', migrations, workDir }
  const made = await withClient(url, (client) => createSnapshot(client, join(dir, name), options))
  return made.manifest
}

async function restore(name = 'snapshot.tar', keepVerified = false): Promise<void> {
  const path = join(dir, name)
  const found = await checkArchive(path)
  await restoreSnapshot({ url: target.url, path, manifest: found, keepVerified })
}

/** Rows of the copied tables that are outside the model, and what the cursor says. */
function internalRows(url: string): Promise<Record<string, unknown[]>> {
  return withClient(url, async (client) => {
    const found: Record<string, unknown[]> = {}
    const tables = ['token_claim', 'contract_answer', 'block_header', 'chain_block', 'proof']
    for (const table of [
      ...tables,
      'invalid_block',
      'unknown_constant',
      'missing_contract',
      'hot_block',
    ]) {
      found[table] = (await client.query(`SELECT * FROM ${table} ORDER BY 1`)).rows
    }
    const cursor = await client.query(
      `SELECT chain_id, network, deployment, start_block, height, hash, block_timestamp, finalized_height,
         finalized_hash, digest, rules FROM cursor`,
    )
    return { ...found, cursor: cursor.rows }
  })
}

/** One row below the last final block and one above, where a table has such rows. */
const INTERNAL_ROWS = `
  INSERT INTO token_claim (pool, symbol, block, block_time) VALUES ('a', 'tab\there', ${FINAL}, now()), ('b', 'B', ${HOT}, now());
  INSERT INTO contract_answer (contract, block, name, kind, value, reason) VALUES
    ('a', ${FINAL}, 'burner', 'VAULT', '"0x"', NULL), ('b', ${HOT}, 'burner', 'VAULT', NULL, 'reverts');
  INSERT INTO block_header VALUES (${FINAL - 1}, '\\x01', now()), (${HOT + 1}, '\\x02', now());
  INSERT INTO chain_block VALUES (true, 0, '0x00', now());
  INSERT INTO proof VALUES (true, ${HOT - 1}, '0x03', 7, 8);
  INSERT INTO invalid_block (block, reason, reindexed) VALUES (${FINAL - 5}, 'below', true), (${HOT}, 'above', true);
  INSERT INTO unknown_constant VALUES ('minWithdrawalDelayBlocks', 'DelegationManager', 'no answer');
  INSERT INTO missing_contract VALUES ('AllocationManager', 'no code');
  INSERT INTO poll VALUES ('${FINAL - 2}', ${FINAL - 2}, 3, 1), ('${HOT}', ${HOT}, 3, 1);
  INSERT INTO polled_pool (id, key, from_block, to_block, rate, pool_id)
    VALUES ('p1', 'p', ${FINAL - 2}, ${HOT}, 1, 'p'), ('p2', 'p', ${HOT}, NULL, 2, 'p')`

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'linchpin-snapshot-'))
  recording = await loadRecording(FIXTURE)
  network = networkFromDeployment(recording.deployment)
  const never = await createMigratedDatabase('snapshot_whole')
  const feed = new Feed(never.url, network)
  await feed.database.connect()
  await feed.final(blocks(1, LAST))
  await feed.database.close()
  whole = await fingerprintTables(never.url)
  await never.drop()
  original = await createMigratedDatabase('snapshot_original')
  const hot = new Feed(original.url, network)
  await hot.database.connect()
  await hot.final(blocks(1, FINAL))
  const final = refOf(blockOf(recording, FINAL))
  await hot.hot(final, blocks(FINAL + 1, HOT), final)
  await hot.database.close()
  await withClient(original.url, (client) => client.query(INTERNAL_ROWS))
  snapshot = join(dir, 'snapshot.tar')
  manifest = await create(original.url, 'snapshot.tar')
})

afterAll(async () => {
  await original.drop()
  rmSync(dir, { recursive: true, force: true })
})

beforeEach(async () => {
  target = await createMigratedDatabase('snapshot_target')
})

afterEach(async () => {
  await target.drop()
})

test('every table of the schema is copied, or left out for a reason', async () => {
  const tables = await withClient(target.url, (client) =>
    client.query('SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()'),
  )
  const named = [...COPIED.keys(), ...Object.keys(LEFT_OUT)]
  // A table that is missing here belongs in src/store/snapshot/tables.ts.
  expect(named.sort()).toEqual(tables.rows.map(({ name }) => name).sort())
  expect(manifest.tables.map(({ name }) => name)).toEqual([...COPIED.keys()])
})

test('a restored database equals the index rolled back to its last final block, row for row', async () => {
  await restore('snapshot.tar', true)
  const rolledBack = await createTestDatabase('snapshot_rolled_back', original.name)
  await withClient(rolledBack.url, (client) => rewind(client, FINAL))
  expect(await fingerprintTables(target.url)).toEqual(await fingerprintTables(rolledBack.url))
  const expected = await internalRows(rolledBack.url)
  // A rollback leaves what was found wrong, because the blocks come again.
  expected.invalid_block = expected.invalid_block!.filter((row) => Object(row).block <= FINAL)
  expect(await internalRows(target.url)).toEqual(expected)
  await rolledBack.drop()
})

test('an index goes on from a snapshot as if it had never stopped, a fork at its first block included', async () => {
  await restore()
  const feed = new Feed(target.url, network)
  await feed.database.connect()
  expect(feed.database.position).toMatchObject({ height: FINAL, hot: [], digest: manifest.digest })
  const final = refOf(blockOf(recording, FINAL))
  // Blocks that another fork replaces, down to the first one above the snapshot.
  const forked = blocks(FINAL + 1, FINAL + 8).map(({ header, logs }) => ({
    header: { ...header, hash: header.hash.replace(/..$/, 'ff') },
    logs: logs.slice(1),
  }))
  await feed.hot(final, forked, final)
  await feed.hot(final, blocks(FINAL + 1, FINAL + 5), final)
  await feed.hot(refOf(blockOf(recording, FINAL + 5)), blocks(FINAL + 6, LAST), final)
  await feed.database.close()
  const { poll: _, polled_pool: __, ...tables } = await fingerprintTables(target.url)
  expect(tables).toEqual(
    Object.fromEntries(Object.entries(whole).filter(([name]) => name in tables)),
  )
})

test('a snapshot that is made while blocks are written is of one of them, whole', async () => {
  await restore()
  const feed = new Feed(target.url, network)
  await feed.database.connect()
  const digests = new Map([[FINAL, feed.database.position.digest]])
  let isWriting = true
  const made: Manifest[] = []
  const write = async () => {
    for (let block = FINAL + 1; block <= LAST; block += 10) {
      // A third of the blocks for each snapshot, however fast the one is and however slow the other.
      const begun = Math.floor((3 * (block - FINAL)) / (LAST - FINAL))
      while (made.length < begun) await wait(10)
      await feed.final(blocks(block, Math.min(block + 9, LAST)))
      const { height, digest } = feed.database.position
      digests.set(height, digest)
    }
    isWriting = false
  }
  const written = write()
  while (isWriting) made.push(await create(target.url, `during-${made.length}.tar`))
  await written
  await feed.database.close()
  expect(made.length).toBeGreaterThan(2)
  for (const { block, digest } of made) expect([block, digest]).toEqual([block, digests.get(block)])
  await target.drop()
  target = await createMigratedDatabase('snapshot_target')
  // Computes all digests anew.
  await restore(`during-${Math.floor(made.length / 2)}.tar`)
})

test('verification begins anew, unless it is kept; what is known to be wrong stays', async () => {
  await restore()
  const { proof, invalid_block } = await internalRows(target.url)
  expect(proof).toEqual([])
  expect(invalid_block).toMatchObject([{ block: FINAL - 5 }])
})

test('the Postgres indexes are those of a migrated database, and none is deferred', async () => {
  const indexes = (url: string) =>
    withClient(url, async (client) => {
      const defs = `SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1`
      const deferred = await client.query('SELECT * FROM deferred_index')
      return [(await client.query(defs)).rows, deferred.rows]
    })
  const before = await indexes(target.url)
  await restore()
  expect(await indexes(target.url)).toEqual(before)
})

describe('a damaged file', () => {
  const damagedFile = async (change: (bytes: Buffer) => Buffer) => {
    const path = join(dir, 'damaged.tar')
    writeFileSync(path, change(readFileSync(snapshot)))
    return checkArchive(path).then(
      () => 'accepted',
      (error) => error.code,
    )
  }

  test('one changed byte is found, wherever it is', { retry: 0 }, async () => {
    const size = statSync(snapshot).size
    const anywhere = fc.integer({ min: 0, max: size - 1 })
    // The first entry, and the last ones, with the paddings of the tar format.
    const ends = fc.oneof(
      fc.integer({ min: 0, max: 1_023 }),
      fc.integer({ min: size - 4_096, max: size - 1 }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(anywhere, ends),
        fc.integer({ min: 1, max: 255 }),
        async (offset, flipped) => {
          const code = await damagedFile((bytes) => {
            bytes[offset]! ^= flipped
            return bytes
          })
          expect(code).toBe('LP3050')
        },
      ),
      { numRuns: IS_LONG ? 150 : 40 },
    )
  })

  test('one that was cut short, or is longer, is found', async () => {
    const size = statSync(snapshot).size
    for (const length of [0, 1, 511, 512, 2_048, size >> 1, size - 2_048, size - 1_024, size - 1]) {
      const path = join(dir, 'short.tar')
      writeFileSync(path, readFileSync(snapshot))
      truncateSync(path, length)
      await expect(checkArchive(path), `${length} bytes`).rejects.toMatchObject({ code: 'LP3050' })
    }
    expect(await damagedFile((bytes) => Buffer.concat([bytes, Buffer.alloc(512)]))).toBe('LP3050')
    expect(await damagedFile(() => Buffer.from('no tar file'))).toBe('LP3050')
  })

  test('rows that were altered before the snapshot was made do not give its digest: nothing is restored', async () => {
    const altered = await createTestDatabase('snapshot_altered', original.name)
    await withClient(altered.url, (client) =>
      client.query(`UPDATE stake SET deposit_shares = deposit_shares + 1
        WHERE id = (SELECT min(id) FROM stake WHERE from_block < ${FINAL})`),
    )
    await create(altered.url, 'altered.tar')
    await altered.drop()
    await expect(restore('altered.tar')).rejects.toMatchObject({ code: 'LP3054' })
    // Empty as before: the whole one can still be restored.
    await restore()
  })

  test('rows that differ from the checksum of their table are refused, whatever the file says of itself', async () => {
    const path = snapshot
    const wrong = structuredClone(manifest)
    const stake = wrong.tables.find(({ name }) => name === 'stake')!
    stake.sha256 = stake.sha256.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))
    const run = restoreSnapshot({ url: target.url, path, manifest: wrong, keepVerified: false })
    await expect(run).rejects.toMatchObject({ code: 'LP3050' })
    stake.sha256 = manifest.tables.find(({ name }) => name === 'stake')!.sha256
    stake.bytes -= 1
    const longer = restoreSnapshot({ url: target.url, path, manifest: wrong, keepVerified: false })
    await expect(longer).rejects.toMatchObject({ code: 'LP3050' })
    stake.columns = ['id") FROM STDIN; DROP TABLE stake; --']
    const other = restoreSnapshot({ url: target.url, path, manifest: wrong, keepVerified: false })
    await expect(other).rejects.toMatchObject({ code: 'LP3050' })
    await restore()
  })
})

test('a database with rows, or with a running indexer, is refused and stays as it is', async () => {
  await restore()
  const before = await fingerprintTables(target.url)
  await expect(restore()).rejects.toMatchObject({ code: 'LP3053' })
  const feed = new Feed(target.url, network)
  await feed.database.connect()
  await expect(restore()).rejects.toMatchObject({ code: 'LP3002' })
  await feed.database.close()
  expect(await fingerprintTables(target.url)).toEqual(before)
})

describe('without a state to make a snapshot of', () => {
  test('an empty index, and one before its first final block, are refused', async () => {
    await expect(create(target.url, 'none.tar')).rejects.toMatchObject({ code: 'LP3056' })
    const feed = new Feed(target.url, network)
    await feed.database.connect()
    await feed.database.close()
    await expect(create(target.url, 'none.tar')).rejects.toMatchObject({ code: 'LP3056' })
  })

  test('rows of other rules, and a database of an earlier version, are refused', async () => {
    await restore()
    await withClient(target.url, (client) => client.query('UPDATE cursor SET rules = 0'))
    await expect(create(target.url, 'none.tar')).rejects.toMatchObject({ code: 'LP3031' })
    const later = create(target.url, 'none.tar', [...MIGRATIONS, 'Coming1'])
    await expect(later).rejects.toMatchObject({ code: 'LP3056' })
  })
})
