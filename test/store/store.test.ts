import fc from 'fast-check'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import type { BlockData } from '../../src/chain/types'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Network } from '../../src/config/networks'
import { IS_LONG, someOf } from '../long.mjs'
import { blockOf, Feed } from '../support/chain/feed'
import type { TestDatabase } from '../support/postgres'
import { fingerprintTables } from '../support/tables'
import { createMigratedDatabase } from '../support/templates'

let chain: Recording
let network: Network
const databases: TestDatabase[] = []

async function freshFeed(of: Network = network): Promise<{ feed: Feed; url: string }> {
  const database = await createMigratedDatabase('store')
  databases.push(database)
  const feed = new Feed(database.url, of)
  await feed.database.connect()
  return { feed, url: database.url }
}

function blocks(from: number, to: number): BlockData[] {
  return Array.from({ length: to - from + 1 }, (_, i) => blockOf(chain, from + i))
}

const ref = (block: number) => ({ height: block, hash: chain.blockAt(block)!.hash })

/** Indexes blocks 1..to in batches, with a new process (a new feed) where `restarts` says so. */
async function index(to: number, batch: number, restarts: number[] = []) {
  let { feed, url } = await freshFeed()
  for (let from = network.startBlock; from <= to; from += batch) {
    if (restarts.some((block) => block >= from && block < from + batch)) {
      await feed.database.close()
      feed = new Feed(url, network)
      await feed.database.connect()
    }
    await feed.final(blocks(from, Math.min(from + batch - 1, to)))
  }
  const { digest, height } = feed.database.position
  await feed.database.close()
  return { url, digest, height }
}

async function indexes(client: Client): Promise<string[]> {
  const { rows } = await client.query(
    `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname`,
  )
  return rows.map(({ indexdef }) => indexdef)
}

beforeAll(async () => {
  chain = await loadRecording('fixtures/eigenlayer-a')
  network = networkFromDeployment(chain.deployment)
})

afterAll(async () => {
  for (const database of databases) await database.drop()
})

