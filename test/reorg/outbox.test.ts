import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import type { BlockData } from '../../src/chain/types'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Network } from '../../src/config/networks'
import { loadReplacedBlocks, type ReplacedBlock } from '../../src/reads/replaced-blocks'
import { writeVerifiedUpTo } from '../../src/store/checks/verification'
import { rewind } from '../../src/store/rewind'
import { someOf } from '../long.mjs'
import { branch, STYLES, straight } from '../support/chain/branches'
import { HotIndex, type Ref, refOf } from '../support/chain/hot-index'
import { contentOf, follow, type OutboxRow, readOutbox } from '../support/outbox'
import { FIXTURE } from '../support/recordings'

const FINAL = 180
const HEAD = 210
/** Last block that all branches have. */
const FORK = 190

let recording: Recording
let network: Network
let index: HotIndex

const ref = (number: number): Ref => ({ height: number, hash: recording.blockAt(number)!.hash })
const chain = (from: number, to: number) => straight(recording, from, to)
const hot = (base: Ref, blocks: BlockData[], size = 4) =>
  index.write(base, blocks, size, ref(FINAL))
const outbox = () => readOutbox(index.client)
const query = async <R>(text: string, params: unknown[] = []) =>
  (await index.client.query(text, params)).rows as R[]
/** What the API lists of blocks that were replaced. */
const replaced = () => loadReplacedBlocks({ query }, 1_000, 0)
const refOfReplaced = ({ block, hash }: ReplacedBlock): Ref => ({ height: block, hash })

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  network = networkFromDeployment(recording.deployment)
})

beforeEach(async () => {
  index = await HotIndex.copy(network, chain(1, FINAL))
  await index.feed.database.connect()
})

afterEach(() => index.drop())

/** What a listener of an index of only these blocks holds. */
async function clean(blocks: BlockData[]): Promise<string[]> {
  const other = await HotIndex.create(network)
  await other.feed.final(blocks)
  const content = contentOf(follow(await readOutbox(other.client)))
  await other.drop()
  return content
}

test('it has the changes that the tables have', async () => {
  await hot(ref(FINAL), chain(FINAL + 1, 1_400), 40)
  const rows = await outbox()
  const count = (kind: string) => rows.filter((row) => row.kind === kind).length
  const { rows: tables } = await index.client.query(`SELECT
    (SELECT count(*) FROM slashing)::int AS slashing,
    (SELECT count(DISTINCT key) FROM withdrawal)::int AS "withdrawalQueued",
    (SELECT count(*) FROM allocation)::int AS allocation,
    (SELECT count(*) FROM operator_set WHERE created_at_block = from_block)::int AS "operatorSetCreated",
    (SELECT count(DISTINCT key) FROM operator_set WHERE stored_recipient IS NOT NULL)::int AS redistribution,
    (SELECT count(DISTINCT (key, stored_slasher_effect_block)) FROM operator_set WHERE stored_slasher_effect_block <= 1400)::int AS "slasherEffective",
    (SELECT count(*) FROM contract_event WHERE name = 'SlasherUpdated')::int AS slasher,
    (SELECT count(*) FROM contract_event WHERE name = 'AllocationDelaySet')::int AS "allocationDelay"`)
  const expected: Record<string, number> = tables[0]
  const found = Object.fromEntries(Object.keys(expected).map((kind) => [kind, count(kind)]))
  expect(found).toEqual(expected)
  for (const [kind, rows] of Object.entries(expected)) expect(rows, kind).toBeGreaterThan(0)
})

