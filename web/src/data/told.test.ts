import { expect, test } from 'vitest'
import { toldOf } from './told'
import type { FiguresFragment } from './types.generated'

const NOW: FiguresFragment = {
  block: { number: 31, timestampAtLeast: 310 },
  operators: 3,
  avss: 1,
  stake: '1',
  slashable: '1',
  slashableLeverage: '1',
  phantomShare: '0',
  capitalAtRisk: '1',
  coverage: { isComplete: true },
}
const point = (block: number, hhi: string, stake: string) => ({
  block,
  timestampAtLeast: block * 10,
  values: [
    { name: 'STAKE', value: stake },
    { name: 'HHI', value: hhi },
  ],
})
const points = [point(10, '0.1', '5'), point(20, '0.2', '6'), point(30, '0.3', '7')]
const overview = { now: NOW, changes: null }

test('concentration now is that of the last point, all else is of the block itself', () => {
  const { now } = toldOf({ overview, series: { points } }, 20)
  // The chain went on by a block between two requests.
  expect(now).toEqual({ ...NOW, hhi: '0.3', nakamoto: null, topShare: null, members: null })
})

test('figures before are those of the point of the earlier block', () => {
  expect(toldOf({ overview, series: { points } }, 20).before).toMatchObject({
    block: { number: 20, timestampAtLeast: 200 },
    stake: '6',
    hhi: '0.2',
    capitalAtRisk: null,
  })
})

test('there is nothing before where no point is', () => {
  for (const since of [null, 19]) {
    expect(toldOf({ overview, series: { points } }, since).before).toBeNull()
  }
  expect(toldOf({ overview, series: { points: [] } }, 20).now?.hhi).toBeNull()
})
