import { expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { ratio } from '../math/ratio'
import { pairsWithSharedRows, sharedRows } from './shared-rows'

// Controllers x, y, z of AVSs a, b, c, d: x of three, y of two, z of one; nobody of d.
const matrix = exposureOf(
  ['x', 'y', 'z'],
  ['a', 'b', 'c', 'd'],
  [
    [1n, 1n, 1n, null],
    [null, 1n, 1n, null],
    [1n, null, null, null],
  ],
)

test('rows of several columns are listed, those of the most columns first', () => {
  expect(sharedRows(matrix)).toEqual([
    { row: 0, columns: [0, 1, 2] },
    { row: 1, columns: [1, 2] },
  ])
})

test('pairs of columns with rows in common are ranked by Jaccard index, others are not listed', () => {
  expect(pairsWithSharedRows(matrix)).toEqual([
    { a: 1, b: 2, shared: 2, value: ratio(1n) },
    { a: 0, b: 1, shared: 1, value: ratio(1n, 3n) },
    { a: 0, b: 2, shared: 1, value: ratio(1n, 3n) },
  ])
})

test('without links there are neither', () => {
  const empty = exposureOf([], ['a', 'b'], [])
  expect([sharedRows(empty), pairsWithSharedRows(empty)]).toEqual([[], []])
})
