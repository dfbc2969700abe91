import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leafOrder } from './leaf-order'

test('things that are alike stand together', () => {
  // Two clusters, of even and of odd ones.
  const order = leafOrder(6, (a, b) => (a % 2 === b % 2 ? 0.9 : 0.1))
  const parity = order.map((one) => one % 2)
  expect(parity.filter((one, index) => index > 0 && one !== parity[index - 1])).toHaveLength(1)
})

test('a chain is laid out as a chain', () => {
  const order = leafOrder(5, (a, b) => (Math.abs(a - b) === 1 ? 1 - Math.min(a, b) * 0.01 : 0))
  expect([order, [...order].reverse()]).toContainEqual([0, 1, 2, 3, 4])
})

test('every order has each thing once, and is the same every time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 12 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 144, maxLength: 144 }),
      (count, values) => {
        const likeness = (a: number, b: number) => values[Math.min(a, b) * 12 + Math.max(a, b)]!
        const order = leafOrder(count, likeness)
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i))
        expect(leafOrder(count, likeness)).toEqual(order)
      },
    ),
  )
})