test.each(someOf(STYLES, 1))(
  'after a fork with a %s branch, and back, a listener holds the changes of the chain',
  async (style) => {
    await hot(ref(FINAL), chain(FINAL + 1, HEAD))
    const other = branch(recording, { number: FORK, ...ref(FORK) }, HEAD + 2, style)
    await hot(ref(FORK), other)
    expect(contentOf(follow(await outbox()))).toEqual(await clean([...chain(1, FORK), ...other]))
    const left = chain(FORK + 1, HEAD)
      .map(refOf)
      .reverse()
    expect((await replaced()).map(refOfReplaced)).toEqual(left)
    expect((await replaced()).every(({ isIndexedAgain }) => isIndexedAgain === false)).toBe(true)
    await index.restart()
    await hot(ref(FORK), chain(FORK + 1, HEAD))
    expect(contentOf(follow(await outbox()))).toEqual(await clean(chain(1, HEAD)))
    expect((await replaced()).map(refOfReplaced)).toEqual([...other.map(refOf).reverse(), ...left])
    // The chain is back on its first branch.
    const again = (await replaced()).map(({ isIndexedAgain }) => isIndexedAgain)
    expect(again.slice(0, other.length)).not.toContain(true)
    expect(again.slice(other.length)).not.toContain(false)
    expect(again.at(other.length)).toBe(true)
    const rollbacks = (await outbox()).filter(({ kind }) => kind === 'rollback')
    const fork = { number: FORK, hash: ref(FORK).hash }
    expect(rollbacks.map(({ data }) => data.to)).toEqual([fork, fork])
    const { height, hash } = refOf(other.at(-1)!)
    expect(rollbacks[1]!.data.from).toEqual({ number: height, hash })
  },
)

test('a transaction that fails leaves no row and no gap', async () => {
  await hot(ref(FINAL), chain(FINAL + 1, FINAL + 4))
  const before = await outbox()
  const failing = index.feed.database.transactHot2(
    { baseHead: ref(FINAL + 4), finalizedHead: ref(FINAL), newBlocks: [ref(FINAL + 5)] },
    async (tx) => {
      await index.feed.indexer.index(tx, chain(FINAL + 5, FINAL + 5))
      throw new Error('no')
    },
  )
  await expect(failing).rejects.toThrow('no')
  expect(await outbox()).toEqual(before)
  await hot(ref(FINAL + 4), chain(FINAL + 5, HEAD))
  expect(contentOf(follow(await outbox()))).toEqual(await clean(chain(1, HEAD)))
})

test('a writer that lost its claim adds nothing', async () => {
  await hot(ref(FINAL), chain(FINAL + 1, FINAL + 4))
  const before = await outbox()
  await index.client.query(`UPDATE writer SET epoch = epoch + 1`)
  await expect(hot(ref(FINAL + 4), chain(FINAL + 5, HEAD))).rejects.toThrow()
  expect(await outbox()).toEqual(before)
})

test('rows of final blocks that are rolled back are announced as undone, and as final before', async () => {
  await hot(ref(FINAL), chain(FINAL + 1, HEAD))
  await index.feed.database.close()
  await rewind(index.client, FINAL - 20)
  const undone = (rows: OutboxRow[]) => rows.filter(({ kind }) => kind === 'undone')
  const finals = undone(await outbox()).filter(({ wasFinal }) => wasFinal)
  expect(finals.every(({ data }) => (data.block as number) <= FINAL)).toBe(true)
  expect(finals.length).toBeGreaterThan(20)
  const blocks = await replaced()
  expect(blocks.filter(({ wasFinal }) => wasFinal).map(({ block }) => block)).toEqual(
    chain(FINAL - 19, FINAL)
      .map(({ header }) => header.number)
      .reverse(),
  )
  await index.restart()
  await index.feed.final(chain(FINAL - 19, HEAD))
  expect(contentOf(follow(await outbox()))).toEqual(await clean(chain(1, HEAD)))
})

test('final rows say up to which block nothing will change', async () => {
  await index.write(ref(FINAL), chain(FINAL + 1, HEAD), 5, ref(FINAL + 12))
  const finals = (await outbox()).filter(({ kind }) => kind === 'finalized')
  expect(finals.map(({ block, data }) => [block, data.hash])).toEqual([
    [FINAL, ref(FINAL).hash],
    [FINAL + 12, ref(FINAL + 12).hash],
  ])
})

test('an invalid block is announced once', async () => {
  const found = { block: 100, reason: 'another root of logs' }
  const note = (upTo: number, invalid: (typeof found)[]) =>
    writeVerifiedUpTo(
      index.client,
      index.feed.database.writer,
      90,
      { block: upTo, hash: null },
      invalid,
    )
  await note(110, [found])
  await note(120, [found])
  const rows = (await outbox()).filter(({ kind }) => kind === 'invalidBlock')
  expect(rows.map(({ data, block }) => [data, block])).toEqual([[found, null]])
})

