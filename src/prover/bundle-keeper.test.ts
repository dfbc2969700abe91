import { expect, test } from 'vitest'
import { BundleKeeper } from './bundle-keeper'

test('a block that cannot be proven is tried again after a minute, not at each commit', async () => {
  let time = 0
  const tried: number[] = []
  const warnings: string[] = []
  const keeper = new BundleKeeper({
    everyBlocks: 100,
    folder: 'nowhere',
    figures: [],
    openAt: async (block) => {
      tried.push(block)
      throw new Error('no provider has the state')
    },
    logger: { info: () => {}, warn: (_: unknown, text?: string) => warnings.push(text!) },
    now: () => time,
  })
  for (const [at, finalized] of [
    [1_000, 305],
    [13_000, 306],
    [60_000, 310],
    [61_000, 311],
    [73_000, 312],
  ] as const) {
    time = at
    keeper.offer(finalized)
    await keeper.settled()
  }
  expect(tried).toEqual([300, 300])
  expect(warnings).toEqual(['bundles were not made', 'bundles were not made'])
})
