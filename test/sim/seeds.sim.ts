import { afterAll, expect, test } from 'vitest'
import { planOf } from './plan'
import { simulate, type World } from './simulate'
import { Tally } from './tally'
import { worldOf } from './world'

/** Started by run.mjs: runs many seeds, and prints statistics. */
const FIRST = Number(process.env.SIM_FIRST)
const COUNT = Number(process.env.SIM_COUNT)
const JOBS = Number(process.env.SIM_JOBS)

let world: World
afterAll(async () => {
  await world.templates.close()
})

test(`${COUNT} seeds from ${FIRST} on`, { timeout: 0 }, async () => {
  world = await worldOf(process.env.SIM_RECORDING!)
  if (COUNT === 1) console.log(JSON.stringify(planOf(FIRST, world.recording.head), null, 1))
  const tally = new Tally()
  const failed: number[] = []
  let next = FIRST
  let done = 0
  const work = async () => {
    while (next < FIRST + COUNT) {
      const outcome = await simulate(world, next++)
      const { seed, problems, ms } = outcome
      tally.merge(outcome.tally)
      done += 1
      const result = problems.length === 0 ? 'exact' : `FAILED\n  ${problems.join('\n  ')}`
      console.log(`${done}/${COUNT} seed ${seed}, ${(ms / 1000).toFixed(1)} s: ${result}`)
      if (problems.length > 0) failed.push(seed)
    }
  }
  await Promise.all(Array.from({ length: JOBS }, work))
  console.log(`${tally}\npassed: ${COUNT - failed.length}, failed: ${failed.join(', ') || 'none'}`)
  expect(failed).toEqual([])
})
