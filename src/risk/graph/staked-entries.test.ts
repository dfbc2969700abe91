import { expect, test } from 'vitest'
import { exposureOf } from '../../../test/support/risk/exposure-of'
import { atPar, stakeGraph } from '../../../test/support/risk/risk-graph'
import { stakeOf } from '../../../test/support/risk/values'
import { Valuation } from '../value/valuation'
import { exposure, stakeMatrix } from './exposure'
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
  expect(stakedEntries(stakeOf(zeros))).toEqual(stakeOf(staked))
})

test('stake without a price is no entry of 0', () => {
  const graph = stakeGraph({
    operators: ['a', 'b'],
    sets: { e: 's' },
    stake: { 'a/p': 1n, 'b/q': 2n },
    registered: { e: { 'a/p': 1n, 'b/q': 2n } },
  })
  const matrix = stakeMatrix(graph, 'REGISTERED', new Valuation([1n, null], 1n))
  expect(stakedEntries(matrix).row).toEqual(exposure(graph, 'REGISTERED', atPar(graph)).row)
})
