import { expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { stakedEntries } from './staked-entries'

test('entries of 0 are dropped, all else stays', () => {
  const [rows, columns] = [
    ['a', 'b'],
    ['s', 't'],
  ]
  const zeros = exposureOf(rows, columns, [
    [0n, 3n],
    [2n, 0n],
  ])
  const staked = exposureOf(rows, columns, [
    [null, 3n],
    [2n, null],
  ])
  expect(stakedEntries(zeros)).toEqual(staked)
})
