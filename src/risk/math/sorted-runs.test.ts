import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SortedRuns } from './sorted-runs'

/** Few different numbers, so that many are equal. */
const numbers = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 60 })

function inRuns(values: readonly number[], length: number): SortedRuns {
  const all = Float64Array.from(values)
  for (let from = 0; from < all.length; from += length) all.subarray(from, from + length).sort()
  return new SortedRuns(all, length)
}

describe('numbers in sorted runs', () => {
  test('have the order statistics of all numbers sorted', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 70 }), (values, length) => {
        const runs = inRuns(values, length)
        const sorted = [...values].sort((a, b) => a - b)
        expect(sorted.map((_, rank) => runs.at(rank))).toEqual(sorted)
      }),
    )
  })

  test('are counted up to a number, and summed above it', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 70 }), fc.nat(10), (values, length, value) => {
        const runs = inRuns(values, length)
        expect(runs.countTo(value)).toBe(values.filter((one) => one <= value).length)
        const above = values.filter((one) => one > value).reduce((total, one) => total + one, 0)
        expect(runs.sumAbove(value)).toBe(above)
      }),
    )
  })
})
