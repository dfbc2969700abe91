import { expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { memberships } from './memberships'

test('memberships count rows of columns, those without stake included', () => {
  const exposure = exposureOf(
    ['a', 'b', 'c', 'd'],
    ['s', 't', 'u'],
    [
      [1n, 2n, null],
      [0n, 1n, null],
      [null, 5n, null],
      [null, null, null],
    ],
  )
  const membership = memberships(exposure)
  expect(membership(0, 1)).toEqual({ both: 2, first: 2, second: 3, all: 3 })
  expect(membership(1, 2)).toEqual({ both: 0, first: 3, second: 0, all: 3 })
})
