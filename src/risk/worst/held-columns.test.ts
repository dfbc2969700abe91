import { expect, test } from 'vitest'
import { stakeGraph } from '../../../test/support/risk/risk-graph'
import { stakeMatrix } from '../graph/exposure'
import { ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { heldColumns } from './held-columns'

const matrix = stakeMatrix(
  stakeGraph({
    operators: ['O1', 'O2', 'O3'],
    sets: { A1: 'A', B1: 'B', C1: 'C', D1: 'D', E1: 'E' },
    stake: { 'O1/P': 50n, 'O1/Q': 1n, 'O2/P': 50n, 'O2/Q': 1n, 'O3/P': 0n },
    registered: {
      A1: { 'O1/P': 50n, 'O2/P': 50n },
      B1: { 'O1/P': 50n, 'O2/Q': 1n },
      C1: { 'O1/Q': 1n },
      D1: { 'O2/Q': 1n },
      E1: { 'O3/P': 0n },
    },
  }),
  'REGISTERED',
  new Valuation([1n, null], 1n),
)

test('control is certain only for any prices: a sole holder controls, others may be worth more', () => {
  expect(heldColumns(matrix, [0], ratio(1n, 3n))).toEqual({
    controlled: [0, 2],
    undecided: [1],
    excluded: [4],
  })
})

test('whoever has too little of what has a price does not control; a threshold of 1 takes all', () => {
  expect(heldColumns(matrix, [0], ratio(2n, 3n)).controlled).toEqual([2])
  expect(heldColumns(matrix, [0, 1], ratio(1n)).controlled).toEqual([0, 1, 2, 3])
})