test('a first sync writes rows of the last 1000 blocks only, and what comes after it, however far behind', async () => {
  const other = await HotIndex.create(network)
  other.feed.chainHead = 1_200
  await other.feed.final(chain(1, 100))
  expect(await readOutbox(other.client)).toEqual([])
  await other.feed.final(chain(101, 250))
  const first = (rows: OutboxRow[]) => Math.min(...rows.map(({ block }) => block!))
  expect(first(await readOutbox(other.client))).toBe(201)
  other.feed.chainHead = 9_000
  await other.feed.final(chain(251, 300))
  await other.restart()
  other.feed.chainHead = 9_000
  await other.feed.final(chain(301, 310))
  const blocks = (await readOutbox(other.client)).filter(({ kind }) => kind === 'block')
  expect(blocks.map(({ block }) => block)).toEqual(
    chain(201, 310).map(({ header }) => header.number),
  )
  await other.drop()
})

test('while the head of the chain is unknown, it does not begin; it begins near the head that is learned', async () => {
  const other = await HotIndex.create(network)
  other.feed.chainHead = null
  await other.feed.final(chain(1, 100))
  await other.restart()
  other.feed.chainHead = null
  await other.write(ref(100), chain(101, 120), 10, ref(110))
  await other.write(ref(115), chain(116, 120), 5, ref(110))
  expect(await readOutbox(other.client)).toEqual([])
  const begun = await other.client.query('SELECT after_block FROM outbox_head')
  expect(begun.rows).toEqual([{ after_block: null }])
  other.feed.chainHead = 1_125
  await other.feed.final(chain(121, 130))
  const blocks = (await readOutbox(other.client)).filter(({ kind }) => kind === 'block')
  expect(blocks.map(({ block }) => block)).toEqual([126, 127, 128, 129, 130])
  await other.drop()
})

test('on a public network it does not begin far in the past, as behind a node that is still syncing', async () => {
  const other = await HotIndex.create({ ...network, name: 'mainnet' })
  const now = Math.floor(Date.now() / 1000)
  const aged = (from: number, to: number, seconds: number) =>
    chain(from, to).map(({ header, logs }) => ({
      header: { ...header, timestamp: now - seconds },
      logs,
    }))
  // The head that the node gives is 1 block away, and a day old.
  other.feed.chainHead = 121
  await other.feed.final(aged(1, 110, 90_000))
  await other.write(ref(110), aged(111, 120, 86_400), 5, ref(110))
  expect(await readOutbox(other.client)).toEqual([])
  await other.restart()
  other.feed.chainHead = 131
  await other.feed.final(aged(121, 130, 600))
  // Once it has begun it goes on, however old blocks are.
  await other.feed.final(aged(131, 135, 86_400))
  const blocks = (await readOutbox(other.client)).filter(({ kind }) => kind === 'block')
  expect(blocks.map(({ block }) => block)).toEqual(
    chain(121, 135).map(({ header }) => header.number),
  )
  await other.drop()
})

test('rows older than 30 days are deleted, and it is known which', async () => {
  await index.client.query(
    `UPDATE outbox SET written_at = now() - interval '31 days' WHERE seq <= 50`,
  )
  await hot(ref(FINAL), chain(FINAL + 1, 900), 40)
  const rows = await outbox()
  expect(rows.length).toBeGreaterThan(1_000)
  expect(rows[0]!.seq).toBe(51)
  const head = await index.client.query('SELECT deleted_to::int AS to FROM outbox_head')
  expect(head.rows[0].to).toBe(50)
})

test('rows that are derived anew after a change of rules are not announced again; hot blocks are undone and read again', async () => {
  await hot(ref(FINAL), chain(FINAL + 1, HEAD))
  const before = await outbox()
  await index.feed.database.close()
  await index.client.query('UPDATE cursor SET rules = 0')
  await index.restart()
  const added = (await outbox()).slice(before.length)
  expect(new Set(added.map(({ kind }) => kind))).toEqual(new Set(['undone', 'rollback']))
  expect(follow(await outbox()).every(({ block }) => block! <= FINAL)).toBe(true)
  await hot(ref(FINAL), chain(FINAL + 1, HEAD))
  expect(contentOf(follow(await outbox()))).toEqual(await clean(chain(1, HEAD)))
})
