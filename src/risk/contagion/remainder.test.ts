import { describe, expect, test } from 'vitest'
import { stakeGraph } from '../../../test/support/risk/risk-graph'
import { pricedPart } from '../../../test/support/risk/values'
import { ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { cascade, type Rules } from './cascade'
import { compareToPart } from './remainder'
import type { Shock } from './shock'

const HALF = ratio(1n, 2n)
const P_ONLY = new Valuation([1n, null], 1n)

test('what is left is compared pool by pool where prices are missing', () => {
  const one = ratio(1n)
  const compared = (left: [bigint, bigint], factor = one) => {
    const had = new Map([10n, 10n].entries())
    const prices = { before: P_ONLY, after: P_ONLY, factors: [one, factor] }
    return compareToPart(new Map(left.entries()), had, HALF, prices)
  }
  expect([compared([5n, 5n]), compared([4n, 5n]), compared([5n, 6n])]).toEqual([0, -1, 1])
  expect([compared([4n, 6n]), compared([9n, 1n])]).toEqual([null, null])
  expect([compared([4n, 6n], HALF), compared([4n, 10n], HALF)]).toEqual([-1, -1])
})

describe('without a price of Q', () => {
  // O1 has stake in both pools; A counts on P alone, B on both, C on Q of O2.
  const graph = stakeGraph({
    operators: ['O1', 'O2'],
    sets: { A1: 'A', B1: 'B', C1: 'C' },
    stake: { 'O1/P': 10n, 'O1/Q': 10n, 'O2/P': 10n, 'O2/Q': 10n },
    registered: {
      A1: { 'O1/P': 10n, 'O2/P': 10n },
      B1: { 'O1/P': 10n, 'O1/Q': 10n },
      C1: { 'O2/Q': 10n },
    },
  })
  const drain: Shock = { kind: 'DRAIN', pool: 0, part: ratio(3n, 5n) }
  const run = (rules: Partial<Rules>) =>
    cascade(graph, 'REGISTERED', P_ONLY, [drain], { minimum: null, ejection: null, ...rules })

  test('an AVS fails only if it does for any price; the others are undecided, or kept', () => {
    const { failedIn, undecided } = run({ minimumShare: HALF })
    expect(failedIn).toEqual([1, null, null])
    expect(undecided).toEqual({ operators: [], services: [1] })
    expect(run({ minimum: [null, ratio(5n), ratio(1n)] }).undecided.services).toEqual([1, 2])
  })

  test('an operator that may leave is named, and what is left without it is a lower bound', () => {
    const { undecided, after, rounds, isChanged } = run({ ejection: HALF })
    expect(rounds).toHaveLength(1)
    expect(undecided.operators).toEqual([0, 1])
    expect(after.map((value) => [pricedPart(value), value.isComplete])).toEqual([
      [ratio(0n), false],
      [ratio(0n), false],
      [ratio(0n), false],
    ])
    expect(isChanged).toEqual([true, true, true])
  })
})
