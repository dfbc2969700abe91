import { afterAll, describe, expect, test } from 'vitest'
import { someOf } from '../long.mjs'
import { BOTH, FIXTURE } from '../support/recordings'
import { simulate, type World } from './simulate'
import { worldOf } from './world'

/** Chains, each with seeds: one of each kind of start, and one with a deep fork; `npm run sim` runs more. */
const CHAINS = [
  { chain: 'EigenLayer', dir: FIXTURE, seeds: [2, 4, 7, 9, 13] },
  { chain: 'EigenLayer and Symbiotic', dir: BOTH, seeds: [3, 12] },
]

describe.each(CHAINS)('a chain with $chain', ({ dir, seeds }) => {
  let world: Promise<World> | null = null

  afterAll(async () => (await world)?.templates.close())

  test.each(someOf(seeds, 1))(
    'seed %i: after forks, faults and kills the index is that of the chain',
    async (seed) => {
      world ??= worldOf(dir)
      const { problems } = await simulate(await world, seed)
      expect(problems).toEqual([])
    },
  )
})
