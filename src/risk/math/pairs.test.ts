import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pairCount, pairIndex, rankedPairs } from './pairs'
import { compare, type Ratio, ratio } from './ratio'

/** Few different values, so that many are equal; null: no value. */
const value = fc.option(
  fc
    .tuple(fc.bigInt({ min: -3n, max: 3n }), fc.bigInt({ min: 1n, max: 3n }))
    .map(([num, den]) => ratio(num, den)),
)
const items = fc
  .nat(8)
  .chain((count) =>
    fc.tuple(
      fc.constant(count),
      fc.array(value, { minLength: pairCount(count), maxLength: pairCount(count) }),
    ),
  )

const rank = (count: number, values: readonly (Ratio | null)[]) =>
  rankedPairs(count, (a, b) => ({ value: values[pairIndex(count, a, b)]! }))

describe('pairs of items', () => {
  test.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [5, 10],
  ])('%i items have %i', (count, pairs) => {
    expect(pairCount(count)).toBe(pairs)
  })

  test('are numbered without a gap, by the first item and then by the second', () => {
    const positions: number[] = []
    for (let a = 0; a < 6; a++) for (let b = a + 1; b < 6; b++) positions.push(pairIndex(6, a, b))
    expect(positions).toEqual([...Array(pairCount(6)).keys()])
  })
})

describe('ranked pairs', () => {
  test('are highest first, ties by position, and without a value last', () => {
    const [half, third] = [ratio(1n, 2n), ratio(1n, 3n)]
    expect(rank(4, [null, third, half, half, null, third])).toEqual([
      { a: 0, b: 3, value: half },
      { a: 1, b: 2, value: half },
      { a: 0, b: 2, value: third },
      { a: 2, b: 3, value: third },
      { a: 0, b: 1, value: null },
      { a: 1, b: 3, value: null },
    ])
  })

  test('are all pairs, each once, with their own value', () => {
    fc.assert(
      fc.property(items, ([count, values]) => {
        const ranked = rank(count, values)
        const positions = ranked.map(({ a, b }) => pairIndex(count, a, b))
        expect([...positions].sort((x, y) => x - y)).toEqual([...values.keys()])
        expect(ranked.map((pair) => pair.value)).toEqual(positions.map((at) => values[at]))
      }),
    )
  })

  test('never have a lower value, or an earlier position at the same value, before another', () => {
    fc.assert(
      fc.property(items, ([count, values]) => {
        const ranked = rank(count, values)
        for (let i = 1; i < ranked.length; i++) {
          const [x, y] = [ranked[i - 1]!, ranked[i]!]
          if (y.value === null) {
            if (x.value !== null) continue
          } else {
            expect(x.value).not.toBeNull()
            if (compare(x.value!, y.value) > 0n) continue
            expect(compare(x.value!, y.value)).toBe(0n)
          }
          expect(pairIndex(count, x.a, x.b)).toBeLessThan(pairIndex(count, y.a, y.b))
        }
      }),
    )
  })

  test('keep other properties of a pair', () => {
    const ranked = rankedPairs(2, () => ({ value: null, nullReason: 'EMPTY' }))
    expect(ranked).toEqual([{ a: 0, b: 1, value: null, nullReason: 'EMPTY' }])
  })
})
