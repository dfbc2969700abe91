import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { loadRecording, type Recording } from '../../src/chain/recording/recording'
import type { BlockData } from '../../src/chain/types'
import { networkFromDeployment } from '../../src/config/deployment'
import type { Network } from '../../src/config/networks'
import { type Rollback, rewind } from '../../src/store/rewind'
import { someOf } from '../long.mjs'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { branch, STYLES, straight } from '../support/chain/branches'
import { reached } from '../support/chain/forks'
import { HotIndex, type Ref, refOf } from '../support/chain/hot-index'
import { LiveIndex } from '../support/chain/live-index'
import { FIXTURE } from '../support/recordings'

const FINAL = 180
const HEAD = 210
/** Last block that all branches have. */
const FORK = 190

let recording: Recording
let network: Network
let index: HotIndex
let api: TestApi

const ref = (number: number): Ref => ({ height: number, hash: recording.blockAt(number)!.hash })
const chain = (from: number, to: number) => straight(recording, from, to)

beforeAll(async () => {
  recording = await loadRecording(FIXTURE)
  network = networkFromDeployment(recording.deployment)
})

beforeEach(async () => {
  // History as it is read: blocks with logs, and the last one.
  const history = chain(1, FINAL)
  index = await HotIndex.copy(
    network,
    history.filter(({ header, logs }) => logs.length > 0 || header.number === FINAL),
  )
  await index.feed.database.connect()
  api = await startTestApi(index.url)
})

afterEach(async () => {
  await api.close()
  await index.drop()
})

/** Every block has the header that it has in this chain. */
async function expectHeaders(blocks: readonly BlockData[]): Promise<void> {
  for (const { header } of blocks) {
    const { _meta } = await api.ask(
      `{ _meta(block: {number: ${header.number}}) { block { number hash timestamp } } }`,
    )
    const { number, hash, timestamp } = header
    expect(_meta.block).toEqual({ number, hash, timestamp })
  }
}

/** Hashes of the headers that are kept for time alone. */
async function kept(): Promise<string[]> {
  const { rows } = await index.client.query(
    `SELECT '0x' || encode(hash, 'hex') AS hash FROM block_header ORDER BY block`,
  )
  return rows.map(({ hash }) => hash)
}

const hashesOf = (blocks: readonly BlockData[]) => blocks.map(({ header }) => header.hash)

test.each(someOf(STYLES, 2))(
  'each block that is read at the head has its time, and those of a fork (%s) replace it',
  async (style) => {
    const first = chain(FINAL + 1, HEAD)
    await index.write(ref(FINAL), first, 4, ref(FINAL))
    await expectHeaders(first)
    const { digest } = await index.everything()

    const other = branch(recording, { number: FORK, ...ref(FORK) }, HEAD - 3, style)
    await index.write(ref(FORK), other, 4, ref(FINAL))
    await expectHeaders([...chain(FINAL + 1, FORK), ...other])
    const dropped = new Set(hashesOf(chain(FORK + 1, HEAD)))
    expect((await kept()).filter((hash) => dropped.has(hash))).toEqual([])

    await index.write(ref(FORK), chain(FORK + 1, HEAD), 4, ref(FINAL))
    await expectHeaders(first)
    expect((await index.everything()).digest).toBe(digest)
  },
)

test('a head that moves back has the time of its last block, with logs or without', async () => {
  await index.write(
    ref(FINAL),
    branch(recording, { number: FINAL, ...ref(FINAL) }, HEAD, 'empty'),
    4,
    ref(FINAL),
  )
  const empty = branch(recording, { number: FINAL, ...ref(FINAL) }, HEAD - 5, 'empty')
  await index.feed.hot(refOf(empty.at(-1)!), [], ref(FINAL))
  const { rows } = await index.client.query(
    'SELECT height, block_timestamp::int AS time FROM cursor',
  )
  expect(rows).toEqual([{ height: HEAD - 5, time: empty.at(-1)!.header.timestamp }])
  await expectHeaders(empty)
})

test('which headers are kept is not in the digest, nor in any row of the model', async () => {
  await index.write(ref(FINAL), chain(FINAL + 1, HEAD), 4, ref(FINAL))
  const all = await HotIndex.clean(network, chain(1, HEAD), FINAL)
  expect(await index.everything()).toEqual(all)
})

test('after a rewind no header above it is left, and reading again meets none', async () => {
  await index.write(ref(FINAL), chain(FINAL + 1, HEAD), 4, ref(FINAL))
  await index.feed.database.close()
  const { to }: Rollback = await rewind(index.client, FORK)
  expect(to.height).toBeLessThanOrEqual(FORK)
  const { rows } = await index.client.query('SELECT max(block) AS last FROM block_header')
  expect(rows[0].last).toBeLessThanOrEqual(to.height)
  await index.restart()
  await index.write(to, chain(to.height + 1, HEAD), 4, ref(FINAL))
  await expectHeaders(chain(FINAL, HEAD))
})

test('a rewind ends at the block that is asked for, with logs or without, where its header is stored', async () => {
  const blocks = branch(recording, { number: FINAL, ...ref(FINAL) }, HEAD, 'empty')
  await index.write(ref(FINAL), blocks, 4, ref(FINAL))
  await index.feed.database.close()
  const last = blocks.at(-8)!
  const { to }: Rollback = await rewind(index.client, last.header.number)
  expect(to).toEqual({ height: last.header.number, hash: last.header.hash })
  const { rows } = await index.client.query(
    'SELECT height, hash, block_timestamp::int AS time FROM cursor',
  )
  expect(rows).toEqual([{ ...to, time: last.header.timestamp }])
  await index.restart()
  await index.write(to, blocks.slice(-7), 4, ref(FINAL))
  await expectHeaders(blocks)
})

test('a transaction that fails keeps no header', async () => {
  const before = await kept()
  const blocks = branch(recording, { number: FINAL, ...ref(FINAL) }, HEAD, 'empty')
  const newBlocks = blocks.map(refOf)
  const info = { baseHead: ref(FINAL), finalizedHead: ref(FINAL), newBlocks }
  await index.feed.database.connect()
  const failing = index.feed.database.transactHot2(info, async (tx) => {
    await index.feed.indexer.index(tx, blocks)
    throw new Error('fails')
  })
  await expect(failing).rejects.toThrow('fails')
  expect(await kept()).toEqual(before)
})

test('the command keeps the header of every block that it reads at the head', async () => {
  const live = await LiveIndex.create(FINAL, FINAL + 3, HEAD)
  try {
    live.start()
    await reached(live.index.client, recording.blockAt(HEAD)!)
    const { rows } = await live.index.client.query(
      `SELECT block, '0x' || encode(hash, 'hex') AS hash FROM block_header WHERE block > $1
       UNION SELECT block, '0x' || encode(hash, 'hex') FROM block WHERE block > $1 ORDER BY block`,
      [FINAL + 3],
    )
    expect(rows.map(({ hash }) => hash)).toEqual(hashesOf(chain(FINAL + 4, HEAD)))
  } finally {
    await live.end()
  }
})
