import { describe, expect, test } from 'vitest'
import { stakeGraph, toyGraph } from '../../../test/support/risk/risk-graph'
import { ratio } from '../math/ratio'
import { growthOf } from './growth'
import { loadIndices } from './load'
import { histogram } from './overload'

describe('load index', () => {
  const toy = toyGraph()
  const loads = [ratio(4n), ratio(2n), ratio(1n, 2n)]

  test('is the sum of the loads over the capacity, on the memberships of the toy network, by hand: 6.5/4, 6/8, 4/2, .5/1', () => {
    const found = loadIndices(
      toy,
      loads,
      [4n, 8n, 2n, 1n].map((one) => ratio(one)),
    )
    expect(found.map(({ value }) => value)).toEqual([
      ratio(13n, 8n),
      ratio(3n, 4n),
      ratio(2n),
      ratio(1n, 2n),
    ])
  })

  test('is unknown without the capacity, or the load of a service', () => {
    const eight = ratio(8n)
    const found = loadIndices(toy, [ratio(4n), null, ratio(1n)], [eight, eight, eight, null])
    expect(found.map(({ value, nullReason }) => value ?? nullReason)).toEqual([
      'UNDECLARED',
      'UNDECLARED',
      ratio(1n, 2n),
      'UNDECLARED',
    ])
  })

  test('of an operator without services is 0, whatever is not declared', () => {
    const idle = stakeGraph({
      operators: ['o'],
      sets: { a: 'A' },
      stake: { 'o/p': 1n },
      registered: {},
    })
    expect(loadIndices(idle, [null], [ratio(1n)])[0]!.value).toEqual(ratio(0n))
  })
})

describe('growth', () => {
  const at = (registered: Record<string, Record<string, bigint>>, operators: string[]) =>
    stakeGraph({
      operators,
      sets: { a0: 'A', a1: 'A', b0: 'B', c0: 'C' },
      stake: Object.fromEntries(operators.map((operator) => [`${operator}/p`, 1n])),
      registered,
    })

  test('lists services that were joined and left, and counts sets', () => {
    const then = at({ a0: { 'o2/p': 1n }, b0: { 'o2/p': 1n } }, ['o2'])
    // Positions of operators moved, which must not matter.
    const now = at({ a0: { 'o2/p': 1n, 'o1/p': 1n }, a1: { 'o2/p': 1n }, c0: { 'o2/p': 1n } }, [
      'o1',
      'o2',
    ])
    expect(growthOf(then, now)).toEqual([
      { services: 1, sets: 1, joined: ['A'], left: [] },
      { services: 0, sets: 1, joined: ['C'], left: ['B'] },
    ])
  })

  test('between a state and itself is 0', () => {
    const toy = toyGraph()
    for (const one of growthOf(toy, toy)) {
      expect(one).toEqual({ services: 0, sets: 0, joined: [], left: [] })
    }
  })
})

test('the distribution of 3, 2, 1, 1 commitments is two with 1, one with 2 and one with 3', () => {
  expect(histogram([3, 2, 1, 1])).toEqual([
    { count: 1, size: 2 },
    { count: 2, size: 1 },
    { count: 3, size: 1 },
  ])
  expect(histogram([])).toEqual([])
})
