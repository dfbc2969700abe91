import { expect, test } from 'vitest'
import { around, distanceOf, under } from './ego'

const far = ({ x, y }: { x: number; y: number }) => Math.hypot(x, y)

test('the more alike, the nearer; nobody is farther than the radius', () => {
  const placed = around(
    [0.9, 0.5, 0.1, 0].map((value, index) => ({ id: String(index), value })),
    100,
  )
  const distances = placed.map(far)
  expect([...distances].sort((a, b) => a - b)).toEqual(distances)
  expect(distances[0]).toBeCloseTo(25, 9)
  expect(distances[3]).toBeCloseTo(100, 9)
})

test('two hundred stand apart, each in a direction of its own', () => {
  const placed = around(
    Array.from({ length: 199 }, (_, index) => ({ id: String(index), value: 0.5 })),
    200,
  )
  const angles = placed.map(({ x, y }) => Math.atan2(y, x).toFixed(6))
  expect(new Set(angles).size).toBe(199)
})

test('where nothing is alike, all stand on the circle', () => {
  expect(distanceOf(0, 0, 50)).toBe(50)
})

test('the pointer finds the one that is nearest, and nobody far from all', () => {
  const placed = around(
    [
      { id: 'a', value: 1 },
      { id: 'b', value: 0.5 },
    ],
    100,
  )
  for (const [index, { x, y }] of placed.entries()) expect(under(placed, x + 2, y - 2)).toBe(index)
  expect(under(placed, 90, 90)).toBeNull()
})
