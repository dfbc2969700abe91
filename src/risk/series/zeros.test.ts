import { describe, expect, test } from 'vitest'
import { stakeGraph } from '../../../test/support/risk/risk-graph'
import { ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { avsFigure } from './avs-figure'
import { Holders } from './holder-values'
import { populationFigure } from './population-figure'

/*
 * A figure of the part that has a price is 0 only if it is 0 at any prices. Operators a and b have stake in p, c in q; AVSs S and T
 * share c alone, S and U nobody.
 */
const graph = stakeGraph({
  operators: ['a', 'b', 'c', 'd'],
  sets: { 's/0': 'S', 't/0': 'T', 'u/0': 'U' },
  stake: { 'a/p': 4n, 'b/p': 4n, 'c/q': 2n, 'd/q': 2n },
  registered: {
    's/0': { 'a/p': 4n, 'c/q': 2n },
    't/0': { 'b/p': 4n, 'c/q': 2n },
    'u/0': { 'b/p': 4n, 'd/q': 2n },
  },
})
const [all, withoutQ] = [new Valuation([1n, 1n], 1n), new Valuation([1n, null], 1n)]

describe('without a price', () => {
  const overlap = (other: number) =>
    avsFigure(graph, {
      kind: 'OVERLAP',
      service: 0,
      other,
      basis: 'REGISTERED',
      measure: 'RUZICKA',
    })

  test('the overlap of AVSs that share stake is unknown, and that of others is 0', () => {
    // 2 of 4 + 4 + 2.
    expect(overlap(1)(all).value).toEqual(ratio(1n, 5n))
    expect(overlap(1)(withoutQ)).toMatchObject({ value: null, nullReason: 'UNPRICED' })
    expect(overlap(2)(withoutQ)).toMatchObject({ value: ratio(0n), nullReason: null })
  })

  test.each(['GINI', 'THEIL'] as const)(
    '%s of equal members and another one is unknown',
    (name) => {
      const gini = (valuation: Valuation, amount = 4n) => {
        const values = new Map([
          ['a', valuation.worth(0, 4n)],
          ['b', valuation.worth(0, amount)],
          ['c', valuation.worth(1, 2n)],
        ])
        const holders = () => new Holders(values, valuation.none)
        const args = { k: 1, threshold: ratio(1n, 3n) }
        return populationFigure({ holders, nothing: () => 'EMPTY' }, name, args)(valuation)
      }
      expect(gini(all).nullReason).toBeNull()
      expect(gini(withoutQ)).toMatchObject({ value: null, nullReason: 'UNPRICED' })
      expect(gini(withoutQ, 5n).value).not.toBeNull()
    },
  )
})
