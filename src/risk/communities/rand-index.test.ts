import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare, ratio } from '../math/ratio'
import { adjustedRandIndex, meanRandIndex } from './rand-index'

test.each([
  [[0, 0, 1, 1], [0, 0, 1, 2], ratio(4n, 7n)],
  [[0, 0, 1, 1], [0, 1, 0, 1], ratio(-1n, 2n)],
  [[0, 0, 0, 0], [0, 1, 2, 3], ratio(0n)],
  [[0, 0, 1, 2], [0, 0, 1, 1], ratio(4n, 7n)],
])(
  'the adjusted Rand index of %j and %j is as scikit-learn documents it (adjusted_rand_score)',
  (a, b, value) => {
    expect(adjustedRandIndex(a, b)).toEqual(value)
  },
)

test('is symmetric, at most 1, and 1 for equal partitions whatever the numbers of their groups', () => {
  const division = fc.array(fc.nat({ max: 3 }), { minLength: 6, maxLength: 6 })
  fc.assert(
    fc.property(division, division, (a, b) => {
      const index = adjustedRandIndex(a, b)
      expect(adjustedRandIndex(b, a)).toEqual(index)
      expect(compare(index, ratio(1n))).toBeLessThanOrEqual(0n)
      const renamed = a.map((group) => 9 - group)
      expect(adjustedRandIndex(a, renamed)).toEqual(ratio(1n))
    }),
  )
})

test('the adjusted Rand index of partitions of no item or one item is 1', () => {
  expect(adjustedRandIndex([], [])).toEqual(ratio(1n))
  expect(adjustedRandIndex([5], [7])).toEqual(ratio(1n))
  expect(() => adjustedRandIndex([0], [])).toThrow(RangeError)
})

test('the mean is over all pairs: of two equal partitions and a third', () => {
  const [a, b] = [
    [0, 0, 1, 1],
    [0, 0, 1, 2],
  ]
  // 1, 4/7 and 4/7.
  expect(meanRandIndex([a, a, b])).toEqual(ratio(15n, 21n))
  expect(() => meanRandIndex([a])).toThrow(RangeError)
})
