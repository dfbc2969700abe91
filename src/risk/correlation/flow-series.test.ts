import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toyGraph } from '../../../test/support/risk/risk-graph'
import { pricedPart } from '../../../test/support/risk/values'
import { ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import {
  flowSeries,
  flowsOf,
  levelsOf,
  observedFlows,
  type StakeLevels,
  stakedPools,
} from './flow-series'

const levels = (members: Record<string, Record<string, bigint>>): StakeLevels =>
  new Map(Object.entries(members).map(([id, pools]) => [id, new Map(Object.entries(pools))]))
const ALL = { operator: null, pool: null, service: null, set: null }

describe('levels of a graph', () => {
  test('are the stake of every member by pool', () => {
    const found = levelsOf(toyGraph(), 'SERVICES', 'REGISTERED', ALL)
    expect([...found].map(([id, pools]) => [id, [...pools.values()]])).toEqual([
      ['S1', [95n]],
      ['S2', [80n]],
      ['S3', [55n]],
    ])
  })

  test('have members without stake, also in a scope that does not exist yet', () => {
    const found = levelsOf(toyGraph(), 'OPERATORS', 'SLASHABLE', { ...ALL, service: 0 })
    expect([...found].map(([id, pools]) => [id, [...pools.values()]])).toEqual([
      ['O1', [20n]],
      ['O2', [9n]],
      ['O3', [3n]],
      ['O4', []],
    ])
    const nobody = levelsOf(toyGraph(), 'OPERATORS', 'SLASHABLE', null)
    expect([...nobody.values()].map(({ size }) => size)).toEqual([0, 0, 0, 0])
  })
})

test('pools with stake at any time are listed once, by id', () => {
  const found = stakedPools([
    levels({ a: { q: 1n, r: 0n } }),
    levels({ a: {}, b: { q: 2n, p: 1n } }),
  ])
  expect(found).toEqual(['p', 'q'])
})

describe('flows', () => {
  test('are the changes of a level, null where the member did not exist at both ends', () => {
    expect(flowsOf([5n, 8n, 8n, null, 3n, 0n])).toEqual([3n, 0n, null, null, -3n])
    expect(flowsOf([])).toEqual([])
  })

  test('of all periods add up to the last level minus the first', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(), { minLength: 1 }), (list) => {
        const { count, net } = observedFlows({ id: 'x', flows: flowsOf(list) })
        expect(count).toBe(list.length - 1)
        expect(net).toBe(list.at(-1)! - list[0]!)
      }),
    )
  })

  test('that were not observed do not count', () => {
    expect(observedFlows({ id: 'x', flows: [3n, null, -1n] })).toEqual({ count: 2, net: 2n })
  })
})

describe('series of members', () => {
  const POOLS = ['none', 'p', 'q']
  const of = (ends: StakeLevels[], weights: (bigint | null)[], largest: number, pool?: number) => {
    const valuation = new Valuation(weights, 2n, pool)
    const { series, unit } = flowSeries(ends, POOLS, valuation, largest)
    return {
      unit,
      series: series.map(({ id, flows, stake }) => ({ id, flows, stake: pricedPart(stake) })),
      incomplete: series.flatMap(({ id, held }) => (held.isComplete ? [] : [id])),
    }
  }

  test('are of those with the most stake at the end, by id, of equal ones the first', () => {
    const ends = [
      levels({ a: { p: 9n }, b: { p: 1n }, c: { p: 2n }, d: { p: 2n } }),
      levels({ a: { p: 1n }, b: { p: 5n }, c: { p: 2n }, d: { p: 2n } }),
    ]
    expect(of(ends, [null, 2n, null], 2).series).toEqual([
      { id: 'b', flows: [8n], stake: ratio(5n) },
      { id: 'c', flows: [0n], stake: ratio(2n) },
    ])
  })

  test('leave out members that never had stake, and keep those that lost it or joined later', () => {
    const ends = [levels({ lost: { p: 3n }, never: {} }), levels({ later: { p: 1n }, never: {} })]
    expect(of(ends, [null, 1n, null], 9)).toEqual({
      unit: 2n,
      series: [
        { id: 'later', flows: [null], stake: ratio(1n, 2n) },
        { id: 'lost', flows: [null], stake: ratio(0n) },
      ],
      incomplete: [],
    })
  })

  test('weigh pools; of stake without a price the rest is known, and that there is more', () => {
    const ends = [
      levels({ a: { p: 1n, q: 1n, none: 9n } }),
      levels({ a: { p: 4n }, b: { none: 1n } }),
    ]
    expect(of(ends, [null, 2n, 5n], 9)).toEqual({
      unit: 2n,
      series: [
        { id: 'a', flows: [1n], stake: ratio(4n) },
        { id: 'b', flows: [null], stake: ratio(0n) },
      ],
      incomplete: ['a', 'b'],
    })
  })

  test('in one pool are of those who had stake there', () => {
    const ends = [levels({ a: { p: 1n, q: 1n }, b: { q: 1n } }), levels({ a: { p: 3n }, b: {} })]
    expect(of(ends, [null, 2n, null], 9, 1).series).toEqual([
      { id: 'a', flows: [4n], stake: ratio(3n) },
    ])
  })
})
