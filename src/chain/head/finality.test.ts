import { expect, test } from 'vitest'
import { toQuantity } from '../normalize'
import type { CallOptions } from '../provider/call-options'
import type { Rpc } from '../provider/rpc'
import { Finality, MAX_HOT_BLOCKS, YOUNG_BLOCKS } from './finality'

type Tag = number | null | { code: number; message: string } | 'down'

/** What is final on a node with these heads and tags, one after the other. */
async function finals(steps: readonly [head: number, tag: Tag][], distance = 75) {
  const warnings: string[] = []
  let at = 0
  const rpc = {
    head: async () => steps[at]![0],
    call: async (_: string, __: unknown[], { parse, accept }: CallOptions<number | null>) => {
      const tag = steps[at]![1]
      if (tag === 'down') throw new Error('HTTP 503')
      if (tag === null) return parse!(null, { method: '', params: [] }, '')
      if (typeof tag === 'number') return parse!(block(tag), { method: '', params: [] }, '')
      const answer = accept!(tag)
      if (answer === undefined) throw new Error(tag.message)
      return answer
    },
  } as unknown as Rpc
  const logger = { warn: (_: object, message: string) => warnings.push(message) }
  const finality = new Finality({ rpc, finality: distance, logger: logger as never })
  const found: number[] = []
  for (at = 0; at < steps.length; at++) {
    found.push((await finality.read(new AbortController().signal)).final)
  }
  return { found, warnings }
}

function block(number: number) {
  const hash = `0x${'1'.repeat(64)}`
  return { number: toQuantity(number), hash, parentHash: hash, timestamp: '0x1' }
}

test('a tag that is lower than the distance is what is final, and a higher one is not', async () => {
  const { found } = await finals([
    [5_000, 4_870],
    [5_001, 4_990],
    [5_002, 5_002],
  ])
  expect(found).toEqual([4_870, 4_926, 4_927])
})

test('what was final stays final when a node says less, has no tag, or does not answer', async () => {
  const { found } = await finals([
    [5_000, 4_870],
    [5_001, 4_800],
    [5_002, 4_880],
    [5_003, 'down'],
    [5_004, null],
    [5_005, { code: -32603, message: 'internal error' }],
  ])
  expect(found).toEqual([4_870, 4_870, 4_880, 4_880, 4_880, 4_880])
})

test.each<Tag>([
  null,
  { code: -39001, message: 'unknown block' },
  { code: -32000, message: 'finalized block not found' },
  { code: -32602, message: 'invalid argument 0: hex string without 0x prefix' },
  { code: -32601, message: 'method not found' },
  { code: -32000, message: "'finalized' tag not supported on pre-merge network" },
  'down',
])('a node without the tag (%j) has final what is below the distance', async (tag) => {
  expect((await finals([[5_000, tag]])).found).toEqual([4_925])
})

test('a tag of block 0 means nothing is final on a young chain, and nothing at all on an older one', async () => {
  expect((await finals([[YOUNG_BLOCKS, 0]])).found).toEqual([0])
  expect((await finals([[YOUNG_BLOCKS + 1, 0]])).found).toEqual([YOUNG_BLOCKS + 1 - 75])
})

test('without finality for more than a day the oldest blocks count as final, which is said once', async () => {
  const [tag, head] = [100_000, 100_000 + MAX_HOT_BLOCKS]
  const { found, warnings } = await finals([
    [head - 5_000, tag],
    [head, tag],
    [head + 1, tag],
    [head + 300, tag],
    [head + 301, head],
  ])
  expect(found).toEqual([tag, tag, tag + 1, tag + 300, head])
  expect(warnings).toHaveLength(1)
})
