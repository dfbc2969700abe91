import fc from 'fast-check'
import { expect, test } from 'vitest'
import { descending } from './order'

const byPosition = (a: number, b: number) => a - b

function plain(amounts: readonly bigint[]): number[] {
  return [...amounts.keys()].sort((a, b) =>
    amounts[a] === amounts[b] ? a - b : amounts[a]! > amounts[b]! ? -1 : 1,
  )
}

test('many amounts are sorted like by comparison, ties included', () => {
  // Doubles that are equal although the integers are not, zeros, and equal amounts.
  const amount = fc.oneof(
    fc.bigInt({ min: 0n, max: 3n }),
    fc.bigInt({ min: 2n ** 80n, max: 2n ** 80n + 5n }),
    fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
  )
  fc.assert(
    fc.property(fc.array(amount, { minLength: 300, maxLength: 600 }), (amounts) => {
      expect([...descending(amounts, byPosition)]).toEqual(plain(amounts))
    }),
    { numRuns: 30 },
  )
})

test('few amounts are sorted likewise', () => {
  expect([...descending([1n, 3n, 2n, 3n], byPosition)]).toEqual([1, 3, 2, 0])
  expect([...descending([], byPosition)]).toEqual([])
})
