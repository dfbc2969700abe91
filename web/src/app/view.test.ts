import fc from 'fast-check'
import { expect, test } from 'vitest'
import { monthBefore, monthRange, type View } from './view'

const view = (first: number, shown: number, pace: number | null) => ({ first, shown, pace }) as View

const MONTH_OF_MAINNET = 216_000

test('a month before is counted by the pace of the chain, and ends at the first block', () => {
  expect(monthBefore(view(0, 1_000_000, 12))).toBe(1_000_000 - MONTH_OF_MAINNET)
  expect(monthBefore(view(900_000, 1_000_000, 12))).toBe(900_000)
  expect(monthBefore(view(7, 7, 12))).toBeNull()
})

test('the block that is compared with is among the points of the series, about a month before', () => {
  const blocks = fc.tuple(fc.nat(2_000_000), fc.nat(9_000_000))
  fc.assert(
    fc.property(blocks, fc.constantFrom(1, 2, 12, null), ([first, span], pace) => {
      const { from, to, every, since } = monthRange(view(first, first + span, pace), 40)
      const points = (to - from) / every + 1
      expect(to).toBe(first + span)
      expect(from).toBeGreaterThanOrEqual(first)
      expect(Number.isInteger(points)).toBe(true)
      expect(points).toBeLessThanOrEqual(61)
      if (since === null) {
        expect(span).toBe(0)
        return
      }
      expect((to - since) % every).toBe(0)
      expect(since).toBeGreaterThanOrEqual(from)
      expect(since).toBeLessThan(to)
      const month = pace === null ? span : Math.min(span, 2_592_000 / pace)
      // Off by less than half of the distance of two points.
      expect(Math.abs(to - since - month)).toBeLessThanOrEqual(Math.max(1, every / 2))
    }),
  )
})
