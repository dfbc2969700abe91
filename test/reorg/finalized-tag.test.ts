import { afterEach, expect, test } from 'vitest'
import { IS_LONG, someOf } from '../long.mjs'
import { runCommand } from '../sim/indexer'
import { forked, reached, upTo } from '../support/chain/forks'
import { FINALITY, LiveIndex } from '../support/chain/live-index'

/** Blocks below the head that the node has not finalized: more than the FINALITY of the network. */
const UNFINAL = 130
const HEAD = 330
const FINAL = HEAD - UNFINAL

let live: LiveIndex

afterEach(() => live.end())

async function standing() {
  const { rows } = await live.index.client.query(
    'SELECT finalized_height AS final, (SELECT count(*)::int FROM hot_block) AS hot FROM cursor',
  )
  return rows[0]
}

test.each(someOf([UNFINAL, 90, FINALITY + 1], 1))(
  'a reorg of %i blocks that stays above the finalized block of the node is followed while it runs',
  async (depth) => {
    live = await LiveIndex.create(FINAL, HEAD, HEAD, UNFINAL)
    live.start()
    live.exchange(upTo(live.recording, HEAD + 1))
    await reached(live.index.client, live.recording.blockAt(HEAD + 1)!)
    expect(await standing()).toEqual({ final: FINAL + 1, hot: UNFINAL })
    const branch = forked(live.recording, HEAD + 3, HEAD + 1 - depth)
    live.exchange(branch)
    await live.expectExact(branch)
    expect(await standing()).toEqual({ final: FINAL + 3, hot: UNFINAL })
  },
)

test('a history that was read from nothing leaves the same blocks open to a reorg', async () => {
  live = await LiveIndex.create(1, 1, HEAD, UNFINAL)
  live.start()
  await reached(live.index.client, live.recording.blockAt(HEAD)!)
  expect(await standing()).toEqual({ final: FINAL, hot: UNFINAL })
  const branch = forked(live.recording, HEAD + 1, HEAD - 90)
  live.exchange(branch)
  await live.expectExact(branch)
})

test('a reorg below the finalized block of the node: LP2003, and a rewind makes the index exact', async () => {
  live = await LiveIndex.create(FINAL, HEAD, HEAD, UNFINAL)
  live.start()
  live.exchange(upTo(live.recording, HEAD + 1))
  await reached(live.index.client, live.recording.blockAt(HEAD + 1)!)
  const fork = FINAL - 10
  const branch = forked(live.recording, HEAD + 3, fork)
  live.exchange(branch)
  expect(await live.ended()).toBe(65)
  expect(live.log).toContain('LP2003')
  const args = ['rewind', '--to', String(fork)]
  const rewound = await runCommand(args, live.node.url, live.index.url)
  expect(rewound.code, rewound.output).toBe(0)
  live.start()
  await live.expectExact(branch)
})

// A chain that is not final for so long shows the same as one of UNFINAL blocks, and what it costs.
if (IS_LONG)
  test('2,000 blocks without finality are kept, cheaply, and a reorg of nearly all is one transaction', async () => {
    const [last, depth] = [2_200, 1_900]
    live = await LiveIndex.create(200, 200, last, 2_000)
    live.start()
    await reached(live.index.client, live.recording.blockAt(last)!)
    expect(await standing()).toEqual({ final: 200, hot: 2_000 })
    const heights = async () => {
      const { rows } = await live.index.client.query('SELECT height FROM cursor')
      return rows[0].height as number
    }
    // Rows of hot blocks that a new block writes: its own, not all of them again.
    const written = async () => {
      const { rows } = await live.index.client.query(
        "SELECT n_tup_ins + n_tup_upd AS n FROM pg_stat_user_tables WHERE relname = 'hot_block'",
      )
      return Number(rows[0].n)
    }
    const before = await settled(written)
    live.exchange(upTo(live.recording, last + 1))
    await reached(live.index.client, live.recording.blockAt(last + 1)!)
    await expect.poll(written).toBeGreaterThan(before)
    expect((await settled(written)) - before).toBeLessThan(1_000)
    const branch = forked(live.recording, last + 3, last + 1 - depth)
    live.exchange(branch)
    const begin = performance.now()
    const seen = new Set<number>()
    const end = branch.blockAt(branch.head)!
    for (let isThere = false; !isThere; ) {
      seen.add(await heights())
      const { rows } = await live.index.client.query('SELECT hash FROM cursor')
      isThere = rows[0].hash === end.hash
    }
    const seconds = ((performance.now() - begin) / 1_000).toFixed(1)
    console.log(`a reorganisation of ${depth} blocks: ${seconds} s`)
    // Never a state in between: blocks are rolled back and replaced at once, the last ones may follow.
    expect(Math.min(...seen)).toBeGreaterThan(last - 10)
    await live.expectExact(branch)
  })

/** A counter of Postgres once it no longer changes: statistics come late. */
async function settled(read: () => Promise<number>): Promise<number> {
  let [last, same] = [-1, 0]
  await expect
    .poll(
      async () => {
        const now = await read()
        same = now === last ? same + 1 : 0
        last = now
        return same
      },
      { interval: 500, timeout: 60_000 },
    )
    .toBeGreaterThan(4)
  return last
}