describe('the same chain gives the same database', () => {
  /** Last block. */
  const HEAD = IS_LONG ? 5_000 : 2_500
  let whole: Awaited<ReturnType<typeof index>>
  let tables: Record<string, string>

  beforeAll(async () => {
    whole = await index(HEAD, 5_000)
    tables = await fingerprintTables(whole.url)
  })

  const BATCHES: [string, number, number[]][] = [
    ['batches of 313 blocks, with restarts', 313, [400, 1_342, 4_998]],
    ['batches of 1000 blocks', 1_000, []],
    ['batches of 7 blocks', 7, []],
  ]

  test.each(someOf(BATCHES, 1))('in %s', async (_, size, restarts) => {
    const other = await index(HEAD, size, restarts)
    expect(await fingerprintTables(other.url)).toEqual(tables)
    expect(other.digest).toBe(whole.digest)
  })

  test('one block at a time', async () => {
    const to = IS_LONG ? 1_400 : 400
    const some = await index(to, 5_000)
    const other = await index(to, 1)
    expect(await fingerprintTables(other.url)).toEqual(await fingerprintTables(some.url))
    expect(other.digest).toBe(some.digest)
  })

  test('as a long history, which is indexed without most Postgres indexes, with restarts', async () => {
    const database = await createMigratedDatabase('store')
    databases.push(database)
    const client = new Client({ connectionString: database.url })
    await client.connect()
    const count = async () => (await indexes(client)).length
    const all = await indexes(client)
    let feed = new Feed(database.url, network)
    for (let from = network.startBlock; from <= HEAD; from += 700) {
      const isLast = from + 700 > HEAD
      feed.chainHead = isLast ? HEAD : 1_000_000
      await feed.final(blocks(from, Math.min(from + 699, HEAD)))
      if (isLast) break
      expect(await count()).toBeLessThan(all.length / 2)
      if (from > 1_000) {
        await feed.database.close()
        feed = new Feed(database.url, network)
        feed.chainHead = 1_000_000
      }
    }
    expect(await indexes(client)).toEqual(all)
    expect(await fingerprintTables(database.url)).toEqual(tables)
    expect(feed.database.position.digest).toBe(whole.digest)
    await feed.database.close()
    await client.end()
  })

  test('when a transaction fails in the middle and is retried', async () => {
    const { feed, url } = await freshFeed()
    await feed.final(blocks(network.startBlock, 1_000))
    const failing = feed.database.transact(
      { prevHead: feed.database.position, nextHead: ref(2_000) },
      async (tx) => {
        await feed.indexer.index(tx, blocks(1_001, 2_000))
        throw new Error('cut')
      },
    )
    await expect(failing).rejects.toThrow('cut')
    await feed.final(blocks(1_001, HEAD))
    expect(await fingerprintTables(url)).toEqual(tables)
    await feed.database.close()
  })

  test('when blocks were rolled back and indexed again, at any depth', { retry: 0 }, async () => {
    const { feed, url } = await freshFeed()
    await feed.final(blocks(network.startBlock, 1_300))
    const step = fc.record({ back: fc.nat(60), forward: fc.integer({ min: 1, max: 80 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        for (const { back, forward } of steps) {
          const { height, finalized } = feed.database.position
          const base = Math.max(height - back, finalized.height)
          const to = Math.min(base + forward, HEAD)
          if (to > base) await feed.hot(ref(base), blocks(base + 1, to), finalized)
        }
      }),
      { numRuns: IS_LONG ? 25 : 8 },
    )
    const { height, finalized } = feed.database.position
    await feed.hot(ref(height), blocks(height + 1, HEAD), finalized)
    expect(await fingerprintTables(url)).toEqual(tables)
    expect(feed.database.position.digest).toBe(whole.digest)
    await feed.database.close()
  })
})

test('a contract that a log reveals is followed from the first log of that block on', async () => {
  const added = '0x0c35b17d91c96eb2751cd456e1252f42a386e524ef9ff26ecc9950859fdc04fe'
  const firstBlocks = new Map<string, number>()
  for (const { header, logs } of blocks(1, chain.head)) {
    for (const { topics, data } of logs) {
      const strategy = `0x${data.slice(-40)}`
      if (topics[0] === added && !firstBlocks.has(strategy))
        firstBlocks.set(strategy, header.number)
    }
  }
  const expected = blocks(1, chain.head).flatMap(({ header, logs }) =>
    logs.flatMap(({ address, logIndex }) => {
      const followed = header.number >= (firstBlocks.get(address) ?? Number.POSITIVE_INFINITY)
      return followed ? `${header.number} ${logIndex}` : []
    }),
  )
  expect(expected.length).toBeGreaterThan(100)

  const known = network.contracts.filter(({ kind }) => kind !== 'STRATEGY')
  const { feed, url } = await freshFeed({ ...network, contracts: known })
  for (let from = 1; from <= chain.head; from += 500) {
    await feed.final(blocks(from, Math.min(from + 499, chain.head)))
  }
  await feed.database.close()
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(
    "SELECT block, log_index FROM contract_event WHERE kind = 'STRATEGY' ORDER BY id",
  )
  await client.end()
  expect(rows.map((row) => `${row.block} ${row.log_index}`)).toEqual(expected)
})

test('an index that was stopped with hot blocks has them after the restart', async () => {
  const { feed, url } = await freshFeed()
  await feed.final(blocks(network.startBlock, 1_000))
  await feed.hot(ref(1_000), blocks(1_001, 1_010), ref(1_004))
  await feed.database.close()
  const again = new Feed(url, network)
  const top = Array.from({ length: 6 }, (_, i) => ref(1_005 + i))
  expect(await again.database.connect()).toEqual({ ...ref(1_004), top })
  await again.database.close()
})

test('a second writer is rejected', async () => {
  const { feed, url } = await freshFeed()
  const second = new Feed(url, network)
  await expect(second.database.connect()).rejects.toMatchObject({ code: 'LP3002' })
  await second.database.close()
  await feed.database.close()
})

test('a database of another chain is rejected', async () => {
  const { feed, url } = await freshFeed()
  await feed.database.close()
  const other = new Feed(url, { ...network, chainId: 1 })
  await expect(other.database.connect()).rejects.toMatchObject({ code: 'LP3003' })
  await other.database.close()
})
