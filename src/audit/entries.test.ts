import { describe, expect, test } from 'vitest'
import { compare, sample, toEntries } from './entries'

describe('compare', () => {
  const ours = toEntries([
    ['a', '1'],
    ['b', '2'],
    ['d', null],
  ])
  const theirs = toEntries([
    ['A', '1'],
    ['b', '3'],
    ['c', '4'],
    ['d', '5'],
  ])

  test('counts equal, different and unknown values, with the default value for missing keys', () => {
    const keys = ['a', 'b', 'c', 'd', 'e']
    expect(compare(7, keys, ours, theirs, '0')).toEqual({
      equal: 2,
      unknown: 1,
      different: [
        { block: 7, key: 'b', ours: '2', expected: '3' },
        { block: 7, key: 'c', ours: '0', expected: '4' },
      ],
    })
  })
})

describe('sample', () => {
  const items = Array.from({ length: 10 }, (_, i) => i)

  test('is everything without a size, or with one that is large enough', () => {
    expect(sample(items, null, 3)).toEqual(items)
    expect(sample(items, 10, 3)).toEqual(items)
  })

  test.each([1, 2, 3, 4, 6, 7, 9])('takes %i different items, the same ones every time', (size) => {
    const taken = sample(items, size, 3)
    expect(new Set(taken).size).toBe(size)
    expect(sample(items, size, 3)).toEqual(taken)
  })

  test('takes all items in turn', () => {
    const taken = [0, 1, 2, 3, 4].flatMap((turn) => [...sample(items, 2, turn)])
    expect(taken.sort()).toEqual(items)
  })
})
