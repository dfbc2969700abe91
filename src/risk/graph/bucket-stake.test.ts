import { expect, test } from 'vitest'
import { stakeGraph } from '../../../test/support/risk/risk-graph'
import { Valuation } from '../value/valuation'
import { stakeInPools } from './bucket-stake'

const graph = stakeGraph({
  operators: ['a', 'b'],
  sets: {},
  stake: { 'a/p': 2n, 'b/p': 3n, 'a/q': 7n, 'b/r': 1n },
  registered: {},
})
// Pools p, q and r; q has no price.
const valuation = new Valuation([10n, null, 1n], 1n)

test('stake in pools is the value of all their buckets, each pool once', () => {
  expect(stakeInPools(graph, valuation, ['p', 'r', 'p'])).toBe(51n)
})

test('pools without a price, or unknown ones, count nothing; alone they have no stake', () => {
  expect(stakeInPools(graph, valuation, ['q', 'p', 'unknown'])).toBe(50n)
  expect(stakeInPools(graph, valuation, ['q'])).toBeNull()
  expect(stakeInPools(graph, valuation, ['unknown'])).toBeNull()
  expect(stakeInPools(graph, valuation, [])).toBeNull()
})
