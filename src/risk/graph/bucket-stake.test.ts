import { expect, test } from 'vitest'
import { stakeGraph } from '../../../test/support/risk/risk-graph'
import { pricedPart } from '../../../test/support/risk/values'
import { ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { Value } from '../value/value'
import { stakeByHolder } from './bucket-stake'

const graph = stakeGraph({
  operators: ['a', 'b'],
  sets: {},
  stake: { 'a/p': 2n, 'b/p': 3n, 'a/q': 7n, 'b/r': 1n },
  registered: {},
})
// Pools p, q and r; q has no price.
const valuation = new Valuation([10n, null, 1n], 1n)
const inPools = (...pools: string[]) => {
  const holders = stakeByHolder(graph, valuation, (pool) => pools.includes(graph.pools[pool]!))
  return { holders, all: Value.sum(holders, valuation.none) }
}

test('stake in pools is the value of all their buckets, operator by operator', () => {
  const { holders, all } = inPools('p', 'r')
  expect(holders.map(pricedPart)).toEqual([ratio(20n), ratio(31n)])
  expect([pricedPart(all), all.isComplete]).toEqual([ratio(51n), true])
})

test('of a pool without a price is unknown, and of an unknown pool nothing', () => {
  const { holders, all } = inPools('q', 'p', 'unknown')
  expect([pricedPart(all), all.isComplete]).toEqual([ratio(50n), false])
  expect(Value.coverage(holders)).toMatchObject({ pools: 2, holders: 2, pricedHolders: 1 })
  expect(inPools('q').all.isUnknown).toBe(true)
  expect(inPools('unknown').holders).toEqual([])
})
