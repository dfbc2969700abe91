import fc from 'fast-check'
import { expect, test } from 'vitest'
import { monthBefore, monthRange } from './month'

const view = (first: number, shown: number, pace: number | null) => ({ first, shown, pace })

const MONTH_OF_MAINNET = 216_000

test('a month before is counted by the pace of the chain, and ends at the first block', () => {
  expect(monthBefore(view(0, 1_000_000, 12))).toBe(1_000_000 - MONTH_OF_MAINNET)
  expect(monthBefore(view(900_000, 1_000_000, 12))).toBe(900_000)
  expect(monthBefore(view(7, 7, 12))).toBeNull()
})

test('a month is told by round blocks, which stay the same while the chain goes on', () => {
  const blocks = fc.tuple(fc.nat(2_000_000), fc.integer({ min: 1, max: 9_000_000 }))
  fc.assert(
    fc.property(blocks, fc.constantFrom(1, 2, 12, null), ([first, span], pace) => {
      const shown = first + span
      const { from, to, every, since } = monthRange(view(first, shown, pace))
      expect(from).toBeGreaterThanOrEqual(first)
      expect(to).toBeLessThanOrEqual(shown)
      expect(shown - to).toBeLessThan(every)
      expect((to - from) % every).toBe(0)
      expect((to - from) / every).toBeLessThanOrEqual(60)
      expect(since! === first || since! % every === 0).toBe(true)
      const month = pace === null ? span : Math.min(span, 2_592_000 / pace)
      expect(Math.abs(shown - since! - month)).toBeLessThanOrEqual(Math.max(1, every))
    }),
  )
  const ranges = [7_205_000, 7_205_001, 7_205_999].map((shown) => monthRange(view(0, shown, 12)))
  expect(new Set(ranges.map((one) => JSON.stringify(one))).size).toBe(1)
  expect(ranges[0]).toEqual({ from: 6_600_000, to: 7_200_000, every: 10_000, since: 6_980_000 })
  expect(monthRange(view(7, 7, 12)).since).toBeNull()
})
