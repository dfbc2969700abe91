import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { FIXTURE } from '../support/recordings'
import { eventNames, Oracle } from './oracle'
import { simulate, type World } from './simulate'
import { Templates } from './templates'

/** One seed of each kind of start, and one with a deep fork; `npm run sim` runs more. */
const SEEDS = [2, 4, 7, 9, 13]

let world: World

beforeAll(async () => {
  const recording = await loadRecording(FIXTURE)
  const oracle = new Oracle(recording.deployment as never, eventNames())
  const templates = new Templates(process.env.LINCHPIN_TEST_DATABASE_URL!, recording)
  world = { recording, oracle, templates }
})

afterAll(() => world.templates.close())

test.each(SEEDS)(
  'seed %i: after forks, faults and kills the index is that of the chain',
  async (seed) => {
    const { problems } = await simulate(world, seed)
    expect(problems).toEqual([])
  },
)
