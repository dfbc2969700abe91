import { expect, test } from 'vitest'
import { atPar, stakeGraph } from '../../../test/support/risk/risk-graph'
import { exact, pricedPart, valuesOf } from '../../../test/support/risk/values'
import { stakeMatrix } from '../graph/exposure'
import { ratio } from '../math/ratio'
import { Valuation } from '../value/valuation'
import { amountsByPool, type Part, partsByColumn, partsByOperator, runningLosses } from './division'

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

const plain = ({ id, amount }: Part) => ({ id, amount: exact(amount) })

test('amounts by pool include what is delegated to nobody', () => {
  expect([...amountsByPool(positions)]).toEqual([
    [0, 14n],
    [1, 1n],
  ])
})

test('parts by operator are the largest first, equal ones by id, without undelegated stake', () => {
  expect(partsByOperator(graph, positions, atPar(graph)).map(plain)).toEqual([
    { id: 'a', amount: ratio(6n) },
    { id: 'b', amount: ratio(6n) },
  ])
  const [a, b] = partsByOperator(graph, positions, new Valuation([null, 2n], 1n))
  expect([a!.id, pricedPart(a!.amount), a!.amount.isComplete]).toEqual(['a', ratio(2n), false])
  expect([b!.id, b!.amount.isUnknown]).toEqual(['b', true])
})

test('parts by column are what stands behind each, the largest first; columns without any are left out', () => {
  const buckets = stakeMatrix(graph, 'SLASHABLE', atPar(graph), 'SERVICE', 'BUCKET')
  // S: 5/10 of 2 and 6/10 of 2. T: 5/10 of 4, and nothing of c.
  expect(partsByColumn(graph, positions, buckets).map(plain)).toEqual([
    { id: 'S', amount: ratio(11n, 5n) },
    { id: 'T', amount: ratio(2n) },
  ])
})

test('running losses are those of all operators so far', () => {
  const losses = [
    { operator: 4, loss: valuesOf([5n])[0]!.times(ratio(1n, 2n)) },
    { operator: 1, loss: valuesOf([1n])[0]!.times(ratio(1n, 2n)) },
  ]
  const found = runningLosses(losses).map(({ operator, loss }) => [operator, exact(loss)])
  expect(found).toEqual([
    [4, ratio(5n, 2n)],
    [1, ratio(3n)],
  ])
})
