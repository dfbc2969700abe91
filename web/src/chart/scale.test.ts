import { scaleLinear } from 'd3-scale'
import { describe, expect, test } from 'vitest'
import { linear, niceTop } from './scale'

const LOWS = [-250, 0, 1, 17.25, 3000, 19_500_000]
const SIZES = [0.02, 0.3, 1, 3, 7.5, 99, 1234, 16_100, 2.5e9, 3e21]
const COUNTS = [2, 3, 4, 8, 10]
const CASES = LOWS.flatMap((low) =>
  SIZES.flatMap((size) => COUNTS.map((count) => ({ low, high: low + size, count }))),
)

describe('a linear scale, as d3-scale computes it', () => {
  test('places and finds numbers', () => {
    for (const { low, high } of CASES) {
      const own = linear([low, high], [60, 900])
      const d3 = scaleLinear([low, high], [60, 900])
      for (const part of [0, 0.1, 0.5, 1]) {
        const value = low + (high - low) * part
        expect(own(value)).toBeCloseTo(d3(value), 6)
        expect(own.invert(60 + 840 * part)).toBeCloseTo(d3.invert(60 + 840 * part), -15)
      }
    }
  })

  test('has the same ticks', () => {
    for (const { low, high, count } of CASES) {
      const own = linear([low, high], [0, 1]).ticks(count)
      const d3 = scaleLinear([low, high], [0, 1]).ticks(count)
      expect(own.length, `${low} to ${high}, ${count}`).toBe(d3.length)
      for (const [index, tick] of own.entries()) {
        expect(Math.abs(tick - d3[index]!)).toBeLessThanOrEqual((high - low) * 1e-6)
      }
    }
  })

  test('ends an axis at the same number', () => {
    for (const high of SIZES) {
      for (const count of COUNTS) {
        const d3 = scaleLinear([0, high], [0, 1]).nice(count).domain()[1]!
        expect(niceTop(high, count) / d3, `${high}, ${count}`).toBeCloseTo(1, 9)
      }
    }
  })

  test('ticks have no rest of floating point', () => {
    const tenths = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
    expect(linear([0, 1], [0, 100]).ticks(10)).toEqual(tenths)
  })
})
