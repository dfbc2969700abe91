import { expect, test } from 'vitest'
import { toldOf } from './told'
import type { FiguresFragment } from './types.generated'

const at = (number: number): FiguresFragment => ({
  block: { number, timestampAtLeast: number },
  operators: 3,
  avss: 1,
  stake: '1',
  slashable: '1',
  slashableLeverage: '1',
  phantomShare: '0',
  capitalAtRisk: '1',
  coverage: { isComplete: true },
})
const point = (block: number, hhi: string) => ({ block, values: [{ name: 'HHI', value: hhi }] })
const points = [point(10, '0.1'), point(20, '0.2'), point(30, '0.3')]

test('concentration before is that of the earlier block, and now that of the last point', () => {
  const overview = { now: at(31), before: at(20), changes: null }
  const { now, before } = toldOf({ overview, series: { points } })
  // The chain went on by a block between two requests.
  expect([now?.block.number, now?.hhi, now?.nakamoto]).toEqual([31, '0.3', null])
  expect([before?.block.number, before?.hhi]).toEqual([20, '0.2'])
})

test('concentration of a block that no point is of is unknown', () => {
  const overview = { now: at(30), before: at(19), changes: null }
  expect(toldOf({ overview, series: { points } }).before?.hhi).toBeNull()
  expect(toldOf({ overview, series: { points: [] } }).now?.hhi).toBeNull()
})
