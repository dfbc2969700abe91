import { createHash } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ChainView, RecordedBlock } from '../../src/chain/recording/chain-view'
import type { Hex } from '../../src/chain/types'
import { someOf } from '../long.mjs'
import { runCommand } from '../sim/indexer'
import { forked, reached, upTo } from '../support/chain/forks'
import { FINALITY, LiveIndex } from '../support/chain/live-index'

const HEAD = 230
const FINAL = HEAD - FINALITY

let live: LiveIndex

beforeEach(async () => {
  live = await LiveIndex.create(FINAL, HEAD, HEAD)
})

afterEach(() => live.end())

/** A chain with the same content and id, of which every hash differs, block 0 included: a development node that was restarted. */
function otherChain(head: number): ChainView {
  const blocks: RecordedBlock[] = []
  for (let number = 0; number <= head; number++) {
    const source = live.recording.blockAt(number)!
    const hash = otherHash(source.hash)
    const parentHash = blocks.at(-1)?.hash ?? source.parentHash
    const json = JSON.stringify({ ...JSON.parse(source.json), hash, parentHash })
    const logs = source.logs.map((log) => {
      return { ...log, json: JSON.stringify({ ...JSON.parse(log.json), blockHash: hash }) }
    })
    blocks.push({ number, hash, parentHash, json, logs })
  }
  return {
    ...live.recording,
    head,
    blockAt: (number) => blocks[number],
    blockByHash: (hash) => blocks.find((block) => block.hash === hash),
  }
}

function otherHash(hash: string): Hex {
  return `0x${createHash('sha256').update(hash).digest('hex')}`
}

const OTHERS: [string, () => ChainView][] = [
  ['as long', () => otherChain(HEAD)],
  ['longer', () => otherChain(HEAD + 50)],
  ['shorter than the final blocks', () => otherChain(FINAL - 50)],
  ['of one block', () => otherChain(1)],
  ['forked from the indexed one at block 20', () => forked(live.recording, HEAD, 20)],
  ['forked at block 20, and shorter', () => forked(live.recording, FINAL - 50, 20)],
  [
    'forked at block 100, and shorter by one final block',
    () => forked(live.recording, FINAL - 1, 100),
  ],
]

test.each(someOf(OTHERS, 2))(
  'another chain, %s: LP2003 and exit 65 at the start',
  async (_, chain) => {
    const kept = await runCommand(['index', '--until-head'], live.node.url, live.index.url)
    expect(kept.code, kept.output).toBe(0)
    const before = await live.index.everything()
    live.exchange(chain())
    for (const args of [['index'], ['index', '--until-head']]) {
      const { code, output } = await runCommand(args, live.node.url, live.index.url)
      expect(code, output).toBe(65)
      expect(output).toContain('LP2003')
      expect(output).toContain('empty database')
    }
    const { tables, digest, standing } = await live.index.everything()
    expect({ tables, digest }).toEqual({ tables: before.tables, digest: before.digest })
    expect(standing).toMatchObject({ cursor: { stopped: expect.stringMatching(/^LP2003: /) } })
  },
)

const RESTARTED: [string, () => ChainView][] = [
  ['as long', () => otherChain(HEAD + 1)],
  ['shorter', () => otherChain(40)],
  ['forked at block 100, and shorter', () => forked(live.recording, 150, 100)],
]

test.each(someOf(RESTARTED, 1))(
  'a node that is restarted with another chain, %s, ends a running index with LP2003',
  async (_, chain) => {
    live.start()
    live.exchange(upTo(live.recording, HEAD + 1))
    await reached(live.index.client, live.recording.blockAt(HEAD + 1)!)
    live.exchange(chain())
    expect(await live.ended()).toBe(65)
    expect(live.log).toContain('LP2003')
  },
)

test('a chain that is as long, and forked above the final blocks, is indexed by --until-head', async () => {
  const branch = forked(live.recording, HEAD, FINAL + 5)
  live.exchange(branch)
  const { code, output } = await runCommand(
    ['index', '--until-head'],
    live.node.url,
    live.index.url,
  )
  expect(code, output).toBe(0)
  await live.expectExact(branch)
})

test('a node that is behind the final blocks is waited for, and said to be behind', async () => {
  live.exchange(upTo(live.recording, FINAL - 50))
  live.start()
  await expect.poll(() => live.log, { timeout: 60_000 }).toContain('LP2011')
  expect(live.log).toContain(`the last final one of the index, ${FINAL}`)
  live.exchange(upTo(live.recording, HEAD + 1))
  await reached(live.index.client, live.recording.blockAt(HEAD + 1)!)
  expect(live.child.exitCode).toBeNull()
})
