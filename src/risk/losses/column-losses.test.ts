import { expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { columnLosses } from './column-losses'

test('a column loses the stake of its rows, in units of 1', () => {
  const matrix = {
    ...exposureOf(
      ['a', 'b', 'c'],
      ['s', 't'],
      [
        [4n, 1n],
        [null, 3n],
        [0n, null],
      ],
    ),
    unit: 2n,
  }
  expect([...columnLosses(matrix, 0)]).toEqual([
    [0, 2],
    [2, 0],
  ])
  expect([...columnLosses(matrix, 1)]).toEqual([
    [0, 0.5],
    [1, 1.5],
  ])
})
