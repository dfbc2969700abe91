import { describe, expect, test } from 'vitest'
import { agreed, allOf, counted, figured, someOf } from './text'

describe('a count in a sentence', () => {
  test.each([
    [0, '0 pools', 'no pool', 'none', 'are'],
    [1, '1 pool', 'the only pool', '1', 'is'],
    [2, '2 pools', 'both pools', '2', 'are'],
    [1_234, '1\u202f234 pools', 'all 1\u202f234 pools', '1234', 'are'],
  ])('of %i is English', (count, number, all, figure, verb) => {
    expect(counted(count, 'pool')).toBe(number)
    expect(allOf(count, 'pool')).toBe(all)
    expect(figured(count)).toBe(figure)
    expect(agreed(count, 'is', 'are')).toBe(verb)
  })

  test.each([
    [0, 1, 'none of 1 class'],
    [1, 1, 'the only class'],
    [1, 2, '1 of 2 classes'],
    [2, 2, 'both classes'],
    [0, 5, 'none of 5 classes'],
    [5, 5, 'all 5 classes'],
  ])('of %i of %i is a part, or all of them', (count, all, text) => {
    expect(someOf(count, all, 'class', 'classes')).toBe(text)
  })
})
