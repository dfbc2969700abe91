import { expect, test } from 'vitest'
import { atPar, stakeGraph } from '../../../test/support/risk/risk-graph'
import { exposure } from '../graph/exposure'
import { ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { amountsByPool, partsByColumn, partsByOperator, runningLosses } from './division'

const graph = stakeGraph({
  operators: ['a', 'b', 'c'],
  sets: { e: 'S', f: 'T', g: 'U' },
  stake: { 'a/p': 10n, 'a/q': 10n, 'b/p': 10n, 'c/p': 10n },
  registered: {},
  slashable: { e: { 'a/p': 2n, 'b/p': 2n }, f: { 'a/p': 4n, 'c/p': 9n } },
})
// Buckets a/p, a/q, b/p and c/p; 3 of pool p are delegated to nobody.
const positions = [
  { bucket: null, pool: 0, amount: 3n },
  { bucket: 0, pool: 0, amount: 5n },
  { bucket: 2, pool: 0, amount: 6n },
  { bucket: 1, pool: 1, amount: 1n },
]

test('amounts by pool include what is delegated to nobody', () => {
  expect([...amountsByPool(positions)]).toEqual([
    [0, 14n],
    [1, 1n],
  ])
})

test('parts by operator are the largest first, equal ones by id, without undelegated stake', () => {
  expect(partsByOperator(graph, positions, atPar(graph))).toEqual([
    { id: 'a', amount: ratio(6n) },
    { id: 'b', amount: ratio(6n) },
  ])
  expect(partsByOperator(graph, positions, new Valuation([null, 2n], 1n))).toEqual([
    { id: 'a', amount: ratio(2n) },
  ])
})

test('parts by column are what stands behind each, the largest first; columns without any are left out', () => {
  const buckets = exposure(graph, 'SLASHABLE', atPar(graph), 'SERVICE', 'BUCKET')
  // S: 5/10 of 2 and 6/10 of 2. T: 5/10 of 4, and nothing of c.
  expect(partsByColumn(graph, positions, buckets)).toEqual([
    { id: 'S', amount: ratio(11n, 5n) },
    { id: 'T', amount: ratio(2n) },
  ])
})

test('running losses are those of all operators so far', () => {
  const losses = [
    { operator: 4, loss: ratio(5n, 2n) },
    { operator: 1, loss: ratio(1n, 2n) },
  ]
  expect(runningLosses(losses)).toEqual([losses[0], { operator: 1, loss: ratio(3n) }])
})
