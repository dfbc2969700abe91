import { expect, test } from 'vitest'
import { RunningTime } from './running-time'

test('time in which the process was busy does not count, but for half a second', async () => {
  const time = new RunningTime()
  const start = performance.now()
  while (performance.now() - start < 1_500) {}
  expect(time.now()).toBeLessThanOrEqual(500)
  time.stop()
})

test('other time counts', async () => {
  const time = new RunningTime()
  await expect.poll(() => time.now()).toBeGreaterThan(600)
  time.stop()
})
