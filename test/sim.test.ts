import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadRecording } from '../src/chain/recording'
import { eventNames, Oracle } from './sim/oracle'
import { simulate, type World } from './sim/simulate'
import { Templates } from './sim/templates'
import { FIXTURE } from './support/recordings'

/** Of each kind of start one, and one deep fork; `npm run sim` plays more. */
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
