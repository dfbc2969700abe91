import { afterEach, beforeEach, expect, test } from 'vitest'
import { someOf } from '../long.mjs'
import { runCommand } from '../sim/indexer'
import { forked, reached, upTo } from '../support/chain/forks'
import { FINALITY, LiveIndex } from '../support/chain/live-index'

const HEAD = 230
const FINAL = HEAD - FINALITY

/** Its database is in the state in which a command leaves it at the head. */
let live: LiveIndex

beforeEach(async () => {
  live = await LiveIndex.create(FINAL, HEAD, HEAD)
})

afterEach(() => live.end())

/** Waits until the command runs: the chain gets one more block, which it indexes. */
async function running(): Promise<void> {
  live.start()
  live.exchange(upTo(live.recording, HEAD + 1))
  await reached(live.index.client, live.recording.blockAt(HEAD + 1)!)
}

test('a reorg right above the last final block is followed while the command runs', async () => {
  await running()
  const branch = forked(live.recording, HEAD + 2, FINAL + 1)
  live.exchange(branch)
  await live.expectExact(branch)
})

test('a reorg right above the last final block is followed when the command starts', async () => {
  const branch = forked(live.recording, HEAD + 1, FINAL)
  live.exchange(branch)
  live.start()
  await live.expectExact(branch)
})

test.each(someOf([1, 15, 100], 1))(
  'a reorg %i blocks below the last final one: LP2003, exit 65, the rows stay, and a rewind makes the index exact',
  async (below) => {
    const before = await live.index.everything()
    const fork = FINAL - below
    const branch = forked(live.recording, HEAD + 2, fork)
    live.exchange(branch)
    live.start()
    expect(await live.ended()).toBe(65)
    expect(live.log).toContain('LP2003')
    const { tables, digest, standing } = await live.index.everything()
    expect(tables).toEqual(before.tables)
    expect(digest).toBe(before.digest)
    expect(standing).toMatchObject({ cursor: { stopped: expect.stringMatching(/^LP2003: /) } })
    const args = ['rewind', '--to', String(fork)]
    const rewound = await runCommand(args, live.node.url, live.index.url)
    expect(rewound.code, rewound.output).toBe(0)
    live.start()
    await live.expectExact(branch)
  },
)

test('a reorg one block below the last final one stops a running command, too', async () => {
  await running()
  const { tables } = await live.index.everything()
  live.exchange(forked(live.recording, HEAD + 3, FINAL))
  expect(await live.ended()).toBe(65)
  expect(live.log).toContain('LP2003')
  expect((await live.index.everything()).tables).toEqual(tables)
})

test('a node whose head and final block move back rolls nothing back, and final blocks stay final', async () => {
  const before = await live.index.everything()
  let polls = 0
  const short = upTo(live.recording, HEAD - 15)
  live.exchange({
    ...short,
    get head() {
      polls++
      return short.head
    },
  })
  live.start()
  await expect.poll(() => polls, { timeout: 60_000 }).toBeGreaterThan(8)
  const { tables, standing } = await live.index.everything()
  expect(tables).toEqual(before.tables)
  const final = live.recording.blockAt(FINAL)!.hash
  expect(standing).toMatchObject({
    cursor: { height: HEAD, finalized_height: FINAL, finalized_hash: final },
  })
  const branch = forked(live.recording, HEAD + 1, HEAD - 15)
  live.exchange(branch)
  await live.expectExact(branch)
})
