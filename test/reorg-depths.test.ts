import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../src/chain/recording'
import type { BlockData } from '../src/chain/types'
import { migrate } from '../src/cli/migrations'
import { networkFromDeployment } from '../src/config/deployment'
import type { Network } from '../src/config/networks'
import { verifyDigests } from '../src/store/verify-digests'
import { branch, STYLES, type Style, straight } from './support/branches'
import { cleanDigest } from './support/clean-digest'
import { Feed } from './support/feed'
import { createTestDatabase, type TestDatabase } from './support/postgres'
import { FIXTURE } from './support/recordings'
import { fingerprintTables } from './support/tables'

/** Blocks that can be undone, up to the head of the chain. In them are deposits, delegations and registrations. */
const FINALITY = 40
const HEAD = 210
const FINAL = HEAD - FINALITY
/** Blocks in one transaction. */
const SIZES = [1, 3, 8, FINALITY + 1]

let recording: Recording
let network: Network
let database: TestDatabase
let client: Client
let feed: Feed
/** Of an index that saw nothing but the chain, up to the head. */
let clean: { tables: Record<string, string>; standing: unknown; digest: string }
let reorganisations = 0

const ref = (number: number) => ({ height: number, hash: recording.blockAt(number)!.hash })
const asRef = ({ header }: BlockData) => ({ height: header.number, hash: header.hash })

async function fresh(): Promise<{ feed: Feed; database: TestDatabase }> {
  const made = await createTestDatabase('depths')
  await migrate(made.url)
  return { feed: new Feed(made.url, network), database: made }
}

/** Cursor and undoable blocks, without the time of writing. */
async function standing(of: Client): Promise<unknown> {
  const { rows } = await of.query(`SELECT to_jsonb(c) - 'updated_at' AS cursor,
    (SELECT json_agg(h ORDER BY height) FROM hot_block h) AS hot FROM cursor c`)
  return rows[0]
}

/** Writes blocks on top of `base` as undoable ones, some in each transaction. */
async function write(base: { height: number; hash: string }, blocks: BlockData[], size: number) {
  let below = base
  for (let at = 0; at < blocks.length; at += size) {
    const some = blocks.slice(at, at + size)
    await feed.hot(below, some, ref(FINAL))
    below = asRef(some.at(-1)!)
  }
}

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  network = networkFromDeployment(recording.deployment)
  const whole = await fresh()
  await whole.feed.final(straight(recording, 1, FINAL))
  await whole.feed.hot(ref(FINAL), straight(recording, FINAL + 1, HEAD), ref(FINAL))
  const { digest } = whole.feed.database.position
  await whole.feed.database.close()
  const other = new Client({ connectionString: whole.database.url })
  await other.connect()
  clean = {
    tables: await fingerprintTables(whole.database.url),
    standing: await standing(other),
    digest,
  }
  await other.end()
  await whole.database.drop()

  const made = await fresh()
  database = made.database
  feed = made.feed
  await feed.final(straight(recording, 1, FINAL))
  await write(ref(FINAL), straight(recording, FINAL + 1, HEAD), 1)
  client = new Client({ connectionString: database.url })
  await client.connect()
})

afterAll(async () => {
  await client.end()
  await feed.database.close()
  await database.drop()
})

/** Leaves the chain `depth` blocks below its head for a branch that is one block longer, and comes back. */
async function thereAndBack(depth: number, style: Style, size: number): Promise<void> {
  const fork = HEAD - depth
  const where = `${depth} blocks, ${style}, ${size} in a batch`
  const blocks = branch(recording, { number: fork, hash: ref(fork).hash }, HEAD + 1, style)
  await write(ref(fork), blocks, size)
  expect(await verifyDigests(client), where).toMatchObject({
    digest: await cleanDigest(network, [...straight(recording, 1, fork), ...blocks]),
    misfit: null,
  })
  await write(ref(fork), straight(recording, fork + 1, HEAD), size)
  expect(await verifyDigests(client), where).toMatchObject({ digest: clean.digest, misfit: null })
  reorganisations += 2
}

test.each(STYLES)(
  'from the head down to the last final block, for a branch with %s blocks and back: as if it had never been left',
  async (style) => {
    for (let depth = 1; depth <= FINALITY; depth++) {
      await thereAndBack(depth, style, SIZES[(depth + STYLES.indexOf(style)) % SIZES.length]!)
    }
    expect(await fingerprintTables(database.url)).toEqual(clean.tables)
    expect(await standing(client)).toEqual(clean.standing)
  },
)

test('these were hundreds of reorganisations', () => {
  expect(reorganisations).toBe(2 * FINALITY * STYLES.length)
})
