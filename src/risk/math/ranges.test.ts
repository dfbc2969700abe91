import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countIn, intersection, type Range, sizeOf, union } from './ranges'

const some = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: -2, max: 8 }))
    .map(([first, length]): Range => ({ first, last: first + length })),
  { maxLength: 8 },
)
const numbersOf = (ranges: readonly Range[]) => {
  const all = Array.from({ length: 60 }, (_, number) => number)
  return all.filter((number) => ranges.some(({ first, last }) => first <= number && number <= last))
}

test('union and intersection have the integers of either, and of both, each once', () => {
  fc.assert(
    fc.property(some, some, (a, b) => {
      const [x, y] = [union(a), union(b)]
      expect(numbersOf(x)).toEqual(numbersOf(a))
      expect(sizeOf(x)).toBe(numbersOf(a).length)
      const both = intersection(x, y)
      const expected = numbersOf(a).filter((number) => numbersOf(b).includes(number))
      expect(numbersOf(both)).toEqual(expected)
      expect(sizeOf(both)).toBe(expected.length)
      expect(both).toEqual(union(both))
      expect(countIn(x, numbersOf(b))).toBe(expected.length)
    }),
  )
})

test('adjacent ranges become one, and ranges with last < first are empty', () => {
  const ranges = [
    { first: 5, last: 6 },
    { first: 9, last: 8 },
    { first: 1, last: 4 },
    { first: 8, last: 8 },
  ]
  expect(union(ranges)).toEqual([
    { first: 1, last: 6 },
    { first: 8, last: 8 },
  ])
})
