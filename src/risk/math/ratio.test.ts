import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare, largestFirst, ratio } from './ratio'

const value = fc
  .tuple(fc.bigInt({ min: -5n, max: 5n }), fc.bigInt({ min: 1n, max: 5n }))
  .map(([num, den]) => ratio(num, den))

test('largestFirst sorts by descending value and puts null last', () => {
  fc.assert(
    fc.property(fc.array(fc.option(value)), (list) => {
      const sorted = [...list].sort(largestFirst)
      const values = sorted.filter((one) => one !== null)
      expect(sorted.slice(values.length)).toEqual(list.filter((one) => one === null))
      for (let i = 1; i < values.length; i++) {
        expect(compare(values[i - 1]!, values[i]!) >= 0n).toBe(true)
      }
    }),
  )
})

test('largestFirst orders fractions that are equal as doubles', () => {
  const half = ratio(1n, 2n)
  const above = ratio(10n ** 40n + 1n, 2n * 10n ** 40n)
  expect([half, above, null].sort(largestFirst)).toEqual([above, half, null])
  expect(largestFirst(half, ratio(2n, 4n))).toBe(0)
})
